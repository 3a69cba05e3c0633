"""What the composer asks of a poll."""

from datetime import datetime
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from communities.forms.moments import moment
from communities.forms.words import WordsForm
from communities.models import PollChoice, PollResults


class PollFields(WordsForm):
    """Read only when the kind is a poll, so nothing here makes another kind of post unfit."""

    options = forms.CharField(
        label=_("Choices"),
        required=False,
        help_text=_("From 2 to 10, one on each line. The sentence above is the question."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    choice = forms.ChoiceField(label=_("Each person chooses"), choices=PollChoice.choices, required=False, initial=PollChoice.ONE)
    results = forms.ChoiceField(label=_("Results show"), choices=PollResults.choices, required=False, initial=PollResults.ALWAYS)
    closes_at = forms.CharField(label=_("Closes on"), required=False, max_length=40)
    is_secret = forms.BooleanField(
        label=_("Secret vote"),
        required=False,
        help_text=_("What each person chose is not kept. Results show at closing, if 5 or more voted."),
    )

    @property
    def poll_selects(self) -> list[BoundField]:
        """The fields that are lists to choose from."""
        return [self["choice"], self["results"]]

    def poll_details(self) -> dict[str, Any]:
        """What the action takes. Raises Refused on a date that is none."""
        words = self.cleaned_data
        return {
            "options": words["options"].splitlines(),
            "choice": words["choice"],
            "results": words["results"],
            "closes_at": _moment(words["closes_at"]),
            "is_secret": words["is_secret"],
        }


def _moment(text: str) -> datetime | None:
    if not text:
        return None
    return moment(text, field="closes_at", unreadable=_("Write the closing date and time."))
