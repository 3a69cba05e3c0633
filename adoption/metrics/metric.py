"""What is declared of a number, once: see `adoption.metrics.catalogue`."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise

from rse.lib.sentences import Kind


@dataclass(frozen=True)
class Metric:
    """One number: its name and question for the reader, its formula, unit and window, and the source of any threshold."""

    key: str
    name: Promise
    question: Promise
    formula: Promise
    unit: Promise
    window: Promise
    threshold: Promise
    kind: Kind
