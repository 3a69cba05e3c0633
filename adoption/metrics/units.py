"""Units of the directory side by side (adoption.md 4, 5.10): how many of each contribute, week after week, and who deals with whom.

Units of fewer than ten people are folded into one row of others, which is shown only if it holds ten. In each week a unit of which 1 to
4 people contributed, or 1 to 4 did not, is hidden, with as many others as it takes to keep it from being worked out from the total of
the organisation; shares of fewer than fifty people are rounded to five points.
"""

from __future__ import annotations

import numpy as np

from adoption.metrics.evidence import HALF_YEAR, OUTSIDE, Evidence
from adoption.metrics.study import Units
from adoption.models import UnitWeek
from adoption.science.breadth import unit_matrix
from adoption.science.dyads import NO_UNIT, dyads_of
from adoption.science.figures import Bools, Floats, Ints
from adoption.science.privacy import GRAIN, K_UNITS, SMALL, K, suppress

OTHERS = 0  # id of the row of small units and of people without any
MATRIX = 40  # units of the matrix, the largest


def units(evidence: Evidence) -> Units | None:
    """Of the whole network; None where no unit has ten people."""
    size = np.bincount(evidence.unit[evidence.unit != NO_UNIT], minlength=len(evidence.unit_ids))
    large = np.flatnonzero(size >= K_UNITS)
    if not len(large):
        return None
    large = large[np.argsort(-size[large], kind="stable")]
    ids = np.append(evidence.unit_ids[large], OTHERS)
    weeks = np.arange(max(int(evidence.series.weeks[0]), evidence.week - HALF_YEAR + 1), evidence.week + 1)
    eligible, contributors, visitors = (_by_week(ids, weeks, name) for name in ("eligible", "contributors28", "visitors28"))
    hidden = np.stack([_hidden(eligible[:, week], contributors[:, week]) for week in range(len(weeks))], axis=1)
    row = np.full(len(evidence.unit_ids) + 1, NO_UNIT)
    row[large[:MATRIX]] = np.arange(min(MATRIX, len(large)))
    matrix, thin = _matrix(evidence, row[evidence.unit], min(MATRIX, len(large)))
    last = hidden[:, -1]
    return Units(
        ids=ids,
        names=(*(evidence.unit_names[at] for at in large.tolist()), ""),
        eligible=np.where(eligible[:, -1] >= K_UNITS, eligible[:, -1], 0),
        contributors=np.where(last, 0, contributors[:, -1]),
        visitors=np.where(_hidden(eligible[:, -1], visitors[:, -1]), 0, visitors[:, -1]),
        hidden=last,
        weeks=weeks,
        share=np.where(hidden, np.nan, _share(contributors, eligible)),
        matrix=np.where(thin, 0, matrix),
        matrix_hidden=thin,
    )


def _by_week(ids: Ints, weeks: Ints, column: str) -> Ints:
    """A column of the rollups by unit and week, small units summed into the last row; shape (units, weeks)."""
    rows = UnitWeek.objects.filter(week__gte=int(weeks[0]), week__lte=int(weeks[-1])).values_list("unit_id", "week", column)
    table = np.zeros((len(ids), len(weeks)), dtype=np.int64)
    place = {id_: at for at, id_ in enumerate(ids.tolist()[:-1])}
    for unit, week, value in rows:
        table[place.get(unit, len(ids) - 1), week - int(weeks[0])] += value
    return table


def _hidden(eligible: Ints, chosen: Ints) -> Bools:
    """Which units of one week do not show how many of their people are among the chosen ones."""
    counts = np.column_stack([chosen, np.maximum(eligible - chosen, 0)])
    found: Bools = suppress(counts, K).any(axis=1) | (eligible < K_UNITS)
    return found


def _share(part: Ints, whole: Ints) -> Floats:
    share = np.divide(part, whole, out=np.full(part.shape, np.nan), where=whole > 0)
    rounded = np.clip(np.round(share / GRAIN) * GRAIN, GRAIN, 1 - GRAIN)
    found: Floats = np.where((whole < SMALL) & (part > 0), rounded, share)
    return found


def _matrix(evidence: Evidence, unit: Ints, count: int) -> tuple[Ints, Bools]:
    """Dyads of the last 26 weeks between the largest units, and the cells that rest on too few people of either side."""
    ties = evidence.ties
    inside = (ties.person != OUTSIDE) & (ties.target != OUTSIDE)
    found = unit_matrix(dyads_of(ties.person[inside], ties.target[inside], len(evidence)), unit, count)
    return found.dyads, found.thin(K)
