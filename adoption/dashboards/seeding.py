"""The seeding assistant: where each of its five steps stands, for whoever prepares a launch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from adoption.actions.launches import checks, current_launch
from adoption.dashboards.reach import Reach, reach_of
from adoption.history.patterns import Pattern, patterns
from adoption.models import Launch, Letter, Nomination, PioneerAsk, Planned, Suggested, Wave
from rse.people.models import Person, StaffList, Unit

ICONS = {
    "self": "hand-helping", "cited": "circle-question-mark", "named": "circle-question-mark", "between": "route", "leads": "users",
    "covers": "map-pin", "reaches": "route", "added": "user-plus",
}  # fmt: skip
Where = tuple[int | None, int | None]  # the unit and the site of somebody
Above = Mapping[int, int | None]  # the unit above each


@dataclass(frozen=True)
class Row:
    """Somebody suggested: why, and how many colleagues more have a pioneer near them with this person."""

    person: Person
    icon: str
    why: str
    gain: int
    chosen: bool


@dataclass(frozen=True)
class PlannedRow:
    """A community to found: `email` of whoever animates it; `silo`: its template keeps it inside one site."""

    id: int
    name: str
    pattern: Pattern
    email: str
    animator: Person | None
    founded: bool
    silo: bool


@dataclass(frozen=True)
class WaveRow:
    """A wave, how many people work in its units, and how many of its invitations are written and sent."""

    wave: Wave
    people: int
    written: int
    sent: int
    failed: int


@dataclass(frozen=True)
class SeedingPage:
    launch: Launch | None
    people: int
    units: int
    listed: StaffList | None  # the one that waits, or is being taken
    taken: StaffList | None  # the last one taken
    rows: tuple[Row, ...]
    nominations: int
    asked: int
    patterns: tuple[Pattern, ...]
    planned: tuple[PlannedRow, ...]
    waves: tuple[WaveRow, ...]
    reach: Reach | None
    checks: dict[str, int]

    @property
    def chosen(self) -> int:
        return sum(row.chosen for row in self.rows)

    @property
    def started(self) -> bool:
        return self.launch is not None and self.launch.started_at is not None

    @property
    def step(self) -> int:
        """The first of the five steps that is not done."""
        done = [self.people > 1, bool(self.chosen or self.asked), bool(self.planned), bool(self.waves), self.started]
        return next((place + 1 for place, is_done in enumerate(done) if not is_done), 6)


def seeding_page(*, language: str) -> SeedingPage:
    launch = current_launch()
    rows = _rows(launch)
    lists = StaffList.objects.defer("content").order_by("-id")
    asked = PioneerAsk.objects.count()
    chosen = [row.person.pk for row in rows if row.chosen]
    return SeedingPage(
        launch=launch, people=Person.objects.filter(is_active=True, is_guest=False).count(), units=Unit.objects.count(),
        listed=lists.filter(taken_at=None).first(), taken=lists.filter(taken_at__isnull=False).first(),
        rows=rows, nominations=Nomination.objects.values("by_id").distinct().count(), asked=asked,
        patterns=patterns(language), planned=_planned(launch, language), waves=waves_of(launch),
        reach=reach_of(chosen) if chosen else None, checks=checks(launch),
    )  # fmt: skip


def waves_of(launch: Launch | None) -> tuple[WaveRow, ...]:
    """By their order; `people` as of now."""
    sent = Count("pk", filter=Q(sent_at__isnull=False))
    failed = Count("pk", filter=Q(sent_at=None) & ~Q(failure=""))
    counted = Letter.objects.exclude(wave=None).values("wave_id").annotate(n=Count("pk"), sent=sent, failed=failed)
    letters = {wave: (n, done, wrong) for wave, n, done, wrong in counted.values_list("wave_id", "n", "sent", "failed")}
    where: list[Where] = list(Person.objects.filter(is_active=True, is_guest=False).values_list("unit_id", "site_id"))
    above: Above = dict(Unit.objects.values_list("id", "parent_id"))
    waves = Wave.objects.filter(launch=launch)
    return tuple(WaveRow(wave, _people(wave, where, above), *letters.get(wave.pk, (0, 0, 0))) for wave in waves)


def _people(wave: Wave, where: Sequence[Where], above: Above) -> int:
    units = set(wave.unit_ids)
    under = {unit for unit in above if _inside(unit, units, above)}
    return sum(unit in under or site in under for unit, site in where)


def _inside(unit: int | None, units: set[int], above: Above) -> bool:
    for _depth in range(50):
        if unit is None or unit in units:
            break
        unit = above.get(unit)
    return unit is not None and unit in units


def _rows(launch: Launch | None) -> tuple[Row, ...]:
    suggested = list(Suggested.objects.filter(launch=launch)) if launch else []
    people = Person.objects.select_related("unit", "site").in_bulk([one.person_id for one in suggested])
    return tuple(
        Row(people[one.person_id], ICONS.get(one.reason, "route"), why(one.reason, one.detail), round(one.gain), one.chosen)
        for one in suggested
        if one.person_id in people
    )


def why(reason: str, detail: dict[str, Any]) -> str:
    """The reason in words."""
    if reason == "self":
        return _("Would like to take part, and said so")
    if reason == "cited":
        return ngettext(
            "Named by %(count)s colleague as someone to turn to", "Named by %(count)s colleagues as someone to turn to", detail["count"]
        ) % detail  # fmt: skip
    if reason == "named":
        return _("Named by colleagues as someone to turn to")
    if reason == "between":
        return _("Links %(one)s and %(two)s by reporting lines") % detail
    if reason == "leads":
        return ngettext("%(count)s person reports to them", "%(count)s people report to them", detail["count"]) % detail
    if reason == "covers":
        return _("So that %(one)s has someone") % detail
    if reason == "added":
        return _("Added by hand")
    return _("Colleagues of %(one)s and of the site whom nobody else chosen is close to") % {"one": detail.get("one") or "—"}


def _planned(launch: Launch | None, language: str) -> tuple[PlannedRow, ...]:
    planned = list(Planned.objects.filter(launch=launch)) if launch else []
    people = Person.objects.in_bulk([one.animator_id for one in planned if one.animator_id])
    by_key = {pattern.key: pattern for pattern in patterns(language)}
    rows = []
    for one in planned:
        animator = people.get(one.animator_id) if one.animator_id else None
        email = animator.email if animator else ""
        row = PlannedRow(one.pk, one.name, by_key[one.pattern], email, animator, one.community_id is not None, one.pattern == "site")
        rows.append(row)
    return tuple(rows)
