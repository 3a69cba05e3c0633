"""The stage on networks whose truth is known: steady ones keep their label, declining ones lose it in time."""

from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from adoption.science.stages import Course, Judgement, Thresholds, classify
from tests.adoption.science.networks import World, simulate


def changes(judgements: list[Judgement], after: int = 0) -> int:
    shown = [j.shown for j in judgements[after:]]
    return sum(a != b for a, b in pairwise(shown))


@pytest.mark.parametrize("level", [0.28, 0.45])
def test_a_steady_network_keeps_its_label_through_august_and_christmas(level: float) -> None:
    courses = [simulate(World(level=level), seed) for seed in range(50)]
    judged = [classify(course) for course in courses]
    years = (len(judged[0]) - 52) / 52
    assert np.mean([changes(j, after=52) for j in judged]) / years < 1
    assert max(changes(j, after=52) for j in judged) / years <= 2
    assert all(j[-1].shown == "critical_mass" for j in judged)


def test_no_false_decline_in_100_steady_networks() -> None:
    for seed in range(100):
        course = simulate(World(level=0.28 if seed % 2 else 0.45), seed)
        assert "decline" not in {j.shown for j in classify(course)}, seed


def test_a_decline_of_two_and_a_half_percent_a_week_is_found_within_half_a_year() -> None:
    delays = []
    for seed in range(40):
        judged = classify(simulate(World(level=0.45, decline=0.025, decline_from=70), seed))
        found = [i for i, j in enumerate(judged) if j.shown == "decline" and i >= 70]
        delays.append(found[0] - 70 if found else 999)
    assert np.median(delays) <= 26, sorted(delays)
    assert np.percentile(delays, 90) <= 35, sorted(delays)


def flat(level: float, length: int = 40, **changed: Any) -> Course:
    course = simulate(World(length=length), 1)
    plain = replace(
        course, low_season=np.zeros(length, bool), judged=np.ones(length, bool), share=np.full(length, level),
        wac=np.full(length, 100.0), ever=np.full(length, 100.0),
    )  # fmt: skip
    return replace(plain, **changed)


def test_nobody_is_not_a_number_but_insufficient_data() -> None:
    nobody = flat(np.nan, ever=np.zeros(40), wac=np.zeros(40), invited=np.full(40, np.nan))
    assert {j.shown for j in classify(nobody)} == {"insufficient"}


def test_too_early_until_a_tenth_of_the_target_is_invited() -> None:
    invited = np.where(np.arange(40) < 20, 0.09, 0.5)
    shown = [j.shown for j in classify(flat(0.3, invited=invited))]
    assert set(shown[:20]) == {"too_early"}
    assert shown[20] != "too_early"


def test_a_level_is_entered_at_25_percent_and_left_at_20() -> None:
    share = np.concatenate([np.full(30, 0.26), np.full(30, 0.22), np.full(30, 0.19)])
    judged = classify(flat(0.0, 90, share=share))
    assert judged[29].shown == "critical_mass"
    assert judged[59].shown == "critical_mass"
    assert judged[89].shown == "transition"
    fresh = classify(flat(0.22, 40))
    assert fresh[-1].shown == "transition"


def test_critical_mass_never_before_week_16() -> None:
    judged = classify(flat(0.6))
    assert "critical_mass" not in {j.candidate for j in judged[:16]}
    assert judged[16].candidate == "critical_mass"


def test_four_judged_weeks_in_the_same_new_class_change_the_label() -> None:
    share = np.concatenate([np.full(20, 0.05), np.full(20, 0.12)])
    shown = [j.shown for j in classify(flat(0.0, share=share))]
    assert shown.index("transition") == 23
    blinking = np.where(np.arange(40) % 4 == 3, 0.05, 0.12)
    assert "transition" not in {j.shown for j in classify(flat(0.0, share=blinking))}


def test_a_week_out_of_judgement_changes_nothing() -> None:
    judged = np.ones(40, bool)
    judged[21:24] = False
    share = np.concatenate([np.full(20, 0.05), np.full(20, 0.12)])
    shown = [j.shown for j in classify(flat(0.0, share=share, judged=judged))]
    assert shown.index("transition") == 26


def test_self_carrying_needs_the_verdict_of_the_switch_off_test() -> None:
    parts: dict[str, Any] = {"s1": np.full(40, 0.9), "s2": np.full(40, 0.9), "s5": np.ones(40)}
    without = classify(flat(0.4, **parts))[-1]
    assert (without.shown, without.nuance) == ("critical_mass", "autonomy_unverified")
    assert {t["name"]: t["passed"] for t in without.tests}["survives_without_push"] is None
    alive = classify(flat(0.4, alive_without_push=np.ones(40), **parts))[-1]
    assert alive.shown == "self_carrying"
    dying = classify(flat(0.4, alive_without_push=np.zeros(40), **parts))[-1]
    assert dying.shown == "critical_mass"
    animated = classify(flat(0.4, alive_without_push=np.ones(40), **{**parts, "s1": np.full(40, 0.3)}))[-1]
    assert (animated.shown, animated.nuance) == ("critical_mass", "")


def test_stagnation_after_half_a_year_without_growth_and_launch_before() -> None:
    shown = [j.shown for j in classify(flat(0.04))]
    assert shown[20] == "launch"
    assert shown[-1] == "stagnation"
    growing = classify(flat(0.04, wac=20 * np.exp(0.05 * np.arange(40)) + np.tile([1.0, -1.0], 20)))
    assert (growing[-1].shown, growing[-1].nuance) == ("launch", "long_launch")


def test_thresholds_are_settings() -> None:
    assert classify(flat(0.22), Thresholds(enter_mass=0.2, leave_mass=0.15))[-1].shown == "critical_mass"


def test_every_test_says_what_it_measured() -> None:
    tests = classify(flat(0.3))[-1].tests
    by_name = {t["name"]: t for t in tests}
    assert by_name["level_held_12"] == {"name": "level_held_12", "passed": True, "value": 12.0, "threshold": 11}
    assert by_name["target_invited"]["passed"] is True
    assert by_name["s1"]["passed"] is None
