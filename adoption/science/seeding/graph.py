"""The graph a cascade runs on: weighted ties between people, with or without a direction."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import coo_array, csr_array

from adoption.science.dyads import sums
from adoption.science.figures import Bools, Floats, Ints


@dataclass(frozen=True)
class Graph:
    """Ties `a[i] - b[i]` (or `a[i] -> b[i]` where directed) between people 0..people - 1, each once, `weight` > 0; shape (ties,).

    Without a direction one coin a tie is enough: whichever end is reached first tries it, once (Kempe, Kleinberg and Tardos 2003).
    """

    people: int
    a: Ints
    b: Ints
    weight: Floats
    directed: bool = False

    def __len__(self) -> int:
        return len(self.a)

    def strength(self) -> Floats:
        """Sum of the weights of each person's ties, outgoing ones only where directed. Shape (people,)."""
        out = sums(self.a, self.weight, self.people)
        return out if self.directed else out + sums(self.b, self.weight, self.people)

    def beside(self, seeds: Ints) -> Bools:
        """Who has one of `seeds` at the other end of a tie (or of an incoming one). Shape (people,)."""
        chosen, near = np.zeros(self.people, dtype=np.bool_), np.zeros(self.people, dtype=np.bool_)
        chosen[seeds] = True
        near[self.b[chosen[self.a]]] = True
        if not self.directed:
            near[self.a[chosen[self.b]]] = True
        return near


def graph_of(matrix: csr_array) -> Graph:
    """The graph of a square matrix of weights, row -> column; undirected where the matrix is symmetric. The diagonal is dropped."""
    cells = coo_array(matrix)
    cells.sum_duplicates()
    directed = bool(np.any((matrix - matrix.T).data))
    row, column = cells.coords
    keep = (cells.data > 0) & ((row != column) if directed else (row < column))
    ends = row[keep].astype(np.int64), column[keep].astype(np.int64)
    return Graph(int(cells.shape[0]), *ends, cells.data[keep].astype(np.float64), directed)
