"""Many groups of people at once: the smallest parts that they cut each other into, and what their figures say together."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain, combinations, islice

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from adoption.science.figures import Bools, Floats, Ints

NOTHING = 1e-7
SUBSETS = 2_000  # sets of small parts tried before saying that nothing is proven


def atoms(groups: Sequence[Ints], seed: int = 0) -> tuple[Bools, Floats]:
    """Which parts each group is made of, shape (groups, parts), and the people of each part, (parts,). `groups`: sorted pseudonyms."""
    everyone = np.unique(np.concatenate(groups)) if groups else np.zeros(0, dtype=np.int64)
    marks = np.random.default_rng(seed).integers(1, 2**63, len(groups), dtype=np.uint64)
    sign = np.zeros(len(everyone), dtype=np.uint64)
    places = [np.searchsorted(everyone, group) for group in groups]
    for mark, place in zip(marks, places, strict=True):
        sign[place] += mark
    _, part, people = np.unique(sign, return_inverse=True, return_counts=True)
    made = np.zeros((len(groups), len(people)), dtype=np.bool_)
    for row, place in enumerate(places):
        made[row, part[place]] = True
    return made, people.astype(np.float64)


class Span:
    """Every sum and difference, with any factors, of the figures already shown: an orthonormal basis over the parts."""

    def __init__(self, size: Floats) -> None:
        self.size = size
        self.basis = np.zeros((0, len(size)))
        self.sign = np.zeros(len(size), dtype=np.uint64)
        self.dice = np.random.default_rng(0)

    def with_groups(self, groups: Bools) -> Span:
        """The span with more figures, `groups` (figures, parts); itself where all were there already."""
        rest = groups.astype(np.float64)
        for _ in range(2):
            rest = rest - (rest @ self.basis.T) @ self.basis
        across, triangle = np.linalg.qr(rest.T)
        turn, sizes, _ = np.linalg.svd(triangle)
        found = (across @ turn[:, : len(sizes)][:, sizes > NOTHING]).T
        if not len(found):
            return self
        wider = Span(self.size)
        wider.basis, wider.dice = np.concatenate([self.basis, found]), self.dice
        marks = self.dice.integers(1, 2**63, len(groups), dtype=np.uint64)
        wider.sign = self.sign + (groups * marks[:, None]).sum(axis=0, dtype=np.uint64)
        return wider

    def isolates(self, k: int, before: Span) -> bool | None:
        """Whether a combination is on 1 to k - 1 people alone, none such being known `before`; None where too many had to be tried."""
        _, first, merged, times = np.unique(self.sign, return_index=True, return_inverse=True, return_counts=True)
        size: Floats = np.bincount(merged, weights=self.size).astype(np.float64)
        small = np.flatnonzero((size < k) & (self.sign[first] != 0))
        if not len(small):
            return False
        seen = self.basis[:, first[small]] * np.sqrt(times[small])
        values, vectors = np.linalg.eigh(seen @ seen.T)
        told = seen.T @ vectors[:, values > 1 - NOTHING]  # combinations on small parts alone
        touched = np.flatnonzero((np.abs(told) > NOTHING).any(axis=1))
        if not len(touched):
            return False
        told, small = told[touched], small[touched]
        after, already = (_blind(span.basis, first[small], times[small]) for span in (self, before))
        _, knot = connected_components(csr_array(np.abs(told @ told.T) > NOTHING), directed=False)
        answers = (_search(np.flatnonzero(knot == one), size[small], after, already, k) for one in np.unique(knot))
        return next((answer for answer in answers if answer is not False), False)


def _blind(basis: Floats, places: Ints, times: Ints) -> Floats:
    """What the span does not tell of the parts at `places`, each merged of `times`: singular on a set that some combination is of alone."""
    seen = basis[:, places] * np.sqrt(times)
    return np.asarray(np.eye(len(places)) - seen.T @ seen, dtype=np.float64)


def _search(knot: Ints, size: Floats, after: Floats, already: Floats, k: int) -> bool | None:
    sets = chain.from_iterable(combinations(knot.tolist(), count) for count in range(1, k))
    few = [chosen for chosen in islice(sets, SUBSETS + 1) if size[list(chosen)].sum() < k]
    for count in range(1, k):
        chosen = np.array([one for one in few if len(one) == count], dtype=np.int64)
        if len(chosen) and (_singular(after, chosen) & ~_singular(already, chosen)).any():
            return True
    return None if next(sets, None) is not None else False


def _singular(blind: Floats, chosen: Ints) -> Bools:
    return np.asarray(np.linalg.eigvalsh(blind[chosen[:, :, None], chosen[:, None, :]])[:, 0] < NOTHING, dtype=np.bool_)
