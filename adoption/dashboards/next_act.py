"""An act to try next: what it is, why, what it would move, whom it touches. Always a hypothesis to test, never a promise."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from adoption.dashboards.words import interval
from adoption.metrics.catalogue import TESTS
from rse.lib.sentences import Sentence


@dataclass(frozen=True)
class NextAct:
    """An act to try: `moves` names the tests of the stage that it would move, `people` whom it touches, `link` what it rests on."""

    key: str
    title: str
    why: Sentence
    moves: tuple[str, ...]
    people: str
    link: str = ""

    @property
    def test(self) -> str:
        """The first test it would move, in words."""
        return str(TESTS[self.moves[0]]) if self.moves else ""

    @property
    def foot(self) -> str:
        """Whom it touches, the interval of what it might bring, its kind, and the test it would move."""
        parts = [self.people]
        if self.why.interval is not None:
            parts += [interval(self.why.interval.low, self.why.interval.high), self.why.label]
        return " · ".join([*parts, _("would move: %(test)s") % {"test": self.test}] if self.test else parts)
