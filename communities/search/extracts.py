"""Extracts: the part of a text where the words are, and the words marked in it. Everything else is escaped."""

import re
from collections.abc import Iterable

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from rse.lib.fold import fold
from rse.lib.search_words import flat

LENGTH = 220  # characters
_BEFORE = 70  # of these, before the first word found
_MARKED = 12  # in one extract
_LEXEME = re.compile(r"'((?:[^']|'')+)'")
_ENDING = 5  # letters that may follow the stem of a word: réglages, réglaient
_MARK = "<mark>{}</mark>"


class Marker:
    """Finds the words of a query in texts, by their stems as the database made them."""

    def __init__(self, lexemes: str, *, begins: bool = False) -> None:
        self._pattern = _pattern(_stems(lexemes), begins=begins)

    def mark(self, text: str) -> SafeString:
        """All of `text`, escaped, its words marked."""
        if self._pattern is None:
            return mark_safe(escape(text))
        return mark_safe("".join(self._pieces(text, 0, len(text), "", "")))

    def extract(self, text: str) -> SafeString:
        """Some LENGTH characters of `text` from a little before the first word found; its beginning where there is none."""
        found = self._pattern.search(flat(text)) if self._pattern else None
        start = max(0, found.start() - _BEFORE) if found else 0
        if start:
            start = text.find(" ", start, found.start() if found else start) + 1 or start
        end = start + LENGTH
        if end < len(text):
            end = max(text.rfind(" ", start + LENGTH // 2, end), start + LENGTH // 2)
        return mark_safe("".join(self._pieces(text, start, end, "… " if start else "", " …" if end < len(text) else "")))

    def _pieces(self, text: str, start: int, end: int, before: str, after: str) -> Iterable[str]:
        yield before
        part, at = text[start:end], 0
        for number, found in enumerate(self._pattern.finditer(flat(part)) if self._pattern else ()):
            if number == _MARKED:
                break
            yield escape(part[at : found.start()])
            yield _MARK.format(escape(part[found.start() : found.end()]))
            at = found.end()
        yield escape(part[at:])
        yield after


def _stems(lexemes: str) -> list[str]:
    """The folded stems in a query as the database writes it, without those that must not be there."""
    wanted = re.sub(r"!\s*(\([^()]*(?:\([^()]*\)[^()]*)*\)|'(?:[^']|'')+'(?::\*?[A-D]*)?)", " ", lexemes)
    return sorted({fold(each) for each in _LEXEME.findall(wanted)}, key=len, reverse=True)


def _pattern(stems: list[str], *, begins: bool) -> re.Pattern[str] | None:
    if not stems:
        return None
    ending = "*" if begins else f"{{0,{_ENDING}}}"
    parts = [_letters(stem) + (rf"[^\W_]{ending}" if len(stem) > 2 else "") for stem in stems if stem]
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(parts)})(?![^\W_])") if parts else None


def _letters(stem: str) -> str:
    return re.escape(stem).replace("oe", "(?:oe|œ)").replace("ae", "(?:ae|æ)").replace("ss", "(?:ss|ß)")
