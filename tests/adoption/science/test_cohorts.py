"""Cohorts, growth accounting and survival: published curves, cases worked out by hand, and simulated lives of known length."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adoption.science import cohorts
from adoption.science.figures import NO_ACTIVITY, NO_PEOPLE, NOT_ENOUGH_WEEKS, Bools, Figure, Ints
from adoption.science.survival import BEYOND_DATA, NOT_REACHED, kaplan_meier

# Remission of leukaemia in weeks under 6-MP, + still in remission (Freireich and others 1963, Blood 21, 699-716).
REMISSION = "6 6 6 6+ 7 9+ 10 10+ 11+ 13 16 17+ 19+ 20+ 22 23 25+ 32+ 32+ 34+ 35+"
PUBLISHED = {6: 0.857, 7: 0.807, 10: 0.753, 13: 0.690, 16: 0.627, 22: 0.538, 23: 0.448}


def test_kaplan_meier_agrees_with_its_most_published_curve() -> None:
    left = np.array([float(one.rstrip("+")) for one in REMISSION.split()])
    curve = kaplan_meier(left, np.array(["+" not in one for one in REMISSION.split()]))
    assert curve.share.tolist() == pytest.approx(list(PUBLISHED.values()), abs=6e-4)
    assert curve.times.tolist() == list(PUBLISHED)
    assert curve.at_risk.tolist() == [21, 17, 15, 12, 11, 7, 6]
    assert curve.quantile(0.5).value == 23
    found = curve.at(10)
    assert [found.low, found.high] == pytest.approx([0.503, 0.889], abs=1e-3)  # R survfit, conf.type = "log-log"
    assert curve.at(3) == Figure(1.0, 1.0, 1.0, n=21)
    assert curve.at(36).reason == BEYOND_DATA


def test_those_who_enter_late_are_not_at_risk_before() -> None:
    """Two of three at risk at 2 (the third enters at 2, so after it); at 5 the two left."""
    curve = kaplan_meier(np.array([2.0, 5.0, 6.0]), np.array([True, True, False]), np.array([0.0, 0.0, 2.0]))
    assert curve.at_risk.tolist() == [2, 2]
    assert curve.share.tolist() == [0.5, 0.25]
    assert kaplan_meier(np.array([3.0]), np.array([True]), np.array([3.0])).subjects == 0


def test_nothing_seen_is_no_curve() -> None:
    nothing = kaplan_meier(np.zeros(0), np.zeros(0, bool))
    assert nothing.at(1) == Figure.none(NO_PEOPLE)
    assert nothing.quantile(0.5) == Figure.none(NO_PEOPLE)
    alive = kaplan_meier(np.full(9, 4.0), np.zeros(9, bool))
    assert alive.quantile(0.5) == Figure.none(NOT_REACHED, n=9)
    assert alive.at(4).value == 1.0
    gone = kaplan_meier(np.full(9, 4.0), np.ones(9, bool))
    assert gone.at(50).value == 0.0  # nothing is left whatever comes
    at_once = kaplan_meier(np.array([0.0, 0.0, 3.0, 4.0]), np.array([True, True, True, False]))
    assert at_once.share.tolist() == [0.5, 0.25]


lives = st.lists(st.tuples(st.integers(1, 40), st.booleans(), st.integers(0, 20)), min_size=1, max_size=60)


@settings(deadline=None)
@given(lives)
def test_a_survival_curve_falls_within_its_bounds(rows: list[tuple[int, bool, int]]) -> None:
    left, ended, entry = (np.array(column) for column in zip(*rows, strict=True))
    curve = kaplan_meier(left.astype(float), ended, entry.astype(float))
    assert (np.diff(curve.share) <= 1e-12).all()
    assert ((curve.low <= curve.share + 1e-12) & (curve.share <= curve.high + 1e-12)).all()
    assert ((curve.low >= 0) & (curve.high <= 1)).all()
    assert (curve.at_risk > 0).all()


@settings(deadline=None)
@given(lives)
def test_without_censoring_the_curve_is_the_share_left(rows: list[tuple[int, bool, int]]) -> None:
    left = np.array([row[0] for row in rows], dtype=np.float64)
    curve = kaplan_meier(left, np.ones(len(left), bool))
    assert curve.share == pytest.approx(np.array([(left > time).mean() for time in curve.times]))
    assert curve.quantile(0.5).value == np.percentile(left, 50, method="inverted_cdf")


def test_late_entry_recovers_the_truth_and_its_interval_covers_it() -> None:
    """Exponential lives of mean 10 met at a random age: naive survival at 10 is biased upward, delayed entry is not."""
    rng, covered, means, naive = np.random.default_rng(4), 0, [], []
    for _ in range(200):
        life, met, lost = rng.exponential(10, 400), rng.uniform(0, 8, 400), rng.uniform(5, 40, 400)
        seen = life > met
        left, ended, entered = np.minimum(life, met + lost)[seen], (life <= met + lost)[seen], met[seen]
        found = kaplan_meier(left, ended, entered).at(10)
        assert found.value is not None and found.low is not None and found.high is not None
        covered += found.low <= np.exp(-1) <= found.high
        means.append(found.value)
        naive.append(kaplan_meier(left, ended).at(10).value or 0)
    assert np.mean(means) == pytest.approx(np.exp(-1), abs=0.01)
    assert np.mean(naive) > np.exp(-1) + 0.05
    assert 0.91 <= covered / 200 <= 0.99


def contributions(rows: dict[int, list[int]]) -> tuple[Ints, Ints]:
    """Who contributed in which month, of months by person."""
    pairs = [(person, month) for person, months in rows.items() for month in months]
    return np.array([pair[0] for pair in pairs]), np.array([pair[1] for pair in pairs])


def test_a_cohort_table_by_hand() -> None:
    """Six people begin in month 3, five in month 4, one in month 5; person 99 is older than the table."""
    rows = {person: [3, 3, 4] for person in range(3)} | {person: [3] for person in range(3, 6)}
    rows |= {person: [4, 6] for person in range(6, 11)} | {11: [5, 6], 99: [1, 3, 4, 5, 6]}
    found = cohorts.cohort_table(*contributions(rows), first=3, last=5)
    assert found.months.tolist() == [3, 4, 5]
    assert found.sizes.tolist() == [6, 5, 0]
    assert found.hidden.tolist() == [False, False, True]
    assert np.allclose(found.kept, [[1, 0.5, 0], [1, 0, np.nan], [np.nan] * 3], equal_nan=True)
    later = cohorts.cohort_table(*contributions(rows), first=3, last=6, k=1)
    assert later.sizes.tolist() == [6, 5, 1, 0]
    assert later.kept[1, 2] == 1.0 and np.isnan(later.kept[2, 2])  # month 7 is not complete
    assert np.isnan(later.kept[3]).all() and not later.hidden[3]
    assert cohorts.cohort_table(*contributions(rows), first=3, last=2).sizes.tolist() == []


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 9)), min_size=1, max_size=150), st.integers(0, 4), st.integers(4, 9))
def test_no_cell_speaks_of_fewer_than_k_people(pairs: list[tuple[int, int]], first: int, last: int) -> None:
    person, month = np.array([pair[0] for pair in pairs]), np.array([pair[1] for pair in pairs])
    found = cohorts.cohort_table(person, month, first, last)
    assert not ((found.sizes > 0) & (found.sizes < 5)).any()
    shown = ~np.isnan(found.kept)
    assert (found.kept[shown] <= 1).all() and (found.kept[found.sizes > 0, 0] == 1).all()
    assert not shown[np.add.outer(np.arange(len(found.months)), np.arange(len(found.months))) >= len(found.months)].any()
    whole = cohorts.cohort_table(person, month, first, last, k=1)
    begun = {who: min(when for p, when in pairs if p == who) for who, _ in pairs}
    assert whole.sizes.sum() == sum(first <= start <= last for start in begun.values())


def test_those_silent_since_the_quarter_have_stopped() -> None:
    """22 weeks of which two are low: 12 clean ones, then 8 with the low season in their midst."""
    active: Bools = np.zeros((22, 5), dtype=np.bool_)
    low = np.zeros(22, dtype=np.bool_)
    low[[15, 16]] = True
    active[3, 0] = True  # stopped
    active[11, 1] = True  # stopped in the last week of the quarter
    active[[5, 15], [2, 2]] = True  # wrote in the low season: not silent
    active[[5, 20], [3, 3]] = True
    active[14, 4] = True  # not of the quarter
    found = cohorts.discontinuance(active, low)
    assert (found.value, found.n) == (0.5, 4)
    assert cohorts.discontinuance(active[:21], low[:21]) == Figure.none(NOT_ENOUGH_WEEKS, n=19)
    assert cohorts.discontinuance(np.zeros((22, 5), bool), low).reason == NO_ACTIVITY


def test_growth_accounting_by_hand() -> None:
    active = np.array([[1, 0, 0], [0, 1, 0], [1, 1, 0], [1, 0, 0]], dtype=np.bool_)
    found = cohorts.growth(active)
    assert found.new.tolist() == [1, 1, 0, 0]
    assert found.kept.tolist() == [0, 0, 1, 1]
    assert found.returned.tolist() == [0, 0, 1, 0]
    assert found.left.tolist() == [0, 1, 0, 1]


@settings(deadline=None)
@given(st.integers(1, 20), st.integers(0, 30), st.integers(0, 10**6))
def test_growth_accounting_balances(periods: int, people: int, seed: int) -> None:
    active = np.random.default_rng(seed).random((periods, people)) < 0.3
    found = cohorts.growth(active)
    assert (found.new + found.kept + found.returned == active.sum(axis=1)).all()
    assert (found.kept[1:] + found.left[1:] == active.sum(axis=1)[:-1]).all()
    assert found.new.sum() == active.any(axis=0).sum()


def test_a_community_ends_when_fewer_than_three_are_left() -> None:
    contributors = np.full((20, 5), 4)
    contributors[8:, 0] = 2  # opened with the log, ended at 9 weeks
    contributors[5, 1] = 0  # in a low season: not judged
    contributors[:, 3] = 1  # older than the log and dead before it: left out
    contributors[10:, 4] = 0  # opened 30 weeks before, seen from its 34th week, ended in its 41st
    clean = np.ones(20, dtype=np.bool_)
    clean[5] = False
    found = cohorts.community_survival(contributors, np.array([0, 0, 12, -10, -30]), clean)
    assert found.subjects == 4
    assert found.times.tolist() == [9, 41]
    assert found.at_risk.tolist() == [2, 1]  # the third is censored at 8 weeks
    assert found.share.tolist() == [0.5, 0]


def test_a_space_that_never_lives_ends_at_four_weeks() -> None:
    found = cohorts.community_survival(np.zeros((10, 3), np.int64), np.array([0, 2, 8]), np.ones(10, bool))
    assert (found.times.tolist(), found.share.tolist(), found.subjects) == ([4], [0], 2)
    assert cohorts.community_survival(np.zeros((2, 3), np.int64), np.zeros(3, np.int64), np.ones(2, bool)).subjects == 0
