"""What filling keeps of threads, first contributions, units and flows, reckoned by hand."""

from datetime import datetime, timedelta
from typing import Any

import numpy as np
import pytest

from adoption.fill import fill
from adoption.fill.recruits import AUTHORED, INVITED, MENTIONED, NONE
from adoption.history.clock import week_of_id
from adoption.models import NETWORK, CommunityWeek, PersonWeek, Pioneer, PseudonymKey, Recruit, ThreadLife, UnitWeek
from adoption.models.pseudonyms import pseudonyms
from communities.actions.posts import create_post
from communities.events import NewEvent, record_many
from communities.models import Event
from rse.lib.ids import first_id
from rse.people.actions.people import find_unit
from rse.people.models import Person, Role, UnitKind
from tests.adoption.logs import MONDAY
from tests.factories import make_community, make_member, make_person

pytestmark = pytest.mark.django_db
LATER = MONDAY + timedelta(weeks=20)
WEEK = week_of_id(first_id(MONDAY))
BEFORE = MONDAY - timedelta(days=7)


def act(actor: Person, verb: str, at: datetime, **fields: Any) -> NewEvent:
    return NewEvent(at=at, verb=verb, actor_id=actor.pk, source="test", **fields)


def post(actor: Person, at: datetime, number: int, **fields: Any) -> NewEvent:
    return act(actor, "post", at, object_type="post", object_id=number, root_id=number, **fields)


def comment(actor: Person, at: datetime, number: int, root: int, author: Person, **fields: Any) -> NewEvent:
    return act(actor, "comment", at, object_type="comment", object_id=number, root_id=root, target_id=author.pk, **fields)


def known_as(person: Person) -> int:
    return int(pseudonyms(bytes(PseudonymKey.objects.get().key), np.array([person.pk]))[0])


def people(*names: str) -> list[Person]:
    return [make_person(name, at=BEFORE) for name in names]


def test_the_first_answer_of_a_thread_who_gave_it_and_when() -> None:
    ana, ben, cem, dan = people("Ana", "Ben", "Cem", "Dan")
    Pioneer.objects.create(person_id=dan.pk, from_at=BEFORE)
    hour = timedelta(hours=1)
    record_many(
        [
            post(ben, MONDAY, 1),
            comment(ben, MONDAY + hour, 10, 1, ben),  # one's own words are no answer
            comment(cem, MONDAY + 2 * hour, 11, 1, ben),
            comment(dan, MONDAY + 3 * hour, 12, 1, ben),
            act(ana, "reaction", MONDAY + hour, object_type="post", object_id=1, root_id=1, target_id=ben.pk),
            post(cem, MONDAY + 4 * hour, 2),
            comment(dan, MONDAY + timedelta(days=6, hours=23), 13, 2, cem),  # within seven days
            post(dan, MONDAY + timedelta(days=4), 3),
            comment(ana, MONDAY + timedelta(days=10, hours=20), 14, 3, dan),  # in the week after, within seven days
            post(ben, MONDAY + timedelta(days=4), 4),
            comment(ana, MONDAY + timedelta(days=12), 15, 4, ben),  # too late
        ]
    )
    fill(at=LATER)
    lives = {life.root_id: life for life in ThreadLife.objects.all()}
    first, second, third, late = (lives[number] for number in (1, 2, 3, 4))
    assert (first.replier, first.replier_role, first.reactions, first.earliest) == (known_as(cem), 4, 1, 1)
    assert first.reply_ms - first.opened_ms == 2 * 3_600_000
    assert (second.replier_role, second.earliest) == (2, 0)  # a pioneer; cem had answered before
    assert third.reply_ms > 0
    assert third.opened_week == WEEK
    assert (late.reply_ms, late.replier_role) == (0, 0)
    assert {life.asks for life in lives.values()} == {-1}  # words that are not here


def test_an_answer_that_comes_in_the_next_week_is_found_when_that_week_is_complete() -> None:
    ana, ben = people("Ana", "Ben")
    record_many([post(ana, MONDAY + timedelta(days=5), 1)])
    fill(at=MONDAY + timedelta(days=8))
    record_many([comment(ben, MONDAY + timedelta(days=8), 2, 1, ana)])
    fill(at=MONDAY + timedelta(days=9))
    assert ThreadLife.objects.get().reply_ms == 0  # the running week is never read
    fill(at=MONDAY + timedelta(days=15))
    assert ThreadLife.objects.get().reply_ms > 0


def test_whether_a_thread_asks_is_read_from_its_words() -> None:
    ana = people("Ana")[0]
    place = make_community(owner=ana, at=BEFORE)
    for text in ("Which seal for the pump?", "The pump is mended."):
        create_post(by=ana, community=place, body=text, at=MONDAY)
    fill(at=LATER)
    assert sorted(ThreadLife.objects.values_list("asks", flat=True)) == [0, 1]


def test_a_manager_who_answers_first_is_told_from_a_peer_and_from_an_animator() -> None:
    boss, ann = people("Boss", "Ann")
    own, peer = (make_person(name, at=BEFORE, manager=boss) for name in ("Own", "Peer"))
    place = make_community(owner=ann, at=BEFORE)
    make_member(own, place, at=BEFORE)
    there = {"community_id": place.pk}
    record_many(
        [
            *(post(own, MONDAY, number, **there) for number in (1, 2, 3)),
            *(comment(one, MONDAY, 10 + number, number, own, **there) for number, one in enumerate((boss, ann, peer), start=1)),
        ]
    )
    fill(at=LATER)
    assert dict(ThreadLife.objects.values_list("root_id", "replier_role")) == {1: 3, 2: 1, 3: 4}


def test_who_may_have_brought_a_first_contribution_about() -> None:
    ana, ben, cem, new, alone = people("Ana", "Ben", "Cem", "New", "Alone")
    Pioneer.objects.create(person_id=ben.pk, from_at=BEFORE)
    then = MONDAY + timedelta(days=20)
    record_many(
        [
            post(ana, MONDAY, 1),
            act(ben, "invite", then - timedelta(days=3), object_type="person", object_id=new.pk, target_id=new.pk),
            act(ben, "mention", then - timedelta(days=2), object_id=5, target_id=new.pk),
            act(cem, "mention", then - timedelta(days=15), object_id=6, target_id=new.pk),  # too long before
            comment(new, then, 7, 1, ana),
            act(cem, "mention", then + timedelta(hours=1), object_id=8, target_id=new.pk),  # after
            post(alone, then, 9),
        ]
    )
    fill(at=LATER)
    rows = set(Recruit.objects.filter(person=known_as(new)).values_list("trigger", "kind", "pioneer"))
    assert rows == {(known_as(ben), INVITED, 1), (known_as(ben), MENTIONED, 1), (known_as(ana), AUTHORED, 0)}
    assert list(Recruit.objects.filter(person=known_as(alone)).values_list("trigger", "kind")) == [(0, NONE)]
    assert Recruit.objects.values("person").distinct().count() == 5  # everybody once: ana and both others began alone


def test_flows_leave_the_animators_out_and_push_is_theirs() -> None:
    ann, ben, cem = people("Ann", "Ben", "Cem")
    boss = make_person("Boss", at=BEFORE, roles=(Role.SPONSOR,))
    place = make_community(owner=ann, at=BEFORE)
    for one in (ben, cem, boss):
        make_member(one, place, at=BEFORE)
    there, week = {"community_id": place.pk}, timedelta(weeks=1)
    record_many(
        [
            post(ann, MONDAY, 1, **there),
            post(boss, MONDAY, 2, **there),
            post(ben, MONDAY, 3, **there),
            act(ann, "announce", MONDAY, object_type="post", object_id=1, **there),
            post(cem, MONDAY + week, 4, **there),
            post(cem, MONDAY + 6 * week, 5, **there),
        ]
    )
    fill(at=MONDAY + 8 * week)
    rows = list(CommunityWeek.objects.filter(community_id=place.pk).order_by("week"))
    rows = [row for row in rows if row.week >= WEEK]
    assert (rows[0].peers, rows[0].engaged28, rows[0].arrived, rows[0].push) == (3, 2, 2, 3)  # ann and boss post, one announcement
    assert [row.engaged28 for row in rows[:6]] == [2, 3, 3, 3, 1, 0]
    assert [(row.arrived, row.gone) for row in rows[:7]] == [(2, 0), (1, 0), (0, 0), (0, 0), (0, 2), (0, 1), (1, 0)]
    assert [(row.begun, row.paused) for row in rows[:3]] == [(3, 0), (1, 3), (0, 1)]
    assert [row.firsts for row in rows[:3]] == [3, 1, 0]
    assert PersonWeek.objects.filter(pushes=1).count() == 1


def test_units_are_counted_where_people_are_placed() -> None:
    parts = [find_unit(name=name, kind=UnitKind.DEPARTMENT) for name in ("Workshop", "Office")]
    ana, ben = (make_person(name, at=BEFORE, unit=parts[0]) for name in ("Ana", "Ben"))
    make_person("Cem", at=BEFORE, unit=parts[1])
    record_many([post(ana, MONDAY, 1), act(ben, "visit", MONDAY)])
    fill(at=LATER)
    found = UnitWeek.objects.get(week=WEEK, unit_id=parts[0].pk)
    assert (found.eligible, found.visitors28, found.contributors28, found.contributions28, found.firsts) == (2, 2, 1, 1, 1)
    assert UnitWeek.objects.get(week=WEEK, unit_id=parts[1].pk).eligible == 1
    assert CommunityWeek.objects.get(week=WEEK, community_id=NETWORK).firsts == 1
    assert Event.objects.count() == 2
