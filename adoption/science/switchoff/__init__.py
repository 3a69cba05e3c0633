"""Switch-off test (adoption.md 5.24): if all animation stopped today, would the network be alive in a year? Ours, to be labelled so."""

from __future__ import annotations

from adoption.science.switchoff.critical import Critical, critical_share
from adoption.science.switchoff.fitting import Draws, refit
from adoption.science.switchoff.history import History
from adoption.science.switchoff.pause import Clusters, Contrast, compare_paused, judge_pause
from adoption.science.switchoff.pooling import pool
from adoption.science.switchoff.simulation import Fan
from adoption.science.switchoff.verdict import AliveDict, Answer, switch_off

__all__ = [
    "AliveDict",
    "Answer",
    "Clusters",
    "Contrast",
    "Critical",
    "Draws",
    "Fan",
    "History",
    "compare_paused",
    "critical_share",
    "judge_pause",
    "pool",
    "refit",
    "switch_off",
]
