"""Habits of hand-made scopes, reckoned by hand."""

from dataclasses import replace

import numpy as np
import pytest

from adoption.metrics.habits import habits, month_ends, month_of
from adoption.metrics.study import Habits
from adoption.science.figures import NO_ACTIVITY, NOT_ENOUGH_WEEKS, Figure
from adoption.science.segments import ENGAGEMENTS, PERSONAS, PROFILES
from tests.adoption.evidence import WEEK, act, evidence, gone, series, tie

# WEEK begins on Monday 30 March 2026: April by its Thursday


def made(*args: object, **kwargs: object) -> Habits:
    found = habits(evidence(*args, **kwargs))  # type: ignore[arg-type]
    assert found is not None
    return found


def test_nobody_has_no_habits() -> None:
    assert habits(evidence(0)) is None
    assert habits(evidence(3, course=series(0))) is None


def test_a_week_belongs_to_the_month_of_its_thursday() -> None:
    assert month_of(WEEK) == 12 * 2026 + 3
    assert month_of(WEEK - 1) == 12 * 2026 + 2
    assert month_ends(evidence(1)).tolist()[-3:] == [WEEK - 5, WEEK - 1, WEEK]
    assert len(month_ends(evidence(1))) == 12
    assert month_ends(evidence(1, course=series(5))).tolist() == [WEEK - 1, WEEK]


def test_profiles_at_the_end_of_each_month() -> None:
    faithful = [act(0, ago, visits=1) for ago in range(9)]
    once = [act(1, 0, posts=12)]
    lately = [act(2, ago, visits=1) for ago in range(2)]
    found = made(4, [*faithful, *once, *lately], known=[60, 60, 2, 60]).profiles
    now = dict(zip(PROFILES, found.counts[-1].tolist(), strict=True))
    assert now == {
        "never_came": 1, "newcomer": 1, "inactive": 0, "irregular": 0, "faithful": 1, "bursting": 1, "assiduous": 0,
    }  # fmt: skip
    assert [figure.value for figure in found.shares] == [0.25, 0.25, 0, 0, 0.25, 0.25, 0]
    assert found.matrix.tolist() == [[0, 1], [1, 0]]
    assert (found.power.value, found.power.n) == (0, 4)
    before = dict(zip(PROFILES, found.counts[-2].tolist(), strict=True))  # a week ago: 8 visits of 12, nothing of the second
    assert before == {**dict.fromkeys(PROFILES, 0), "irregular": 1, "never_came": 2, "newcomer": 1}
    assert found.counts[-3].sum() == 3  # five weeks ago the third was not there yet
    assert found.counts[0].tolist() == [3, 0, 0, 0, 0, 0, 0]


def test_who_came_before_the_evidence_is_inactive_not_new_to_it() -> None:
    found = made(2, [act(0, 60, visits=1)], came=[True, True]).profiles
    assert (found.counts[:, PROFILES.index("inactive")] == 2).all()


def test_what_was_done_before_joining_does_not_count() -> None:
    found = made(1, [act(0, ago, posts=1) for ago in range(12)], known=5).profiles
    assert found.counts[-1][PROFILES.index("assiduous")] == 1
    early = made(1, [act(0, ago, posts=1) for ago in range(5, 12)], known=5, came=[True]).profiles
    assert early.counts[-1][PROFILES.index("inactive")] == 1


def test_power_needs_fifteen_actions_a_week() -> None:
    assert made(2, [act(0, 1, posts=180), act(1, 1, posts=179)]).profiles.power.value == 0.5


def test_engagement_crosses_conversation_and_relation_over_four_weeks() -> None:
    rows = [
        act(0, 3, posts=1, comments=1), act(1, 0, profile_views=2), act(2, 0, mentions=2), act(3, 4, posts=9), act(4, 0, follows=1),
        act(4, 1, invites=1),
    ]  # fmt: skip
    found = made(5, rows)
    assert dict(zip(ENGAGEMENTS, found.engagement.tolist(), strict=True)) == {"present": 1, "conversing": 1, "sociable": 2, "engaged": 1}
    assert found.score.score.value == pytest.approx((50 + 50 + 50 + 100) / 5)
    assert found.score.parts[3].value == pytest.approx(1 / 5)


def test_personas_weigh_what_was_made_and_received() -> None:
    rows = [act(0, 0, posts=2), act(1, 0, posts=8), act(2, 0, comments=8)]
    ties = [tie(1, 0, replies=2, reactions=4), tie(-1, 0, replies=1), tie(0, -1), tie(2, 1, ago=4, replies=9)]
    shares = dict(zip(PERSONAS, made(4, rows, ties).personas, strict=True))
    assert {name: figure.value for name, figure in shares.items()} == {
        "observer": 0.25, "engager": 0, "catalyst": 0.25, "responder": 0.25, "broadcaster": 0.25,
    }  # fmt: skip


def test_rates_and_inequality() -> None:
    rows = [act(0, 0, posts=3), act(1, 1, reactions=1), act(2, 0, visits=1), act(3, 25, posts=1), act(4, 26, posts=5)]
    found = made(5, rows)
    assert (found.c182.value, found.c182.n) == (0.6, 5)
    assert found.reading.value == 0.2
    assert (found.spread.silent.value, found.spread.occasional.value, found.spread.top.value) == (0.6, 0.2, 0.2)
    assert found.spread.made_by_top.value == 0.75
    assert found.gini.value == pytest.approx((2 * 1 + 4 * 3) / (5 * 4))
    assert found.lorenz.shape == (21, 2) and found.lorenz[-1].tolist() == [1, 1] and found.lorenz[12, 1] == pytest.approx(0)


def test_stickiness_counts_any_trace_and_contributions_apart() -> None:
    rows = [*(act(0, ago, visits=1) for ago in range(4)), act(0, 3, posts=1), act(1, 2, profile_views=1), act(2, 4, visits=1)]
    found = made(3, [row for row in rows if row != act(0, 3, visits=1)])
    assert (found.visits.ratio.value, found.visits.ratio.n) == ((1 + 0.25) / 2, 2)
    assert (found.contributions.ratio.value, found.contributions.ratio.n) == (0.25, 1)
    assert made(1).visits.ratio == Figure.none(NO_ACTIVITY)


def test_discontinuance_jumps_over_the_low_season() -> None:
    rows = [act(0, 8, posts=1), act(1, 19, posts=1), act(2, 8, posts=1), act(2, 7, posts=1), act(3, 20, posts=1)]
    rows += [act(4, 9, posts=1), act(4, 5, posts=1)]
    plain = made(5, rows).discontinuance
    assert (plain.value, plain.n) == (2 / 4, 4)  # the first two of the four of weeks 8 to 19 ago
    low = made(5, rows, course=series(low=[5])).discontinuance
    assert (low.value, low.n) == (2 / 3, 3)  # weeks 9 to 20 ago; who contributed in the low week is not silent
    assert made(4, rows[:5], course=series(19)).discontinuance == Figure.none(NOT_ENOUGH_WEEKS, n=19)


def test_cohorts_keep_those_who_left_and_only_whole_months() -> None:
    rows = [gone(i, 9, posts=1) for i in range(3)]  # January 2026, its Thursday the 29th
    rows += [act(i, 9, posts=1) for i in range(3)] + [act(0, 5, posts=1), act(1, 1, posts=1), act(2, 0, posts=1)]
    rows += [gone(0, 1, comments=1)]
    found = made(3, rows).cohorts
    assert found.months.tolist() == list(range(12 * 2025 + 3, 12 * 2026 + 3))
    row = found.kept[-3]
    assert found.sizes[-3] == 6 and row[:3].tolist() == pytest.approx([1, 1 / 6, 2 / 6]) and np.isnan(row[3:]).all()
    assert found.sizes.sum() == 6
    young = made(3, rows, course=series(6)).cohorts
    assert young.months.tolist() == [12 * 2026 + 1, 12 * 2026 + 2] and young.hidden.tolist() == [True, True]


def test_the_asked_week_may_end_its_month() -> None:
    world = evidence(1, [act(0, 1, posts=1)])
    before = replace(world, week=WEEK - 1, series=world.series.upto(WEEK - 1))
    found = habits(before)
    assert found is not None and found.cohorts.months[-1] == 12 * 2026 + 2 and found.cohorts.hidden[-1]


def test_growth_by_windows_of_28_days() -> None:
    rows = [act(0, 9, posts=1), act(0, 1, posts=1), act(1, 5, posts=1), act(1, 0, posts=1), act(2, 4, posts=1), gone(0, 8, posts=1)]
    found = made(3, rows, course=series(13))
    assert found.growth_weeks.tolist() == [WEEK - 8, WEEK - 4, WEEK]
    growth = found.growth
    assert (growth.new.tolist(), growth.kept.tolist()) == ([2, 2, 0], [0, 0, 1])
    assert (growth.returned.tolist(), growth.left.tolist()) == ([0, 0, 1], [0, 2, 1])
    assert len(made(3, rows, course=series(60)).growth_weeks) == 12
    early = made(1, [act(0, 12, posts=1), act(0, 8, posts=1)], course=series(13)).growth
    assert (early.new.tolist(), early.kept.tolist()) == ([0, 0, 0], [1, 0, 0])  # known from the week before the first whole window
