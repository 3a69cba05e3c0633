"""A community: its settings, its name, the note of whoever asks to come in, the reason of whoever leaves."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from communities.actions.communities import Access
from communities.forms.words import WordsForm
from communities.models import Community, Joining, LeaveReason, Readers


class SettingsForm(WordsForm):
    """Open, closed or secret, and underneath who joins; the words become the settings of `access_settings`."""

    ACCESS = (
        ("open", _("Open: every employee reads")),
        ("closed", _("Closed: only members read")),
        ("secret", _("Secret: only members know that it exists")),
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
        label=_("When the closing will be reviewed"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
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
        help_text=_("What its members agree on, shown on the page. Markdown works. Members accept it before their first post."),
    )
    charter_note = forms.CharField(
        label=_("What changes in the charter"), required=False, help_text=_("Shown in the history of its versions.")
    )
    charter_asks = forms.BooleanField(
        label=_("A change of substance: members accept it before they next write"), required=False, initial=True
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
