"""Under the first screen: each part of a study is drawn with its sentence and its data, hidden cells stay hidden, nobody is named."""

import re
from time import process_time
from typing import Any

import numpy as np
import pytest
from django.utils import timezone

from adoption.dashboards.network import network_page
from adoption.metrics.lives import lives
from adoption.metrics.scope import scope_figures
from adoption.metrics.series import load_series
from adoption.metrics.several import brief_figures
from adoption.models import NETWORK
from adoption.science.stages import DEFAULT
from tests.adoption.parts import habits_of, survival_of, talk_of, ties_of, units_of
from tests.adoption.shown import judged, keep, put_weeks
from tests.adoption.test_sponsor_page import TRANSITION, answer, chosen, page_of
from tests.conftest import Cast
from tests.factories import make_community

pytestmark = pytest.mark.django_db
FIGURES = ("adoption-curve", "switch-off-fans", "delays", "growth", "profiles", "matrix", "units", "unit-ties", "survival")


def whole(week: int, **parts: Any) -> dict[str, Any]:
    made = {"habits": habits_of(week), "talk": talk_of(), "ties": ties_of(), "units": units_of(week), "survival": survival_of()}
    return {**made, **parts}


def figure(page: str, key: str) -> str:
    found = re.search(rf'<figure class="card chart[^"]*" id="{key}">.*?</figure>', page)
    assert found, key
    return found[0]


def test_each_part_of_a_study_is_drawn_with_its_sentence_and_its_data() -> None:
    week = put_weeks(TRANSITION)
    judged()
    keep(week, **whole(week))
    page = page_of()
    for key in FIGURES:
        shown = figure(page, key)
        assert 'class="chart-s">' in shown
        assert "<table" in shown
    assert "style=" not in page
    assert 'id="tile-response_rate"' in page
    assert "6.5 h" in page


def test_the_curve_shows_the_forecast_beside_nothing_changes_and_warns() -> None:
    week = put_weeks(TRANSITION)
    judged()
    keep(week)
    shown = figure(page_of(), "adoption-curve")
    assert "nothing changes · 68" in shown
    assert "It is not reliable" in shown
    assert "8 in 10" in shown


def test_both_bounds_are_drawn_as_a_hypothesis_with_the_gradual_withdrawal() -> None:
    week = put_weeks(TRANSITION, engaged28=60)
    judged()
    keep(week)
    shown = figure(page_of(), "switch-off-fans")
    for words in ("All animation stops at once", "halved each quarter", "not causal", "never says to cut the budget", "9 in 10"):
        assert words in shown


def test_what_masking_hid_is_nowhere_on_the_page() -> None:
    week = put_weeks(TRANSITION)
    judged()
    keep(week, **whole(week))
    page = page_of()
    assert "\N{MINUS SIGN}1<" not in figure(page, "unit-ties")
    assert ">-1<" not in page
    assert "hidden with them" in figure(page, "units")
    assert figure(page, "unit-ties").count('class="masked"') == 5
    assert "5% contribute in the unit Finance, 40% in the unit Quality" in page


def test_a_weak_unit_a_low_response_rate_and_waiting_newcomers_are_acts() -> None:
    week = put_weeks(TRANSITION)
    judged()
    study = keep(week, **whole(week))
    assert chosen(study)[:3] == ["welcome", "reply", "seed"]
    shown = answer(page_of(), "act")
    assert "Answer the 7 newcomers who are waiting" in shown
    assert "would move: Judged weeks at critical mass, of the last 12" in shown
    few = keep(week, **whole(week, talk=talk_of(0.7, waiting=4)))
    assert chosen(few)[0] == "seed"


def test_a_line_of_the_table_says_what_the_page_of_the_community_says(cast: Cast) -> None:
    rng = np.random.default_rng(4)
    put_weeks(TRANSITION)
    for place in (cast.open, cast.closed):
        put_weeks(np.clip(rng.normal(0.3, 0.05, 70) * np.linspace(0.6, 1.2, 70), 0, 1), community=place.pk, people=90)
    judged()
    series = load_series(set(), [cast.open.pk, cast.closed.pk])
    week = int(series[cast.open.pk].weeks[-1])
    for brief in brief_figures([one.upto(week) for one in series.values()]):
        full = scope_figures(series[brief.community_id], week, DEFAULT)
        for name in ("eligible", "contributors_28d", "contribution_rate", "critical_mass_share", "direction", "stage"):
            assert getattr(brief, name) == getattr(full, name), name
        assert full.momentum.value is not None
        for end in ("value", "low", "high", "n"):
            assert getattr(brief.momentum, end) == pytest.approx(getattr(full.momentum, end)), end


def test_the_table_holds_response_rates_of_studies_and_no_secret_community(cast: Cast) -> None:
    week = put_weeks(TRANSITION)
    for place in (cast.open, cast.secret):
        put_weeks(np.full(70, 0.3), community=place.pk, people=90)
        keep(week, community=place.pk, people=90, talk=talk_of(0.66))
    judged()
    page = network_page(at=timezone.now())
    assert [(row.place.id, row.answered.value) for row in page.rows] == [(cast.open.pk, "66%")]
    assert page.rows[0].spark is not None
    assert cast.secret.name not in page_of()


def test_communities_survive_as_long_as_three_people_contribute() -> None:
    put_weeks(np.full(70, 0.3))
    assert lives(load_series(set())) is None
    for number in range(8):
        place = make_community(f"Atelier {number}")
        put_weeks(np.concatenate([np.full(40, 0.3), np.full(30, 0.3 if number else 0.0)]), community=place.pk, people=30)
    found = lives(load_series(set()))
    assert found is not None
    assert found.subjects == 8
    assert found.at(60).value == pytest.approx(7 / 8)


def test_a_page_of_fifty_communities_and_two_years_costs_little() -> None:
    for number in range(50):
        put_weeks(np.full(104, 0.3), community=make_community(f"Atelier {number}").pk, people=200)
    week = put_weeks(np.full(104, 0.17), people=50_000)
    judged()
    keep(week, **whole(week))
    network_page(at=timezone.now())
    begun = process_time()
    network_page(at=timezone.now())
    assert process_time() - begun < 1.0  # about 0.1 on a quiet machine: nothing may be worked out anew here


def test_shares_are_those_of_the_study_and_of_the_scope() -> None:
    week = put_weeks(TRANSITION)
    judged()
    keep(week, **whole(week, talk=talk_of(0.63)))
    page = page_of()
    tile = re.search(r'id="tile-response_rate".*?class="stat-v">\s*([\d]+)%', page)
    assert tile
    assert int(tile[1]) == 63
    full = scope_figures(load_series(set(), [NETWORK])[NETWORK], week, DEFAULT)
    assert f"{round((full.critical_mass_share.value or 0) * 100)}% of the 400 people" in page
