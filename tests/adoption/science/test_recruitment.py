"""Recruitment: parts of each start by hand, and a branching organisation whose R is known."""

import numpy as np
import pytest

from adoption.science import recruitment as room
from adoption.science.figures import NO_ACTIVITY, NOT_ENOUGH_PEOPLE, NOT_ENOUGH_WEEKS, Ints
from adoption.science.recruitment import KINDS, Objects, Starts, Triggers, authors_kept, credits, invitations, recruitment, spell
from tests.adoption.science.effects_trial import branching
from tests.adoption.science.recruits import World, simulate

INVITED, MENTIONED, REPLIED, REACTED, BY_AUTHOR = range(len(KINDS))
STARTS = Starts(np.array([12, 10, 11, 13]), np.array([5, 3, 4, 6]))
ROWS = np.array(
    [
        (10, 1, INVITED),
        (10, 1, MENTIONED),  # one trigger, twice
        (10, 2, REPLIED),
        (11, 3, BY_AUTHOR),  # nobody but the author
        (12, 1, REACTED),
        (12, 4, BY_AUTHOR),
        (12, 12, MENTIONED),  # oneself
        (99, 1, INVITED),  # who has not begun
        (13, 5, BY_AUTHOR),
        (13, 5, MENTIONED),  # the author did something besides
    ]
)
TRIGGERS = Triggers(ROWS[:, 0], ROWS[:, 1], ROWS[:, 2])


def parts(kept: float) -> dict[tuple[int, int], float]:
    found = credits(STARTS, TRIGGERS, kept)
    rows = zip(STARTS.person[found.start], found.person, found.weight, strict=True)
    return {(int(newcomer), int(person)): float(weight) for newcomer, person, weight in rows if weight > 0}


def test_each_distinct_trigger_has_its_part() -> None:
    assert parts(0.0) == {(10, 1): 0.5, (10, 2): 0.5, (12, 1): 1.0, (13, 5): 1.0}
    assert parts(1.0) == {(10, 1): 0.5, (10, 2): 0.5, (11, 3): 1.0, (12, 1): 0.5, (12, 4): 0.5, (13, 5): 1.0}
    assert parts(0.4) == pytest.approx({(10, 1): 0.5, (10, 2): 0.5, (11, 3): 0.4, (12, 1): 0.8, (12, 4): 0.2, (13, 5): 1.0})
    for kept in (0.0, 0.4, 1.0):
        found = credits(STARTS, TRIGGERS, kept)
        whole = np.bincount(found.start, found.weight, 4) + found.alone
        assert whole == pytest.approx([1, 1, 1, 1])  # triggered or spontaneous, never more than once


def test_no_start_and_no_trigger() -> None:
    nobody: Ints = np.zeros(0, dtype=np.int64)
    assert len(credits(Starts(nobody, nobody), TRIGGERS).weight) == 0
    alone = credits(STARTS, Triggers(nobody, nobody, nobody))
    assert (alone.alone == 1).all()
    assert spell(Starts(nobody, nobody), credits(Starts(nobody, nobody), TRIGGERS), 100).reason == NOT_ENOUGH_WEEKS


def test_r_counts_the_eight_weeks_after_the_base_week() -> None:
    base = np.arange(1, 26)
    found = credits(STARTS, TRIGGERS)
    late = recruitment(STARTS, found, base, 3, 11, seed=1)  # weeks 4 to 11: 11 alone, 12 by 1, 13 by 5
    assert late.r.value == pytest.approx(2 / 25) and late.r.low is not None and late.r.low <= 2 / 25
    assert late.spontaneous.value == pytest.approx(1 / 3)
    assert recruitment(STARTS, found, base, 2, 11, seed=1).r.value == pytest.approx(3 / 25)
    assert recruitment(STARTS, found, base, 3, 10, seed=1).r.reason == NOT_ENOUGH_WEEKS
    assert recruitment(STARTS, found, base[:19], 3, 11, seed=1).r.reason == NOT_ENOUGH_PEOPLE


def test_the_interval_is_that_of_redrawn_people() -> None:
    recruits = np.random.default_rng(1).poisson(0.4, 90) / 2
    found = room.resampled_mean(recruits, seed=2)
    drawn = recruits[np.random.default_rng(3).integers(0, 90, (4000, 90))].mean(axis=1)
    assert (found.low, found.high) == pytest.approx(tuple(np.percentile(drawn, [2.5, 97.5])), abs=0.015)


def test_a_known_r_is_recovered() -> None:
    found = branching(World(), 20, 1)
    assert found.r_covers >= 17 and found.spell_covers >= 17
    assert found.r == pytest.approx(found.r_truth, rel=0.1) and found.spell == pytest.approx(found.spell_truth, rel=0.1)


def test_people_met_in_a_week_have_better_prospects_than_a_newcomer() -> None:
    """Length bias: over the same 8 weeks, who is met this week recruits more than who begins."""
    truth = simulate(World(rate=0.16), 1)
    found = credits(truth.starts, truth.triggers)
    own, met = spell(truth.starts, found, 79, horizon=9), recruitment(truth.starts, found, truth.active[40], 40, 79, seed=1).r
    assert own.high is not None and met.low is not None and own.high < met.low


def test_a_spell_by_hand() -> None:
    """40 begin in week 0, 20 in week 3; those of week 0 bring in one each at age 2 for half of them; sight ends with week 4."""
    people, weeks = np.arange(80), np.repeat([0, 3, 2], [40, 20, 20])
    found = credits(Starts(people, weeks), Triggers(np.arange(60, 80), np.arange(20), np.zeros(20, dtype=np.int64)))
    assert spell(Starts(people, weeks), found, 4, horizon=3).value == pytest.approx(20 / 60)  # who began in week 3 is not seen at age 2
    assert spell(Starts(people, weeks), found, 4, horizon=6).reason == NOT_ENOUGH_WEEKS


def test_authors_count_only_above_the_shuffle_of_their_week_and_unit() -> None:
    rng = np.random.default_rng(4)
    week, unit = rng.integers(0, 10, 400), rng.integers(0, 5, 400)
    crowd = Objects(rng.integers(0, 10, 5000), rng.integers(0, 5, 5000), rng.integers(0, 50, 5000), np.ones(5000, dtype=np.int64))
    blind = Objects(week, unit, rng.integers(0, 50, 400), np.ones(400, dtype=np.int64))
    chosen = np.arange(10)  # a fifth of the attention
    assert authors_kept(blind, crowd, chosen) == 0
    drawn = np.where(rng.random(400) < 0.5, rng.integers(0, 10, 400), blind.author)  # half go to them on purpose
    kept = authors_kept(Objects(week, unit, drawn, blind.count), crowd, chosen)
    assert kept == pytest.approx(1 - 0.2 / 0.6, abs=0.08)


def test_invitations_by_hand() -> None:
    found = invitations(np.array([2, 0, 4, 4]), np.array([1, 0, 2, 1]), seed=1)
    assert (found.k.value, found.sent.value, found.accepted.value) == (1.0, 2.5, 0.4)
    nobody: Ints = np.zeros(0, dtype=np.int64)
    assert invitations(nobody, nobody, seed=1).k.reason == NO_ACTIVITY
