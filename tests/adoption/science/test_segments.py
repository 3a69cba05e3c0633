"""Profiles, engagement and personas at their cut-offs."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adoption.science import segments
from adoption.science.figures import NO_PEOPLE, Figure
from adoption.science.segments import ENGAGEMENTS, PERSONAS, PROFILES


def profile(visits: int, contributions: int, weeks: int = 12, ever: bool = True) -> tuple[str, bool]:
    found = segments.profiles(np.array([visits]), np.array([contributions]), np.array([weeks]), np.array([ever]))
    return PROFILES[found.code[0]], bool(found.power[0])


@pytest.mark.parametrize(
    ("visits", "contributions", "name"),
    [
        (0, 0, "inactive"),
        (2, 11, "inactive"),
        (3, 11, "irregular"),
        (8, 0, "irregular"),
        (9, 11, "faithful"),
        (8, 12, "bursting"),
        (0, 12, "bursting"),
        (9, 12, "assiduous"),
    ],
)
def test_profiles_at_their_cut_offs(visits: int, contributions: int, name: str) -> None:
    assert profile(visits, contributions) == (name, False)


def test_a_newcomer_is_judged_on_their_own_weeks() -> None:
    assert profile(3, 0, weeks=3) == ("newcomer", False)
    assert profile(3, 0, weeks=4) == ("faithful", False)
    assert profile(2, 0, weeks=4) == ("irregular", False)
    assert profile(0, 4, weeks=4) == ("bursting", False)
    assert profile(4, 4, weeks=5) == ("faithful", False)  # 4 contributions in 5 weeks are less than one a week
    assert profile(4, 5, weeks=5) == ("assiduous", False)
    assert profile(6, 0, weeks=9) == ("irregular", False)  # ceil(6.75) = 7 are needed
    assert profile(7, 0, weeks=9) == ("faithful", False)
    assert profile(9, 0, weeks=60) == ("faithful", False)


def test_power_is_fifteen_actions_a_week() -> None:
    assert profile(12, 180) == ("assiduous", True)
    assert profile(12, 179) == ("assiduous", False)
    assert profile(4, 60, weeks=4) == ("assiduous", True)
    assert profile(3, 60, weeks=3) == ("newcomer", False)


def test_never_came_is_not_inactive() -> None:
    assert profile(0, 0, weeks=30, ever=False) == ("never_came", False)
    assert profile(0, 0, weeks=1, ever=False) == ("never_came", False)
    assert profile(0, 3, weeks=30, ever=False) == ("inactive", False)  # wrote by mail: came without a visit recorded


people = st.lists(st.tuples(st.integers(0, 12), st.integers(0, 300), st.integers(0, 80), st.booleans()), min_size=1, max_size=50)


@settings(deadline=None)
@given(people)
def test_profiles_part_everybody(rows: list[tuple[int, int, int, bool]]) -> None:
    visits, made, weeks, ever = (np.array(column) for column in zip(*rows, strict=True))
    found = segments.profiles(visits, made, weeks, ever)
    parts = segments.shares(found.code, PROFILES)
    assert len(parts) == len(PROFILES)
    assert sum(part.value or 0 for part in parts) == pytest.approx(1)
    left_out = np.isin(found.code, [segments.NEVER, segments.NEW]).sum()
    assert segments.adoption_matrix(found).sum() + left_out == len(rows)
    assert set(found.code[found.power]) <= {segments.ASSIDUOUS, segments.BURSTING}


def test_the_matrix_of_adoption_crosses_frequency_and_activity() -> None:
    found = segments.profiles(np.array([1, 4, 9, 2, 10, 1]), np.array([0, 0, 5, 30, 40, 0]), np.array([12] * 5 + [2]), np.ones(6, bool))
    assert segments.adoption_matrix(found).tolist() == [[2, 1], [1, 1]]


def test_engagement_and_its_score() -> None:
    talk, meet = np.array([1, 2, 1, 5, 0]), np.array([1, 0, 2, 2, 0])
    assert [ENGAGEMENTS[code] for code in segments.engagement(talk, meet)] == ["present", "conversing", "sociable", "engaged", "present"]
    found = segments.social_score(talk, meet)
    assert found.score.value == pytest.approx(100 * (0.5 * 0.2 + 0.5 * 0.2 + 0.2))
    assert [part.value for part in found.parts] == [0.4, 0.2, 0.2, 0.2]
    assert found.medians == (1.0, 1.0)
    assert found.score.low == 0.0  # a t-interval of five people reaches under 0 and is clipped
    assert segments.social_score(talk[:0], meet[:0]).score == Figure.none(NO_PEOPLE)
    assert [ENGAGEMENTS[code] for code in segments.engagement(talk, meet, high=1)][:2] == ["engaged", "conversing"]


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), min_size=1, max_size=60))
def test_the_social_score_is_made_of_its_parts(rows: list[tuple[int, int]]) -> None:
    talk, meet = (np.array(column) for column in zip(*rows, strict=True))
    found = segments.social_score(talk, meet)
    present, conversing, sociable, engaged = (part.value or 0 for part in found.parts)
    assert present + conversing + sociable + engaged == pytest.approx(1)
    assert found.score.value == pytest.approx(100 * (0.5 * conversing + 0.5 * sociable + engaged))
    assert found.score.value is not None and (found.score.low or 0) <= found.score.value <= (found.score.high or 100)


@pytest.mark.parametrize(
    ("posts", "comments", "reactions", "received", "name"),
    [
        (0, 1, 0, 30, "observer"),
        (2, 0, 0, 0, "broadcaster"),
        (1, 1, 0, 0, "responder"),
        (1, 1, 1, 1, "engager"),  # rho = 1/2
        (1, 2, 0, 7, "engager"),  # rho = 2
        (1, 2, 0, 8, "catalyst"),
        (5, 2, 2, 1, "broadcaster"),
        (4, 2, 2, 1, "responder"),
    ],
)
def test_personas_at_their_cut_offs(posts: int, comments: int, reactions: int, received: int, name: str) -> None:
    code = segments.personas(np.array([posts]), np.array([comments]), np.array([reactions]), np.array([received]))
    assert PERSONAS[code[0]] == name
