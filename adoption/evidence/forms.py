"""The form of a pack: what is offered for a scope, what is proposed beforehand, and the plan of what it would hold."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from math import ceil
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from adoption import access
from adoption.actions.packs import MAX_INTRODUCTION, MAX_TITLE
from adoption.dashboards.packs import scopes_offered, weeks_offered
from adoption.evidence.choice import GROUPS, OFFERED, Choice
from adoption.models import PackScope
from rse.lib.refusal import Refused
from rse.people.models import Person

LENGTHS = (4, 8, 13, 26, 52)
USUAL = 26  # weeks
HIGH = {"adoption-curve": 1.0, "units": 1.0, "unit-ties": 1.0, "switch-off-fans": 1.0}  # of a page
CHART, WORDS = 0.5, 0.34
AROUND = 4  # cover, contents, summary, method


@dataclass(frozen=True)
class FigureRow:
    """A figure to choose: whether it is, its place, and its definition in a line."""

    key: str
    name: str
    question: str
    chosen: bool
    place: int
    drawn: bool


@dataclass(frozen=True)
class Plan:
    """What the pack would hold, in order, and about how many pages that takes."""

    parts: tuple[tuple[str, tuple[str, ...]], ...]
    pages: int


def _offer(form: forms.Form, name: str, offered: Any) -> None:
    """What may be chosen in a field."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = offered


class ScopeForm(forms.Form):
    """What the pack is about, asked first: figures depend on it."""

    scope = forms.ChoiceField(label=gettext_lazy("About"))

    def __init__(self, *args: Any, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "scope", scopes_offered(at))


class PackForm(forms.Form):
    """All of it for one scope; `scope` is `network`, `unit:7` or `community:12`."""

    scope = forms.CharField(widget=forms.HiddenInput)
    title = forms.CharField(label=gettext_lazy("Title"), max_length=MAX_TITLE)
    introduction = forms.CharField(
        label=gettext_lazy("Introduction"), max_length=MAX_INTRODUCTION, required=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("In your own words, on the cover."),
    )  # fmt: skip
    language = forms.ChoiceField(label=gettext_lazy("Language of the pack"), choices=[("fr", "Français"), ("en", "English")])
    last_week = forms.TypedChoiceField(label=gettext_lazy("Up to the week ending"), coerce=int)
    weeks = forms.TypedChoiceField(label=gettext_lazy("Over"), coerce=int)
    figures = forms.MultipleChoiceField(label=gettext_lazy("Figures"))
    stories = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Confirmed stories"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    testimonials = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Quotes"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, data: Any = None, *, scope: str, person: Person) -> None:
        kind, _colon, number = scope.partition(":")
        self.kind, self.number = kind, int(number or 0)
        self.offered = OFFERED[kind]
        self.keys = {choice.key for choice in self.offered}
        super().__init__(data, initial=self._proposed(scope))
        self.story_rows, self.quote_rows = access.stories_for_board(person), access.quotes_for_board(person)
        choices: dict[str, list[tuple[Any, str]]] = {
            "last_week": list(weeks_offered()),
            "weeks": [(length, _("%(n)s weeks") % {"n": length}) for length in LENGTHS],
            "figures": [(choice.key, str(choice.metric.name)) for choice in self.offered],
            "stories": [(one.post_id, f"{one.title} ({one.community}, {one.state.lower()})") for one in self.story_rows],
            "testimonials": [(one.testimonial_id, f"{one.quote[:140]} — {one.person.name}") for one in self.quote_rows],
        }
        for name, offered in choices.items():
            _offer(self, name, offered)

    def _proposed(self, scope: str) -> dict[str, Any]:
        default = [choice.key for choice in self.offered if choice.default]
        return {
            "scope": scope, "language": (get_language() or "fr")[:2], "weeks": USUAL, "figures": default,
            "title": _("Where the network stands") if self.kind == PackScope.NETWORK else _("Where it stands"),
        }  # fmt: skip

    def refuse(self, refusal: Refused) -> None:
        self.add_error(refusal.field if refusal.field in self.fields else None, str(refusal.message))

    def groups(self) -> list[tuple[str, list[FigureRow]]]:
        """The figures as offered, by group."""
        wanted = self["figures"].value() or []
        rows = [(choice, self._figure_row(choice, rank, choice.key in wanted)) for rank, choice in enumerate(self.offered, 1)]
        return [(str(name), [row for choice, row in rows if choice.group == key]) for key, name in GROUPS.items() if _has(rows, key)]

    def ordered(self) -> list[str]:
        """The chosen figures by the places given to them, then as offered."""
        wanted = set(self.cleaned_data.get("figures", []))
        ranked = [(self._place(choice.key, rank), rank, choice.key) for rank, choice in enumerate(self.offered, 1) if choice.key in wanted]
        return [key for _place, _rank, key in sorted(ranked)]

    def plan(self) -> Plan:
        """Of a form that is valid."""
        chosen = [choice for key in self.ordered() for choice in self.offered if choice.key == key]
        stories = [one.title for one in self.story_rows if one.post_id in self.cleaned_data["stories"]]
        quotes = [one.person.name for one in self.quote_rows if one.testimonial_id in self.cleaned_data["testimonials"]]
        figures = sum(HIGH.get(choice.chart, CHART if choice.chart else WORDS) for choice in chosen)
        pages = AROUND + ceil(figures) + ceil(len(stories) / 3) + ceil(len(quotes) / 5)
        parts = [
            (_("Cover, contents, summary of one page"), ()),
            (_("Figures"), tuple(str(choice.metric.name) for choice in chosen)),
            (_("First successes"), tuple(stories)),
            (_("What people say of them"), tuple(quotes)),
            (_("Method"), ()),
        ]
        return Plan(tuple((name, rows) for name, rows in parts if rows or name in (parts[0][0], parts[-1][0])), pages)

    def asked(self) -> dict[str, Any]:
        """What the action takes."""
        data = self.cleaned_data
        return {
            "title": data["title"], "introduction": data["introduction"], "language": data["language"], "scope": self.kind,
            "scope_id": self.number, "first_week": data["last_week"] - data["weeks"] + 1, "last_week": data["last_week"],
            "figures": self.ordered(), "stories": data["stories"], "testimonials": data["testimonials"],
        }  # fmt: skip

    def _figure_row(self, choice: Choice, rank: int, chosen: bool) -> FigureRow:
        metric = choice.metric
        return FigureRow(choice.key, str(metric.name), str(metric.question), chosen, self._place(choice.key, rank), bool(choice.chart))

    def _place(self, key: str, rank: int) -> int:
        given = self.data.get(f"place-{key}", "") if self.is_bound else ""
        return int(given) if given.isdecimal() and len(given) < 4 else rank


def scope_of(asked: str, at: datetime) -> str | None:
    """The scope that is asked for, where it is offered."""
    return asked if asked in {value for value, _name in scopes_offered(at)} else None


def _has(rows: list[tuple[Choice, FigureRow]], group: str) -> bool:
    return any(choice.group == group for choice, _row in rows)
