"""Under the first screen: each part of a study is drawn with its sentence and its data, hidden cells stay hidden, nobody is named."""

import re
from time import process_time
from typing import Any

import numpy as np
import pytest
from django.utils import timezone

from adoption.dashboards.network import network_page
from adoption.metrics.scope import scope_figures
from adoption.metrics.series import load_series
from adoption.metrics.several import brief_figures
from adoption.models import NETWORK
from adoption.science import weeks
from adoption.science.stages import DEFAULT
from tests.adoption.parts import compared, habits_of, hypothesis, organisation_of, talk_of, ties_of, units_of
from tests.adoption.shown import judged, keep, put_weeks
from tests.adoption.test_sponsor_page import TRANSITION, answer, chosen, page_of, signed_in
from tests.conftest import Cast
from tests.factories import make_community, make_person

pytestmark = pytest.mark.django_db
FIGURES = ("adoption-curve", "switch-off-fans", "delays", "growth", "profiles", "matrix", "units", "unit-ties", "survival", "open-closed")


def whole(week: int, **parts: Any) -> dict[str, Any]:
    made = {"habits": habits_of(week), "talk": talk_of(), "ties": ties_of(), "units": units_of(week), "organisation": organisation_of()}
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
    assert chosen(study)[:3] == ["welcome", "seed", "reply"]
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


def test_pushes_of_the_study_come_before_rules_and_name_only_what_may_be_named(cast: Cast) -> None:
    week = put_weeks(TRANSITION)
    judged()
    pushes = (
        hypothesis("answer_newcomers", str(cast.secret.pk), 9, 4.0),
        hypothesis("answer_newcomers", str(cast.open.pk), 8, 3.0),
        hypothesis("seed_unit", "2", 70, None),
    )
    study = keep(week, **whole(week, organisation=organisation_of(pushes)))
    shown = answer(page_of(), "act")
    assert f"Answer the newcomers who wait in {cast.open.name}" in shown
    assert "About 3 more people might contribute" in shown
    assert "[+1 to +5] · association, not a cause" in shown
    assert f'href="/adoption/communities/{cast.open.slug}/"' in shown
    assert cast.secret.name not in shown
    assert chosen(study)[:2] == ["seed_unit", "reply"]


def test_open_and_closed_are_compared_with_their_caveat_or_not_at_all() -> None:
    week = put_weeks(TRANSITION)
    judged()
    keep(week, **whole(week))
    shown = figure(page_of(), "open-closed")
    assert "not the effect of opening" in shown
    assert "Under 20 communities a side, nothing is concluded" in shown
    keep(week, **whole(week, organisation=organisation_of(open_closed=compared("refused"))))
    page = page_of()
    assert 'id="open-closed"' not in page
    assert "it takes 8 of each, old enough, and there are 12 and 9" in page


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


def test_a_past_week_is_shown_as_it_stood_and_what_is_no_week_is_not_found() -> None:
    week = put_weeks(np.concatenate([np.full(40, 0.12), np.full(30, 0.2)]))
    judged()
    keep(week)
    keep(week - 40, way=None)
    past = page_of(path=f"/adoption/?week={weeks.label(week - 40)}")
    assert "12% of the 400 people" in past
    assert f'value="{weeks.label(week - 40)}" selected' in past
    assert "20% of the 400 people" in page_of()
    client = signed_in(make_person("Sam", roles=["sponsor"]))
    for name in ("2026-W99", "soon", "2026-W1", weeks.label(week + 1), weeks.label(week - 90), "²026-W10", "2026-W10'"):
        assert client.get("/adoption/", {"week": name}).status_code == 404, name
    older = page_of(path=f"/adoption/?week={weeks.label(week - 3)}")
    assert "the newest one" in older
