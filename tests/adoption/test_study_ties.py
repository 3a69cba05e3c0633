"""Ties of hand-made scopes, reckoned by hand."""

import numpy as np
import pytest

from adoption.metrics.study import Ties, TiesPeople
from adoption.metrics.ties import ties
from adoption.science.dyads import NO_TIES
from adoption.science.figures import NO_ACTIVITY, NOT_ENOUGH_PEOPLE, Figure
from tests.adoption.evidence import act, evidence, series, tie

TWENTY = [0] * 10 + [1] * 10


def tied(*args: object, **kwargs: object) -> Ties:
    found = ties(evidence(*args, **kwargs), seed=1)  # type: ignore[arg-type]
    assert found is not None
    return found


def test_nobody_has_no_ties() -> None:
    assert ties(evidence(0), seed=1) is None
    alone = tied(3)
    assert alone.two_way.reason == alone.transversality.relative.reason == NO_TIES
    assert alone.loss == Figure.none(NO_ACTIVITY) and alone.ei_expected is None


def test_dyads_of_half_a_year_among_people_still_here() -> None:
    rows = [
        tie(0, 1), tie(1, 0, ago=25), tie(0, 10, replies=0, mentions=1), tie(2, 12, ago=26), tie(-1, 3), tie(3, -1),
        tie(4, 5, replies=0),
    ]  # fmt: skip
    found = tied(20, ties=rows, unit=TWENTY)
    assert (found.two_way.value, found.two_way.n) == (0.5, 2)
    assert found.ei.value == 0 and found.ei_expected == pytest.approx(1 - 2 * 180 / 380)
    assert found.cross_two_way.value == 0
    assert found.behind == TiesPeople(tied=3, mutual=2, one_way=2, crossing=2, inside=2, mutual_crossing=0, mutual_inside=2)


def test_small_units_do_not_count() -> None:
    rows = [tie(0, 1), tie(0, 10), tie(0, 19)]
    network = tied(20, ties=rows, unit=[0] * 10 + [1] * 9 + [2])
    assert network.ei.value == -1 and network.ei.n == 1
    community = tied(20, ties=rows, unit=[0] * 10 + [1] * 9 + [2], community=7)
    assert (community.ei.value, community.ei.n) == (0, 2)


def test_units_of_contributors_and_the_least_present() -> None:
    rows = [act(person, posts=1) for person in range(12)]
    found = tied(20, rows, unit=TWENTY)
    assert found.diversity.blau.value == pytest.approx(1 - (10 / 12) ** 2 - (2 / 12) ** 2)
    assert (found.coverage.weakest.value, found.coverage.weakest.n) == (0.2, 10)
    assert found.coverage.tenth_percentile.value == pytest.approx(0.2 + 0.1 * 0.8)
    assert tied(20, rows[:9], unit=TWENTY).diversity.entropy == Figure.none(NOT_ENOUGH_PEOPLE, n=9)


def test_key_people_and_what_is_left_without_three() -> None:
    rows = [act(0, posts=6), act(1, posts=2), act(2, ago=3, posts=2), act(3, ago=4, posts=50)]
    found = tied(5, rows, course=series(contributions28=10, kept28=4, expected28=0.5))
    assert (found.keys.k50.value, found.keys.k50.n) == (1, 3)
    assert found.loss == Figure(0.8, n=10)


def test_a_community_is_broad_or_not_and_has_a_maturity() -> None:
    people = 60
    unit = [person % 4 for person in range(people)]
    talkers = [act(person, ago=11, posts=1) for person in range(7)] + [act(person, comments=1) for person in range(20, 40)]
    rng = np.random.default_rng(5)
    rows = [tie(int(a), int(b)) for a, b in rng.integers(0, people, (200, 2))]
    found = tied(people, talkers, rows, unit=unit, community=3, course=series(community=3))
    assert found.broad is True
    assert found.maturity == "community"  # 27 voices of 60
    network = tied(people, talkers, rows, unit=unit)
    assert network.broad is None and network.maturity is None
    small = tied(49, [], rows[:0], unit=unit[:49], community=3)
    assert small.broad is False and small.maturity == "diffusion"
