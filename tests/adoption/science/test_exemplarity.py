"""Managers and teams with a known truth: what only looks like an example is never told as one."""

import numpy as np
import pytest
from scipy.optimize import minimize

from adoption.science import exemplarity as room
from adoption.science.claims import ASSOCIATION
from adoption.science.exemplarity import FOLLOWS_THE_TEAM, NOT_ENOUGH_MANAGERS, Panel, exemplarity
from adoption.science.figures import NOT_ENOUGH_PEOPLE, NOT_ENOUGH_WEEKS, Figure
from adoption.science.starting import starting_ratio
from tests.adoption.science.effects_trial import managers
from tests.adoption.science.teams import World, simulate

SEEDS = 12


def test_a_lasting_likeness_of_teams_and_managers_is_no_example() -> None:
    found = managers(World(lasting=0.8), SEEDS, 1)
    assert found.naive > 0.1  # the plain correlation
    assert found.told <= 1 and abs(found.mean) < 0.01


def test_common_moods_and_managers_who_answer_are_refused() -> None:
    moods = managers(World(mood=0.5, memory=0.7), SEEDS, 2)
    assert moods.naive > 0.03 and moods.shown <= 1 and moods.told == 0
    answering = managers(World(answering=0.8, lasting=0.4), SEEDS, 3)
    assert answering.naive > 0.05 and answering.shown <= 4 and answering.told == 0


def test_moods_too_weak_for_the_placebo_are_not_told_either() -> None:
    """The lead placebo lets a few through; the effect must also lie beyond it."""
    assert managers(World(mood=0.35, memory=0.3), SEEDS, 4).told <= 1


def test_a_real_example_is_found() -> None:
    found = managers(World(effect=0.3, lasting=0.3), SEEDS, 5)
    assert found.shown >= 9 and found.told >= 8
    one = exemplarity(simulate(World(effect=0.3, lasting=0.3), 1), 1)
    assert one.kind == ASSOCIATION and one.found and one.managers == 60
    assert one.other.low is not None and one.other.high is not None and one.other.low <= 0 <= one.other.high


def test_the_slope_by_dummies() -> None:
    """The coefficient of a small panel, from a regression with a dummy for each person under each manager and each week."""
    panel = simulate(World(effect=0.3, managers=40, team=3, weeks=12), 2)
    log, people = np.log1p(panel.contributions), panel.contributions.shape[1]
    week, person = np.nonzero(panel.present[1:-1] & (panel.manager[1:-1] >= 0))
    whose = panel.manager[1:-1][week, person]
    _, spell = np.unique(person * people + whose, return_inverse=True)
    dummies = np.column_stack([spell[:, None] == np.arange(spell.max() + 1), week[:, None] == np.arange(10)])
    x = np.column_stack([log[week, whose], log[week + 2, whose], dummies])
    beta = np.linalg.lstsq(x, log[week + 1, person], rcond=None)[0]
    found = exemplarity(panel, 1)
    assert found.lead.value == pytest.approx(beta[1], abs=1e-8)
    assert found.beyond.value == pytest.approx(beta[0] - beta[1], abs=1e-8)
    assert found.naive.value == pytest.approx(np.corrcoef(log[week + 1, person], x[:, 0])[0, 1])


def test_starting_by_an_independent_likelihood() -> None:
    """Cox's partial likelihood with Breslow's ties, person by person and week by week, climbed without derivatives."""
    panel = simulate(World(effect=0.6, managers=35, team=6, weeks=14), 3)
    made, manager = panel.contributions > 0, panel.manager[1:-1]
    cells = panel.present[1:-1] & (manager >= 0)
    first, lead, beyond = starting_ratio(panel.contributions, panel.begun, cells, manager)
    ever = made.mean(axis=0)

    def loss(beta: np.ndarray) -> float:
        total = 0.0
        for week in range(1, 13):
            risk = cells[week - 1] & ~made[:week].any(axis=0)
            whose = manager[week - 1, risk]
            eta = beta[0] * made[week - 1, whose] + beta[1] * made[week + 1, whose] + beta[2] * ever[whose]
            begins = made[week, risk]
            total += float(eta[begins].sum() - begins.sum() * np.log(np.exp(eta).sum())) if begins.any() else 0.0
        return -total

    best = minimize(loss, np.zeros(3), method="Nelder-Mead", options={"xatol": 1e-7, "fatol": 1e-9, "maxiter": 4000}).x
    assert np.log([first.value or 0, lead.value or 0]) == pytest.approx(best[:2], abs=1e-4)
    assert np.log(beyond.value or 0) == pytest.approx(best[0] - best[1], abs=1e-4)


def test_too_few_managers_weeks_or_beginners_say_nothing() -> None:
    assert exemplarity(simulate(World(managers=29), 1), 1).effect.reason == NOT_ENOUGH_MANAGERS
    assert exemplarity(simulate(World(weeks=7), 1), 1).effect.reason == NOT_ENOUGH_WEEKS
    silent = simulate(World(managers=40), 1)
    silent.contributions[:, :15] = 0  # 15 managers who never take part teach nothing
    assert exemplarity(silent, 1).managers == 25
    panel = simulate(World(), 1)
    begun = Panel(panel.contributions, panel.present, panel.manager, np.ones_like(panel.begun))
    assert exemplarity(begun, 1).starting.reason == NOT_ENOUGH_PEOPLE


def test_nobody_is_their_own_example() -> None:
    panel = simulate(World(effect=0.3), 4)
    own = panel.manager.copy()
    own[:, :60] = np.arange(60)[None, :]
    assert exemplarity(Panel(panel.contributions, panel.present, own, panel.begun), 1) == exemplarity(panel, 1)


def test_refusals_say_why() -> None:
    found = exemplarity(simulate(World(mood=0.5, memory=0.7), 5), 5)
    assert found.effect.reason == FOLLOWS_THE_TEAM and found.starting.reason == FOLLOWS_THE_TEAM
    assert found.effect == Figure.none(FOLLOWS_THE_TEAM, n=found.effect.n) and not found.found
    assert found.lead.value is not None and room.FEWEST_MANAGERS == 30
