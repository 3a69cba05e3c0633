"""Maturity of a community (adoption.md 5.19) in Lecko's three words: a space of diffusion, a community, a network.

The words are Lecko's (few publish and the mass consumes; a minority converse; the majority express themselves peer to peer), the
numbers are ours.
"""

from __future__ import annotations

from typing import Literal

from adoption.science.dyads import Dyads
from adoption.science.ties import two_way

Maturity = Literal["diffusion", "community", "network"]

MAJORITY, MINORITY = 0.5, 0.1
RECIPROCAL = 0.4
FEWEST_MUTUAL = 3


def maturity(voices: int, members: int, dyads: Dyads) -> Maturity | None:
    """`voices`: members with a post or a comment in 12 weeks; `dyads` of the same community over six months. None without a member."""
    if members == 0:
        return None
    share, reciprocal = voices / members, two_way(dyads).value
    if share > MAJORITY and reciprocal is not None and reciprocal >= RECIPROCAL:
        return "network"
    if share >= MINORITY and int(dyads.mutual.sum()) >= FEWEST_MUTUAL:
        return "community"
    return "diffusion"
