"""What a pack holds once frozen: words ready to be read and numbers ready to be drawn. The papers know nothing else."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Said:
    """A generated sentence with what it rests on; `foot` is its interval, n and kind in one line."""

    text: str
    foot: str = ""


@dataclass(frozen=True)
class Line:
    """A named series of an editable chart."""

    name: str
    values: tuple[float | None, ...]
    tone: str = "1"


@dataclass(frozen=True)
class Native:
    """A chart that PowerPoint draws by itself: `kind` is line, bar or stack."""

    kind: str
    names: tuple[str, ...]
    lines: tuple[Line, ...]
    share: bool = False


@dataclass(frozen=True)
class Drawn:
    """A chart: its finding, its sentence, the drawing as an SVG document, and the data that a screen reader or a slide asks for."""

    title: str
    said: Said
    svg: str
    width: int
    height: int
    note: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    native: Native | None = None


@dataclass(frozen=True)
class Week:
    """A figure in one week: bounds are of its 95 % interval."""

    week: str
    ends: str  # ISO date
    value: float | None
    low: float | None = None
    high: float | None = None
    n: int | None = None


@dataclass(frozen=True)
class Item:
    """A figure with all that it owes: definition, period, n, interval, date of the data, source of its threshold."""

    key: str
    group: str
    name: str
    value: str
    interval: str
    n: str
    reason: str
    kind: str
    question: str
    definition: str
    unit: str
    window: str
    threshold: str
    drawn: Drawn | None = None
    said: Said | None = None
    facts: tuple[tuple[str, str], ...] = ()
    weeks: tuple[Week, ...] = ()


@dataclass(frozen=True)
class Success:
    """A confirmed story."""

    title: str
    community: str
    situation: str
    change: str
    amount: str
    basis: str
    day: str
    state: str


@dataclass(frozen=True)
class Voice:
    """Words, and how they are signed."""

    quote: str
    name: str
    about: str


@dataclass(frozen=True)
class Change:
    """A number at both ends of the period."""

    name: str
    before: str
    after: str


@dataclass(frozen=True)
class Content:
    """A whole pack. `labels` are the words that the papers put around it, in its language."""

    language: str
    title: str
    organisation: str
    introduction: str
    scope: str
    period: str
    last_week: str  # 2026-W48
    last_day: str  # ISO date
    data_date: str
    made: str
    lead: str
    verdict: Said
    way: float | None
    way_text: str
    changes: tuple[Change, ...]
    answers: tuple[tuple[str, str, Said], ...]
    decide: tuple[Said, ...]
    items: tuple[Item, ...]
    stories: tuple[Success, ...] = ()
    voices: tuple[Voice, ...] = ()
    method: tuple[str, ...] = ()
    labels: dict[str, str] = field(default_factory=dict)
