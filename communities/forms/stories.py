"""What the composer, and the edition, ask of a story."""

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from communities.feeds import StoryRow
from communities.forms.announcements import day_of
from communities.forms.words import WordsForm
from communities.models import Basis
from rse.lib.refusal import Refused

_SPACES = re.compile(r"\s")
_MONTHS = [("12", _("In 12 months")), ("6", _("In 6 months")), ("3", _("In 3 months"))]
_BASES = [("", _("Choose"))]


class StoryFields(WordsForm):
    """Read only when the kind is a story, so nothing here makes another kind of post unfit."""

    situation = forms.CharField(label=_("Before"), required=False, strip=False, help_text=_("What the situation was."))
    change = forms.CharField(label=_("What the community changed"), required=False, strip=False, help_text=_("Who found what, together."))
    happened_on = forms.CharField(label=_("It happened on"), required=False, max_length=40)
    amount = forms.CharField(label=_("Figure"), required=False, max_length=40)
    unit = forms.CharField(label=_("Of what"), required=False, help_text=_("hours, euros, complaints"))
    period = forms.CharField(label=_("Over what period"), required=False, help_text=_("each week, in 2026, once"))
    basis = forms.CharField(label=_("Based on"), required=False, max_length=9)
    proofs = forms.CharField(label=_("Proofs"), required=False, help_text=_("Links that begin with https://, one on each line."))
    story_people = forms.CharField(
        label=_("Whose success"), required=False, help_text=_("First name and last name; a comma between two people.")
    )
    months = forms.CharField(label=_("To be confirmed again"), required=False, max_length=2, initial="12")

    @property
    def story_texts(self) -> list[BoundField]:
        return [self["situation"], self["change"]]

    @property
    def story_figure(self) -> list[BoundField]:
        """All or none of these are filled in, with the basis."""
        return [self["amount"], self["unit"], self["period"]]

    @property
    def bases(self) -> list[tuple[str, Any]]:
        return [*_BASES, *Basis.choices]

    @property
    def renewals(self) -> list[tuple[str, Any]]:
        return _MONTHS

    def refuse(self, refusal: Refused) -> None:
        """People have a field of this name in a praise."""
        is_of_people = refusal.field == "people" and self.tells_a_story()
        super().refuse(Refused(refusal.message, field="story_people") if is_of_people else refusal)

    def tells_a_story(self) -> bool:
        return bool(getattr(self, "cleaned_data", {}).get("kind", "story") == "story")

    def story_details(self) -> dict[str, Any]:
        """What the action takes. Raises Refused on a figure or a date that is none."""
        words = self.cleaned_data
        names = [name.strip() for name in words["story_people"].split(",")]
        return {name: words[name] for name in ("situation", "change", "unit", "period", "basis", "months")} | {
            "amount": _amount(words["amount"]),
            "happened_on": day_of(words["happened_on"], field="happened_on"),
            "proofs": words["proofs"].splitlines(),
            "people": [name for name in names if name],
        }


def written(story: StoryRow) -> dict[str, Any]:
    """The fields of a form that say this story."""
    amount = "" if story.amount is None else f"{story.amount.normalize():f}"
    return {name: getattr(story, name) for name in ("situation", "change", "unit", "period", "basis")} | {
        "amount": amount.replace(".", ",") if _writes_commas() else amount,
        "happened_on": story.happened_on.isoformat(),
        "months": str(story.months),
        "proofs": "\n".join(proof.address for proof in story.proofs),
        "story_people": ", ".join(person.name for person in story.people),
    }


def _amount(text: str) -> Decimal | None:
    """A figure as its writer's language writes it."""
    plain = _SPACES.sub("", text).replace("\u2212", "-")
    if not plain:
        return None
    plain = plain.replace(",", ".") if _writes_commas() else plain.replace(",", "")
    if not re.fullmatch(r"[+-]?[0-9]{1,15}(\.[0-9]{1,6})?", plain):
        raise Refused(_("Write a figure with at most two digits after the mark."), field="amount")
    return Decimal(plain)


def _writes_commas() -> bool:
    return (get_language() or "fr").startswith("fr")
