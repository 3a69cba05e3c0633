"""Campaigns: what is fixed, drawn, refused, planned, read at its dates and kept, and the pages of it."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from html import unescape

import numpy as np
import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone, translation

from adoption.actions import campaigns
from adoption.actions.campaigns import Protocol, add_act, preview, propose_campaign, read_due, stop_campaign, tick
from adoption.actions.pauses import propose_pause
from adoption.dashboards.campaign_page import campaign_page
from adoption.metrics import campaigning
from adoption.models import ActKind, Campaign, CampaignAct, CampaignReading, CommunityWeek, FillState, UnitWeek
from adoption.science import weeks
from communities.actions.communities import Access, archive_community, change_settings
from communities.models import Community
from rse.audit.models import AuditEvent
from rse.lib.refusal import Refused
from rse.people.models import Person, Unit
from tests.adoption import campaigns_trial as trial
from tests.adoption.pauses import NOW, START, WEEK, Town, proposed, through, town

pytestmark = pytest.mark.django_db
PROTOCOL = Protocol(name="Premières questions", goal="More people ask", over="communities", start=START, steps=4, step_weeks=3)
FORM = {
    "name": "Premières questions", "goal": "More people ask", "over": "communities", "start": START.isoformat(), "steps": 4,
    "step_weeks": 3, "drawn": "on",
}  # fmt: skip


def acts(campaign: Campaign) -> list[str]:
    found = AuditEvent.objects.filter(act="adoption.campaign", target_id=str(campaign.pk)).order_by("id")
    return list(found.values_list("detail__step", flat=True))


def put_weeks(campaign: Campaign, last: int, *, effect: float, seed: int = 3) -> None:
    """Weeks from the start on: a third of 200 contribute, and more of them from a community's step on."""
    rng = np.random.default_rng(seed)
    rows = []
    for one in campaign.clusters.order_by("object_id"):
        for week in range(last + 1):
            share = 0.3 + effect * (week >= (one.step - 1) * campaign.step_weeks)
            rows.append(
                CommunityWeek(week=WEEK + week, community_id=one.object_id, eligible=200, contributors=int(rng.binomial(200, share)))
            )
    CommunityWeek.objects.bulk_create(rows)


@pytest.fixture
def place() -> Town:
    """24 communities of 200 people, of whom about a third contributed each week of the past."""
    return peopled(24)


def peopled(size: int) -> Town:
    made = town(size)
    rng = np.random.default_rng(5)
    CommunityWeek.objects.all().delete()
    CommunityWeek.objects.bulk_create(
        CommunityWeek(week=WEEK + week, community_id=community.pk, eligible=200, contributors=int(rng.binomial(200, 0.3)))
        for community in made.communities
        for week in range(-30, 0)
    )
    FillState.objects.filter(pk=1).update(through=WEEK - 1)
    return made


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


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


# The protocol ---------------------------------------------------------------------------------------


def test_the_order_is_drawn_once_among_places_of_like_size_and_kept(place: Town) -> None:
    campaign = propose_campaign(by=place.pilot, protocol=PROTOCOL, seed=11, at=NOW)
    clusters = list(campaign.clusters.order_by("object_id"))
    assert sorted(one.step for one in clusters) == sorted([1, 2, 3, 4] * 6)
    blocks = {one.block for one in clusters}
    assert all(sorted(one.step for one in clusters if one.block == block) == [1, 2, 3, 4] for block in blocks)
    campaign.clusters.filter(step=1).update(step=2)
    plan = campaigns.plan_from(campaign, list(campaign.clusters.order_by("object_id")))
    assert sorted(plan.step.tolist()) == sorted([2] * 12 + [3, 4] * 6), "what is kept is read, not what the seed would give"
    assert acts(campaign) == ["propose"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"start": START + timedelta(days=1)}, "start"), ({"start": date(2027, 1, 25)}, "start"), ({"steps": 1}, "steps"),
        ({"steps": 13}, "steps"), ({"step_weeks": 0}, "step_weeks"), ({"step_weeks": 13}, "step_weeks"), ({"over": "people"}, "over"),
        ({"ids": (987_654,)}, "over"), ({"target": 1.2}, "target"), ({"name": "  "}, "name"), ({"goal": ""}, "goal"),
        ({"goal": "x" * 301}, "goal"),
    ],
)  # fmt: skip
def test_a_protocol_that_cannot_be_is_refused_with_its_field(place: Town, change: dict[str, object], field: str) -> None:
    with pytest.raises(Refused) as refusal:
        propose_campaign(by=place.pilot, protocol=replace(PROTOCOL, **change), seed=1, at=NOW)  # type: ignore[arg-type]
    assert refusal.value.field == field
    assert not Campaign.objects.exists()


def test_only_the_pilot_decides(place: Town) -> None:
    with pytest.raises(PermissionDenied):
        propose_campaign(by=place.owners[0], protocol=PROTOCOL, seed=1, at=NOW)
    campaign = propose_campaign(by=place.pilot, protocol=PROTOCOL, seed=1, at=NOW)
    with pytest.raises(PermissionDenied):
        stop_campaign(by=place.owners[0], campaign=campaign, reason="No", at=NOW)


def test_what_is_secret_protected_archived_or_too_small_is_not_reached(place: Town) -> None:
    hidden, archived, small = place.communities[:3]
    change_settings(by=place.owners[0], community=hidden, at=NOW, purpose="", settings=Access(protected=True), charter="")
    archive_community(by=place.owners[1], community=archived, at=NOW)
    CommunityWeek.objects.filter(community_id=small.pk).update(eligible=4)
    found = campaigns.eligible("communities")
    assert set(found) == {one.pk for one in place.communities[3:]}
    with pytest.raises(Refused):
        propose_campaign(by=place.pilot, protocol=replace(PROTOCOL, ids=(hidden.pk,), steps=2), seed=1, at=NOW)


def test_two_trials_at_once_are_refused(place: Town) -> None:
    campaign = propose_campaign(by=place.pilot, protocol=PROTOCOL, seed=1, at=NOW)
    for beside in (PROTOCOL, replace(PROTOCOL, drawn=False, steps=1), replace(PROTOCOL, start=START + timedelta(weeks=11))):
        with pytest.raises(Refused, match="same time"):
            propose_campaign(by=place.pilot, protocol=beside, seed=1, at=NOW)
    with pytest.raises(Refused, match="campaign"):
        proposed(place)
    propose_campaign(by=place.pilot, protocol=replace(PROTOCOL, start=START + timedelta(weeks=12)), seed=1, at=NOW)
    stop_campaign(by=place.pilot, campaign=campaign, reason="Moved", at=NOW)
    propose_campaign(by=place.pilot, protocol=replace(PROTOCOL, name="Again"), seed=1, at=NOW)


def test_no_campaign_beside_a_pause(place: Town) -> None:
    propose_pause(by=place.pilot, scope="network", start=START, clean_weeks=8, reason="To know", seed=1, at=NOW)
    with pytest.raises(Refused, match="pause"):
        propose_campaign(by=place.pilot, protocol=PROTOCOL, seed=1, at=NOW)


def test_what_it_could_show_is_said_before(place: Town) -> None:
    found = preview(by=place.pilot, protocol=PROTOCOL, at=NOW)
    assert (found.clusters, found.each, found.looks) == (24, 6, 1)
    assert found.detectable.value is not None
    assert 0.005 < found.detectable.value < 0.06
    few = preview(by=place.pilot, protocol=replace(PROTOCOL, ids=tuple(one.pk for one in place.communities[:10])), at=NOW)
    assert few.comparable == 0
    assert few.detectable.value is None
    assert not Campaign.objects.exists()


# What is read ---------------------------------------------------------------------------------------


def test_it_is_read_once_at_its_date_and_never_again(place: Town) -> None:
    campaign = propose_campaign(by=place.pilot, protocol=replace(PROTOCOL, target=0.4), seed=11, at=NOW)
    put_weeks(campaign, 11, effect=0.1)
    assert read_due(at=through(7)) == 0, "hidden until the third step is over"
    page = campaign_page(campaign, at=through(7))
    assert (page.effect, page.level) == (None, None)
    assert "Hidden until" in page.hidden
    assert read_due(at=through(8)) == 1
    reading = CampaignReading.objects.get()
    assert reading.look == 3
    assert reading.value == pytest.approx(0.1, abs=0.03)
    assert reading.low is not None and reading.high is not None and reading.low > 0
    CommunityWeek.objects.filter(week__gte=WEEK).update(contributors=0)
    assert read_due(at=through(9)) == 0
    reading.refresh_from_db()
    assert reading.value == pytest.approx(0.1, abs=0.03)
    page = campaign_page(campaign, at=through(9))
    assert page.effect is not None and page.effect.kind == "causal" and "had changed" in page.effect.text
    assert page.level is not None and "40%" in page.level.text
    assert acts(campaign) == ["propose", "read"]


def test_early_looks_are_those_that_can_be_claimed() -> None:
    place = peopled(40)
    assert preview(by=place.pilot, protocol=replace(PROTOCOL, early=True), at=NOW).looks == 2
    campaign = propose_campaign(by=place.pilot, protocol=replace(PROTOCOL, early=True), seed=11, at=NOW)
    assert campaign.looks == [2, 3], "of the first one no bound could be reached"
    put_weeks(campaign, 11, effect=0.2)
    assert read_due(at=through(5)) == 1
    early = CampaignReading.objects.get()
    assert early.low is not None and early.high is not None
    assert 0 < early.low < early.high < 1
    assert read_due(at=through(11)) == 1
    assert len(campaign_page(campaign, at=through(11)).chart.spec.dots) == 2  # type: ignore[union-attr]


def test_stopped_early_only_what_was_reached_is_read() -> None:
    place = peopled(40)
    campaign = propose_campaign(by=place.pilot, protocol=replace(PROTOCOL, early=True), seed=11, at=NOW)
    put_weeks(campaign, 11, effect=0.2)
    stopped = stop_campaign(by=place.pilot, campaign=campaign, reason="People have had enough", at=through(6))
    assert read_due(at=through(20)) == 1
    assert CampaignReading.objects.get().look == 2, "the last step was never reached: its date is not read"
    page = campaign_page(stopped, at=through(20))
    assert page.looks == ()
    other = propose_campaign(by=place.pilot, protocol=replace(PROTOCOL, start=START + timedelta(weeks=40)), seed=1, at=through(20))
    stop_campaign(by=place.pilot, campaign=other, reason="Not now", at=through(20))
    other.refresh_from_db()
    assert "stopped before the first date" in campaign_page(other, at=through(60)).hidden
    with pytest.raises(Refused, match="over"):
        stop_campaign(by=place.pilot, campaign=other, reason="Again", at=through(21))


def test_among_several_campaigns_of_a_year_chance_is_counted(place: Town) -> None:
    first = propose_campaign(by=place.pilot, protocol=PROTOCOL, seed=11, at=NOW)
    put_weeks(first, 11, effect=0.1)
    read_due(at=through(11))
    CampaignReading.objects.update(p=0.03, sequential_p=0.03)
    assert "had changed" in campaign_page(first, at=through(11)).effect.text  # type: ignore[union-attr]
    propose_campaign(by=place.pilot, protocol=replace(PROTOCOL, start=START + timedelta(weeks=13)), seed=1, at=through(11))
    effect = campaign_page(first, at=through(11)).effect
    assert effect is not None and "not taken for an effect" in effect.text
    assert "2 campaigns" in effect.text


def test_few_places_give_no_estimate_and_no_level(place: Town) -> None:
    few = replace(PROTOCOL, ids=tuple(one.pk for one in place.communities[:6]), steps=2)
    campaign = propose_campaign(by=place.pilot, protocol=few, seed=1, at=NOW)
    put_weeks(campaign, 5, effect=0.1)
    assert read_due(at=through(5)) == 1
    page = campaign_page(campaign, at=through(5))
    assert page.effect is not None and page.effect.kind == "count" and "No estimate" in page.effect.text
    assert (page.level, page.chart) == (None, None)


def test_without_a_draw_nothing_is_estimated(place: Town) -> None:
    campaign = propose_campaign(by=place.pilot, protocol=replace(PROTOCOL, drawn=False, steps=1), seed=1, at=NOW)
    assert set(campaign.clusters.values_list("step", flat=True)) == {1}
    assert read_due(at=through(11)) == 0
    assert "not drawn" in campaign_page(campaign, at=through(11)).hidden


def test_units_of_ten_people_or_more_can_be_reached(place: Town) -> None:
    units = [Unit.objects.create(name=f"Unité {n}", name_key=f"unite {n}", kind="department") for n in range(17)]
    UnitWeek.objects.bulk_create(
        UnitWeek(week=WEEK + week, unit_id=unit.pk, eligible=9 if unit is units[0] else 30, contributors=6)
        for unit in units
        for week in range(-12, 12)
    )
    found = campaigns.eligible("units")
    assert set(found) == {unit.pk for unit in units[1:]}
    campaign = propose_campaign(by=place.pilot, protocol=replace(PROTOCOL, over="units", steps=2), seed=1, at=NOW)
    shares = campaigning.outcome("units", sorted(found), WEEK, 3, 2)
    assert shares.shape == (16, 2)
    assert np.allclose(shares, 0.2)
    assert campaign_page(campaign, at=NOW).steps[0].names[0].startswith("Unité")


def test_a_place_that_becomes_secret_is_not_named_and_not_counted_any_more(place: Town) -> None:
    campaign = propose_campaign(by=place.pilot, protocol=PROTOCOL, seed=11, at=NOW)
    hidden = Community.objects.get(pk=place.communities[0].pk)
    change_settings(by=place.owners[0], community=hidden, at=NOW, purpose="", settings=Access(protected=True), charter="")
    page = text(signed_in(place.pilot), f"/adoption/campaigns/{campaign.pk}/")
    assert hidden.name not in page
    assert "1 that is not shown any more" in page
    CommunityWeek.objects.filter(community_id=hidden.pk).delete()
    put_weeks(campaign, 11, effect=0.1)
    CommunityWeek.objects.filter(community_id=hidden.pk).delete()
    read_due(at=through(11))
    assert (CampaignReading.objects.get().n, CampaignReading.objects.get().lost) == (23, 1)


# What is done ---------------------------------------------------------------------------------------


def test_acts_are_planned_ticked_and_logged(place: Town) -> None:
    campaign = propose_campaign(by=place.pilot, protocol=PROTOCOL, seed=1, at=NOW)
    for kind, day in (("sermon", 0), (ActKind.MAIL, 21), (ActKind.MAIL, -1)):
        with pytest.raises(Refused):
            add_act(by=place.pilot, campaign=campaign, kind=kind, title="Un mot", day=day, at=NOW)
    act = add_act(by=place.pilot, campaign=campaign, kind=ActKind.ANNOUNCEMENT, title="On commence", day=2, words="Bonjour.", at=NOW)
    page = campaign_page(campaign, at=through(3))
    assert [due.day for due in page.calendar] == [START + timedelta(days=2, weeks=3 * step) for step in range(4)]
    assert [due.late for due in page.calendar] == [True, True, False, False]
    for done in (True, True):
        tick(by=place.pilot, campaign=campaign, act_id=act.pk, step=1, done=done, at=through(0))
    with pytest.raises(Refused):
        tick(by=place.pilot, campaign=campaign, act_id=act.pk, step=5, done=True, at=through(0))
    with pytest.raises(Refused, match="stays in the plan"):
        campaigns.remove_act(by=place.pilot, campaign=campaign, act_id=act.pk, at=through(0))
    tick(by=place.pilot, campaign=campaign, act_id=act.pk, step=1, done=False, at=through(0))
    campaigns.remove_act(by=place.pilot, campaign=campaign, act_id=act.pk, at=through(0))
    assert acts(campaign) == ["propose", "add act", "done", "not done", "remove act"]
    assert not CampaignAct.objects.exists()


# Pages ----------------------------------------------------------------------------------------------


def test_the_pilot_prepares_looks_fixes_plans_and_stops(place: Town, clock: Callable[[datetime], None]) -> None:
    pilot = signed_in(place.pilot)
    answer = pilot.post("/adoption/campaigns/", FORM | {"decision": "preview"})
    assert answer.status_code == 200
    assert "8 times in 10" in answer.content.decode()
    assert not Campaign.objects.exists()
    answer = pilot.post("/adoption/campaigns/", FORM | {"decision": "propose"})
    campaign = Campaign.objects.get()
    path = f"/adoption/campaigns/{campaign.pk}/"
    assert answer["Location"] == path
    wanted = {"decision": "add", "kind": "challenge", "title": "Une question par jour", "day": 1, "words": "À vous."}
    assert pilot.post(path, wanted).status_code == 302
    act = CampaignAct.objects.get()
    assert pilot.post(path, {"decision": "done", "act": act.pk, "step": 2}).status_code == 302
    page = text(pilot, path)
    assert "1 of 4 done" in page
    assert "Hidden until" in page
    refused = pilot.post(path, {"decision": "stop", "reason": ""})
    assert refused.status_code == 422
    assert pilot.post(path, {"decision": "stop", "reason": "Enough"}).status_code == 302
    assert "Enough" in text(pilot, path)
    assert pilot.post(path, wanted).status_code == 422
    assert AuditEvent.objects.filter(act="adoption.consult", detail__page="campaign").exists()


def test_what_is_typed_is_kept_when_it_is_refused(place: Town, clock: Callable[[datetime], None]) -> None:
    pilot = signed_in(place.pilot)
    answer = pilot.post("/adoption/campaigns/", FORM | {"start": "2027-03-02", "decision": "propose"})
    assert answer.status_code == 422
    page = unescape(answer.content.decode())
    assert "starts on a Monday" in page
    assert "Premières questions" in page
    for body in ({"decision": "done", "act": "x", "step": "y"}, {"decision": "remove", "act": "9" * 40}, {"decision": "?"}):
        campaign = Campaign.objects.first() or propose_campaign(by=place.pilot, protocol=PROTOCOL, seed=1, at=NOW)
        assert pilot.post(f"/adoption/campaigns/{campaign.pk}/", body).status_code == 422


def test_the_sponsor_reads_and_decides_nothing(place: Town, clock: Callable[[datetime], None]) -> None:
    campaign = propose_campaign(by=place.pilot, protocol=PROTOCOL, seed=1, at=NOW)
    person = place.owners[3]
    person.roles = ["sponsor"]
    person.save()
    sponsor = signed_in(person)
    page = text(sponsor, f"/adoption/campaigns/{campaign.pk}/")
    assert "Stop the campaign" not in page
    assert "Prepare a campaign" not in text(sponsor, "/adoption/campaigns/")
    for path in ("/adoption/campaigns/", f"/adoption/campaigns/{campaign.pk}/"):
        assert sponsor.post(path, FORM | {"decision": "stop", "reason": "No"}).status_code == 403
    assert sponsor.get("/adoption/campaigns/987654/").status_code == 404


# On simulated organisations (`validate` does it on a thousand) -------------------------------------------------


@pytest.mark.parametrize("early", [False, True])
def test_the_interval_holds_the_truth_and_nothing_is_claimed_of_nothing(early: bool) -> None:
    found = trial.read(trial.World(), 120, 8, early=early)
    assert found.read == found.runs
    assert found.covers >= 107  # 95 %, less three standard errors
    assert found.claimed <= 13
    planted = trial.read(trial.World(effect=0.1), 40, 9, early=early)
    assert planted.covers >= 34
    assert planted.claimed >= 25
    assert planted.mean == pytest.approx(0.1, abs=0.02)


def test_several_campaigns_of_a_year_claim_no_more_than_one() -> None:
    assert trial.families(5, 40, 10) <= 6


def test_a_period_is_of_whole_weeks() -> None:
    assert [campaigning.done_periods(100, 4, 3, through) for through in (99, 101, 102, 107, 108, 200)] == [0, 0, 1, 2, 3, 3]
    assert weeks.monday(WEEK) == START
