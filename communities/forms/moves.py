"""What one asks of whoever moves a post: where to, which change of audience they saw, and why."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from communities.actions.moves import MAX_NOTE
from communities.forms.words import WordsForm
from communities.models import Community


class MoveForm(WordsForm):
    community = forms.ChoiceField(label=_("Move to"))
    note = forms.CharField(label=_("Why"), required=False, max_length=4 * MAX_NOTE, widget=forms.TextInput(attrs={"maxlength": MAX_NOTE}))
    seen = forms.CharField(required=False, max_length=80, widget=forms.HiddenInput)
    accepts = forms.IntegerField(required=False, min_value=0, max_value=1_000_000)  # the version of the charter

    def __init__(self, *args: Any, destinations: Sequence[Community], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.destinations = destinations
        field = self.fields["community"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(community.slug, community.name) for community in destinations]
        field.error_messages["invalid_choice"] = _("You cannot publish in this community any more: choose another one.")
