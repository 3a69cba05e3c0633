"""Every generated sentence says what it rests on: a count, an estimate, an association, or a cause shown by a randomised comparison."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Kind: TypeAlias = Literal["count", "estimate", "association", "causal"]

KINDS: dict[Kind, Promise] = {
    "count": _("count"),
    "estimate": _("estimate"),
    "association": _("association, not a cause"),
    "causal": _("measured by a randomised comparison"),
}


@dataclass(frozen=True)
class Interval:
    """From `low` to `high`, in the unit of the sentence, as text ready to be read."""

    low: str
    high: str


@dataclass(frozen=True)
class Sentence:
    """A sentence for a page or a paper. Use `count`, `estimate`, `association` and `causal`, which ask for what each kind owes."""

    kind: Kind
    text: str
    n: int | None = None
    interval: Interval | None = None
    comparison: str = ""  # the randomised comparison that a causal sentence rests on

    def __post_init__(self) -> None:
        if self.kind in ("estimate", "association", "causal") and (self.n is None or self.interval is None):
            raise ValueError(f"a sentence of kind {self.kind} owes its n and its interval")
        if self.kind == "causal" and not self.comparison:
            raise ValueError("a causal sentence owes the randomised comparison it rests on")

    def __str__(self) -> str:
        return self.text

    @property
    def label(self) -> str:
        return str(KINDS[self.kind])


def count(text: str, n: int | None = None) -> Sentence:
    """What was counted, with nothing inferred."""
    return Sentence("count", text, n)


def estimate(text: str, *, n: int, low: str, high: str) -> Sentence:
    return Sentence("estimate", text, n, Interval(low, high))


def association(text: str, *, n: int, low: str, high: str) -> Sentence:
    return Sentence("association", text, n, Interval(low, high))


def causal(text: str, *, n: int, low: str, high: str, comparison: str) -> Sentence:
    """Only for a comparison drawn at random; `comparison` names it."""
    return Sentence("causal", text, n, Interval(low, high), comparison)
