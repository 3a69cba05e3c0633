"""Masking: the test cases of adoption.md 6, every printed table through linear programmes, and a search for differences."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any

import numpy as np

from adoption.metrics.codec import to_json
from adoption.metrics.masking import HIDDEN, masked
from adoption.metrics.study import Study, Units
from adoption.science import privacy
from adoption.science.figures import Bools, Floats, Ints
from adoption.science.ledger import FROZEN, PublishedCut, Window, may_publish, review
from adoption.science.privacy import K_UNITS, K, audit
from tests.adoption.crowds import counts_of, crowd, studied
from tests.adoption.science.adversary import Sets, asked_of, isolated
from tests.adoption.science.pages import hide, of_units, with_totals
from tests.validation.checks import Check, Findings, Job, Section, Size, batches, gathered, none_of, told

GROUPS = ((1, 1), (2, 2), (3, 4), (4, 8))  # of so many groups, the ways to add and take away
PER_JOB = 10


@dataclass(frozen=True)
class Audited:
    """Of one kind of table: how many were printed, how many hide something, and those that a reader opens."""

    kind: str
    printed: int
    hiding: int
    opened: int
    thin: int  # hidden cells that hold fewer than k people together
    example: str = ""
    emptied: int = 0


@dataclass(frozen=True)
class Searched:
    histories: int
    combined: int
    found: int
    shown: int
    asked: int


def _cases() -> list[Check]:
    twelve = [_cut("unit", range(12)), _cut("unit/managers", range(2)), _cut("unit/others", range(2, 12))]
    shown = [decision.allowed for decision in review([], twelve)]
    second = may_publish([_cut("all", range(40))], _cut("office", range(37)))
    four = privacy.suppress_list(np.array([4, 30, 40])).hidden[0]
    hidden = privacy.suppress([[2, 10]]).all()
    return [
        Check("unit of 4", "masked" if four else "shown", "masked", bool(four)),
        Check("unit of 12 where a filter leaves 2: the two parts", "masked" if hidden else "shown", "masked", bool(hidden)),
        Check("the same asked one by one: unit, two, ten", str(shown), "[True, False, False]", shown == [True, False, False]),
        Check("second of two totals 3 apart", second.reason or "shown", "difference", second.reason == "difference"),
    ]


def _cut(scope: str, people: Any, last: int = 100) -> PublishedCut:
    return PublishedCut.of("contributors", scope, Window.of_weeks(last, 4), np.array(list(people), dtype=np.int64))


def _suppressed(first: int, count: int) -> list[Audited]:
    """Lists, tables and trees of units as `science.privacy` prints them, at k = 5 and k = 10."""
    found = []
    for seed in range(first, first + count):
        rng = np.random.default_rng([61, seed])
        k = (K, K_UNITS)[seed % 2]
        counts = rng.negative_binomial(1, 1 / 15, (int(rng.integers(2, 9)), int(rng.integers(2, 9))))
        units = rng.negative_binomial(1, 1 / 12, int(rng.integers(3, 40)))
        parent = np.array([-1, *(int(rng.integers(0, max(1, i // 2))) for i in range(1, len(units)))])
        table, row, tree = privacy.suppress_table(counts, k), privacy.suppress_list(units, k), privacy.suppress_units(parent, units, k)
        found += [
            _audited("tables of science.privacy, with their totals", hide(with_totals(counts), table.hidden), k),
            _audited("lists of science.privacy, with their total", hide(with_totals(units), row.hidden), k),
            _audited("trees of units of science.privacy", hide(of_units(parent, units), tree.hidden), k, parent),
        ]
    return found


def _audited(kind: str, printed: Floats, k: int = K, parent: Ints | None = None) -> Audited:
    """`emptied`: no numbers of one or more fit the hidden cells, so an empty one is among them and ranges are counted from 0, by hand."""
    thin = 0 if parent is not None else int(privacy.hidden_sets(printed, k).any())
    hiding = int(np.isnan(printed).any())
    try:
        offenders = audit(printed, k, parent)
    except ValueError:
        return Audited(kind, 1, hiding, thin, thin, emptied=1)
    example = f"{np.array2string(printed, max_line_width=1000, threshold=60)}: {_ranges(offenders)}" if offenders else ""
    return Audited(kind, 1, hiding, int(bool(offenders)), thin, example)


def _ranges(offenders: tuple[privacy.Offender, ...]) -> str:
    return ", ".join(f"cell {one.at} within {one.low:.0f} to {one.high:.0f}" for one in offenders[:3])


def _studies(first: int, count: int) -> tuple[int, int, list[Audited]]:
    """Masked studies of scopes drawn at random: counts looked at, those of 1 to 4, and each printed table that has a total."""
    looked, small, found = 0, 0, list[Audited]()
    for seed in range(first, first + count):
        rng = np.random.default_rng([62, seed])
        study = studied(crowd(seed, int(rng.integers(5, 140)), int(rng.integers(20, 900)), int(rng.choice([0, 5]))))
        study = replace(study, units=_units(rng))
        shown = masked(study)
        counts = counts_of(to_json(shown))
        looked, small = looked + len(counts), small + sum(0 < one < K for one in counts)
        found += [_audited(kind, printed) for kind, printed in _printed(study, shown)]
    return looked, small, found


def _printed(study: Study, shown: Study) -> Iterator[tuple[str, Floats]]:
    """The lists and tables of a study that are printed beside the sum of their cells."""
    if shown.habits is not None and study.habits is not None:
        yield "studies: engagement", _page(shown.habits.engagement, int(study.habits.engagement.sum()))
        for row, whole in zip(shown.habits.profiles.counts, study.habits.profiles.counts.sum(axis=1).tolist(), strict=True):
            if whole >= K:  # the total of fewer is on no page
                yield "studies: profiles of a month", _page(row, whole)
    if shown.units is not None and study.units is not None and (shown.units.eligible >= 0).all():
        whole = shown.units.eligible.astype(np.float64)
        part = np.where(shown.units.contributors == HIDDEN, np.nan, shown.units.contributors)
        total, chosen = whole.sum(), float(study.units.visitors.sum())  # visitors of `_units` are its contributors before any mask
        if min(chosen, total - chosen) < K:  # a network of so few contributors has no study
            return
        yield (
            "studies: units by contributing or not",
            np.vstack([np.column_stack([part, whole - part, whole]), [chosen, total - chosen, total]]),
        )


def _page(counts: Ints, total: int) -> Floats:
    return np.append(np.where(counts == HIDDEN, np.nan, counts), float(total))


def _units(rng: np.random.Generator) -> Units:
    """Units of 10 people or more, some of which hardly contribute, hidden by the table that `metrics.units` hides them by."""
    count = int(rng.integers(2, 9))
    eligible = np.maximum(K_UNITS, rng.negative_binomial(2, 1 / 20, count))
    chosen = rng.binomial(eligible, rng.beta(0.6, 1.4, count))
    hidden: Bools = np.asarray(privacy.suppress(np.column_stack([chosen, eligible - chosen]), K).any(axis=1))
    share = np.where(hidden, np.nan, chosen / eligible)[:, None]
    nothing = np.zeros((0, 0), dtype=np.int64)
    names = tuple(f"unit {i}" for i in range(count))
    return Units(np.arange(count), names, eligible, np.where(hidden, 0, chosen), chosen, hidden,
                 np.arange(1), share, nothing, nothing.astype(np.bool_), np.zeros(count, dtype=np.bool_))  # fmt: skip


def _search(first: int, count: int) -> Searched:
    """Organisations asked for everything in any order over some weeks, people coming and going; then all combinations of what was shown."""
    combined = found = shown = asked = 0
    for seed in range(first, first + count):
        for page, dates, new in _weeks(np.random.default_rng([63, seed])):
            combined += _ways(len(page)) + sum(math.comb(len(former), 2) for former in dates.values())
            found += next(isolated(page, K), None) is not None
            found += any(0 < len(a ^ b) < K for former in dates.values() for a, b in combinations(former, 2))
            shown, asked = shown + len(page), asked + new
    return Searched(count, combined, found, shown, asked)


def _weeks(rng: np.random.Generator) -> Iterator[tuple[Sets, dict[str, list[frozenset[int]]], int]]:
    """Week after week: the groups in force on the page, what each scope ever showed, and how many were asked for."""
    units, sites, people = int(rng.integers(1, 5)), int(rng.integers(1, 4)), dict[int, tuple[int, int, bool]]()
    published, page, dates = list[PublishedCut](), Sets(), dict[str, list[frozenset[int]]]()

    def arrive(number: int, start: int) -> None:
        for person in range(start, start + number):
            people[person] = int(rng.integers(0, units)), int(rng.integers(0, sites)), bool(rng.random() < 0.5)

    arrive(int(rng.integers(12, 46)), 0)
    for week in range(int(rng.integers(1, 5))):
        groups = asked_of(people, units, sites)
        order = rng.permutation(sorted(groups)).tolist()
        cuts = [_cut(scope, groups[scope], week) for scope in order]
        for decision, new, scope in zip(review(published, cuts), cuts, order, strict=True):
            if decision.allowed and groups[scope]:
                published.append(new)
                page[scope] = groups[scope]
                dates.setdefault(scope, []).append(groups[scope])
            elif decision.show == FROZEN and decision.keep is not None and decision.keep.people is not None:
                page[scope] = frozenset(decision.keep.people.tolist())
        yield page, dates, len(order)
        for person in rng.permutation(sorted(people)).tolist()[: int(rng.integers(0, 7))]:
            people.pop(person)
        arrive(int(rng.integers(0, 7)), 100 * (week + 1))


def _ways(groups: int) -> int:
    """Sums and differences of up to four groups, and two put together (four ways) against a third."""
    return sum(math.comb(groups, count) * ways for count, ways in GROUPS) + 12 * math.comb(groups, 3)


def jobs(size: Size) -> list[Job]:
    search = batches(_search, size.of(200, 6), PER_JOB)
    return [_cases, *batches(_suppressed, size.of(300, 10), 50), *batches(_studies, size.of(300, 10), 25), *search]


def findings(size: Size, results: list[Any]) -> Findings:
    cases = [one for one in results if isinstance(one, list) and isinstance(one[0], Check)]
    tables = [audited for one in results if isinstance(one, list) for audited in one if isinstance(audited, Audited)]
    studies = [one for one in results if isinstance(one, tuple)]
    tables += [audited for _, _, some in studies for audited in some]
    looked, small = sum(one[0] for one in studies), sum(one[1] for one in studies)
    counted = none_of("studies: counts of 1 to 4 people left", small, looked, "every number of people or threads of the masked JSON")
    return gathered(size, [*cases, [counted], _tables(tables), _searches([one for one in results if isinstance(one, Searched)])])


def _tables(found: list[Audited]) -> list[Check]:
    checks = []
    for kind in dict.fromkeys(one.kind for one in found):
        some = [one for one in found if one.kind == kind]
        opened, thin, hiding = (sum(getattr(one, name) for one in some) for name in ("opened", "thin", "hiding"))
        first = next((one.example for one in some if one.opened), "")
        emptied = sum(one.emptied for one in some)
        detail = f"{hiding} of {len(some)} hide something, {emptied} of them an empty cell too" + (f"; first: {first}" if first else "")
        checks.append(none_of(f"{kind}: opened by a linear programme (a range under k)", opened, len(some), detail))
        checks.append(none_of(f"{kind}: hidden cells of a line that hold under k people together", thin, len(some)))
    return checks


def _searches(found: list[Searched]) -> list[Check]:
    histories, combined, hits, shown, asked = (sum(getattr(one, name) for one in found) for name in Searched.__annotations__)
    detail = (
        f"{combined:,} combinations tried over {histories} histories: up to four groups added and taken away, unions against a third, dates"
    )
    return [
        none_of("query ledger: pages from which fewer than k people are told", hits, histories, detail),
        told("query ledger: groups on the page, of those asked for", f"{shown:,} of {asked:,}", "groups this small are mostly refused"),
    ]


SECTION = Section(
    "privacy",
    "Masking",
    "That no printed table gives a hidden cell away to a reader who can solve linear programmes, and that no combination of published "
    "groups tells of fewer than five people. Not what a colleague knows from elsewhere, nor figures of unlike keys put together.",
    jobs,
    findings,
)
