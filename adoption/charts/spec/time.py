"""Charts over time: curves with their forecasts, two bounds side by side, stacked and diverging bars, and a sparkline."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

from adoption.charts.scales import Unit

Tone: TypeAlias = Literal["1", "2", "3", "4", "5", "ctx"]  # colours of tokens.css; ctx is the grey of what only gives context
Values: TypeAlias = Sequence[float | None]


@dataclass(frozen=True)
class Curve:
    """One value per day of the plot, from the first; it may be shorter than the plot.

    Curve("Contributors over 28 days", [40, 44, None, 51])
    """

    name: str
    values: Values
    tone: Tone = "1"


@dataclass(frozen=True)
class Fan:
    """A forecast whose first value is at position `start`: `odds` chances in 10 between low and high. `naive` repeats the recent past.

    Fan("Forecast", start=40, low=lows, median=medians, high=highs, naive=[51] * 12, after=51)
    """

    name: str
    start: int
    low: Values
    median: Values
    high: Values
    naive: Values = ()
    after: float | None = None  # the last known value, from which the band opens
    tone: Tone = "1"
    naive_name: str = ""
    odds: Literal[8, 9] = 8


@dataclass(frozen=True)
class Span:
    """Positions `first..last` (fractions allowed) to mark behind the curves."""

    first: float
    last: float
    text: str = ""


@dataclass(frozen=True)
class Moment:
    """Something that happened at a position: a campaign, a wave of invitations, today."""

    at: float
    text: str


@dataclass(frozen=True)
class Plot:
    """Curves over the weeks that begin on `days`, those of a forecast included.

    Plot(days, [Curve("Contributors", values)], threshold=650, threshold_text="25 % of the target",
         low_season=[Span(20, 24)], moments=[Moment(12, "Wave 2")], fans=[Fan("Forecast", 40, low, median, high)])
    `reached`: positions between which the threshold would be passed. `masked`: why values are missing.
    """

    days: Sequence[date]
    curves: Sequence[Curve]
    low_season: Sequence[Span] = ()
    references: Sequence[Span] = ()
    threshold: float | None = None
    threshold_text: str = ""
    fans: Sequence[Fan] = ()
    moments: Sequence[Moment] = ()
    reached: Span | None = None
    unit: Unit = "count"
    masked: str = ""


@dataclass(frozen=True)
class Panels:
    """Plots on one scale, side by side on a wide drawing and one under another on a narrow one: the bounds of the switch-off test.

    Panels([("A: spontaneous use survives", Plot(days, [past], fans=[bound_a])),
            ("B: spontaneous use stops too", Plot(days, [past], fans=[bound_b]))])
    To lay both on one plot, give one Plot two fans.
    """

    panels: Sequence[tuple[str, Plot]]


@dataclass(frozen=True)
class Part:
    """A layer of a stack: one value per column."""

    name: str
    values: Values
    tone: Tone = "1"


@dataclass(frozen=True)
class Stacks:
    """Bars by month, cut into parts from the bottom up; `share` draws each bar as 100 %.

    Stacks(["June", "July"], [Part("Regular", [120, 150]), Part("Never came", [300, 260], "ctx")], share=True)
    A column of which a part is missing is left out whole, hatched.
    """

    columns: Sequence[str]
    parts: Sequence[Part]
    share: bool = False
    masked: str = ""


@dataclass(frozen=True)
class Flows:
    """Growth accounting by period: who is new or returned stands above zero, who left below; who was kept has a strip of its own.

    Flows(days, new=[12, 9], returned=[4, 6], left=[7, 8], kept=[40, 45])
    """

    days: Sequence[date]
    new: Values
    returned: Values
    left: Values
    kept: Values = ()
    masked: str = ""


@dataclass(frozen=True)
class Spark:
    """The shape of a series, without axis; `flat` is grey. The first and last values are read aloud.

    Spark([40, 44, 51])
    """

    values: Values
    flat: bool = False
    unit: Unit = "count"
