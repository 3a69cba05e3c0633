"""What the classes of a drawing look like, read from drawing.css and tokens.css: for papers, which have no style sheet."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal, TypeAlias

from rse.lib.stylesheet import sources

Theme: TypeAlias = Literal["light", "dark"]
_RULE = re.compile(r"([^{}]+){([^{}]*)}")
_CLASS = re.compile(r"(?:\.chart )?\.([\w-]+)")
_DRAWN = {
    "fill", "stroke", "stroke-width", "stroke-dasharray", "stroke-linecap", "stroke-linejoin", "opacity", "fill-opacity", "font-size",
    "font-weight", "paint-order",
}  # fmt: skip


@lru_cache(maxsize=2_000)
def attributes(css: str, theme: Theme, text: bool) -> tuple[tuple[str, str], ...]:
    """The presentation attributes of these classes, in the order of the sheet, colours resolved; sorted by name."""
    wanted = set(css.split()) | ({"chart text"} if text else set())
    found: dict[str, str] = {}
    for name, declarations in _rules():
        if name in wanted:
            found |= declarations
    return tuple(sorted((key, _resolved(value, theme)) for key, value in found.items()))


def colour(token: str, theme: Theme) -> str:
    """The colour #rrggbb of a token of tokens.css."""
    return _tokens()[token][0 if theme == "light" else 1]


@lru_cache(maxsize=1)
def _rules() -> tuple[tuple[str, dict[str, str]], ...]:
    """(class, declarations that draw), one per selector, in order; selectors of more than one class are for the page alone."""
    text = re.sub(r"/\*.*?\*/", "", (sources() / "drawing.css").read_text(encoding="utf-8"), flags=re.S)
    found: list[tuple[str, dict[str, str]]] = []
    for selectors, body in _RULE.findall(text):
        pairs = (part.split(":", 1) for part in body.split(";") if ":" in part)
        declared = {key.strip(): value.strip().removesuffix("px") for key, value in pairs if key.strip() in _DRAWN}
        for selector in selectors.split(","):
            one = _CLASS.fullmatch(selector.strip())
            name = "chart text" if selector.strip() == ".chart text" else one[1] if one else ""
            if name and declared:
                found.append((name, declared))
    return tuple(found)


@lru_cache(maxsize=1)
def _tokens() -> dict[str, tuple[str, str]]:
    text = (sources() / "tokens.css").read_text(encoding="utf-8")
    pairs = re.findall(r"--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)", text)
    return {name: (light, dark) for name, light, dark in pairs} | {n: (c, c) for n, c in re.findall(r"--([\w-]+): (#\w{6});", text)}


def _resolved(value: str, theme: Theme) -> str:
    return re.sub(r"var\(--([\w-]+)\)", lambda at: colour(at[1], theme), value)
