"""What each kind of chart gives: `draw(spec, width)` and `table(spec)`; the module of the kind registers both."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import singledispatch

from django.utils.translation import gettext as _

from adoption.charts.marks import Anchor, Box, Drawing, Mark, Path, Rect, Text
from adoption.science.privacy import K

WIDE, HALF, NARROW = 820, 560, 360
_LIMIT = 480  # below, texts are set for a phone


@dataclass(frozen=True)
class Table:
    """The data of a chart: a header and rows of texts, the first cell of each heading it."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@singledispatch
def draw(spec: object, width: int) -> Drawing:
    """The drawing of a spec, `width` pixels wide; its height follows."""
    raise TypeError(f"no chart draws a {type(spec).__name__}")


@singledispatch
def table(spec: object) -> Table:
    """The data of a spec, in texts."""
    raise TypeError(f"no chart tells the data of a {type(spec).__name__}")


@singledispatch
def gaps(spec: object) -> str:
    """Why values are missing from the drawing, where some are and it does not say so itself."""
    return ""


def is_narrow(width: float) -> bool:
    return width < _LIMIT


def small(width: float) -> str:
    """The class of ticks; on a phone, which may shrink a drawing, they are set larger."""
    return "" if is_narrow(width) else "t-11"


def why(masked: str) -> str:
    """The reason for a missing value, unless the caller gives a better one."""
    return masked or _("fewer than %(k)s people") % {"k": K}


def text_block(lines: Iterable[str], x: float, y: float, css: str, anchor: Anchor = "start", leading: float = 14.0) -> list[Mark]:
    """Lines of text, the first with its baseline at y."""
    return [Text(round(x, 1), round(y + i * leading, 1), each, css, anchor) for i, each in enumerate(lines)]


def hatched(box: Box, gap: float = 6.0) -> list[Mark]:
    """Where a value is masked: a quiet ground and slanting strokes, cut to the box."""
    w, h = box.width, box.height
    strokes = [
        f"M{box.left + max(0, c - h):.1f} {box.top + min(c, h):.1f}L{box.left + min(c, w):.1f} {box.top + max(0, c - w):.1f}"
        for c in (gap * i for i in range(1, int((w + h) / gap) + 1))
    ]
    ground = Rect(round(box.left, 1), round(box.top, 1), round(w, 1), round(h, 1), "g-masked")
    return [ground, Path("".join(strokes), "g-hatch")] if strokes else [ground]


def nothing(width: int, plot: Box | None = None) -> Drawing:
    """A drawing that says that there is nothing to draw yet."""
    area = plot or Box(12, 12, width - 12, 96)
    middle = Text(round((area.left + area.right) / 2, 1), round((area.top + area.bottom) / 2 + 4, 1), _("No data yet"), "t-quiet", "middle")
    frame = Rect(area.left, area.top, area.width, area.height, "g-empty")
    return Drawing(width, int(area.bottom + 12), (frame, middle), (area,))
