"""The naive forecast (adoption.md 5.18), printed wherever a forecast is: nothing changes, the share stays what it was of late."""

from __future__ import annotations

import numpy as np

from adoption.metrics.series import Series
from adoption.metrics.way import share_of
from adoption.science.figures import Figure
from adoption.science.forecast.candidates import naive
from adoption.science.privacy import K, coarse_share
from rse.lib import l10n

FEWEST = 3  # judged weeks


def naive_share(series: Series | None) -> float | None:
    """The mean share of the last three judged weeks; None without three, or where it would rest on fewer than five people."""
    if series is None or series.judged.sum() < FEWEST or series.last("target28") < K:
        return None
    kept = share_of(series)[series.judged]
    mean = float(naive(kept[None, :], np.array([len(kept)]))[0])
    return coarse_share(Figure(mean), series.last("target")).value


def naive_text(series: Series | None) -> str:
    share = naive_share(series)
    return "—" if share is None else l10n.percent(share)
