"""Sets of (scope, person): who contributed or came, in the network (scope 0) and in each community, as sorted 64-bit keys."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from adoption.science.figures import Ints

Keys = npt.NDArray[np.uint64]
_SPREAD = np.uint64(0x9E3779B97F4A7C15)


def keys(scope: Ints, person: Ints) -> Keys:
    """One key per pair: pseudonyms are random, so adding a multiple of an odd constant keeps pairs apart."""
    return person.astype(np.uint64) + scope.astype(np.uint64) * _SPREAD


@dataclass(frozen=True)
class Crowd:
    """Distinct people of each scope; `keys` sorted, `scope` beside, both of shape (n,)."""

    keys: Keys
    scope: Ints

    @classmethod
    def of(cls, scope: Ints, person: Ints) -> Crowd:
        found, first = np.unique(keys(scope, person), return_index=True)
        return cls(found, scope[first])

    @classmethod
    def union(cls, crowds: list[Crowd]) -> Crowd:
        if not crowds:
            return EMPTY
        found, first = np.unique(np.concatenate([c.keys for c in crowds]), return_index=True)
        return cls(found, np.concatenate([c.scope for c in crowds])[first])

    def sizes(self, scopes: int) -> Ints:
        """People in each scope; shape (scopes,)."""
        return np.bincount(self.scope, minlength=scopes)

    def without(self, other: Crowd) -> Crowd:
        """Those who are not in the other crowd."""
        kept = ~np.isin(self.keys, other.keys, assume_unique=True)
        return Crowd(self.keys[kept], self.scope[kept])

    def within(self, other: Crowd) -> Crowd:
        """Those who are in the other crowd too."""
        kept = np.isin(self.keys, other.keys, assume_unique=True)
        return Crowd(self.keys[kept], self.scope[kept])

    def of_network(self) -> Ints:
        """Pseudonyms of the people of scope 0."""
        people: Ints = self.keys[self.scope == 0].astype(np.int64)
        return people

    def common(self, other: Crowd, scopes: int) -> Ints:
        """People of each scope who are in the other crowd too."""
        return np.bincount(self.scope[np.isin(self.keys, other.keys, assume_unique=True)], minlength=scopes)


EMPTY = Crowd(np.zeros(0, dtype=np.uint64), np.zeros(0, dtype=np.int64))
