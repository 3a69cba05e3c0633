"""Whom to ask first (adoption.md 3.3 and 5.25): influence maximisation of Kempe, Kleinberg and Tardos on the graph an organisation has.

`layers` makes the graph, `cascades` the simulated draws, `greedy` the choice, `compare` what it is worth beside chance. The 63 % of the
greedy choice is about the assumed cascade, never about the organisation: every result is a hypothesis to test.
"""

from adoption.science.seeding.cascades import RANGE, Chance
from adoption.science.seeding.compare import BETTER, INDISTINGUISHABLE, AtChance, Seeding, seeding
from adoption.science.seeding.graph import Graph
from adoption.science.seeding.greedy import Rules
from adoption.science.seeding.layers import Layer, between_units, combine, groups, pairs

__all__ = [
    "BETTER", "INDISTINGUISHABLE", "RANGE", "AtChance", "Chance", "Graph", "Layer", "Rules", "Seeding", "between_units", "combine",
    "groups", "pairs", "seeding",
]  # fmt: skip
