"""Taking people and weeks out of a table: what is left varies neither with who it is nor with when it is (two-way fixed effects)."""

from __future__ import annotations

import numpy as np

from adoption.science.figures import Bools, Floats

TINY = 1e-10


class Within:
    """Residuals on person and week effects of tables (weeks, people), on the cells that are there; exact for any holes.

    People are taken out by their means, weeks by the normal equations that remain, of the size of the weeks alone (Frisch, Waugh and
    Lovell; Wansbeek and Kapteyn 1989, Journal of Econometrics 41, 341-361). Cells that are not there come out as 0.
    """

    def __init__(self, cells: Bools) -> None:
        self.cells = cells.astype(np.float64)
        self.share = 1 / np.maximum(self.cells.sum(axis=0), 1.0)
        gram = np.diag(self.cells.sum(axis=1)) - (self.cells * self.share) @ self.cells.T
        self.inverse = np.linalg.pinv(gram, rcond=TINY, hermitian=True)

    def __call__(self, table: Floats) -> Floats:
        left = self._centred(table * self.cells)
        weeks = self.inverse @ left.sum(axis=1)
        return np.asarray(left - self._centred(weeks[:, None] * self.cells))

    def _centred(self, table: Floats) -> Floats:
        """`table`, 0 outside the cells, minus each person's mean over theirs."""
        return np.asarray(table - self.cells * (table.sum(axis=0) * self.share))
