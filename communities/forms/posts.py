"""The composer, the edition of a post, the reply."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from communities.actions import kinds
from communities.forms.polls import PollFields
from communities.forms.praises import PraiseFields
from communities.forms.words import WordsForm
from communities.models import Community, PostKind


class PostForm(PollFields, PraiseFields):
    community = forms.ChoiceField(label=_("Publish in"))
    kind = forms.ChoiceField(label=_("Kind"), choices=kinds.choices, initial=PostKind.MESSAGE, widget=forms.RadioSelect)
    title = forms.CharField(label=_("In one sentence"), required=False)
    body = forms.CharField(label=_("Your text"), required=False, strip=False, widget=forms.Textarea(attrs={"rows": 6}))
    client_key = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    next = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)

    def __init__(self, *args: Any, destinations: Sequence[Community], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.destinations = destinations
        field = self.fields["community"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(community.slug, community.name) for community in destinations]
        field.error_messages["invalid_choice"] = _("You cannot publish in this community any more: choose another one.")

    def details(self) -> dict[str, Any]:
        """What the chosen kind asks beside words. Raises Refused on what cannot be read."""
        match self.cleaned_data["kind"]:
            case PostKind.POLL:
                return self.poll_details()
            case PostKind.PRAISE:
                return self.praise_details()
        return {}


class PostEditForm(WordsForm):
    title = forms.CharField(label=_("In one sentence"), required=False)
    body = forms.CharField(label=_("Your text"), required=False, strip=False, widget=forms.Textarea(attrs={"rows": 10}))


class CommentForm(WordsForm):
    body = forms.CharField(label=_("Your reply"), required=False, strip=False, widget=forms.Textarea(attrs={"rows": 3}))
    parent = forms.IntegerField(required=False, min_value=1, max_value=(1 << 63) - 1, widget=forms.HiddenInput)
    client_key = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
