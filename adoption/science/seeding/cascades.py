"""Draws of the independent cascade (Kempe, Kleinberg and Tardos 2003): who would be reached from whom, tie by tie.

A draw keeps each tie alive with its probability, once for all; people then reach whoever live ties lead to. A draw is the same for every
strategy, and its coins are the same for every probability: a tie alive at .02 is alive at .05. Ties without a direction cut a draw into
connected components, so reach is exact; with a direction it is counted on sets of people who lead to a root (Borgs et al. 2014), exact
where every person is a root.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_array, csr_array, hstack
from scipy.sparse.csgraph import breadth_first_order, connected_components

from adoption.science.figures import Bools, Floats, Ints
from adoption.science.seeding.graph import Graph

MOST_ROOTS = 4096  # a draw
DRAWS = 400
BUDGET = 4_000_000  # (person, item) pairs of one probability
CELLS = 20_000_000
SLICE = 4096

Reach = Callable[[Ints], Bools]
Ints32 = npt.NDArray[np.int32]


@dataclass(frozen=True)
class Chance:
    """How probable it is that a tie passes something on: `p` for every tie, or `scaled`, 1 - (1 - p)^(weight / mean weight)."""

    p: float
    scaled: bool = False

    def of(self, graph: Graph) -> Floats:
        """Probability of each tie, shape (ties,)."""
        if not self.scaled or not len(graph):
            return np.full(len(graph), self.p)
        return np.asarray(-np.expm1(graph.weight / graph.weight.mean() * np.log1p(-self.p)))


RANGE = tuple(Chance(p, scaled) for scaled in (False, True) for p in (0.01, 0.02, 0.05, 0.10))  # nobody knows it: ours


@dataclass(frozen=True)
class Cover:
    """What each person reaches: the items of their row of `member`, shared with others and `worth` so much each, and `own`, theirs alone.

    The value of a set is the worth of all items it holds, each once, and what each of its people owns. Of one probability it is the
    expected number of people reached. `member` of shape (people, items), `worth` (items,), `own` (people,).
    """

    member: csr_array
    worth: Floats
    own: Floats

    def __len__(self) -> int:
        return len(self.own)

    def of(self, person: int) -> Ints32:
        start, end = self.member.indptr[person : person + 2]
        return np.asarray(self.member.indices[start:end])

    def value(self, seeds: Ints) -> float:
        """Of the set of `seeds`, each once."""
        held = np.unique(np.concatenate([self.of(int(seed)) for seed in seeds])) if len(seeds) else np.zeros(0, dtype=np.int32)
        return float(self.worth[held].sum() + self.own[seeds].sum())

    def alone(self) -> Floats:
        """The value of each person alone, a slice of people at a time. Shape (people,)."""
        parts = [self.member[begin : begin + SLICE] @ self.worth for begin in range(0, len(self), SLICE)]
        return np.asarray(self.own + np.concatenate([*parts, np.zeros(0)]))


def coins(graph: Graph, seed: int, draw: int) -> Floats:
    """The coin of each tie in one draw, uniform in [0, 1): alive where below its probability. Shape (ties,)."""
    return np.random.default_rng([seed, draw]).random(len(graph))


def reach(graph: Graph, alive: Bools) -> Reach:
    """For one draw: from seeds (positions), who is reached, seeds included. `alive` of shape (ties,)."""
    if graph.directed:
        return _followed(graph, alive)
    label = _components(graph, alive)

    def held(seeds: Ints) -> Bools:
        touched = np.zeros(graph.people, dtype=np.bool_)
        touched[label[seeds]] = True
        return np.asarray(touched[label])

    return held


def cover(graph: Graph, chance: Chance, seed: int, draws: int = DRAWS) -> Cover:
    """At most `draws` draws at one probability, fewer where they would not fit the budget: the fuller a draw, the less the next tells."""
    odds = chance.of(graph)
    return _rooted(graph, odds, draws, seed) if graph.directed else _in_components(graph, odds, draws, seed)


def join(covers: Sequence[Cover], weights: Sequence[float]) -> Cover:
    """One cover whose values are the weighted sums of those of `covers`."""
    worth = [one.worth * weight for one, weight in zip(covers, weights, strict=True)]
    own = [one.own * weight for one, weight in zip(covers, weights, strict=True)]
    return Cover(csr_array(hstack([one.member for one in covers], format="csr")), np.concatenate(worth), np.sum(own, axis=0))


def _cover(who: Sequence[Ints32], item: Sequence[Ints32], worth: Floats, own: Floats) -> Cover:
    """From pairs (person, item) in any order, none twice."""
    ends = np.concatenate(who).astype(np.int32), np.concatenate(item).astype(np.int32)
    return Cover(coo_array((np.ones(len(ends[0]), dtype=np.int8), ends), shape=(len(own), len(worth))).tocsr(), worth, own)


def _in_components(graph: Graph, odds: Floats, draws: int, seed: int) -> Cover:
    """Items are components of two people or more; a person alone in a draw owns it."""
    who, item, own, done, held, used = [], [], np.zeros(graph.people), 0, 0, 0
    worth: list[Ints] = []
    while done < draws and (done == 0 or held * (done + 1) <= BUDGET * done):
        label = _components(graph, coins(graph, seed, done) < odds)
        size = np.bincount(label, minlength=1)
        shared = size > 1
        place = np.cumsum(shared) - 1 + used
        tied = np.flatnonzero(shared[label])
        who.append(tied.astype(np.int32))
        item.append(place[label[tied]].astype(np.int32))
        worth.append(size[shared])
        own += ~shared[label]
        done, held, used = done + 1, held + len(tied), used + len(worth[-1])
    return _cover(who, item, np.concatenate(worth) / done, own / done)


def _components(graph: Graph, alive: Bools) -> Ints32:
    return np.asarray(connected_components(_matrix(graph.a[alive], graph.b[alive], graph.people), directed=False)[1], dtype=np.int32)


def _matrix(source: Ints, target: Ints, people: int) -> csr_array:
    return coo_array((np.ones(len(source)), (source, target)), shape=(people, people)).tocsr()


def _followed(graph: Graph, alive: Bools) -> Reach:
    """Along directed ties, from one more point that leads to every seed."""
    source, target = graph.a[alive], graph.b[alive]

    def held(seeds: Ints) -> Bools:
        ends = np.concatenate([source, np.full(len(seeds), graph.people)]), np.concatenate([target, seeds])
        order = breadth_first_order(_matrix(*ends, graph.people + 1), graph.people, return_predecessors=False)
        touched = np.zeros(graph.people + 1, dtype=np.bool_)
        touched[order] = True
        return touched[:-1]

    return held


def _rooted(graph: Graph, odds: Floats, draws: int, seed: int) -> Cover:
    """Items are roots: a person holds those they lead to. As many roots a draw as fit the budget, judged on a first handful."""
    rng = np.random.default_rng([seed, draws])
    roots = _how_many(graph, coins(graph, seed, 0) < odds, rng, BUDGET // draws)
    who, item = [], []
    for draw in range(draws):
        chosen = rng.permutation(graph.people)[:roots] if roots < graph.people else np.arange(graph.people)
        behind, root = _leading_to(graph, coins(graph, seed, draw) < odds, chosen)
        who.append(behind.astype(np.int32))
        item.append((root + draw * roots).astype(np.int32))
    worth = np.full(draws * roots, graph.people / (roots * draws))
    return _cover(who, item, worth, np.zeros(graph.people))


def _how_many(graph: Graph, alive: Bools, rng: np.random.Generator, room: int) -> int:
    some = rng.permutation(graph.people)[:16]
    mean = len(_leading_to(graph, alive, some)[0]) / len(some)
    return int(min(max(room / mean, 1), MOST_ROOTS, graph.people))


def _leading_to(graph: Graph, alive: Bools, roots: Ints) -> tuple[Ints, Ints]:
    """All pairs (person, position of a root) such that live ties lead from the person to the root."""
    back = _matrix(graph.b[alive], graph.a[alive], graph.people)
    step, found = max(1, CELLS // graph.people), []
    seen = np.zeros(min(step, len(roots)) * graph.people, dtype=np.bool_)
    for begin in range(0, len(roots), step):
        some = roots[begin : begin + step]
        found.append(_backward(back, some, seen) + begin * graph.people)
    key = np.concatenate(found)
    return key % graph.people, key // graph.people


def _backward(back: csr_array, roots: Ints, seen: Bools) -> Ints:
    """Keys root x people + person of everybody behind each root, level by level; `seen` is lent, all False, and given back so."""
    people = int(back.shape[0])
    front = np.arange(len(roots), dtype=np.int64) * people + roots
    levels = []
    while len(front):
        seen[front] = True
        levels.append(front)
        at = front % people
        many = (back.indptr[at + 1] - back.indptr[at]).astype(np.int64)
        into = np.repeat(back.indptr[at] - (np.cumsum(many) - many), many) + np.arange(many.sum())
        key = np.repeat(front - at, many) + back.indices[into]
        front = np.unique(key[~seen[key]])
    all_ = np.concatenate(levels)
    seen[all_] = False
    return all_
