"""Which cells are not printed, so that no subtraction gives away a group of fewer than k people (adoption.md 6, rule 2).

Hidden first (primary) is every cell and every total of 1 to k - 1 people; then, for each hidden cell in turn, the cheapest others that let
it take at least k + 1 values (a range k wide) without changing a printed number: the fewest, then the smallest, totals last. A set of
hidden cells whose sum is known then holds more than k people, since one of them alone could.

A zero is printed: it points at nobody, and hiding it would not hide the rest. Readers therefore know that a hidden cell holds somebody, and
ranges are counted from 1. Not covered: a reader who uses the order in which this program hides (that one of the cells is below k).
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

import numpy as np

from adoption.science.figures import Bools, Floats, Ints
from adoption.science.privacy.cycles import ALREADY, LEAST, Cycles, Flow
from adoption.science.privacy.floor import K
from adoption.science.privacy.network import Network, network

FEW = 16  # hidden cells up to which each is tried open again


@dataclass(frozen=True)
class Mask:
    """What is not printed (`hidden`) and which of it is small itself (`primary`), in the shape of what would be printed, totals last."""

    hidden: Bools
    primary: Bools

    @property
    def total_hidden(self) -> bool:
        """Whether the total of everything (last of a list or table) cannot be printed either."""
        return bool(self.hidden.flat[-1])

    @property
    def nothing_left(self) -> bool:
        """Whether nothing at all may be printed."""
        return bool(self.hidden.all())


def suppress(counts: Ints | list[list[int]], k: int = K) -> Bools:
    """Which cells of a table of people must be hidden, in the shape of `counts`; its margins: `suppress_table`."""
    table = np.asarray(counts, dtype=np.int64)
    if table.ndim != 2 or not table.size:
        return np.zeros(table.shape, dtype=np.bool_)
    return suppress_table(table, k).hidden[:-1, :-1]


def suppress_table(counts: Ints, k: int = K) -> Mask:
    """A table of people printed with its totals; `counts` (rows, columns), the mask (rows + 1, columns + 1)."""
    return suppress_units(_under_one(len(counts)), np.concatenate([counts, np.zeros((1, counts.shape[1]), dtype=np.int64)]), k)


def suppress_list(counts: Ints, k: int = K) -> Mask:
    """Groups that share no one beside their total: `counts` (groups,), the mask (groups + 1,)."""
    return suppress_units(_under_one(len(counts)), np.append(counts, 0), k)


def suppress_units(parent: Ints, own: Ints, k: int = K) -> Mask:
    """Units beside the units above them, by category or not; arguments as `network.network`, mask in the shape of what it prints.

    What may be subtracted to find the people who are in a unit and in none of its parts is hidden too.
    """
    if (own < 0).any():
        raise ValueError("a count of people below zero")
    net = network(parent, own)
    hidden, primary = _Suppression(net, k).run()
    printed = int(np.prod(net.shape))
    return Mask(hidden[:printed].reshape(net.shape), primary[:printed].reshape(net.shape))


def _under_one(count: int) -> Ints:
    return np.append(np.full(count, count), -1)


class _Suppression:
    def __init__(self, net: Network, k: int) -> None:
        self.net, self.k, self.cycles = net, k, Cycles(net)
        self.primary = (net.value >= LEAST) & (net.value < k)
        self.hidden = self.primary.copy()
        self.safe = np.zeros(len(net.value), dtype=np.bool_)

    def run(self) -> tuple[Bools, Bools]:
        waiting = deque(int(i) for i in np.flatnonzero(self.primary)[np.argsort(self.net.value[self.primary], kind="stable")])
        while waiting:
            arc = waiting.popleft()
            if self.safe[arc] or self._varies(arc):
                continue
            more = self._hide_for(arc)
            waiting.extend(more.tolist())
        if 0 < self.hidden.sum() <= FEW:
            self._open_again()
        return self.hidden, self.primary

    def _varies(self, arc: int) -> bool:
        """Whether what is hidden lets this arc range over k; marks every arc on a cycle wide enough."""
        cost = np.where(self.hidden, ALREADY, np.inf)
        up = self._mark(self.cycles.vary(arc, self.k, cost, whole=True))
        if up.amount < self.k:
            up = self._mark(self.cycles.vary(arc, self.k, cost))
        if up.amount < self.k:
            down = self._mark(self.cycles.vary(arc, self.k - up.amount, cost, up=False))
            up = Flow(up.amount + down.amount, up.change, up.cost)
        self.safe[arc] = up.amount >= self.k
        return bool(self.safe[arc])

    def _hide_for(self, arc: int) -> Ints:
        """Hides what lets this arc range over k, by the cheapest found; returns the arcs newly hidden."""
        plans = [plan for plan in self._plans(arc) if plan is not None]
        best = min(plans, key=lambda plan: plan.cost)
        new = self._new(best)
        self.hidden[new] = True
        self._mark(best)
        self.safe[arc] = True
        return new

    def _plans(self, arc: int) -> list[Flow | None]:
        """By one cycle, by several, or by one that gives less room upwards and the rest downwards."""
        cost = self._prices()
        plans = [self.cycles.vary(arc, self.k, cost, whole=True), self.cycles.vary(arc, self.k, cost)]
        found: list[Flow | None] = [plan if plan.amount >= self.k else None for plan in plans]
        for downwards in range(int(min(self.net.value[arc] - LEAST, self.k - 1)), 0, -1):
            plan = self.cycles.vary(arc, self.k - downwards, cost, whole=True)
            if plan.amount and self._suffices(arc, plan):
                return [*found, plan]
        return found

    def _suffices(self, arc: int, plan: Flow) -> bool:
        cost = np.where(self.hidden, ALREADY, np.inf)
        cost[self._new(plan)] = ALREADY
        up = self.cycles.vary(arc, self.k, cost)
        return up.amount + self.cycles.vary(arc, self.k - up.amount, cost, up=False).amount >= self.k

    def _new(self, plan: Flow) -> Ints:
        return np.flatnonzero((np.abs(plan.change) > 0) & ~self.hidden)

    def _prices(self) -> Floats:
        return np.where(self.hidden, ALREADY, np.where(self.net.value > 0, self.net.cost, np.inf))

    def _mark(self, flow: Flow) -> Flow:
        self.safe |= np.abs(flow.change) >= self.k
        return flow

    def _open_again(self) -> None:
        """Opens, dearest first, what a later choice has made needless."""
        extra = np.flatnonzero(self.hidden & ~self.primary)
        for arc in extra[np.argsort(-self.net.cost[extra], kind="stable")]:
            self.hidden[arc] = False
            self.safe[:] = False
            if not all(self.safe[other] or self._varies(int(other)) for other in np.flatnonzero(self.hidden)):
                self.hidden[arc] = True
