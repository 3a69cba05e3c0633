"""What one says of something that should be looked at, and of the decision on it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from communities.forms.words import WordsForm
from communities.models import ReportReason, ReportState


class ReportForm(WordsForm):
    reason = forms.ChoiceField(label=_("What is wrong"), choices=ReportReason.choices, widget=forms.RadioSelect)
    note = forms.CharField(
        label=_("In your words"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What you write here helps to decide. The author never learns who reported."),
    )
    may_pass = forms.BooleanField(
        label=_("If nobody here decides within three working days, administrators may read my note"), required=False
    )


class ReportDecisionForm(WordsForm):
    outcome = forms.ChoiceField(label=_("Decision"), choices=ReportState.choices, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Why"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Who reported reads these words and, unless it is kept as it is, so does the author: name nobody."),
    )

    def __init__(self, *args: Any, outcomes: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["outcome"]
        assert isinstance(field, forms.ChoiceField)
        names = dict(ReportState.choices)
        field.choices = [(outcome, _ASKED.get(outcome, names[outcome])) for outcome in outcomes]
        if len(outcomes) == 1:
            field.initial = outcomes[0]


_ASKED = {
    ReportState.KEPT.value: _("Keep it as it is"),
    ReportState.REMOVED.value: _("Remove it, and tell the author why"),
    ReportState.WARNED.value: _("Keep it, with a word to the author"),
    ReportState.ANSWERED.value: _("Answer without having read it"),
}
