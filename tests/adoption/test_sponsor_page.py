"""The sponsor's page: from the first screen the stage, why, when and what to try next; unknown is said calmly, nobody is named."""

import re
from html import unescape

import numpy as np
import pytest
from django.test import Client
from django.utils.translation import override

from adoption.dashboards.acts import Facts, acts
from adoption.dashboards.reasons import FORECAST, SWITCH_OFF
from adoption.metrics.scope import scope_figures
from adoption.metrics.series import load_series
from adoption.metrics.study import Study
from adoption.models import NETWORK, CommunityWeek
from adoption.science.figures import Floats
from adoption.science.forecast import deadline
from adoption.science.stages import DEFAULT
from adoption.science.switchoff import pause
from adoption.science.switchoff import verdict as switching
from rse.people.models import Person
from tests.adoption.shown import forecast_of, judged, keep, put_weeks, said, switched, way_of
from tests.factories import make_person

pytestmark = pytest.mark.django_db

LAUNCH = np.full(20, 0.05)
TRANSITION = np.full(70, 0.17)
HELD = np.full(70, 0.35)
FALLING = np.concatenate([np.full(60, 0.3), 0.3 * 0.93 ** np.arange(1, 31)])


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def page_of(language: str = "en", path: str = "/adoption/") -> str:
    response = signed_in(make_person("Sam", roles=["sponsor"], language=language)).get(path)
    assert response.status_code == 200
    return unescape(re.sub(r"\s+", " ", response.content.decode()))


def answer(page: str, key: str) -> str:
    found = re.search(rf'id="answer-{key}">.*?</article>', page)
    assert found, key
    return found[0]


def verdict(page: str) -> str:
    found = re.search(r'<h1 id="verdict".*?</section>', page)
    assert found
    return found[0]


STAGES: dict[str, tuple[Floats, float, str, str]] = {
    "launch": (LAUNCH, 1.0, "Launch: contribution is still the act of a few", "a transition starts at 10%"),
    "transition": (TRANSITION, 1.0, "Transition: contribution is spreading", "in 0 of the last 12 weeks outside holidays"),
    "critical_mass": (HELD, 1.0, "The critical mass threshold is held", "Missing to be called self-carrying"),
    "decline": (FALLING, 1.0, "Decline: contributors are getting fewer", "of what it was a quarter before"),
    "too_early": (np.full(9, 0.02), 0.06, "Too early to judge", "24 of the 400 people of the target have access"),
}


@pytest.mark.parametrize("stage", list(STAGES))
def test_the_first_screen_says_the_stage_why_when_and_what_next(stage: str) -> None:
    shares, opened, lead, why = STAGES[stage]
    keep(put_weeks(shares, opened=opened))
    assert judged() == stage
    page = page_of()
    assert lead in verdict(page)
    assert why in verdict(page)
    for key in ("replacement", "switch-off", "when", "act"):
        assert answer(page, key)
    assert "hypothesis to test" in answer(page, "act")
    assert page.index('id="answer-act"') < page.index('id="stage"') < page.index('id="communities"')


def test_a_share_is_told_with_its_interval_and_its_n() -> None:
    keep(put_weeks(TRANSITION))
    judged()
    band = verdict(page_of())
    assert "17% of the 400 people of the target contributed" in band
    assert "Between 14% and 21%" in band
    assert "n\N{NO-BREAK SPACE}=\N{NO-BREAK SPACE}400" in band


def test_replacement_says_what_its_ratio_means() -> None:
    for entrants, leavers, words in ((20, 20, "1.00 come: about as many"), (30, 20, "1.50 come: more"), (10, 20, "0.50 come: fewer")):
        CommunityWeek.objects.all().delete()
        keep(put_weeks(TRANSITION, entrants=entrants, leavers=leavers))
        judged()
        shown = answer(page_of(), "replacement")
        assert words in shown
        assert "6 windows of 28 days" in shown


def test_the_switch_off_test_answers_in_three_words_with_both_chances() -> None:
    week = put_weeks(TRANSITION)
    judged()
    cases = {
        "Unknown: animation has never varied enough": switched(),
        "Would probably survive": switched("survives", "", 0.97, 0.93),
        "Would probably die out": switched("dies", "", 0.06, 0.003),
    }
    for words, test in cases.items():
        keep(week, switch_off=test)
        shown = answer(page_of(), "switch-off")
        assert words in shown
        assert "if spontaneous use goes on" in shown
        assert "not causal" in shown
        assert "halved each quarter" in shown
    assert "6% if spontaneous use goes on, less than 1% if it stops too" in shown
    assert "What would tell" not in shown


def test_a_forecast_is_two_dates_or_says_why_not() -> None:
    week = put_weeks(TRANSITION)
    judged()
    keep(week, way=way_of(forecast_of(week)))
    shown = answer(page_of(), "when")
    assert re.search(r"Between \d+ \w+( \d{4})? and \d+ \w+ \d{4}", shown)
    assert "not reached within 52 weeks: 12%" in shown
    assert "1.2 points for the model, 2.0 points for “nothing changes”" in shown
    keep(week, way=way_of(forecast_of(week, "interval_too_wide", "no_better_than_naive", latest=None)))
    unsure = answer(page_of(), "when")
    assert "Forecast not reliable" in unsure
    assert "more than 26 weeks apart; on past weeks it was no better" in unsure
    assert "If nothing changes: 17% of the target." in unsure
    keep(week, way=way_of(forecast_of(week, "already_reached", earliest=-9, latest=-9)))
    assert "It holds now" in answer(page_of(), "when")


def test_a_page_without_a_study_is_whole_and_says_so() -> None:
    put_weeks(TRANSITION)
    judged()
    page = page_of()
    assert "Unknown: it has not been worked out" in answer(page, "switch-off")
    assert "Forecast not reliable" in answer(page, "when")


def test_every_reason_of_the_science_has_its_words() -> None:
    def reasons(module: object) -> set[str]:
        return {value for name, value in vars(module).items() if name.isupper() and isinstance(value, str)}

    assert reasons(switching) | reasons(pause) == set(SWITCH_OFF)
    assert reasons(deadline) - {"already_reached"} == set(FORECAST)


def chosen(study: Study | None, **fields: object) -> list[str]:
    series = load_series(set(), [NETWORK])[NETWORK]
    figures = scope_figures(series, int(series.weeks[-1]), DEFAULT)
    return [act.key for act in acts(Facts(figures, study, DEFAULT))]


def test_the_next_act_moves_what_holds_the_stage_back() -> None:
    study = keep(put_weeks(HELD, by_others28=100))
    judged()
    assert chosen(study)[0] == "hand-over"
    page = page_of()
    assert "Let members open the threads" in answer(page, "act")
    assert "would move: Contributions by people who do not animate" in answer(page, "act")


def test_where_the_level_holds_and_nothing_shows_autonomy_a_pause_is_proposed() -> None:
    study = keep(put_weeks(HELD))
    judged()
    assert chosen(study)[0] == "pause"


def test_a_word_of_the_switch_off_test_makes_the_stage_self_carrying() -> None:
    week = put_weeks(np.full(130, 0.35))
    for back in range(60, -1, -10):
        said("survives", week - back)
    keep(week, switch_off=switched("survives", "", 0.97, 0.93))
    assert judged() == "self_carrying"
    page = page_of()
    assert "Self-carrying: it goes on without being pushed" in verdict(page)
    assert "Would probably survive" in answer(page, "switch-off")


def test_too_early_asks_for_invitations() -> None:
    keep(put_weeks(np.full(9, 0.02), opened=0.06))
    judged()
    page = page_of()
    assert "Open the next wave of invitations" in answer(page, "act")
    assert "16 people to invite at least" in answer(page, "act")


def test_fewer_than_five_contributors_leave_no_share_on_the_first_screen() -> None:
    keep(put_weeks(np.full(70, 0.0075)))  # three people
    judged()
    page = page_of()
    assert "without showing who" in verdict(page)
    first = page[page.index('id="verdict"') : page.index('id="stage"')]
    assert "If nothing changes:" not in first
    assert not re.search(r"\b3 (people|contributors)", first)


def test_the_page_is_whole_in_french() -> None:
    with override("fr"):
        keep(put_weeks(TRANSITION))
        judged()
        page = page_of("fr")
    assert 'lang="fr"' in page
    for key in ("replacement", "switch-off", "when", "act"):
        assert answer(page, key)
