"""Pioneers' pull (adoption.md 5.17): do people begin after a pioneer turned to them, more often than after anybody else did?

Statistic: over first contributions with a trigger, the mean of (pioneers among the triggers) / (triggers); a plain "any pioneer among
them" would read 2 to 3 where nobody pulls, as whoever is touched often is touched by pioneers too. Null: the timestamps of first
contributions are shuffled within week and unit, among all who had not begun there, those who never will included; each is then asked
who had touched them in the 14 days before. Everybody keeps the touches they got, only who began is drawn. (A shuffle among beginners
alone would change hardly anything: each would take over the triggers of another.) Within each week and unit people change places by
one common turn, so no two share a place. The ratio is 1 where touches by pioneers go with beginnings as touches by others do. Pioneers
who choose well whom they touch would show too: association. The author of a first object is no trigger here, as who has not begun has
no first object; `recruitment.authors_kept` judges authors.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from adoption.science.claims import ASSOCIATION, Claim
from adoption.science.conversation import DAY
from adoption.science.figures import NOT_ENOUGH_CONTRIBUTIONS, Bools, Figure, Floats, Ints
from adoption.science.health import Z, wilson

SHUFFLES = 500
AT_ONCE = 500_000  # questions answered together
FEWEST_TRIGGERED = 20  # ours
NEVER = np.iinfo(np.int64).max
NO_PIONEER = "no_pioneer"


@dataclass(frozen=True)
class People:
    """Everybody who could have begun, shape (people,): unit, first week there, week and instant of the first contribution or NEVER."""

    unit: Ints
    since: Ints
    week: Ints
    at: Ints


@dataclass(frozen=True)
class Touches:
    """Invitations, mentions, answers and reactions: who got it (position in People), from whom, when, and whether a pioneer did it then."""

    person: Ints
    actor: Ints
    at: Ints
    pioneer: Bools


@dataclass(frozen=True)
class Pull:
    """`ratio` of the pioneers' part to its shuffled mean, its interval as wide as the shuffle's scatter; `p` two-sided, of the shuffle.

    `part`: mean share of pioneers among the triggers; `spontaneous`: share of first contributions without any trigger.
    """

    ratio: Figure
    p: float | None
    part: Figure
    spontaneous: Figure
    kind: Claim = ASSOCIATION


def pull(people: People, touches: Touches, seed: int, window: int = 14 * DAY, shuffles: int = SHUFFLES) -> Pull:
    """Instants and `window` in the same unit: milliseconds, or days with each week's Monday where only weeks are known."""
    asked = _Asked(touches, window)
    started = np.flatnonzero(people.week != NEVER)
    share, triggered = asked(started, people.at[started])
    number = int(triggered.sum())
    spontaneous = wilson(len(started) - number, len(started))
    if number < FEWEST_TRIGGERED:
        nothing = Figure.none(NOT_ENOUGH_CONTRIBUTIONS, n=number)
        return Pull(nothing, None, nothing, spontaneous)
    found = float(share.sum() / number)
    sums, numbers = _shuffled(people, started, asked, shuffles, np.random.default_rng(seed))
    usable = numbers > 0
    mean = float(sums.sum() / max(numbers.sum(), 1.0))
    part = Figure(found, n=number)
    if mean == 0 or usable.sum() < 2:
        return Pull(Figure.none(NO_PIONEER, n=number), None, part, spontaneous)
    chance = sums[usable] / numbers[usable]
    reach = Z * float(chance.std(ddof=1))
    more, less = (1 + (chance >= found - 1e-12).sum()) / (1 + len(chance)), (1 + (chance <= found + 1e-12).sum()) / (1 + len(chance))
    ratio = Figure(found / mean, max(0.0, found - reach) / mean, (found + reach) / mean, n=number)
    return Pull(ratio, min(1.0, 2 * float(min(more, less))), part, spontaneous)


class _Asked:
    """Who had touched whom just before: answers many questions (person, instant) at once."""

    def __init__(self, touches: Touches, window: int) -> None:
        order = np.lexsort((touches.at, touches.person))
        self.actor, self.pioneer = touches.actor[order], touches.pioneer[order]
        self.at, self.person, self.window = touches.at[order], touches.person[order], window
        self.origin = int(self.at.min()) if len(self.at) else 0
        self.stride = int(np.ptp(self.at)) + 2 if len(self.at) else 2
        self.keys = self.person * self.stride + (self.at - self.origin)

    def __call__(self, person: Ints, at: Ints) -> tuple[Floats, Bools]:
        """Share of pioneers among the distinct people who touched each `person` in the window before `at`, and whether anybody did."""
        low, high = self._place(person, at - self.window), self._place(person, at)
        some = np.flatnonzero(high > low)
        length = (high - low)[some]
        question = np.repeat(np.arange(len(some)), length)
        row = np.arange(len(question)) - np.repeat(np.cumsum(length) - length, length) + low[some][question]
        pairs, place = np.unique(question * (int(self.actor.max(initial=0)) + 1) + self.actor[row], return_inverse=True)
        pioneers = np.bincount(place, self.pioneer[row], len(pairs)) > 0
        owner = pairs // (int(self.actor.max(initial=0)) + 1)
        share, triggered = np.zeros(len(person)), high > low
        share[some] = np.bincount(owner, pioneers, len(some)) / np.maximum(np.bincount(owner, minlength=len(some)), 1)
        return share, triggered

    def _place(self, person: Ints, at: Ints) -> Ints:
        """Where the person's touches from `at` on begin."""
        place: Ints = np.searchsorted(self.keys, person * self.stride + np.clip(at - self.origin, 0, self.stride - 1))
        return place


def _shuffled(people: People, started: Ints, asked: _Asked, shuffles: int, rng: np.random.Generator) -> tuple[Floats, Floats]:
    """Sum of the pioneers' shares and number of triggered starts of each shuffle; both of shape (shuffles,)."""
    pool, first, size, place, cell = _pools(people, started, rng)
    sums, numbers = np.zeros(shuffles), np.zeros(shuffles)
    step = max(1, AT_ONCE // len(started))
    for begin in range(0, shuffles, step):
        count = min(step, shuffles - begin)
        turn = (rng.random((count, len(size))) * size[None, :]).astype(np.int64)
        who = pool[first[cell][None, :] + (place[None, :] + turn[:, cell]) % size[cell][None, :]]
        share, triggered = asked(who.ravel(), np.tile(people.at[started], count))
        sums[begin : begin + count] = share.reshape(count, -1).sum(axis=1)
        numbers[begin : begin + count] = triggered.reshape(count, -1).sum(axis=1)
    return sums, numbers


def _pools(people: People, started: Ints, rng: np.random.Generator) -> tuple[Ints, Ints, Ints, Ints, Ints]:
    """The people at risk in every week and unit where somebody began, one after the other in random order: where each begins, how many
    they are, and each start's place in its own and which one that is."""
    cells, cell = np.unique(np.column_stack([people.week[started], people.unit[started]]), axis=0, return_inverse=True)
    cell = cell.ravel()
    order = rng.permutation(len(people.unit))
    order = order[np.argsort(people.unit[order], kind="stable")]
    edges = np.searchsorted(people.unit[order], np.column_stack([cells[:, 1], cells[:, 1] + 1]))
    pools = [_at_risk(people, order[low:high], int(week)) for (low, high), week in zip(edges, cells[:, 0], strict=True)]
    size = np.array([len(one) for one in pools])
    pool, first = np.concatenate(pools), np.cumsum(size) - size
    which = np.repeat(np.arange(len(pools)), size)
    keys = which * len(people.unit) + pool
    sorter = np.argsort(keys)
    place = sorter[np.searchsorted(keys, cell * len(people.unit) + started, sorter=sorter)] - first[cell]
    return pool, first, size, place, cell


def _at_risk(people: People, some: Ints, week: int) -> Ints:
    """Those there in `week` who had not begun before; whoever began in it is there whatever `since` says."""
    kept: Ints = some[((people.since[some] <= week) & (people.week[some] >= week)) | (people.week[some] == week)]
    return kept
