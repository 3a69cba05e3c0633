"""What one says of an answer: whether one may rely on it, whether it held."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from communities.forms.words import WordsForm
from communities.models import Outcome, Reliability


class MarkForm(WordsForm):
    state = forms.ChoiceField(
        label=_("This answer is"), choices=[*Reliability.choices, ("", _("Not marked"))], required=False, widget=forms.RadioSelect
    )
    note = forms.CharField(
        label=_("In one line"), required=False, help_text=_("Why, or what to do instead. Everyone who reads the thread sees it.")
    )
    review_on = forms.DateField(
        label=_("When it will be reviewed"), required=False, help_text=_("In a year when nothing is chosen."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )  # fmt: skip

    def __init__(self, *args: Any, is_marked: bool, **kwargs: Any) -> None:
        """Without a mark, there is none to take away: one is to be chosen, and none is chosen beforehand."""
        super().__init__(*args, **kwargs)
        if not is_marked:
            field = self.fields["state"]
            assert isinstance(field, forms.ChoiceField)
            field.choices, field.required = Reliability.choices, True


class OutcomeForm(WordsForm):
    outcome = forms.ChoiceField(label=_("Did it hold?"), choices=Outcome.choices, required=False, widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("What happened"), required=False, strip=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Published as a reply to the answer, if you write something."),
    )  # fmt: skip
    reopen = forms.BooleanField(label=_("If it did not hold, open the question again"), required=False)
    accepts = forms.IntegerField(required=False, min_value=0, max_value=1_000_000)  # the version of the charter
