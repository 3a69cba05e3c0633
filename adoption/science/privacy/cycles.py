"""Cheapest cycles through a network of cells: by which other hidden cells a hidden one can vary, and what more must be hidden."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from adoption.science.figures import Floats, Ints
from adoption.science.privacy.network import Network

ALREADY = 1e-6  # cost of an arc that is hidden anyway: above nothing, so that the shortest of the free cycles is taken
LEAST = 1  # a zero is printed, so everybody knows that a hidden cell holds somebody


@dataclass(frozen=True)
class Flow:
    """People moved along cycles through one arc (`amount`), how each arc changes by it (arcs,), and what these cycles cost to hide."""

    amount: float
    change: Floats
    cost: float


class Cycles:
    """The arcs of a network as edges both ways: more people (no upper bound) or fewer (down to one)."""

    def __init__(self, net: Network) -> None:
        self.arcs = len(net.value)
        self.start, self.end = np.concatenate([net.tail, net.head]), np.concatenate([net.head, net.tail])
        self.room: Floats = np.concatenate([np.full(self.arcs, np.inf), net.value - float(LEAST)])
        pair = self.start * net.nodes + self.end
        self.order = np.argsort(pair, kind="stable")
        pairs, self.first = np.unique(pair[self.order], return_index=True)
        self.last = np.append(self.first[1:], len(pair))
        self.pair_of = {(int(p // net.nodes), int(p % net.nodes)): i for i, p in enumerate(pairs)}
        self.graph = csr_array((np.ones(len(pairs)), (pairs // net.nodes, pairs % net.nodes)), shape=(net.nodes, net.nodes))

    def vary(self, arc: int, most: float, cost: Floats, *, up: bool = True, whole: bool = False) -> Flow:
        """Moves up to `most` people along the cheapest cycles that raise (`up`) or lower `arc`.

        `cost` (arcs,): inf closes an arc. `whole`: one cycle alone must have the room.
        """
        room, change, amount = self.room.copy(), np.zeros(self.arcs), 0.0
        ends = (self.end[arc], self.start[arc]) if up else (self.start[arc], self.end[arc])
        if ends[0] == ends[1]:  # in no sum at all
            return Flow(most, change, 0.0)
        prices = np.concatenate([cost, cost])
        prices[[arc, arc + self.arcs]] = np.inf
        if not up:
            most = min(most, room[arc + self.arcs])
        while amount < most and (path := self._path(int(ends[0]), int(ends[1]), prices, room, most if whole else 1.0)) is not None:
            moved = min(most - amount, float(room[path].min()))
            back = (path + self.arcs) % (2 * self.arcs)
            room[path] -= moved
            room[back] += moved
            np.add.at(change, path % self.arcs, np.where(path < self.arcs, moved, -moved))
            amount += moved
        change[arc] = amount if up else -amount
        used = (np.abs(change) > 0) & (cost < np.inf)
        return Flow(amount, change, float(cost[used].sum()))

    def _path(self, source: int, target: int, prices: Floats, room: Floats, least: float) -> Ints | None:
        """Edges of the cheapest way from one node to another over edges with room for `least` people; None where there is none."""
        open_price = np.where(room >= least, prices, np.inf)[self.order]
        self.graph.data = np.minimum.reduceat(open_price, self.first)
        away, before = dijkstra(self.graph, indices=source, return_predecessors=True)  # type: ignore[call-overload]  # its stub knows only matrices
        if not np.isfinite(away[target]):
            return None
        edges, node = [], target
        while node != source:
            pair = self.pair_of[(int(before[node]), node)]
            first = self.first[pair]
            edges.append(int(self.order[first + int(open_price[first : self.last[pair]].argmin())]))
            node = int(before[node])
        return np.array(edges, dtype=np.int64)
