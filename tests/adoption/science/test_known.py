"""Judging only the newest weeks gives what judging all of them gives."""

from adoption.science.stages import classify
from tests.adoption.science.networks import World, simulate


def test_known_weeks_are_not_judged_again() -> None:
    course = simulate(World(level=0.45, decline=0.025, decline_from=70), 4)
    whole = classify(course)
    for cut in (1, 50, 90, len(course) - 1):
        assert classify(course, known=[j.candidate for j in whole[:cut]]) == whole[cut:]
