"""Charts of the pages, made ready for papers: an SVG with its colours, its data, and an editable chart where PowerPoint has one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from adoption.charts import Bars, Chart, Heat, Panels, Plot, Stacks, draw, svg_file, table
from adoption.charts.spec.time import Values
from adoption.dashboards.words import interval
from adoption.evidence.content import Drawn, Line, Native, Said
from rse.lib import l10n
from rse.lib.sentences import Sentence

WIDE, BESIDE = 640, 490  # pixels: across a page of A4, or beside its definition; texts are then of 8 points or more


def said(sentence: Sentence) -> Said:
    """A sentence with its interval, n and kind in one line."""
    parts = [] if sentence.interval is None else [interval(sentence.interval.low, sentence.interval.high)]
    if sentence.n:
        parts.append(f"n\N{NO-BREAK SPACE}=\N{NO-BREAK SPACE}{l10n.number(sentence.n)}")
    return Said(sentence.text, " · ".join([*parts, sentence.label]))


def drawn(chart: Chart) -> Drawn:
    drawing = draw(chart.spec, WIDE if _is_wide(chart.spec) else BESIDE)
    data = chart.data or table(chart.spec)
    return Drawn(
        title=chart.title, said=said(chart.sentence), svg=svg_file(drawing, chart.title), width=drawing.width, height=drawing.height,
        note=chart.note, head=tuple(data.head), rows=tuple(tuple(row) for row in data.rows), native=native(chart.spec),
    )  # fmt: skip


def _is_wide(spec: object) -> bool:
    return isinstance(spec, (Heat, Panels)) or (isinstance(spec, Plot) and bool(spec.fans))


def native(spec: object) -> Native | None:
    """The same as an editable chart: lines, bars and stacks; None for what PowerPoint cannot say without losing something."""
    if isinstance(spec, Plot) and not spec.fans:
        names = tuple(l10n.day(day + timedelta(days=6), year=False) for day in spec.days)
        lines = [Line(curve.name, _long(curve.values, len(names)), curve.tone) for curve in spec.curves]
        if spec.threshold is not None:
            lines.append(Line(spec.threshold_text, (spec.threshold,) * len(names), "2"))
        return Native("line", names, tuple(lines), share=spec.unit == "share")
    if isinstance(spec, Bars):
        return Native("bar", tuple(bar.name for bar in spec.bars), (Line("n", tuple(bar.value for bar in spec.bars)),))
    if isinstance(spec, Stacks):
        whole = [_whole([part.values[i] for part in spec.parts]) for i in range(len(spec.columns))]
        parts = [
            Line(part.name, tuple(_part(value, all_) for value, all_ in zip(part.values, whole, strict=True)), part.tone)
            for part in spec.parts
        ]
        return Native("stack", tuple(spec.columns), tuple(parts), share=spec.share)
    return None


def _long(values: Values, length: int) -> tuple[float | None, ...]:
    known = [None if value is None or value != value else float(value) for value in values]
    return tuple(known + [None] * (length - len(known)))


def _whole(values: Sequence[float | None]) -> float | None:
    """The height of a column; None where a part of it is masked, or it is empty: it is then left out whole."""
    known = [value for value in values if value is not None]
    whole = float(sum(known))
    return whole if len(known) == len(values) and whole else None


def _part(value: float | None, whole: float | None) -> float | None:
    return None if value is None or whole is None else value / whole
