"""The switch-off test: known coefficients recovered, verdicts only where the history allows, the pause rule by hand, and a small trial."""

import ast
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy.optimize import brentq

from adoption.science.figures import Floats
from adoption.science.switchoff import Clusters, Draws, History, compare_paused, critical_share, judge_pause, pool, refit, switch_off
from adoption.science.switchoff.critical import NO_CRITICAL_SHARE, NOT_OBSERVED_AROUND, unstable_points
from adoption.science.switchoff.history import AFTER, LOW, ORDINARY, longest_run, phases
from adoption.science.switchoff.pause import NOT_ENOUGH_CLUSTERS, PAUSE_TOO_SHORT, PAUSE_UNDECIDED, damped
from adoption.science.switchoff.regression import Counts, blocks, fit, hazard, logistic
from adoption.science.switchoff.simulation import gradual, lose_spontaneous, simulate, without_push
from adoption.science.switchoff.verdict import (
    BOUNDS_DISAGREE,
    NO_CLEAN_YEAR,
    NOT_ENOUGH_WEEKS,
    NOT_SURE,
    PUSH_NEVER_VARIED,
    PUSH_UNRECORDED,
    judge,
)
from tests.adoption.science import switchoff_trial, worlds

BURSTS = np.where(np.arange(100) % 20 < 8, 0.3, 0.0)


def drawn(
    push: Floats, entries: tuple[float, float, float], exits: tuple[float, float, float], people: int = 2000, seed: int = 1
) -> History:
    """A history made by the model's own equations, without season: everyone alike, which no world of people is."""
    rng, engaged = np.random.default_rng(seed), [0]
    shares, rows, recent = [0.0] * 4, [], np.convolve(push, np.full(4, 0.25))[: len(push)]
    for week in range(len(push)):
        coming = rng.binomial(people - engaged[-1], 1 - np.exp(-(np.array([1, recent[week], shares[-1]]) @ np.array(entries))))
        before = recent[week - 1] if week else 0.0
        leaving = rng.binomial(engaged[-1], 1 / (1 + np.exp(-(exits[0] - exits[1] * np.mean(shares[-4:]) - exits[2] * before))))
        engaged.append(engaged[-1] + int(coming) - int(leaving))
        shares.append(engaged[-1] / people)
        rows.append((people, engaged[-1], int(coming), int(leaving)))
    n, nothing = len(push), np.zeros(len(push), bool)
    a, b, c, d = (np.array(column) for column in zip(*rows, strict=True))
    return History(a, b, c, d, push, nothing[:n], np.zeros(52, bool))


def part(history: History, start: int, end: int) -> History:
    columns: dict[str, Any] = {name: getattr(history, name)[start:end] for name in ("people", "engaged", "entries", "exits", "push", "low")}
    return replace(history, **columns)


def test_entries_and_exits_recover_the_coefficients_they_were_made_with() -> None:
    draws = refit(drawn(BURSTS, (0.004, 0.15, 0.12), (-1.4, 1.5, 1.0), people=20_000), seed=3)
    for found, true in ((draws.entries, (0.004, 0.15, 0.12)), (draws.exits, (-1.4, 1.5, 1.0))):
        low, high = np.percentile(found, [1, 99], axis=0)
        assert (low <= np.array(true)).all() and (np.array(true) <= high).all()
        assert (high - low < np.array([0.9, 3.0, 3.0])).all()


def test_dispersion_is_estimated_and_absent_where_there_is_none() -> None:
    rng = np.random.default_rng(2)
    x = np.column_stack([np.ones(400), rng.random(400), rng.random(400)])
    mean, _ = hazard(x @ np.array([0.05, 0.1, 0.2]))
    for rho in (0.0, 0.02):
        chance = rng.beta(mean * (1 / rho - 1), (1 - mean) * (1 / rho - 1)) if rho else mean
        counts = Counts(np.full(400, 500.0), rng.binomial(500, chance).astype(float), x, np.zeros(3, bool))
        beta, spread = fit(counts, np.ones((1, 400)), hazard, np.full(3, 0.1))
        assert spread[0] == pytest.approx(rho, abs=0.004)
        assert beta[0] == pytest.approx([0.05, 0.1, 0.2], abs=0.04)


def test_signs_are_kept_and_the_free_coefficient_is_free() -> None:
    rng = np.random.default_rng(4)
    x = np.column_stack([np.ones(200), -rng.random(200)])
    counts = Counts(
        np.full(200, 300.0), rng.binomial(300, logistic(x @ np.array([-2.0, -1.0]))[0]).astype(float), x, np.array([True, False])
    )
    beta, _ = fit(counts, np.ones((1, 200)), logistic, np.array([-1.0, 0.0]))
    assert beta[0, 1] == 0.0
    assert beta[0, 0] == pytest.approx(np.log(counts.successes.sum() / (60_000 - counts.successes.sum())), abs=0.01)


def test_whole_blocks_of_weeks_are_redrawn() -> None:
    weights = blocks(np.random.default_rng(1), 40, 300, 4)
    assert (weights.sum(axis=1) == 40).all()
    assert weights.mean(axis=0)[5:-5] == pytest.approx(np.ones(30), abs=0.25)
    lonely = [(w[1:-1] > 0) & (w[:-2] == 0) & (w[2:] == 0) for w in weights]
    assert not np.any(lonely)


def test_low_weeks_and_eight_weeks_after_them_are_out_of_the_fit() -> None:
    low = np.zeros(30, bool)
    low[10:12] = True
    assert phases(low).tolist() == [ORDINARY] * 10 + [LOW] * 2 + [AFTER] * 8 + [ORDINARY] * 10
    history = replace(part(drawn(BURSTS, (0.01, 0.1, 0), (-1, 0, 0)), 0, 30), low=low)
    assert np.flatnonzero(history.fitted).tolist() == [*range(4, 10), *range(20, 30)]
    assert longest_run(np.array([True, False, True, True])) == 2
    with pytest.raises(ValueError, match="one row per week"):
        replace(history, push=np.zeros(3))


def test_no_push_is_no_push_in_the_mean_of_four_weeks() -> None:
    history = replace(part(drawn(BURSTS, (0.01, 0.1, 0), (-1, 0, 0)), 0, 6), push=np.array([4.0, 0, 0, 0, 0, 8]))
    assert history.recent_push.tolist() == [4, 2, 4 / 3, 1, 0, 2]


def test_two_words_need_both_bounds_and_nothing_lacking() -> None:
    assert judge(0.95, 0.91) == ("survives", "")
    assert judge(0.09, 0.0) == ("dies", "")
    assert judge(0.99, 0.05) == ("unknown", BOUNDS_DISAGREE)
    assert judge(0.9, 0.9) == ("unknown", NOT_SURE)
    assert judge(0.99, 0.99, PUSH_NEVER_VARIED) == ("unknown", PUSH_NEVER_VARIED)


PUSHED = ((0.0, 0.4, 0.0), (-1.0, 0.0, 0.0))
CARRIED = ((0.0, 0.2, 0.5), (-0.9, 1.5, 0.0))


def test_it_answers_where_push_came_and_went() -> None:
    dying = switch_off(drawn(BURSTS, *PUSHED), seed=5)
    assert (dying.verdict, dying.reason) == ("dies", "")
    living = switch_off(drawn(BURSTS, *CARRIED), seed=5)
    assert living.verdict == "survives", living.as_dict()
    assert living.as_dict() == {"verdict": "survives", "bounds": living.as_dict()["bounds"], "reason": ""}
    assert living.kept and living.lost and min(living.kept.probability, living.lost.probability) > 0.9
    assert living.as_dict() == switch_off(drawn(BURSTS, *CARRIED), seed=5).as_dict()


def test_it_is_silent_where_the_history_lacks_something() -> None:
    steady = drawn(np.full(100, 0.3), *CARRIED)
    assert switch_off(steady, seed=1).reason == PUSH_NEVER_VARIED
    assert switch_off(replace(steady, push=np.zeros(100)), seed=1).reason == PUSH_UNRECORDED
    young = part(drawn(BURSTS, *CARRIED), 0, 46)
    assert (answer := switch_off(young, seed=1)).reason == NO_CLEAN_YEAR
    assert answer.verdict == "unknown" and answer.kept is not None  # the fans are shown all the same
    assert switch_off(part(drawn(BURSTS, *CARRIED), 0, 10), seed=1).reason == PUSH_NEVER_VARIED
    with pytest.raises(ValueError, match="8 fitted weeks"):
        refit(part(steady, 0, 10), seed=1)
    assert NOT_ENOUGH_WEEKS == "not_enough_weeks"


def test_the_fans_are_ordered_and_a_gradual_withdrawal_stays_above_a_sudden_one() -> None:
    history = drawn(BURSTS, *PUSHED)
    draws = refit(history, seed=1)
    sudden, slow = (simulate(history, draws, plan, np.random.default_rng(1)) for plan in (without_push(), gradual(history)))
    assert sudden.quantiles().shape == (5, 52)
    assert (np.diff(sudden.quantiles(), axis=0) >= 0).all()
    assert slow.shares[:, 20].mean() > sudden.shares[:, 20].mean()
    assert gradual(history)[[0, 12, 13, 51]] == pytest.approx(history.push[-13:].mean() * np.array([1 / 2, 1 / 2, 1 / 4, 1 / 16]))
    assert (lose_spontaneous(draws).entries[:, 0] == 0).all()
    assert sudden.as_dict()["quantiles"] == [5, 25, 50, 75, 95]


def test_the_season_is_in_the_simulation_and_does_not_kill_a_steady_network() -> None:
    record, _ = worlds.simulate(worlds.World(schedule="bursting", people=3000, length=100, need=0.08, peer=0.6), 3)
    history = switchoff_trial.history(record)
    kept = switch_off(history, seed=3).kept
    assert kept is not None
    dips = kept.quantiles()[2][history.ahead_low].min(), np.median(kept.quantiles()[2][~history.ahead_low])
    assert dips[0] < 0.9 * dips[1]
    assert kept.probability > 0.9


def pause(level: float, slope: float, length: int = 12, people: int = 3000) -> tuple[str, str]:
    share = np.array([level + slope * (week - length + 1) for week in range(length)])
    found = judge_pause(share, np.ones(length, bool), people)
    return found.plain, found.verdict


def test_the_pause_rule_by_hand() -> None:
    assert damped(np.array([0.32, 0.31, 0.30, 0.29]), np.arange(4.0), 52) == pytest.approx(0.29 - 0.01 * 9 * (1 - 0.9**52))
    assert damped(np.array([0.1, 0.2, 0.3, 0.4]), np.arange(4.0), 52) == 0.4
    assert pause(0.30, 0.0) == ("survives", "survives")
    assert pause(0.08, 0.0) == ("dies", "dies")
    assert pause(0.105, -0.02) == ("dies", "dies")
    assert pause(0.13, 0.0) == ("unknown", "unknown")
    assert judge_pause(np.full(7, 0.3), np.ones(7, bool), 300).reason == PAUSE_TOO_SHORT
    assert judge_pause(np.full(12, 0.3), np.arange(12) > 4, 300).reason == PAUSE_TOO_SHORT


def test_the_pause_is_surer_than_its_plain_rule() -> None:
    assert pause(0.30, -0.012) == ("survives", "unknown")  # falls 4 % a week: at 19 % when damped, at 4 % when not
    assert pause(0.30, 0.0, people=20) == ("survives", "unknown")
    assert pause(0.09, 0.0, people=40) == ("dies", "unknown")
    assert judge_pause(np.full(12, 0.13), np.ones(12, bool), 300).reason == PAUSE_UNDECIDED


def test_a_pause_at_the_end_answers_without_a_clean_year() -> None:
    for made, word in ((CARRIED, "survives"), (PUSHED, "dies")):
        answer = switch_off(drawn(np.where(np.arange(40) < 26, 0.3, 0.0), *made), seed=1)
        assert answer.verdict == word
        assert answer.pause is not None and answer.pause.clean_weeks == 14
    launch = drawn(np.where(np.arange(20) < 8, 0.3, 0.0), *PUSHED)
    assert switch_off(launch, seed=1).pause is None  # fell silent before it lived 12 weeks


def clusters(effect: float, each: int, seed: int = 1) -> Clusters:
    """Communities of 60 people; exits rise by `effect` in paused ones, entries stay, each community has a shock of its own."""
    rng = np.random.default_rng(seed)
    paused, during = np.arange(2 * each) < each, np.arange(24) >= 12
    own = rng.normal(0, 0.02, (2 * each, 1)) * during
    exits = rng.binomial(24, np.clip(0.15 + own + effect * (paused[:, None] & during), 0, 1))
    entries = rng.binomial(36, 0.1, (2 * each, 24))
    people, engaged = np.full((2 * each, 24), 60.0), np.full((2 * each, 24), 24.0)
    return Clusters(paused, during, people, engaged, entries.astype(float), exits.astype(float), shared=0.3)


def test_paused_communities_are_compared_by_community() -> None:
    contrast = compare_paused(clusters(0.1, 12))
    assert contrast.exits.low is not None and 0 < contrast.exits.low < 0.1 < (contrast.exits.high or 0)
    assert contrast.entries.low is not None and contrast.entries.low < 0 < (contrast.entries.high or 0)
    assert (contrast.level.value, contrast.spill_over) == (0.0, 0.3)
    assert compare_paused(clusters(0.1, 7)).exits.reason == NOT_ENOUGH_CLUSTERS


def test_the_interval_on_communities_covers() -> None:
    covered = [(c.low or 0) <= 0 <= (c.high or 0) for s in range(200) for c in [compare_paused(clusters(0.0, 10, s)).exits]]
    assert 0.90 <= np.mean(covered) <= 0.99


def same(entries: tuple[float, ...], exits: tuple[float, ...], draws: int = 50) -> Draws:
    rows = (np.tile(np.array(entries, float), (draws, 1)), np.tile(np.array(exits, float), (draws, 1)))
    return Draws(*rows, np.zeros(draws), np.zeros(draws), np.ones((draws, 3)), np.zeros((draws, 3)))


BISTABLE = ((0.0, 0.2, 0.5), (0.5, 6.0, 0.0))


def test_the_critical_share_is_the_unstable_point() -> None:
    root = brentq(lambda a: (1 - a) * (1 - np.exp(-0.5 * a)) - a / (1 + np.exp(6 * a - 0.5)), 0.01, 0.4)
    history = drawn(0.3 * BURSTS, *BISTABLE)  # pushed weakly, so that it falls back below the point before it takes off
    found = critical_share(history, same(*BISTABLE))
    assert found.share.value == pytest.approx(root, abs=1e-4)
    assert found.distance == pytest.approx(history.share[-1] / root, rel=1e-3)
    fitted = critical_share(history, refit(history, seed=1)).share
    assert fitted.low is not None and fitted.low < root < (fitted.high or 0)
    assert np.isnan(unstable_points(same((0.1, 0.2, 0.01), (0.5, 0.0, 0.0)))).all()


def test_no_critical_share_without_an_interior_point_or_without_having_been_below() -> None:
    history = drawn(BURSTS, *CARRIED)
    grows = critical_share(history, same((0.0, 0.1, 0.6), (-2.0, 0.0, 0.0)))  # q > d: any share grows
    assert (grows.share.reason, grows.distance) == (NO_CRITICAL_SHARE, None)
    above = replace(history, engaged=np.full(100, 1500))
    assert critical_share(above, same(*BISTABLE)).share.reason == NOT_OBSERVED_AROUND
    mixed = same(*BISTABLE)
    mixed.exits[:10] = (-2.0, 0.0, 0.0)  # 20 % of the draws have none
    assert critical_share(drawn(0.3 * BURSTS, *BISTABLE), mixed).share.reason == NO_CRITICAL_SHARE


def test_a_community_is_drawn_to_the_organisation_as_far_as_it_is_unsure() -> None:
    rng = np.random.default_rng(1)

    def around(q: float, error: float) -> Draws:
        draws = same((0.01, 0.1, q), (-1.0, 1.0, 0.0), 400)
        return replace(draws, entries=np.maximum(draws.entries + rng.normal(0, [1e-4, 1e-3, error], (400, 3)), 0))

    whole = around(0.3, 0.01)
    sure, unsure, other = pool(whole, [around(0.6, 0.01), around(0.6, 0.4), around(0.1, 0.01)])
    assert np.median(sure.entries[:, 2]) == pytest.approx(0.6, abs=0.03)
    assert np.median(unsure.entries[:, 2]) < 0.48
    assert np.median(other.entries[:, 2]) == pytest.approx(0.1, abs=0.03)
    assert unsure.entries[:, 2].std() < 0.4
    alike = pool(whole, [around(0.3, 0.1) for _ in range(6)])
    assert np.median(alike[0].entries[:, 2]) == pytest.approx(0.3, abs=0.05)
    assert np.median(alike[0].exits[:, 0]) == pytest.approx(-1.0)


def test_the_worlds_share_no_code_with_the_model() -> None:
    tree = ast.parse(Path(worlds.__file__).read_text())
    names = [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    names += [name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names]
    assert "numpy" in names
    assert not [name for name in names if "switchoff" in name]


def test_a_network_kept_alive_by_push_alone_is_never_called_self_carrying() -> None:
    for number, schedule in enumerate(worlds.SCHEDULES):
        world = worlds.World(schedule=schedule, people=400, length=90, need=0.0, peer=0.0, gain=0.05)
        record, state = worlds.simulate(world, number)
        assert worlds.level(worlds.continuations(state, 99, 1)[0]) < worlds.ALIVE
        assert switch_off(switchoff_trial.history(record), number).verdict in ("dies", "unknown"), schedule


def test_a_small_trial_reports_all_it_owes() -> None:
    text = switchoff_trial.validate(8, seed=0)
    for owed in ("organisations 8", "falsely alive", "called survives: 0", "bound, spontaneous kept", "pause of 13 clean weeks", "silos"):
        assert owed in text
