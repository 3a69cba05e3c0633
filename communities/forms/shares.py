"""What one asks of whoever shares a post: where, and with which words."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from communities.forms.words import WordsForm
from communities.models import Community


class ShareForm(WordsForm):
    community = forms.ChoiceField(label=_("Share in"))
    body = forms.CharField(label=_("Why you share it"), required=False, strip=False, widget=forms.Textarea(attrs={"rows": 3}))
    client_key = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args: Any, destinations: Sequence[Community], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.destinations = destinations
        field = self.fields["community"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(community.slug, community.name) for community in destinations]
        field.error_messages["invalid_choice"] = _("You cannot publish in this community any more: choose another one.")
