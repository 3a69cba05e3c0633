"""Counts of a kept study: what masking has hidden is -1 there, and nothing here."""

from __future__ import annotations

from collections.abc import Iterable

from adoption.science.figures import Bools, Floats, Ints


def known(count: int) -> int | None:
    return count if count >= 0 else None


def counts(values: Ints) -> list[int | None]:
    """Of a line of counts."""
    return [known(int(value)) for value in values.tolist()]


def total(values: Ints) -> int:
    """Of what is shown."""
    return int(values[values >= 0].sum())


def floats(values: Floats, hidden: Bools | None = None) -> list[float | None]:
    """Of a line of numbers: NaN, and what `hidden` marks, are nothing."""
    marks: Iterable[bool] = [False] * len(values) if hidden is None else hidden.tolist()
    return [None if mark or value != value else value for value, mark in zip(values.tolist(), marks, strict=True)]
