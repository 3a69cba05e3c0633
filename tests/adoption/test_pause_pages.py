"""The pages of pauses: from the proposal to the report, as the pilot, those who animate and the sponsor see them."""

import re
from collections.abc import Callable
from datetime import datetime
from html import unescape

import numpy as np
import pytest
from django.test import Client
from django.utils import timezone, translation

from adoption.actions.pause_watch import watch
from adoption.actions.pauses import announce, stop
from adoption.dashboards.pause_course import why
from adoption.dashboards.pause_page import pause_page
from adoption.dashboards.pauses import pause_card
from adoption.history.clock import public_holidays
from adoption.metrics.pausing import calendar
from adoption.models import NETWORK, CommunityWeek, Pause, PauseConsent, PauseScope, PauseSide, PauseState
from adoption.science.figures import NOT_ENOUGH_WEEKS
from adoption.science.switchoff import pause as science
from adoption.science.trials import TOO_FEW_CLUSTERS
from rse.audit.models import AuditEvent
from rse.people.models import Person
from tests.adoption.pauses import NOW, START, WEEK, Town, agreed, announced, count, proposed, through, town
from tests.conftest import Cast

pytestmark = pytest.mark.django_db
PROTOCOL = {"scope": "communities", "start": START.isoformat(), "clean_weeks": 8, "stop_at": 50, "reason": "Would we live?"}
END = calendar(WEEK, 8, public_holidays()).last - WEEK


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    def set_to(at: datetime) -> None:
        monkeypatch.setattr(timezone, "now", lambda: at)

    set_to(NOW)
    return set_to


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def text(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode())))


def weeks_of_pause(of: Town, effect: int) -> Pause:
    """An announced pause, counted to its end: `effect` engaged people fewer on the paused side, of 40, and a little chance."""
    pause = announced(of)
    rng = np.random.default_rng(4)
    for one in PauseSide.objects.filter(pause=pause):
        noise = rng.integers(-1, 2, size=40)
        fall = effect if one.paused else 0
        count(
            one.community_id, -4, END,
            level=lambda week, noise=noise, fall=fall: 20 + int(noise[week]) - (fall if week >= 0 else 0),  # type: ignore[misc]
            push=lambda week, paused=one.paused: 0 if paused and week >= 0 else 3,  # type: ignore[misc]
        )  # fmt: skip
    watch(at=through(0))
    pause.refresh_from_db()
    return pause


def test_sixteen_communities_agree_are_drawn_pause_and_the_report_shows_the_difference(clock: Callable[[datetime], None]) -> None:
    place = town(16)
    pilot = signed_in(place.pilot)
    answer = pilot.post("/adoption/pauses/", PROTOCOL)
    pause = Pause.objects.get()
    path = f"/adoption/pauses/{pause.pk}/"
    assert answer.headers["Location"] == path
    for number, owner in enumerate(place.owners):
        slug = place.communities[number].slug
        assert signed_in(owner).post(f"{path}consent/{slug}/", {"decision": "consent"}).status_code == 302
    page = text(pilot, path)
    assert "8 times in 10" in page
    assert pilot.post(path, {"decision": "draw"}).status_code == 302
    assert pilot.post(path, {"decision": "announce", "text": "We pause."}).status_code == 302
    rng = np.random.default_rng(1)
    for one in PauseSide.objects.filter(pause=pause):
        noise, fall = rng.integers(-1, 2, size=40), 8 if one.paused else 0
        count(one.community_id, -4, END, level=lambda week, n=noise, f=fall: 20 + int(n[week]) - (f if week >= 0 else 0))  # type: ignore[misc]
    clock(through(4))
    assert watch(at=through(4))
    during = text(pilot, path)
    assert "read once, when the pause is over" in during
    assert "The pause was kept: no push was recorded, against 24.0 a week before." in during
    assert "What the pause changed" not in during
    clock(through(END))
    assert watch(at=through(END))
    page = text(pilot, path)
    level = re.search(r"Level: people engaged: the pause changed it by (−[\d.]+) points\. \[(−[\d.]+) to (−[\d.]+)\], n\s=\s16", page)
    assert level is not None, page
    value, low, high = (float(found.replace("−", "-")) for found in level.groups())
    assert low < value < high < 0
    assert value == pytest.approx(-20, abs=1.5)  # 8 of 40 people
    assert "measured by a randomised comparison: communities drawn at random on 1 February 2027" in page
    assert "were also members of communities drawn to go on" in page
    assert AuditEvent.objects.filter(act="adoption.consult", detail__page="pause", target_id=str(pause.pk)).count() == 3


def test_a_pause_that_changes_nothing_is_said_to(clock: Callable[[datetime], None]) -> None:
    place = town(16)
    pause = weeks_of_pause(place, effect=0)
    watch(at=through(END))
    page = text(signed_in(place.pilot), f"/adoption/pauses/{pause.pk}/")
    assert "which chance alone may explain" in page
    assert "Level: people engaged: the pause changed it" not in page


def test_few_communities_give_both_levels_and_no_estimate(clock: Callable[[datetime], None]) -> None:
    place = town(6)
    pilot = signed_in(place.pilot)
    pause = proposed(place)
    assert "but no difference and no interval" in text(pilot, f"/adoption/pauses/{pause.pk}/")
    pause.delete()
    pause = weeks_of_pause(place, effect=8)
    watch(at=through(END))
    page = text(pilot, f"/adoption/pauses/{pause.pk}/")
    assert "No estimate: fewer than 8 communities on each side" in page
    assert re.search(r"(2[5-9]|3\d)% \(paused communities\) and (4[5-9]|5\d)% \(communities that went on\)", page)
    assert "[" not in page.split("What the pause changed")[1].split("Engaged people")[0]


def test_a_pause_stopped_early_says_so_and_estimates_nothing_under_eight_clean_weeks(clock: Callable[[datetime], None]) -> None:
    place = town(16)
    pause = weeks_of_pause(place, effect=4)
    stop(by=place.pilot, pause=pause, reason="A plant closes", at=through(5))
    page = text(signed_in(place.pilot), f"/adoption/pauses/{pause.pk}/")
    assert "Stopped before its time" in page
    assert "A plant closes" in page
    assert "fewer than 8 clean weeks without push have been counted" in page


@pytest.mark.parametrize(("after", "push", "said"), [
    (48, 0, "It survives without being pushed: after 8 clean weeks, 60% of the people are engaged"),
    (8, 0, "Stopped by its own rule"),
    (48, 4, "Unknown: fewer than 8 clean weeks without push have been counted"),
])  # fmt: skip
def test_the_whole_network_has_its_word(clock: Callable[[datetime], None], after: int, push: int, said: str) -> None:
    place = town(2)
    pause = agreed(place, scope=PauseScope.NETWORK)
    announce(by=place.pilot, pause=pause, text="We pause.", at=NOW)
    CommunityWeek.objects.filter(community_id=NETWORK).update(engaged28=48, peers=80, push=6, animators=6)
    count(NETWORK, -4, END, people=80, level=lambda week: 48 if week < 0 else after, push=lambda week: 6 if week < 0 else push, animators=6)
    watch(at=through(END))
    page = text(signed_in(place.pilot), f"/adoption/pauses/{pause.pk}/")
    assert said in page
    assert ("Push went on: 4.0 a week, against 6.0 before" in page) == (push > 0)


def test_a_pause_in_which_push_did_not_fall_is_said_to_be_none(clock: Callable[[datetime], None]) -> None:
    place = town(16)
    pause = weeks_of_pause(place, effect=0)
    CommunityWeek.objects.filter(week__gte=WEEK).update(push=3)
    watch(at=through(END))
    assert "Push did not fall: 24.0 a week, against 24.0 before" in text(signed_in(place.pilot), f"/adoption/pauses/{pause.pk}/")


def test_how_much_fewer_than_five_animators_contribute_is_not_shown(clock: Callable[[datetime], None]) -> None:
    place = town(6)
    pause = weeks_of_pause(place, effect=0)
    page = text(signed_in(place.pilot), f"/adoption/pauses/{pause.pk}/")
    assert "how much they still contributed is not shown" in page
    assert "a week before" not in page


def test_who_animates_finds_the_pause_agrees_takes_back_and_learns_the_side(clock: Callable[[datetime], None]) -> None:
    place = town(2)
    pause = proposed(place)
    owner, spot = place.owners[0], place.place(0)
    client, path = signed_in(owner), f"/adoption/pauses/{pause.pk}/consent/{spot.slug}/"
    card = pause_card(owner, spot, at=NOW)
    assert card is not None
    assert (card.agreed_at, card.side, card.may_change) == (None, "", True)
    assert pause_card(place.owners[1], spot, at=NOW) is None
    assert pause_card(place.pilot, spot, at=NOW) is None
    assert "without its agreement, nothing changes for it" in text(client, path)
    assert client.post(path, {"decision": "consent"}).status_code == 302
    assert client.post(path, {"decision": "consent"}).status_code == 422
    assert "This community agreed on 1 February 2027" in text(client, path)
    assert client.post(path, {"decision": "withdraw"}).status_code == 302
    assert client.post(path, {"decision": "withdraw"}).status_code == 422
    assert PauseConsent.objects.get().withdrawn_by_id == owner.pk
    Pause.objects.all().delete()
    pause = announced(place)
    shown = {}
    for number, person in enumerate(place.owners):
        found = pause_card(person, place.place(number), at=NOW)
        assert found is not None
        page = text(signed_in(person), f"/adoption/pauses/{pause.pk}/consent/{place.communities[number].slug}/")
        assert ("We pause." in page) == (found.side == "paused")
        assert "This community agrees" not in page
        assert "Take the agreement back" not in page
        shown[found.side] = page
    assert set(shown) == {"paused", "others"}
    assert "This community pauses:" in shown["paused"]
    assert "This community goes on:" in shown["others"]
    assert client.post(f"/adoption/pauses/{pause.pk}/consent/{spot.slug}/", {"decision": "withdraw"}).status_code == 422
    assert client.get(f"/adoption/pauses/{pause.pk + 1}/consent/{spot.slug}/").status_code == 404
    PauseSide.objects.update(stopped_week=WEEK + 3)
    assert "the pause is over for this community" in text(client, f"/adoption/pauses/{pause.pk}/consent/{spot.slug}/")


def test_wrong_forms_come_back_with_what_is_wrong(clock: Callable[[datetime], None]) -> None:
    place = town(2)
    pilot = signed_in(place.pilot)
    for wrong in ({"start": "2027-03-02"}, {"start": "2027-02-08"}, {"start": "soon"}, {"clean_weeks": 20}, {"stop_at": 95}, {"scope": "x"},
                  {"reason": ""}, {"stop_at": "nan"}):  # fmt: skip
        answer = pilot.post("/adoption/pauses/", PROTOCOL | wrong)
        assert answer.status_code == 422, wrong
        assert 'aria-invalid="true"' in answer.content.decode(), wrong
    assert not Pause.objects.exists()
    pause = proposed(place)
    path = f"/adoption/pauses/{pause.pk}/"
    assert pilot.post("/adoption/pauses/", PROTOCOL).status_code == 422
    for wrong in ({}, {"decision": "draw"}, {"decision": "announce"}, {"decision": "stop"}, {"decision": "dance"}):
        answer = pilot.post(path, wrong)
        assert answer.status_code == 422, wrong
        assert "banner-bad" in answer.content.decode() or 'aria-invalid="true"' in answer.content.decode(), wrong
    pause.refresh_from_db()
    assert pause.state == PauseState.OPEN
    assert pilot.post(path, {"decision": "stop", "reason": "Not the time"}).status_code == 302
    assert "Called off before it started: Not the time" in text(pilot, path)
    assert pilot.get("/adoption/pauses/999999/").status_code == 404


def test_sponsors_read_and_do_not_decide(cast: Cast, clock: Callable[[datetime], None]) -> None:
    pause = proposed(Town(cast.pia, [], []))
    path = f"/adoption/pauses/{pause.pk}/"
    sam = signed_in(cast.sam)
    for page in ("/adoption/pauses/", path):
        assert "<form" not in sam.get(page).content.decode().split("<main")[1]
    assert sam.post("/adoption/pauses/", PROTOCOL).status_code == 403
    for decision in ("draw", "announce", "stop"):
        assert sam.post(path, {"decision": decision, "text": "x", "reason": "x"}).status_code == 403
    for name, person in cast.people.items():
        if person.is_active and name not in ("sam", "pia"):
            assert signed_in(person).get(path).status_code == 403, name
            assert signed_in(person).get("/adoption/pauses/").status_code == 403, name
    assert Client().get(path).status_code == 302


def test_it_speaks_french_and_every_reason_has_its_words(clock: Callable[[datetime], None]) -> None:
    place = town(2)
    pause = announced(place)
    for reason in (science.PAUSE_TOO_SHORT, science.PAUSE_UNDECIDED, science.NOT_ENOUGH_CLUSTERS, TOO_FEW_CLUSTERS, NOT_ENOUGH_WEEKS):
        assert why(reason)
    place.pilot.language = "fr"
    place.pilot.save()
    page = text(signed_in(place.pilot), f"/adoption/pauses/{pause.pk}/")
    assert "1er mars 2027" in page
    with translation.override("fr"):
        assert "50\u202f%" in pause_page(pause, at=NOW).line.stop_share
