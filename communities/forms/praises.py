"""What the composer asks of a praise."""

from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from communities.forms.words import WordsForm


class PraiseFields(WordsForm):
    """Read only when the kind is a praise, so nothing here makes another kind of post unfit."""

    people = forms.CharField(
        label=_("Who you are thanking"), required=False, help_text=_("First name and last name; a comma between two people.")
    )
    what_for = forms.CharField(label=_("What for"), required=False, help_text=_("In a few words: they show on their profiles."))

    @property
    def praise_fields(self) -> list[BoundField]:
        return [self["people"], self["what_for"]]

    def praise_details(self) -> dict[str, Any]:
        """What the action takes."""
        names = [name.strip() for name in self.cleaned_data["people"].split(",")]
        return {"people": [name for name in names if name], "what_for": self.cleaned_data["what_for"]}
