"""How wide a text is before a browser draws it: the advance widths of Inter SemiBold, rounded up, so that labels can be kept apart."""

from __future__ import annotations

from functools import lru_cache
from unicodedata import normalize

_EM = {
    "ijlI": 0.28, "’' \u00a0": 0.3, "\u202f": 0.19, ".,:;·!|": 0.33, "tf()[]/r": 0.4, "1": 0.43, "-_^*\"?–": 0.55,
    "szkcavyxe": 0.595, "bdghnopquJLF57": 0.63, "EBPRSTZ0234689+<>=−×≥≤«»~#$&": 0.675,
    "ACDGHKNOQUVXY": 0.775, "mwM": 0.93, "W%@œŒ—…→": 1.02,
}  # fmt: skip
_WIDTHS = {char: em for chars, em in _EM.items() for char in chars}
_OTHER = 0.68


@lru_cache(maxsize=20_000)
def measure(text: str, size: float) -> float:
    """Pixels that `text` takes at `size`, a little generously."""
    return size * sum(_advance(char) for char in text)


def wrap(text: str, width: float, size: float, most: int = 3) -> tuple[str, ...]:
    """The text in lines of at most `width` pixels, cut between words, the last of `most` lines shortened."""
    lines: list[str] = []
    for word in text.split(" "):
        if lines and measure(f"{lines[-1]} {word}", size) <= width:
            lines[-1] = f"{lines[-1]} {word}"
        else:
            lines.append(word)
    kept = [*lines[: most - 1], " ".join(lines[most - 1 :])] if len(lines) > most else lines
    return tuple(fit(line, width, size) for line in kept)


def fit(text: str, width: float, size: float) -> str:
    """The text, or as much of it as `width` takes, then an ellipsis."""
    if measure(text, size) <= width:
        return text
    kept = text
    while kept and measure(kept + "…", size) > width:
        kept = kept[:-1]
    return kept.rstrip() + "…"


@lru_cache(maxsize=2_000)
def _advance(char: str) -> float:
    return _WIDTHS.get(char) or _WIDTHS.get(normalize("NFD", char)[0], _OTHER)
