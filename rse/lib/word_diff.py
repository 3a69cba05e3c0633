"""What changed between two texts, word by word: pieces that stayed, that came and that went. Plain text in, plain text out."""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

Kind = Literal["same", "added", "removed"]
MAX_WORK = 4_000_000  # pairs of words, about a thousand words on each side; beyond, lines, and beyond that the one text after the other
KEPT_AROUND = 160  # characters of what stayed that are shown on each side of a change
GAP = " […] "


class Piece(NamedTuple):
    """`words` stand between the blanks `before` and `after`: these are not to be marked, or a line that came shows as a sliver."""

    kind: Kind
    text: str

    @property
    def words(self) -> str:
        return self.text.strip()

    @property
    def before(self) -> str:
        return self.text[: len(self.text) - len(self.text.lstrip())]

    @property
    def after(self) -> str:
        return self.text[len(self.text.rstrip()) :]


def word_diff(old: str, new: str) -> list[Piece]:
    """The pieces of `new`, and what of `old` is no longer there, in the order of reading; long stretches that stayed are cut."""
    if old == new:
        return [Piece("same", new)] if new else []
    return _short(list(_joined(_pieces(old, new))))


def _pieces(old: str, new: str) -> Iterator[Piece]:
    for unit in (r"\s+|\w+|[^\w\s]", r"[^\n]*\n|[^\n]+"):
        before, after = re.findall(unit, old), re.findall(unit, new)
        head = _same_start(before, after)
        tail = _same_start(before[head:][::-1], after[head:][::-1])
        left, right = before[head : len(before) - tail], after[head : len(after) - tail]
        if len(left) * len(right) <= MAX_WORK:
            yield Piece("same", "".join(before[:head]))
            yield from _matched(left, right)
            yield Piece("same", "".join(after[len(after) - tail :]))
            return
    yield Piece("removed", old)
    yield Piece("added", new)


def _matched(left: Sequence[str], right: Sequence[str]) -> Iterator[Piece]:
    # Words that come back all the time are no anchors: without that, a text of one word repeated takes minutes.
    for _tag, i, j, k, m in SequenceMatcher(None, left, right, autojunk=True).get_opcodes():
        if left[i:j] == right[k:m]:
            yield Piece("same", "".join(left[i:j]))
        else:
            yield Piece("removed", "".join(left[i:j]))
            yield Piece("added", "".join(right[k:m]))


def _same_start(one: Sequence[str], other: Sequence[str]) -> int:
    return next((place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _joined(pieces: Iterator[Piece]) -> Iterator[Piece]:
    """Without empty pieces; a blank that stayed between two changes goes with them, so that a phrase reads as one."""
    removed, added = "", ""
    for kind, text in pieces:
        if kind == "removed":
            removed += text
        elif kind == "added":
            added += text
        elif text.strip(" ") or not (removed or added):
            yield from _change(removed, added)
            removed, added = "", ""
            if text:
                yield Piece("same", text)
        else:
            removed, added = removed + text, added + text
    yield from _change(removed, added)


def _change(removed: str, added: str) -> Iterator[Piece]:
    if removed:
        yield Piece("removed", removed)
    if added:
        yield Piece("added", added)


def _short(pieces: Sequence[Piece]) -> list[Piece]:
    short = []
    for place, (kind, text) in enumerate(pieces):
        if kind == "same" and len(text) > 2 * KEPT_AROUND + len(GAP):
            start = text[:KEPT_AROUND].rsplit(" ", 1)[0] if place else ""
            end = text[-KEPT_AROUND:].split(" ", 1)[-1] if place < len(pieces) - 1 else ""
            text = f"{start}{GAP}{end}"
        short.append(Piece(kind, text))
    return short
