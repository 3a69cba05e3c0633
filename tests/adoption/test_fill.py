"""Filling: the same figures however, whenever and in whatever order the events arrive."""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event as Flag
from threading import Thread
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone

from adoption.actions.pseudonyms import rotate_key
from adoption.fill import counting, fill, run
from adoption.fill.weekly import Weekly
from adoption.history.clock import present
from adoption.models import NETWORK, CommunityWeek, FillState, PersonWeek, Recruit, ThreadLife, ThreadWeek, TieWeek, UnitWeek
from communities.actions.communities import Access, change_settings
from communities.events import NewEvent, record_many
from communities.models import Event
from rse.lib.ids import first_id
from rse.people.models import Person
from tests.adoption.logs import MONDAY, busy_world, line, put_in, report, write
from tests.factories import make_community, make_person

pytestmark = pytest.mark.django_db
LATER = MONDAY + timedelta(weeks=20)
ROLLUPS = (PersonWeek, TieWeek, ThreadWeek, ThreadLife, Recruit, UnitWeek, CommunityWeek)


def rollups() -> str:
    """A digest of every rollup, whatever the order of its rows; pseudonyms are the same as long as the key is."""
    texts = []
    for model in ROLLUPS:
        names = [f.attname for f in model._meta.concrete_fields if not f.primary_key]
        texts.append(str(sorted(model.objects.values_list(*names))))
    return hashlib.sha256("".join(texts).encode()).hexdigest()


def week(**found: Any) -> CommunityWeek:
    return CommunityWeek.objects.filter(**found).order_by("week")[0]


def act(actor: Person, verb: str, at: datetime, **fields: Any) -> NewEvent:
    return NewEvent(at=at, verb=verb, actor_id=actor.pk, source="test", **fields)


def people(count: int) -> list[Person]:
    return [make_person(f"Nour{i}", at=MONDAY - timedelta(days=7)) for i in range(count)]


def test_what_is_counted_by_hand() -> None:
    ana, ben, cem = people(3)
    place = make_community(owner=ana, at=MONDAY).pk
    record_many(
        [
            act(ana, "post", MONDAY, community_id=place, object_type="post", object_id=1, root_id=1),
            act(ben, "comment", MONDAY, community_id=place, object_type="comment", object_id=2, root_id=1, target_id=ana.pk),
            act(ana, "comment", MONDAY, community_id=place, object_type="comment", object_id=3, root_id=1, target_id=ana.pk),
            act(ben, "reaction", MONDAY, community_id=place, object_type="post", object_id=1, root_id=1, target_id=ana.pk),
            act(ben, "reaction", MONDAY, community_id=place, object_type="post", object_id=1, root_id=1, target_id=ana.pk),
            act(cem, "visit", MONDAY, community_id=place),
            act(cem, "profile_view", MONDAY, object_type="person", object_id=ana.pk, target_id=ana.pk),
        ]
    )
    fill(at=LATER)
    own = week(community_id=place)
    assert (own.contributors, own.contributions, own.posts, own.comments, own.reactions) == (2, 3, 1, 1, 1)
    assert (own.visitors, own.ever_contributed, own.others, own.by_others) == (3, 2, 1, 2)  # ana owns the place
    assert (own.threads28, own.peer_threads28) == (1, 0)
    network = week(community_id=NETWORK)
    assert (network.contributors, network.visitors, network.eligible, network.target) == (2, 3, 3, 3)
    assert sum(PersonWeek.objects.values_list("profile_views", flat=True)) == 1
    assert list(TieWeek.objects.values_list("replies", "reactions")) == [(1, 1)]


def test_filling_again_changes_nothing(tmp_path: Path) -> None:
    put_in(*write(tmp_path, busy_world(), [f"p{i}" for i in range(40)]))
    before = rollups()
    again = refill()
    assert (again.counted, again.written) == (0, 0)
    assert rollups() == before
    assert refill(rebuild=True).counted == 13  # of 14 weeks, the last is not complete
    assert rollups() == before


def test_late_and_back_dated_events_give_what_a_rebuild_gives(tmp_path: Path) -> None:
    lines, listed = busy_world(), [f"p{i}" for i in range(40)]
    late = lines[::7]
    put_in(*write(tmp_path, [one for one in lines if one not in late], listed))
    without = rollups()
    put_in(*write(tmp_path, late, listed, name="late"))
    grown = rollups()
    assert grown != without
    refill(rebuild=True)
    assert rollups() == grown


def test_day_by_day_gives_what_a_rebuild_gives_to_the_row(tmp_path: Path) -> None:
    lines = busy_world(weeks=8)
    log, listed = write(tmp_path, lines, [f"p{i}" for i in range(40)])
    put_in(log, listed, no_fill=True)
    for day in range(7 * 9):
        fill(at=MONDAY + timedelta(days=day))
    grown = rollups()
    assert all(model.objects.exists() for model in ROLLUPS)
    fill(at=MONDAY + timedelta(days=7 * 9 - 1), rebuild=True)
    assert rollups() == grown


def test_an_interrupted_filling_goes_on_where_it_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put_in(*write(tmp_path, busy_world(), [f"p{i}" for i in range(40)]))
    whole = rollups()
    calls = {"count_week": 0, "write": 0}
    write_week = Weekly.write

    def count_until(*args: Any) -> int:
        calls["count_week"] += 1
        if calls["count_week"] == 6:
            raise KeyboardInterrupt
        return counting.count_week(*args)

    def write_until(self: Weekly, week: int) -> None:
        calls["write"] += 1
        if calls["write"] == 10:
            raise KeyboardInterrupt
        write_week(self, week)

    monkeypatch.setattr(run, "count_week", count_until)
    monkeypatch.setattr(Weekly, "write", write_until)
    with pytest.raises(KeyboardInterrupt):
        refill(rebuild=True)
    with pytest.raises(KeyboardInterrupt):
        refill()
    assert refill().counted == 0  # the weeks of events had all been counted before the second interruption
    assert calls["count_week"] == 6 + 13 - 5
    assert rollups() == whole


def test_the_running_week_is_never_counted() -> None:
    (ana,) = people(1)
    record_many([act(ana, "post", MONDAY, object_id=1), act(ana, "post", MONDAY + timedelta(days=8), object_id=2)])
    assert fill(at=MONDAY + timedelta(days=9)).written == 1
    assert CommunityWeek.objects.filter(community_id=NETWORK).count() == 1
    assert sum(PersonWeek.objects.values_list("posts", flat=True)) == 1


def test_what_is_undone_counts_nowhere_even_weeks_later() -> None:
    ana, ben = people(2)
    place = make_community(owner=ana, at=MONDAY).pk
    react = {"community_id": place, "object_type": "post", "object_id": 1, "target_id": ana.pk}
    record_many(
        [
            act(ana, "post", MONDAY, community_id=place, object_type="post", object_id=1),
            act(ana, "post", MONDAY, community_id=place, object_type="post", object_id=2),
            act(ben, "reaction", MONDAY, **react),
            act(ben, "follow", MONDAY, object_type="person", object_id=ana.pk, target_id=ana.pk),
        ]
    )
    fill(at=LATER)
    assert week(community_id=place).contributions == 3
    assert sum(PersonWeek.objects.values_list("follows", flat=True)) == 1
    undoing = MONDAY + timedelta(weeks=6)
    record_many(
        [
            act(ana, "delete", undoing, community_id=place, object_type="post", object_id=2, target_id=ana.pk),
            act(ben, "unreact", undoing, **react),
            act(ben, "unfollow", undoing, object_type="person", object_id=ana.pk, target_id=ana.pk),
        ]
    )
    fill(at=LATER)
    assert (week(community_id=place).contributions, week(community_id=place).contributors) == (1, 1)
    assert sum(PersonWeek.objects.values_list("follows", flat=True)) == 0
    record_many([act(ben, "reaction", undoing + timedelta(days=1), **react)])
    fill(at=LATER)
    assert week(community_id=place).contributions == 2  # given again: it counts once, where it was first given
    assert sum(PersonWeek.objects.values_list("reactions", flat=True)) == 1


@contextmanager
def slow_writer(event: NewEvent) -> Iterator[Callable[[], None]]:
    """Somebody else's transaction, which has drawn the mark of its event; commits when the function it gives is called."""
    written, go_on = Flag(), Flag()

    def write_it() -> None:
        with transaction.atomic():
            record_many([event])
            written.set()
            go_on.wait(30)
        connection.close()

    thread = Thread(target=write_it)
    thread.start()
    assert written.wait(30)

    def commit() -> None:
        go_on.set()
        thread.join(30)

    try:
        yield commit
    finally:
        commit()


@pytest.mark.django_db(transaction=True)
def test_an_event_committed_late_is_still_read() -> None:
    """A slow transaction drew its mark before those of events that were read already."""
    ana, ben = people(2)
    record_many([act(ana, "post", MONDAY, object_id=i) for i in range(5)])
    fill(at=LATER)
    settled = FillState.objects.get().mark
    with slow_writer(act(ben, "post", MONDAY, object_id=10)) as commit:
        record_many([act(ana, "post", MONDAY, object_id=9)])
        fill(at=LATER + timedelta(minutes=1))
        assert FillState.objects.get().mark == settled, "what was drawn before is awaited"
        assert week(community_id=NETWORK).contributors == 1
        commit()
        fill(at=LATER + timedelta(minutes=2))
    assert week(community_id=NETWORK).contributors == 2
    assert FillState.objects.get().mark == Event.objects.latest("seq").seq


@pytest.mark.django_db(transaction=True)
def test_nothing_below_a_settled_mark_is_read_again() -> None:
    (ana,) = people(1)
    record_many([act(ana, "post", MONDAY, object_id=i) for i in range(5)])
    fill(at=LATER)
    assert FillState.objects.get().mark == Event.objects.latest("seq").seq
    Event.objects.filter(object_id=4).delete()
    assert fill(at=LATER).counted == 0, "the week of what is gone is not even looked at"


def test_secret_and_protected_communities_are_in_no_figure() -> None:
    ana, ben = people(2)
    open_ = make_community(owner=ana, at=MONDAY)
    hidden = [
        make_community(owner=ana, at=MONDAY, access=Access(readers="members", joining="invitation", listed=False)),
        make_community(owner=ana, at=MONDAY, access=Access(protected=True)),
    ]
    for place in [open_, *hidden]:
        record_many([act(ben, "post", MONDAY, community_id=place.pk, object_id=place.pk)])
    fill(at=LATER)
    assert set(PersonWeek.objects.values_list("community_id", flat=True)) == {open_.pk}
    assert week(community_id=NETWORK).contributions == 1
    change_settings(by=ana, community=open_, at=LATER, purpose="", settings=Access(protected=True), charter="")
    fill(at=LATER)
    assert not PersonWeek.objects.exists()
    assert not CommunityWeek.objects.exclude(community_id=NETWORK).exists()
    assert week(community_id=NETWORK).contributions == 0
    assert report()["communities"] == []


def test_a_new_community_has_nothing_counted_again() -> None:
    ana, ben = people(2)
    record_many([act(ben, "post", MONDAY, community_id=make_community(owner=ana, at=MONDAY).pk, object_id=1)])
    fill(at=LATER)
    later = MONDAY + timedelta(weeks=8)
    fresh = make_community(owner=ana, at=later)
    make_community(owner=ana, at=later, access=Access(readers="members", joining="invitation", listed=False))
    record_many([act(ben, "post", later, community_id=fresh.pk, object_id=2)])
    assert fill(at=LATER).counted == 1
    grown = rollups()
    fill(at=LATER, rebuild=True)
    assert rollups() == grown


def test_what_was_said_while_a_community_was_secret_stays_out_once_it_opens() -> None:
    ana, ben = people(2)
    place = make_community(owner=ana, at=MONDAY, access=Access(readers="members", joining="invitation", listed=False))
    record_many([act(ben, "post", MONDAY + timedelta(hours=1), community_id=place.pk, object_id=1)])
    opened = MONDAY + timedelta(weeks=2)
    change_settings(by=ana, community=place, at=opened, purpose="", settings=Access(), charter="")
    record_many([act(ben, "post", opened + timedelta(hours=1), community_id=place.pk, object_id=2)])
    fill(at=LATER)
    assert CommunityWeek.objects.filter(community_id=place.pk, contributions__gt=0).count() == 1


def test_guests_and_strangers_are_not_counted() -> None:
    ana = people(1)[0]
    guest = make_person("Gael", at=MONDAY, is_guest=True)
    record_many([act(ana, "post", MONDAY, object_id=1), act(guest, "post", MONDAY, object_id=2)])
    record_many([NewEvent(at=MONDAY, verb="post", actor_id=987_654_321), NewEvent(at=MONDAY, verb="post")])
    fill(at=LATER)
    found = week(community_id=NETWORK)
    assert (found.contributors, found.eligible) == (1, 1)


def test_rollups_hold_no_id_of_a_person_and_a_new_key_changes_no_figure(tmp_path: Path) -> None:
    put_in(*write(tmp_path, busy_world(), [f"p{i}" for i in range(40)]))
    ids = set(Person.objects.values_list("id", flat=True))
    before = {*PersonWeek.objects.values_list("person", flat=True), *TieWeek.objects.values_list("target", flat=True)}
    assert len(before) == 40
    assert not before & ids
    figures = report(weekly=True)
    assert rotate_key(by=None, at=timezone.now()) == 40
    after = {*PersonWeek.objects.values_list("person", flat=True), *TieWeek.objects.values_list("target", flat=True)}
    assert len(after) == 40
    assert not after & (before | ids)
    late = [line(MONDAY + timedelta(weeks=2), "p1", "visit", community="atelier")]
    put_in(*write(tmp_path, late, [f"p{i}" for i in range(40)], name="late"))
    assert report(weekly=True)["organisation"] == figures["organisation"]


def test_visits_of_one_week_stay_in_it_on_the_night_the_clock_changes() -> None:
    (ana,) = people(1)
    autumn = datetime(2024, 10, 27, 22, 30, tzinfo=UTC)  # Sunday 23:30 in Paris, winter time since the morning
    record_many([act(ana, "post", autumn, object_id=1), act(ana, "post", autumn + timedelta(minutes=45), object_id=2)])
    fill(at=LATER)
    assert list(PersonWeek.objects.order_by("week").values_list("posts", flat=True)) == [1, 1]
    assert first_id(autumn) < first_id(autumn + timedelta(minutes=45))


def refill(rebuild: bool = False) -> run.Filled:
    return fill(at=present(timezone.now()), rebuild=rebuild)
