"""What the ledger keeps of a published figure: of what, on whom, over which weeks. Never the figure itself, never a name."""

from __future__ import annotations

import hashlib
import json
import zlib
from dataclasses import dataclass, replace

import numpy as np

from adoption.science.figures import Ints

WEEK_DAYS = 7
DIGEST_BYTES = 16


@dataclass(frozen=True, order=True)
class Window:
    """`days` days from day `first`, days being counted from Monday 5 January 1970 (`weeks.EPOCH`)."""

    first: int
    days: int

    @classmethod
    def of_weeks(cls, last: int, weeks: int) -> Window:
        """The `weeks` weeks that end with week `last`, numbered as in `weeks`."""
        return cls((last - weeks + 1) * WEEK_DAYS, weeks * WEEK_DAYS)

    @property
    def weekly(self) -> bool:
        """Whether it is whole weeks, from a Monday."""
        return self.days > 0 and self.first % WEEK_DAYS == 0 and self.days % WEEK_DAYS == 0


@dataclass(frozen=True, eq=False)
class PublishedCut:
    """A figure shown for a group.

    `figure`: one key for all figures that can be had from each other (a rate, its numerator, its denominator). `scope`: the key of the
    unit, or of the filter in it. `people`: sorted pseudonyms, each once; None where no longer known, then `size` counts, and `lineage`,
    the scopes that contain this one, nearest first; scopes with the same nearest one share nobody.
    """

    figure: str
    scope: str
    window: Window
    size: int
    people: Ints | None = None
    lineage: tuple[str, ...] = ()

    @classmethod
    def of(cls, figure: str, scope: str, window: Window, people: Ints, lineage: tuple[str, ...] = ()) -> PublishedCut:
        """A cut of people in any order, some perhaps twice."""
        known = np.unique(np.asarray(people, dtype=np.int64))
        return cls(figure, scope, window, len(known), known, lineage)

    def digest(self) -> bytes:
        """The same for the same people, so that a membership is stored once for all figures and weeks in which it stays."""
        body = b"?" if self.people is None else self.people.tobytes()
        return hashlib.blake2b(body, digest_size=DIGEST_BYTES).digest()

    def renamed(self, old: Ints, new: Ints) -> PublishedCut:
        """With pseudonyms of a new key: `old` sorted, `new` in its order; people not in `old` make the membership unknown."""
        if self.people is None or not np.isin(self.people, old, assume_unique=True).all():
            return replace(self, people=None)
        return replace(self, people=np.sort(new[np.searchsorted(old, self.people)]))

    def to_bytes(self) -> bytes:
        head = [self.figure, self.scope, self.window.first, self.window.days, self.size, list(self.lineage), self.people is not None]
        return json.dumps(head).encode() + b"\n" + (b"" if self.people is None else pack(self.people))

    @classmethod
    def from_bytes(cls, stored: bytes) -> PublishedCut:
        head, _, body = stored.partition(b"\n")
        figure, scope, first, days, size, lineage, known = json.loads(head)
        return cls(figure, scope, Window(first, days), size, unpack(body) if known else None, tuple(lineage))


def pack(people: Ints) -> bytes:
    """Sorted pseudonyms as compressed gaps, byte planes apart: some 6 bytes a person for 50,000 random ones of 63 bits."""
    gaps = np.diff(people, prepend=np.int64(0)).astype("<u8")
    return zlib.compress(gaps.view(np.uint8).reshape(-1, 8).T.tobytes())


def unpack(stored: bytes) -> Ints:
    planes = np.frombuffer(zlib.decompress(stored), dtype=np.uint8).reshape(8, -1)
    return np.cumsum(np.ascontiguousarray(planes.T).view("<u8").ravel().astype(np.int64)).astype(np.int64)
