"""Forms of the communities: what is asked, in which words. What may be written is for the actions to say."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

from communities.actions.communities import Access
from communities.models import Community, Joining, LeaveReason, PostKind, Readers
from rse.lib.refusal import Refused


class WordsForm(forms.Form):
    """A form that shows a refusal beside the field at fault, with everything typed still there."""

    def refuse(self, refusal: Refused) -> None:
        field = refusal.field if refusal.field in self.fields else None
        self.add_error(field, str(refusal.message))


class PostForm(WordsForm):
    community = forms.ChoiceField(label=_("Publish in"))
    kind = forms.ChoiceField(label=_("Kind"), choices=PostKind.choices, initial=PostKind.MESSAGE, widget=forms.RadioSelect)
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


class PostEditForm(WordsForm):
    title = forms.CharField(label=_("In one sentence"), required=False)
    body = forms.CharField(label=_("Your text"), required=False, strip=False, widget=forms.Textarea(attrs={"rows": 10}))


class CommentForm(WordsForm):
    body = forms.CharField(label=_("Your reply"), required=False, strip=False, widget=forms.Textarea(attrs={"rows": 3}))
    parent = forms.IntegerField(required=False, min_value=1, max_value=(1 << 63) - 1, widget=forms.HiddenInput)
    client_key = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)


class SettingsForm(WordsForm):
    """Open, closed or secret, and underneath who joins; the words become the settings of `access_settings`."""

    ACCESS = (
        ("open", _("Open: every employee reads")),
        ("closed", _("Closed: members only read")),
        ("secret", _("Secret: members only know that it exists")),
    )

    purpose = forms.CharField(label=_("Purpose in one line"), required=False)
    access = forms.ChoiceField(label=_("Who reads"), choices=ACCESS, initial="open", widget=forms.RadioSelect)
    joining = forms.ChoiceField(
        label=_("Who joins"), choices=Joining.choices, initial=Joining.FREE, required=False, widget=forms.RadioSelect
    )
    closed_reason = forms.CharField(
        label=_("Why it is closed"), required=False, help_text=_("Everyone reads it on the page of the community.")
    )
    closed_until = forms.DateField(
        label=_("When the closing is looked at again"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    protected = forms.BooleanField(
        label=_("Protected: outside every figure"),
        required=False,
        help_text=_("For a union, the works council or occupational health."),
    )
    charter = forms.CharField(
        label=_("Charter"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("The common practices of its members, shown on the page. Markdown works."),
    )

    def access_settings(self) -> Access:
        chosen, data = self.cleaned_data["access"], self.cleaned_data
        is_secret = chosen == "secret"
        return Access(
            readers=Readers.EVERYONE if chosen == "open" else Readers.MEMBERS,
            joining=Joining.INVITATION if is_secret else data["joining"] or Joining.REQUEST,
            listed=not is_secret,
            protected=data["protected"],
            closed_reason=data["closed_reason"],
            closed_until=data["closed_until"],
        )

    @staticmethod
    def initial_of(community: Community) -> dict[str, Any]:
        same = ("purpose", "joining", "closed_reason", "closed_until", "protected", "charter", "access")
        return {field: getattr(community, field) for field in same}


class CommunityForm(SettingsForm):
    name = forms.CharField(label=_("Name"), help_text=_("A trade or a subject rather than a department."))


class RenameForm(WordsForm):
    name = forms.CharField(label=_("Name"))


class NoteForm(WordsForm):
    note = forms.CharField(
        label=_("Why would you like to take part?"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Two sentences are enough. Only the people who animate read them."),
    )


class LeaveForm(WordsForm):
    reason = forms.ChoiceField(
        label=_("Why are you leaving?"),
        required=False,
        choices=[("", _("I would rather not say")), *LeaveReason.Reason.choices],
        widget=forms.RadioSelect,
        help_text=_("Only the number of people for each reason is kept, never who."),
    )


def fresh_key() -> str:
    """What makes a form count once, however often it is sent."""
    return get_random_string(24)
