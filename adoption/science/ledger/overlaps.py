"""Sizes of what one group, or two put together, differ by from another."""

from __future__ import annotations

import numpy as np

from adoption.science.figures import Bools, Floats

# The seven parts of three groups a, b and c, by who is in them; and the groups made of two: both together, one without the other, shared.
PARTS = np.array([[1, 0, 0], [0, 1, 0], [0, 0, 1], [1, 1, 0], [1, 0, 1], [0, 1, 1], [1, 1, 1]], dtype=np.bool_)


def apart(groups: Bools, new: Bools, size: Floats) -> Floats:
    """People in a group or in the new one and not in both, shape (groups,)."""
    return np.asarray((groups ^ new) @ size, dtype=np.float64)


def pair_too_close(groups: Bools, new: Bools, size: Floats, shared: Floats, k: int) -> tuple[int, int] | None:
    """Two groups of which, with the new one, two put together (union, difference, overlap) differ from the third by 1 to k - 1 people.

    `shared` (groups, groups): people that two groups have in common, on the diagonal those of each.
    """
    member = groups[:, new].astype(np.float64)
    shared_in = (member * size[new]) @ member.T
    shared_out, people = shared - shared_in, np.diag(shared)
    first_in = np.diag(shared_in)[:, None]
    first_out = people[:, None] - first_in
    only_new = float(size[new].sum()) - first_in - first_in.T + shared_in
    parts = np.stack([
        first_out - shared_out, first_out.T - shared_out, only_new, shared_out, first_in - shared_in, first_in.T - shared_in, shared_in,
    ])  # fmt: skip
    for chosen in _differences():
        differ = parts[chosen].sum(axis=0)
        np.fill_diagonal(differ, 0)
        found = np.argwhere((differ > 0.5) & (differ < k - 0.5))
        if len(found):
            return int(found[0][0]), int(found[0][1])
    return None


def _differences() -> list[Bools]:
    """For every way to make a group of two and hold it against the third, the parts by which they differ."""
    found = []
    for third in range(3):
        one, other = (PARTS[:, i] for i in range(3) if i != third)
        found += [made ^ PARTS[:, third] for made in (one | other, one & ~other, other & ~one, one & other)]
    return found
