"""Pauses: what is fixed is fixed, nobody pauses without having agreed, chance draws fairly, and the stop rule stops."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.translation import override

from adoption.actions.pause_draw import still_to_agree, willing
from adoption.actions.pause_watch import watch
from adoption.actions.pauses import announce, consent, draw, propose_pause, stop, withdraw
from adoption.history import places
from adoption.history.clock import public_holidays
from adoption.metrics.pausing import calendar, drawn, pushing
from adoption.models import NETWORK, CommunityWeek, Pause, PauseConsent, PauseScope, PauseSide, PauseState
from adoption.science import weeks
from communities.actions.communities import archive_community
from rse.audit.models import AuditEvent
from rse.lib.refusal import Refused
from tests.adoption.pauses import NOW, START, WEEK, agreed, announced, count, proposed, through, town
from tests.conftest import Cast
from tests.factories import make_person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with override("en"):
        yield


def steps() -> list[str]:
    return list(AuditEvent.objects.filter(act="adoption.pause").order_by("id").values_list("detail__step", flat=True))


def test_a_protocol_that_cannot_be_is_refused_and_says_where() -> None:
    pia = make_person("Pia", roles=["pilot"])
    good: dict[str, Any] = {"scope": "communities", "start": START, "clean_weeks": 8, "stop_share": 0.5, "reason": "Why not"}
    wrong = {
        "scope": ("everybody", ""),
        "start": (START + timedelta(days=1), date(2027, 2, 8)),
        "clean_weeks": (7, 14),
        "stop_share": (0.05, 0.95, float("nan")),
        "reason": ("  ", "x" * 301),
    }
    for field, values in wrong.items():
        for value in values:
            with pytest.raises(Refused) as refusal:
                propose_pause(by=pia, seed=1, at=NOW, **good | {field: value})
            assert refusal.value.field == field, value
    assert not Pause.objects.exists()
    propose_pause(by=pia, seed=1, at=NOW, **good)
    with pytest.raises(Refused, match="under way"):
        propose_pause(by=pia, seed=1, at=NOW, **good)
    assert steps() == ["propose"]
    with pytest.raises(IntegrityError), transaction.atomic():
        Pause.objects.update(clean_weeks=3)


def test_only_pilots_decide_and_only_those_who_animate_agree(cast: Cast) -> None:
    for name, person in cast.people.items():
        if name == "pia":
            continue
        with pytest.raises(PermissionDenied):
            propose_pause(by=person, scope="network", start=START, clean_weeks=8, reason="No", seed=1, at=NOW)
    pause = propose_pause(by=cast.pia, scope="communities", start=START, clean_weeks=8, reason="Yes", seed=1, at=NOW)
    place = places()[cast.closed.pk]
    for name in ("bob", "sam", "pia"):
        person = cast.people[name]
        with pytest.raises(PermissionDenied):
            consent(by=person, pause=pause, place=place, at=NOW)
    for name in ("alice", "erin"):
        consent(by=cast.people[name], pause=pause, place=place, at=NOW)
        with pytest.raises(Refused, match="agreed already"):
            consent(by=cast.alice, pause=pause, place=place, at=NOW)
        with pytest.raises(PermissionDenied):
            withdraw(by=cast.pia, pause=pause, place=place, at=NOW)
        withdraw(by=cast.people[name], pause=pause, place=place, at=NOW)
    with pytest.raises(Refused, match="has not agreed"):
        withdraw(by=cast.alice, pause=pause, place=place, at=NOW)
    with pytest.raises(Refused, match="archived"):
        consent(by=cast.erin, pause=pause, place=places()[cast.archived.pk], at=NOW)
    for act in (draw, lambda **words: stop(reason="No", **words), lambda **words: announce(text="No", **words)):
        with pytest.raises(PermissionDenied):
            act(by=cast.sam, pause=pause, at=NOW)
    kept = PauseConsent.objects.filter(pause=pause)
    assert kept.count() == 2
    assert not kept.filter(withdrawn_at__isnull=True).exists()
    assert steps() == ["propose", "consent", "withdraw", "consent", "withdraw"]


def test_the_draw_takes_willing_and_large_communities_only_and_is_made_once() -> None:
    place = town(5, people=(40, 60, 9, 80, 30))
    pause = agreed(place, 0, 2)
    assert willing(pause) == {place.communities[0].pk: 40}
    with pytest.raises(Refused, match="Two willing communities"):
        draw(by=place.pilot, pause=pause, at=NOW)
    for number in (1, 3, 4):
        consent(by=place.owners[number], pause=pause, place=place.place(number), at=NOW)
    archive_community(by=place.owners[4], community=place.communities[4], at=NOW)
    with pytest.raises(Refused, match="Less than two weeks"):
        draw(by=place.pilot, pause=pause, at=NOW + timedelta(days=20))
    with pytest.raises(Refused, match="drawn before"):
        announce(by=place.pilot, pause=pause, text="We pause.", at=NOW)
    pause = draw(by=place.pilot, pause=pause, at=NOW)
    sides = {one.community_id: one.paused for one in PauseSide.objects.filter(pause=pause)}
    assert set(sides) == {place.communities[number].pk for number in (0, 1, 3)}
    assert pause.detectable is None
    with pytest.raises(Refused, match="nothing to draw"):
        draw(by=place.pilot, pause=pause, at=NOW)
    for act in (consent, withdraw):
        with pytest.raises(Refused, match="cannot change any more"):
            act(by=place.owners[0], pause=pause, place=place.place(0), at=NOW)


def test_chance_is_balanced_by_size_and_the_same_seed_draws_the_same() -> None:
    sizes = {id_: 10 + id_**2 for id_ in range(1, 41)}
    drawings = [drawn(sizes, seed) for seed in range(200)]
    ranked = sorted(sizes, key=lambda id_: -sizes[id_])
    for sides in drawings:
        assert all(sides[one] != sides[other] for one, other in zip(ranked[::2], ranked[1::2], strict=True))
    assert drawn(sizes, 3) == drawings[3]
    assert len({tuple(sides.values()) for sides in drawings}) > 190
    often = [sum(sides[id_] for sides in drawings) / 200 for id_ in sizes]
    assert 0.38 < min(often) <= max(often) < 0.62
    assert drawn(dict(reversed(sizes.items())), 3) == drawings[3]


def test_the_draw_says_first_what_it_could_show_and_how_far_sides_mix() -> None:
    place = town(16)
    for number, community in enumerate(place.communities):
        for row in CommunityWeek.objects.filter(community_id=community.pk):
            row.engaged28 = 20 + (7 * number + 5 * (row.week // 8) * (number % 3)) % 9
            row.save()
    pause = draw(by=place.pilot, pause=agreed(place), at=NOW)
    assert pause.state == PauseState.PLANNED
    assert pause.detectable is not None
    assert 0.005 < pause.detectable < 0.3
    sides = {one.community_id: one.paused for one in PauseSide.objects.filter(pause=pause)}
    assert sum(sides.values()) == 8
    # Partout alone is in two communities, the owners in one: one of the nine or eight members of the paused side, or none
    both = sides[place.communities[0].pk] != sides[place.communities[1].pk]
    assert pause.shared == pytest.approx(1 / 9 if both else 0.0)


def test_an_announcement_leaves_two_weeks_and_has_words() -> None:
    place = town(2)
    pause = draw(by=place.pilot, pause=agreed(place), at=NOW)
    for text in ("", " \n ", "x" * 2001):
        with pytest.raises(Refused) as refusal:
            announce(by=place.pilot, pause=pause, text=text, at=NOW)
        assert refusal.value.field == "text"
    with pytest.raises(Refused, match="Less than two weeks"):
        announce(by=place.pilot, pause=pause, text="We pause.", at=NOW + timedelta(days=15))
    assert announce(by=place.pilot, pause=pause, text="We pause. \n  Soon.", at=NOW).announcement == "We pause.\nSoon."
    with pytest.raises(Refused, match="announced already"):
        announce(by=place.pilot, pause=pause, text="Again.", at=NOW)


def test_the_whole_network_pauses_only_when_all_who_animate_agree() -> None:
    place = town(3)
    CommunityWeek.objects.filter(community_id=place.communities[2].pk).update(push=0)
    pause = agreed(place, 0, scope=PauseScope.NETWORK)
    assert pushing(WEEK - 5) == {community.pk for community in place.communities[:2]}
    assert [one.name for one in still_to_agree(pause)] == ["Atelier 01"]
    with pytest.raises(Refused, match="not agreed: 1"):
        announce(by=place.pilot, pause=pause, text="We pause.", at=NOW)
    with pytest.raises(Refused, match="nothing to draw"):
        draw(by=place.pilot, pause=pause, at=NOW)
    consent(by=place.owners[1], pause=pause, place=place.place(1), at=NOW)
    assert announce(by=place.pilot, pause=pause, text="We pause.", at=NOW).state == PauseState.ANNOUNCED
    with pytest.raises(Refused, match="cannot change any more"):
        withdraw(by=place.owners[1], pause=pause, place=place.place(1), at=NOW)


def test_the_calendar_skips_the_low_season_and_what_follows_it() -> None:
    plain = calendar(WEEK, 8, public_holidays())
    assert len(plain.weeks) >= 8
    assert plain.clean.sum() == 8
    assert plain.clean[-1]
    december = weeks.week_of_day(date(2026, 11, 30))
    longer = calendar(december, 8, public_holidays())
    assert longer.clean.sum() == 8
    assert longer.clean[:3].all()
    assert not longer.clean[3:8].any()  # 21 and 28 December, then three weeks whose 28 days hold them
    assert len(longer.weeks) == 13
    assert longer.low.sum() == 2


def test_a_pause_starts_ends_and_is_off_when_nobody_announced_it() -> None:
    place = town(2)
    pause = announced(place)
    assert not watch(at=NOW)
    for community in place.communities:
        count(community.pk, -4, 12)
    assert watch(at=through(0))
    pause.refresh_from_db()
    assert pause.state == PauseState.RUNNING
    assert not watch(at=through(5))
    end = calendar(WEEK, 8, public_holidays()).last - WEEK
    assert watch(at=through(end))
    pause.refresh_from_db()
    assert (pause.state, pause.last_week, pause.by_rule) == (PauseState.ENDED, WEEK + end, False)
    assert not watch(at=through(end + 1))
    with pytest.raises(Refused, match="over"):
        stop(by=place.pilot, pause=pause, reason="Too late", at=NOW)
    other = proposed(place)
    assert watch(at=through(0))
    other.refresh_from_db()
    assert (other.state, other.by_rule, other.last_week) == (PauseState.STOPPED, True, None)
    assert steps()[-4:] == ["start", "end", "propose", "not announced"]


def test_the_stop_rule_takes_out_the_community_that_falls_and_then_the_pause() -> None:
    place = town(4)
    pause = announced(place)
    paused = list(PauseSide.objects.filter(pause=pause, paused=True).values_list("community_id", flat=True))
    others = set(PauseSide.objects.filter(pause=pause, paused=False).values_list("community_id", flat=True))
    falls, falls_later = paused
    count(falls, -4, 8, level=lambda week: 20 if week < 2 else 9)
    count(falls_later, -4, 8, level=lambda week: 20 if week < 4 else 9)
    for id_ in others:
        count(id_, -4, 8, level=lambda week: 20 if week < 1 else 1)  # not paused: no stop rule
    assert watch(at=through(1))
    assert not PauseSide.objects.filter(stopped_week__isnull=False).exists()
    assert watch(at=through(2))
    assert PauseSide.objects.get(community_id=falls).stopped_week == WEEK + 2
    pause.refresh_from_db()
    assert pause.state == PauseState.RUNNING
    assert watch(at=through(4))
    pause.refresh_from_db()
    assert (pause.state, pause.by_rule, pause.last_week) == (PauseState.STOPPED, True, WEEK + 4)
    rule = AuditEvent.objects.filter(act="adoption.pause", detail__step="stop rule").order_by("id").first()
    assert rule is not None
    assert rule.actor_id is None
    assert rule.detail["community"] == falls


def test_a_network_under_its_stop_level_stops_and_half_is_not_under() -> None:
    for lowest, state in ((20, PauseState.RUNNING), (19, PauseState.STOPPED)):
        with transaction.atomic():
            place = town(2)
            pause = agreed(place, scope=PauseScope.NETWORK)
            announce(by=place.pilot, pause=pause, text="We pause.", at=NOW)
            count(NETWORK, -4, 3, people=80, level=lambda week, lowest=lowest: 40 if week < 3 else lowest)  # type: ignore[misc]
            watch(at=through(3))
            pause.refresh_from_db()
            assert pause.state == state
            transaction.set_rollback(True)


def test_a_few_people_have_no_stop_rule() -> None:
    place = town(4)
    for community in place.communities:
        CommunityWeek.objects.filter(community_id=community.pk).update(engaged28=4)
        count(community.pk, -4, 4, level=lambda week: 4 if week < 1 else 0)
    pause = announced(place)
    watch(at=through(4))
    pause.refresh_from_db()
    assert pause.state == PauseState.RUNNING


def test_the_pilot_stops_with_a_reason() -> None:
    place = town(2)
    pause = announced(place)
    watch(at=through(2))
    with pytest.raises(Refused) as refusal:
        stop(by=place.pilot, pause=pause, reason=" ", at=through(2))
    assert refusal.value.field == "reason"
    stopped = stop(by=place.pilot, pause=pause, reason="A plant  closes", at=through(2))
    assert (stopped.state, stopped.stop_reason, stopped.last_week) == (PauseState.STOPPED, "A plant closes", WEEK + 2)
    assert proposed(place).state == PauseState.OPEN
