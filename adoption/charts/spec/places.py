"""Charts of values without time: bubbles, survival, inequality, differences with their intervals, bars."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from adoption.charts.scales import Unit
from adoption.charts.spec.time import Tone, Values


@dataclass(frozen=True)
class Bubble:
    """A unit or a community: its area is its size; closed ones are hollow squares, `quiet` ones grey."""

    name: str
    x: float | None
    y: float | None
    size: float
    closed: bool = False
    quiet: bool = False


@dataclass(frozen=True)
class Bubbles:
    """Units or communities placed by two figures; `split` cuts the plane in four, named in the corners (reading order).

    Bubbles("Members who contribute (28 days)", "Replies per post",
            [Bubble("Safety", 0.3, 4.1, 367), Bubble("Board", 0.1, 1, 9, closed=True)],
            split=(0.2, 2), corners=("Few voices", "Conversation", "Notice board", "Unheard"))
    """

    x: str
    y: str
    bubbles: Sequence[Bubble]
    x_unit: Unit = "share"
    y_unit: Unit = "number"
    split: tuple[float, float] | None = None
    corners: tuple[str, str, str, str] = ("", "", "", "")
    size: str = ""
    masked: str = ""


@dataclass(frozen=True)
class Steps:
    """A survival curve: `share[i]` are left from `times[i]` on, until the next; before the first, all of them. `last`: end of data."""

    name: str
    times: Sequence[float]
    share: Values
    low: Values = ()
    high: Values = ()
    last: float | None = None
    tone: Tone = "1"


@dataclass(frozen=True)
class Reference:
    """A published point, drawn hollow: a landmark, not a norm."""

    x: float
    y: float
    text: str


@dataclass(frozen=True)
class Survival:
    """How many are still alive after so long, with its confidence band and published points.

    Survival("Months since opening", [Steps("Our communities", s.times, s.share, s.low, s.high, s.last)],
             [Reference(12, 0.30, "press, 2014: 30 %")], until=24)
    """

    x: str
    curves: Sequence[Steps]
    references: Sequence[Reference] = ()
    until: float | None = None


@dataclass(frozen=True)
class Lorenz:
    """Shares of contributions (y) made by shares of people (x), least active first, against the diagonal of equality.

    Lorenz([("Network", points[:, 0], points[:, 1])])  # of science.inequality.lorenz
    """

    curves: Sequence[tuple[str, Sequence[float], Sequence[float]]]


@dataclass(frozen=True)
class Dot:
    """A difference or an effect with its interval; without value, `reason` stands in its place."""

    name: str
    value: float | None
    low: float | None = None
    high: float | None = None
    reason: str = ""


@dataclass(frozen=True)
class Dots:
    """Differences on one scale around a line of no difference; an interval that crosses it is grey.

    Dots([Dot("Contribution rate", 0.12, 0.03, 0.2), Dot("Replies", None, reason="fewer than 8 closed communities")],
         left="closed higher", right="open higher", unit="points")
    """

    dots: Sequence[Dot]
    left: str = ""
    right: str = ""
    unit: Unit = "points"
    zero: float = 0.0


@dataclass(frozen=True)
class Pair:
    """A figure of two groups, each with its text; its row has a scale of its own from zero."""

    name: str
    first: float | None
    second: float | None
    first_text: str = ""
    second_text: str = ""


@dataclass(frozen=True)
class Pairs:
    """Medians of two groups: the first a hollow square, the second a filled disc.

    Pairs("closed", "open", [Pair("Members who contribute", 0.15, 0.27, "15 %", "27 %")], masked="fewer than 8 communities")
    """

    first: str
    second: str
    pairs: Sequence[Pair]
    masked: str = ""


@dataclass(frozen=True)
class Bar:
    """A bar and its number; `text` replaces the number, `low` draws it in the colour of what falls behind."""

    name: str
    value: float | None
    text: str = ""
    low: bool = False


@dataclass(frozen=True)
class Bars:
    """Horizontal bars from zero: the steps of a welcome, delays by bucket.

    Bars([Bar("Arrived", 58), Bar("Read", 51), Bar("Posted", None)], masked="fewer than 5 people")
    """

    bars: Sequence[Bar]
    unit: Unit = "count"
    masked: str = ""
