"""Whether one more figure may be shown beside all those shown before (adoption.md 6, rule 2).

Refused is a figure that, with published ones of the same key, tells of 1 to k - 1 people. Covered:

- the same group at another date, where 1 to k - 1 people came or went: its former figure stays (frozen) until the difference reaches k;
- any other group that differs from it by so few: a filter, a parent less its child, the organisation less the complement;
- union, difference and overlap of two of the groups against the third, for figures that do not add up (median, minimum);
- sums and differences of any number of groups, with any factors, for figures that do (counts, totals, means beside their n): exactly,
  by linear algebra, for the figures in force and those of the same window. What cannot be settled in a bounded search is refused.

A figure in force is the last one shown of its scope, however old: the reader is taken to hold people's values for constant in time.
Not covered: what readers know from elsewhere (a colleague's own numbers), figures of different keys put together, combinations of three or
more groups for figures that do not add up, and of three or more dates. Membership no longer known is compared by size and lineage alone, so
that one person replaced by another goes unseen there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from adoption.science.figures import NOT_ENOUGH_PEOPLE, Bools, Floats
from adoption.science.ledger.atoms import Span, atoms
from adoption.science.ledger.cuts import WEEK_DAYS, PublishedCut
from adoption.science.ledger.overlaps import common, pair_too_close
from adoption.science.privacy import K

NOT_WEEKLY = "not_weekly"  # the window is not whole weeks from a Monday
WINDOWS_OVERLAP = "windows_overlap"  # it overlaps a published one that begins on another day of the week
MEMBERSHIP_CHANGED = "membership_changed"  # by 1 to k - 1 people since this scope was last shown
DIFFERENCE = "difference"  # another published group differs from this one by 1 to k - 1 people
COMBINATION = "combination"  # several published groups, put together, do
UNPROVEN = "unproven"  # too many combinations to try

NEW, FROZEN, MASKED = "new", "frozen", "masked"


@dataclass(frozen=True)
class Decision:
    """`show`: the new figure, the former one of the same scope (`keep`), or nothing; `reason` and the cuts it is `against`, if refused."""

    show: str
    reason: str = ""
    keep: PublishedCut | None = None
    against: tuple[PublishedCut, ...] = ()

    @property
    def allowed(self) -> bool:
        return self.show == NEW


def may_publish(published: Sequence[PublishedCut], new: PublishedCut, k: int = K) -> Decision:
    """Whether `new` may be shown, given all that was."""
    return review(published, [new], k)[0]


def review(published: Sequence[PublishedCut], asked: Sequence[PublishedCut], k: int = K) -> tuple[Decision, ...]:
    """Decides one after the other, each beside those allowed before it: ask for what matters most (the larger groups) first."""
    decisions: list[Decision | None] = [None] * len(asked)
    for figure in sorted({cut.figure for cut in asked}):
        places = [i for i, cut in enumerate(asked) if cut.figure == figure]
        shelf = _Shelf([cut for cut in published if cut.figure == figure], [asked[i] for i in places], k)
        for i in places:
            decisions[i] = shelf.decide(asked[i])
    return tuple(decision for decision in decisions if decision is not None)


class _Shelf:
    """Everything published under one figure key; grows by what is allowed."""

    def __init__(self, published: list[PublishedCut], asked: list[PublishedCut], k: int) -> None:
        self.k = k
        self.odd = [cut for cut in published if not cut.window.weekly]
        self.of_scope: dict[str, list[PublishedCut]] = {}
        for cut in published:
            self.of_scope.setdefault(cut.scope, []).append(cut)
        self.nameless = any(cut.people is None for cut in (*published, *asked))
        windows = {cut.window for cut in asked}
        latest = {(cut.scope, cut.window.days): cut for cut in sorted(published, key=lambda cut: cut.window.first)}
        beside = [cut for cut in published if cut.window in windows or latest[cut.scope, cut.window.days] is cut]
        known = [cut for cut in (*beside, *asked) if cut.people is not None and cut.size]
        made, self.size = atoms([cut.people for cut in known if cut.people is not None])
        self.row = {id(cut): made[i] for i, cut in enumerate(known)}
        self.shown: list[PublishedCut] = []
        self.groups: Bools = np.zeros((0, len(self.size)), dtype=np.bool_)
        self.shared: Floats = np.zeros((0, 0))
        for cut in beside:
            self._add(cut)
        self.span = Span(self.size).with_groups(self.groups)
        self.settled = self._tells_nothing_even_all_together(asked)

    def decide(self, new: PublishedCut) -> Decision:
        decision = self._decide(new)
        if decision.allowed and new.size:
            self.of_scope.setdefault(new.scope, []).append(new)
            self._add(new)
            if not self.settled and id(new) in self.row:
                self.span = self.span.with_groups(self.row[id(new)][None, :])
        return decision

    def _add(self, cut: PublishedCut) -> None:
        if id(cut) not in self.row or not self._differs(self.row[id(cut)]).all():
            return
        row = self.row[id(cut)]
        self.shown.append(cut)
        self.groups = np.concatenate([self.groups, row[None, :]])
        self.shared = np.pad(self.shared, (0, 1))
        self.shared[-1] = self.shared[:, -1] = common(self.groups, row, self.size)

    def _differs(self, row: Bools) -> Floats:
        """People in a shown group or in this one and not in both, shape (shown,)."""
        return np.asarray(np.diag(self.shared) + self.size[row].sum() - 2 * common(self.groups, row, self.size), dtype=np.float64)

    def _tells_nothing_even_all_together(self, asked: list[PublishedCut]) -> bool:
        """Whether combinations need not be looked at one by one: what any of these figures tell, all of them tell."""
        rows = [self.row[id(cut)] for cut in asked if id(cut) in self.row and cut.size >= self.k]
        every = self.span.with_groups(np.array(rows)) if rows else self.span
        return every.isolates(self.k, before=self.span) is False

    def _decide(self, new: PublishedCut) -> Decision:
        if not new.window.weekly:
            return Decision(MASKED, NOT_WEEKLY)
        if 0 < new.size < self.k:
            return Decision(MASKED, NOT_ENOUGH_PEOPLE)
        crossing = [cut for cut in self.odd if _cross(cut, new)]
        if crossing:
            return Decision(MASKED, WINDOWS_OVERLAP, against=tuple(crossing))
        if not new.size:
            return Decision(NEW)
        same = [cut for cut in self.of_scope.get(new.scope, ()) if cut.window.days == new.window.days]
        former = max(same, key=lambda cut: cut.window.first, default=None)
        changed = [cut for cut in same if (cut.people is not None or cut is former) and 0 < _difference(cut, new) < self.k]
        if changed:
            return Decision(FROZEN, MEMBERSHIP_CHANGED, former, tuple(changed))
        reason, against = self._beside_others(new)
        if not reason:
            return Decision(NEW)
        return Decision(MASKED if former is None else FROZEN, reason, former, against)

    def _beside_others(self, new: PublishedCut) -> tuple[str, tuple[PublishedCut, ...]]:
        if self.nameless and (related := self._related(new)):
            return DIFFERENCE, related
        if id(new) not in self.row:
            return "", ()
        row = self.row[id(new)]
        differs = self._differs(row)
        if (close := np.flatnonzero((differs > 0) & (differs < self.k))).size:
            return DIFFERENCE, tuple(self.shown[i] for i in close)
        if (differs == 0).any():
            return "", ()
        pair = pair_too_close(self.groups, row, self.size, self.shared, self.k)
        if pair is not None:
            return COMBINATION, tuple(self.shown[i] for i in pair)
        if self.settled:
            return "", ()
        wider = self.span.with_groups(row[None, :])
        told = False if wider is self.span else wider.isolates(self.k, before=self.span)
        return ("" if told is False else COMBINATION if told else UNPROVEN), ()

    def _related(self, new: PublishedCut) -> tuple[PublishedCut, ...]:
        """By lineage, for what is not known person by person: a scope within another, and a parent less all its published parts."""
        beside = [cut for cuts in self.of_scope.values() for cut in cuts if cut.window == new.window and cut.scope != new.scope]
        nested = [cut for cut in beside if cut.scope in new.lineage or new.scope in cut.lineage]
        unknown = [cut for cut in nested if cut.people is None or new.people is None]
        close = [cut for cut in unknown if 0 < abs(cut.size - new.size) < self.k]
        if close:
            return tuple(close)
        parents = [new, *(cut for cut in beside if new.lineage[:1] == (cut.scope,))]
        for parent in parents:
            parts = [cut for cut in (*beside, new) if cut.lineage[:1] == (parent.scope,)]
            if any(cut.people is None for cut in (parent, *parts)) and parts and 0 < parent.size - sum(cut.size for cut in parts) < self.k:
                return tuple(cut for cut in (parent, *parts) if cut is not new)
        return ()


def _difference(one: PublishedCut, other: PublishedCut) -> int:
    """People in one and not the other; at least that many where one membership is unknown."""
    if one.people is None or other.people is None:
        return abs(one.size - other.size)
    return len(np.setxor1d(one.people, other.people, assume_unique=True))


def _cross(one: PublishedCut, other: PublishedCut) -> bool:
    """Whether windows overlap without lying whole weeks apart."""
    first, second = sorted((one.window, other.window))
    overlap = first.first + first.days > second.first
    return overlap and bool((second.first - first.first) % WEEK_DAYS or (second.days - first.days) % WEEK_DAYS)
