"""The items of a JSON document of any size, one after the other: never more of it in memory than an item.

Read are arrays, objects that hold the array in `items` or `orderedItems`, and objects that follow one another.
"""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterator
from typing import BinaryIO

from adoption.history.logs.jsonl import object_of
from adoption.history.logs.line import Unusable

LISTS = ("items", "orderedItems")
MAX_ITEM = 8_000_000  # characters: a longer one is taken for a document that is not JSON
_CHUNK = 1 << 18
_BLANK = " \t\r\n"
_DECODER = json.JSONDecoder()


def by_line(lines: Iterator[bytes]) -> Iterator[tuple[int, object | Unusable]]:
    """One object a line, with the number of the line."""
    for number, raw in enumerate(lines, start=1):
        if raw.strip():
            try:
                yield number, object_of(raw)
            except Unusable as problem:
                yield number, problem


def by_item(file: BinaryIO) -> Iterator[tuple[int, object | Unusable]]:
    """The items of a document, numbered from 1; where it is not JSON the last one says so."""
    number = 0
    try:
        for number, item in enumerate(_Document(file).items(), start=1):
            yield number, item
    except Unusable as problem:
        yield number + 1, problem


class _Document:
    """A window on the text: what is before `at` has been read, more is fetched when a value does not end in it."""

    def __init__(self, file: BinaryIO) -> None:
        self.file, self.text, self.at, self.ended = file, "", 0, False
        self.decoder = codecs.getincrementaldecoder("utf-8-sig")(errors="surrogateescape")

    def items(self) -> Iterator[object]:
        while mark := self._next():
            if mark == "[":
                yield from self._array()
            elif mark == "{":
                yield from self._object()
            else:
                yield self._value()

    def _array(self) -> Iterator[object]:
        self.at += 1
        if self._next() == "]":
            self.at += 1
            return
        while True:
            yield self._value()
            if self._mark(",]") == "]":
                return

    def _object(self) -> Iterator[object]:
        """The items it holds, else the object itself."""
        self.at += 1
        fields: dict[str, object] = {}
        held = False
        if self._next() == "}":
            self.at += 1
            yield fields
            return
        while True:
            if self._next() != '"':
                raise self._wrong()
            name = str(self._value())
            self._mark(":")
            if self._next() == "[" and name in LISTS:
                held = True
                yield from self._array()
            else:
                fields[name] = self._value()
            if self._mark(",}") == "}":
                break
        if not held:
            yield fields

    def _value(self) -> object:
        """The next whole value; one that ends with the window may go on after it."""
        self._next()
        while True:
            try:
                value, end = _DECODER.raw_decode(self.text, self.at)
                if end < len(self.text) or self.ended:
                    self.at = end
                    return value
            except RecursionError:
                raise self._wrong() from None
            except ValueError:
                if self.ended or len(self.text) - self.at > MAX_ITEM:
                    raise self._wrong() from None
            self._fetch()

    def _mark(self, wanted: str) -> str:
        mark = self._next()
        if not mark or mark not in wanted:
            raise self._wrong()
        self.at += 1
        return mark

    def _next(self) -> str:
        """The next character that is not blank; empty at the end."""
        while True:
            while self.at < len(self.text):
                if (mark := self.text[self.at]) not in _BLANK:
                    return mark
                self.at += 1
            if self.ended:
                return ""
            self._fetch()

    def _fetch(self) -> None:
        """As much again as is waiting, so that a long value is tried few times."""
        size = max(_CHUNK, len(self.text) - self.at)
        raw = self.file.read(size)
        self.ended = not raw
        self.text = self.text[self.at :] + self.decoder.decode(raw, final=self.ended)
        self.at = 0

    def _wrong(self) -> Unusable:
        if self.ended and not self.text[self.at :].strip():
            return Unusable("the document ends before it is complete")
        return Unusable("not JSON from here on, and the rest is not read: {}", self.text[self.at : self.at + 40])
