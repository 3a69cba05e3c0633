"""The shape of every number: a value with its interval, or no value with its reason."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TypedDict

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

NO_PEOPLE = "no_people"
NOT_ENOUGH_PEOPLE = "not_enough_people"
NOT_ENOUGH_WEEKS = "not_enough_weeks"
NOT_ENOUGH_CONTRIBUTIONS = "not_enough_contributions"
NO_ACTIVITY = "no_activity"
NO_LEAVERS = "no_leavers"
ANIMATORS_UNKNOWN = "animators_unknown"


class FigureDict(TypedDict, total=False):
    """JSON of a figure: `value, low, high`, or `value: None` with `reason`."""

    value: float | int | None
    low: float | None
    high: float | None
    reason: str


@dataclass(frozen=True)
class Figure:
    """A number, its 95 % interval where it has one, and the size `n` it rests on; `reason` says why there is none."""

    value: float | None
    low: float | None = None
    high: float | None = None
    n: int = 0
    reason: str = ""

    @classmethod
    def none(cls, reason: str, n: int = 0) -> Figure:
        return cls(None, n=n, reason=reason)

    @classmethod
    def count(cls, value: int) -> Figure:
        return cls(value, n=value)

    def because(self, reason: str) -> Figure:
        """The same place on the page, without its value."""
        return replace(self, value=None, low=None, high=None, reason=reason)

    def as_dict(self) -> FigureDict:
        if self.value is None:
            return {"value": None, "reason": self.reason}
        return {"value": tidy(self.value), "low": tidy(self.low), "high": tidy(self.high)}


def tidy(number: float | None) -> float | None:
    """A number fit for JSON: finite, at most six decimals, whole counts kept whole."""
    if number is None or not math.isfinite(number):
        return None
    return number if isinstance(number, int) else round(float(number), 6)
