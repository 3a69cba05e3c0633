"""Cells and totals published side by side, as a network: every cell an arc, every sum a node where what enters leaves.

A list with its total, a table with its margins, a tree of units and units by categories all have this form (Castro 2012, "Recent advances
in optimization techniques for statistical tabular data protection", for tables of which one dimension is a hierarchy). Moving people
around a cycle of hidden arcs changes no printed number, so what a reader can work out is a question of flows.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from adoption.science.figures import Bools, Floats, Ints

TOTAL = 10.0  # how much rather a cell is hidden than a total of as many people, for each level that it sums; ours
HIGHEST = 6
UNPRINTED = 0.1  # people of a unit and of none of its parts are on no page: hiding them only means that no subtraction finds them


@dataclass(frozen=True)
class Network:
    """Arcs in the order of the printed array, then those of people found by subtraction only; `shape` is the printed array's."""

    value: Ints
    tail: Ints
    head: Ints
    cost: Floats
    nodes: int
    shape: tuple[int, ...]


def network(parent: Ints, own: Ints) -> Network:
    """A tree of units, or units by categories, as a network.

    `parent` (units,): position of the unit above, -1 for none; `own` (units,) or (units, categories): people of the unit itself, those of
    its parts not counted. Printed are the sums over each unit's subtree, and after the categories their total.
    """
    crossed = own.ndim == 2
    people = own if crossed else own[:, None]
    inner = has_parts(parent)
    apart = np.flatnonzero(inner & people.any(axis=1))
    above = np.concatenate([parent, apart])
    value = rolled(above, np.concatenate([np.where(inner[:, None], 0, people), people[apart]]))
    if crossed:
        value = np.concatenate([value, value.sum(axis=1, keepdims=True)], axis=1)
    tail, head, nodes = _ends(above, has_parts(above), value.shape[1], crossed)
    shape = (len(parent), value.shape[1]) if crossed else (len(parent),)
    return Network(value.ravel(), tail.ravel(), head.ravel(), _costs(value, _heights(parent), crossed).ravel(), nodes, shape)


def has_parts(parent: Ints) -> Bools:
    found = np.zeros(len(parent), dtype=np.bool_)
    found[parent[parent >= 0]] = True
    return found


def rolled(parent: Ints, own: npt.NDArray[np.int64]) -> Ints:
    """Sums over each unit's subtree, in the shape of `own`; raises ValueError where units stand above each other in a circle."""
    total, wave = own.astype(np.int64), own.astype(np.int64)
    for _ in range(len(parent)):
        below = parent >= 0
        raised = np.zeros_like(wave)
        np.add.at(raised, parent[below], wave[below])
        if not raised.any():
            return total
        total, wave = total + raised, raised
    raise ValueError("units above each other in a circle")


def _ends(parent: Ints, inner: Bools, width: int, crossed: bool) -> tuple[Ints, Ints, int]:
    """Tails and heads, shape (units, width). Node 0 is the world outside; the column of totals runs the other way."""
    node = np.zeros((len(parent), width), dtype=np.int64)
    node[inner] = 1 + np.arange(int(inner.sum()) * width).reshape(-1, width)
    nodes = 1 + int(inner.sum()) * width
    if crossed:
        leaves = int((~inner).sum())
        node[~inner] = nodes + np.arange(leaves)[:, None]
        nodes += leaves
    above = np.where((parent >= 0)[:, None], node[parent], 0)
    tail, head = above.copy(), node.copy()
    if crossed:
        tail[:, -1], head[:, -1] = node[:, -1], above[:, -1]
    return tail, head, nodes


def _heights(parent: Ints) -> Ints:
    """Levels below each unit, shape (units,); those beyond the highest that matters count as the highest."""
    height = np.zeros(len(parent), dtype=np.int64)
    below = parent >= 0
    for _ in range(HIGHEST):
        np.maximum.at(height, parent[below], np.minimum(height[below] + 1, HIGHEST))
    return height


def _costs(value: Ints, height: Ints, crossed: bool) -> Floats:
    cost: Floats = 1.0 + np.log1p(value)
    cost[: len(height)] *= TOTAL ** height[:, None]
    if crossed:
        cost[: len(height), -1] *= TOTAL
    cost[len(height) :] *= UNPRINTED
    return cost
