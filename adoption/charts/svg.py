"""Drawings written as SVG: in classes for the page, which knows both themes, or with its colours for a paper or a slide."""

from __future__ import annotations

from html import escape

from django.utils.safestring import SafeString, mark_safe

from adoption.charts.ink import Theme, attributes, colour
from adoption.charts.marks import Disc, Drawing, Mark, Path, Rect, Text

_FONT = "Inter, 'Segoe UI', Roboto, sans-serif"


def svg(drawing: Drawing, label: str, css: str = "") -> SafeString:
    """The drawing for a page; `label` is read in its place."""
    size = f'viewBox="0 0 {drawing.width} {drawing.height}" width="{drawing.width}" height="{drawing.height}"'
    named = f' class="{css}"' if css else ""
    marks = "".join(_written(mark, f' class="{mark.css}"' if mark.css else "") for mark in drawing.marks)
    return mark_safe(f'<svg{named} {size} role="img" aria-label="{escape(label)}">{marks}</svg>')  # texts are escaped here


def svg_file(drawing: Drawing, label: str = "", theme: Theme = "light") -> str:
    """The drawing as a document of its own, on the ground of a card: no class, no style sheet, every colour written out."""
    size = f'viewBox="0 0 {drawing.width} {drawing.height}" width="{drawing.width}" height="{drawing.height}"'
    title = f"<title>{escape(label)}</title>" if label else ""
    ground = f'<rect width="{drawing.width}" height="{drawing.height}" fill="{colour("surface", theme)}"/>'
    marks = "".join(_written(mark, _painted(mark, theme)) for mark in drawing.marks)
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="{_FONT}">{title}{ground}{marks}</svg>'


def _painted(mark: Mark, theme: Theme) -> str:
    return "".join(f' {key}="{value}"' for key, value in attributes(mark.css, theme, isinstance(mark, Text)))


def _written(mark: Mark, look: str) -> str:
    if isinstance(mark, Path):
        return f'<path{look} d="{mark.d}"/>'
    if isinstance(mark, Text):
        anchor = "" if mark.anchor == "start" else f' text-anchor="{mark.anchor}"'
        turn = f' transform="rotate(-90 {mark.x:g} {mark.y:g})"' if mark.upright else ""
        return f'<text{look} x="{mark.x:g}" y="{mark.y:g}"{anchor}{turn}>{escape(mark.text)}</text>'
    if isinstance(mark, Rect):
        return f'<rect{look} x="{mark.x:g}" y="{mark.y:g}" width="{mark.width:g}" height="{mark.height:g}"/>'
    assert isinstance(mark, Disc)
    return f'<circle{look} cx="{mark.x:g}" cy="{mark.y:g}" r="{mark.r:g}"/>'
