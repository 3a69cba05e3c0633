"""The verdict of the switch-off test (adoption.md 5.24): survives, dies or unknown, by two bounds and only where the history allows. Ours.

With constant push, spontaneous arrivals and push cannot be told apart, so the test answers only where both bounds agree (A keeps p0,
B sets it to 0) and where the push has been low for long enough to see what remains. "Unknown" is a normal answer, with its reason.

On 1,000 simulated organisations the model answered "survives" once and "dies" 63 times, without error. Bound B is a hard one: where people
differ, those not yet engaged are the harder to move, so entries fall as the share rises and q reads too low. Survival is shown by a pause.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypedDict

import numpy as np

from adoption.science.figures import tidy
from adoption.science.switchoff.fitting import BLOCK, DRAWS, Draws, refit
from adoption.science.switchoff.history import History, longest_run
from adoption.science.switchoff.pause import PAUSE_TOO_SHORT, Pause, Word, judge_pause
from adoption.science.switchoff.simulation import Fan, gradual, lose_spontaneous, simulate, without_push
from adoption.science.weeks import YEAR

SURE = 0.9
QUIET_WEEKS = 6
SETTLED = 12  # weeks of life that a pause must follow: a launch that falls silent was never carried. Ours

PUSH_UNRECORDED = "push_unrecorded"
NO_CLEAN_YEAR = "no_clean_year"
PUSH_NEVER_VARIED = "push_never_varied"
NOT_ENOUGH_WEEKS = "not_enough_weeks"
BOUNDS_DISAGREE = "bounds_disagree"
NOT_SURE = "not_sure"


class BoundsDict(TypedDict):
    spontaneous_kept: float | None
    spontaneous_lost: float | None


class AliveDict(TypedDict):
    """JSON of the verdict; bounds are chances of being alive after 52 weeks without push."""

    verdict: Word
    bounds: BoundsDict
    reason: str


@dataclass(frozen=True)
class Answer:
    """The word, why it is not surer, both bounds as fans, the gradual withdrawal under each, and the refits they rest on."""

    verdict: Word
    reason: str
    kept: Fan | None = None
    lost: Fan | None = None
    gradual_kept: Fan | None = None
    gradual_lost: Fan | None = None
    draws: Draws | None = None
    pause: Pause | None = None

    def as_dict(self) -> AliveDict:
        kept = tidy(self.kept.probability) if self.kept else None
        lost = tidy(self.lost.probability) if self.lost else None
        return {"verdict": self.verdict, "bounds": {"spontaneous_kept": kept, "spontaneous_lost": lost}, "reason": self.reason}


def switch_off(history: History, seed: int, draws: Draws | None = None) -> Answer:
    """Would this network be alive after a year without push? `draws` are given where they were pooled, else fitted here.

    A real pause at the end of the history, 8 clean weeks or more without any push, answers before the model does. The fans are there as
    soon as the model can be fitted, whatever the verdict.
    """
    pause, obstacle = last_pause(history), _obstacle(history)
    if draws is None and history.fitted.sum() >= 2 * BLOCK:
        draws = refit(history, seed, DRAWS)
    if draws is None:
        return Answer(pause.verdict, pause.reason, pause=pause) if pause else Answer("unknown", obstacle or NOT_ENOUGH_WEEKS)
    rng = np.random.default_rng([seed, 1])
    kept, lost = (simulate(history, refits, without_push(), rng) for refits in (draws, lose_spontaneous(draws)))
    slow_kept, slow_lost = (simulate(history, refits, gradual(history), rng) for refits in (draws, lose_spontaneous(draws)))
    word, reason = (pause.verdict, pause.reason) if pause else judge(kept.probability, lost.probability, obstacle)
    return Answer(word, reason, kept, lost, slow_kept, slow_lost, draws, pause)


def last_pause(history: History) -> Pause | None:
    """The pause that the history ends with, judged; None under 8 clean weeks of it, without push before it, or under 12 weeks of life."""
    pushed = np.flatnonzero(history.push > 0)
    start = int(pushed[-1]) + 1 if len(pushed) else 0
    if start < SETTLED:
        return None
    pause = judge_pause(history.share[start:], history.clean[start:], int(history.people[-1]))
    return None if pause.reason == PAUSE_TOO_SHORT else pause


def judge(kept: float, lost: float, obstacle: str = "") -> tuple[Word, str]:
    """The word and its reason, from the chances of both bounds and what the history lacks."""
    if obstacle:
        return "unknown", obstacle
    if min(kept, lost) > SURE:
        return "survives", ""
    if max(kept, lost) < 1 - SURE:
        return "dies", ""
    return "unknown", BOUNDS_DISAGREE if kept > SURE or lost < 1 - SURE else NOT_SURE


def _obstacle(history: History) -> str:
    """What the history lacks for any answer; empty where it lacks nothing."""
    if not (history.push > 0).any():
        return PUSH_UNRECORDED
    if longest_run(history.quiet & history.clean) < QUIET_WEEKS:
        return PUSH_NEVER_VARIED
    if len(history) < YEAR:
        return NO_CLEAN_YEAR
    return ""
