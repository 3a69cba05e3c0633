"""Sizes of what one group, or two put together, differ by from another."""

from __future__ import annotations

import numpy as np

from adoption.science.figures import Bools, Floats

# The seven parts of three groups a, b and c, by who is in them; and the groups made of two: both together, one without the other, shared.
PARTS = np.array([[1, 0, 0], [0, 1, 0], [0, 0, 1], [1, 1, 0], [1, 0, 1], [0, 1, 1], [1, 1, 1]], dtype=np.bool_)


def common(groups: Bools, new: Bools, size: Floats) -> Floats:
    """People that each group shares with the new one, shape (groups,)."""
    return np.asarray(groups[:, new] @ size[new], dtype=np.float64)


def pair_too_close(groups: Bools, new: Bools, size: Floats, shared: Floats, k: int) -> tuple[int, int] | None:
    """Two groups of which, with the new one, two put together (union, difference, overlap) differ from the third by 1 to k - 1 people.

    `shared` (groups, groups): people that two groups have in common, on the diagonal those of each.
    """
    member = groups[:, new].astype(np.float64)
    near = np.flatnonzero(member.any(axis=1))  # where neither of two shares anybody with the new one, nothing comes close
    both_in = (member[near] * size[new]) @ member.T
    both_out, people = shared[near] - both_in, np.diag(shared)
    all_in = member @ size[new]
    one_in, other_in = all_in[near][:, None], all_in[None, :]
    one_out, other_out = people[near][:, None] - one_in, people[None, :] - other_in
    only_new = float(size[new].sum()) - one_in - other_in + both_in
    parts = np.stack([one_out - both_out, other_out - both_out, only_new, both_out, one_in - both_in, other_in - both_in, both_in])
    for chosen in _differences():
        differ = parts[chosen].sum(axis=0)
        differ[np.arange(len(near)), near] = 0
        close = (differ > 0.5) & (differ < k - 0.5)
        if close.any():
            one, other = np.argwhere(close)[0]
            return int(near[one]), int(other)
    return None


def _differences() -> list[Bools]:
    """For every way to make a group of two and hold it against the third, the parts by which they differ."""
    found = []
    for third in range(3):
        one, other = (PARTS[:, i] for i in range(3) if i != third)
        found += [made ^ PARTS[:, third] for made in (one | other, one & ~other, other & ~one, one & other)]
    return found
