"""The end of what is kept: events after thirteen months, what is kept person by person after two years; what was counted stays."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from celery.exceptions import Retry
from django.db import connection
from django.test import Client
from django.test.utils import override_settings

from adoption.actions.pseudonyms import rotate_key
from adoption.actions.retention import Retained, retain
from adoption.fill import fill
from adoption.fill.run import alone
from adoption.history.clock import present, week_of_id
from adoption.history.purging import first_kept_week, months_before
from adoption.models import (
    NETWORK,
    CommunityWeek,
    FillState,
    PersonFirst,
    PersonWeek,
    Pioneer,
    Recruit,
    ThreadLife,
    ThreadWeek,
    TieWeek,
    UnitWeek,
    WeekMark,
)
from adoption.tasks import retain as retain_task
from communities.actions.posts import create_post
from communities.actions.retention import forget_events
from communities.events import NewEvent, ensure_partitions, record_many
from communities.models import Event
from rse.audit.models import AuditEvent
from rse.lib.ids import first_id
from rse.people.models import Person
from tests.adoption.logs import MONDAY, busy_world, put_in, write
from tests.factories import make_community, make_person
from tests.saved import Saved

pytestmark = pytest.mark.django_db
YEAR = timedelta(weeks=52)
FIRST = week_of_id(first_id(MONDAY))
PEOPLE, OLD_WEEKS, NEW_WEEKS = 24, 10, 10
LATER = MONDAY + timedelta(weeks=80)
LISTED = [f"p{i}" for i in range(PEOPLE)]
OF_WEEK = {
    PersonWeek: "week", TieWeek: "week", ThreadWeek: "week", ThreadLife: "opened_week", Recruit: "week", UnitWeek: "week",
    CommunityWeek: "week", WeekMark: "week",
}  # fmt: skip


def rows(first: int, last: int) -> dict[str, list[Any]]:
    """Every rollup of weeks `first` to `last`, to the row."""
    found = {}
    for model, column in OF_WEEK.items():
        names = [f.attname for f in model._meta.concrete_fields if f.attname != "id"]
        found[model.__name__] = sorted(model.objects.filter(**{f"{column}__range": (first, last)}).values_list(*names))  # type: ignore[attr-defined]
    return found


def act(actor: Person, verb: str, at: datetime, **fields: Any) -> NewEvent:
    return NewEvent(at=at, verb=verb, actor_id=actor.pk, source="test", **fields)


def act_out() -> None:
    """Ten busy weeks, nothing until a year has passed, ten busy weeks; then somebody here contributes, in week 79."""
    lines = busy_world(PEOPLE, OLD_WEEKS)
    again = [
        {**one, "at": (datetime.fromisoformat(one["at"]) + YEAR).isoformat()}
        | {key: f"{one[key]}b" for key in ("object", "root") if key in one}
        for one in busy_world(PEOPLE, NEW_WEEKS, seed=4)
    ]
    with TemporaryDirectory() as folder:
        put_in(*write(Path(folder), [*lines, *again], LISTED), no_fill=True)
    nour = make_person("Nour", at=MONDAY)
    record_many([act(nour, "post", LATER - timedelta(days=1), object_type="post", object_id=9, root_id=9)])
    fill(at=LATER)


ACTED = Saved(act_out)


@pytest.fixture
def two_years(db: None) -> None:
    ACTED.set()


def test_events_are_kept_thirteen_months_and_never_a_day_more() -> None:
    assert months_before(datetime(2026, 3, 31, tzinfo=UTC), 13) == datetime(2025, 2, 28, tzinfo=UTC)
    assert months_before(datetime(2026, 1, 15, tzinfo=UTC), 13) == datetime(2024, 12, 15, tzinfo=UTC)
    for day in range(0, 36, 5):
        at = datetime(2026, 3, 1, 3, tzinfo=UTC) + timedelta(days=day)
        nour = make_person(f"Nour{day}")
        record_many([act(nour, "visit", months_before(at, 13) + timedelta(hours=after)) for after in (-1, 24 * 7)])
        retain(at=at)
        assert Event.objects.order_by("id")[0].at >= months_before(at, 13), at
        assert Event.objects.filter(actor_id=nour.pk).count() == 1, at


def test_counted_weeks_stay_to_the_row_when_their_events_are_gone(two_years: None) -> None:
    before = rows(FIRST, FIRST + 79)
    assert all(before.values())
    done = retain(at=LATER)
    assert done.events > 100
    kept_from = first_kept_week(LATER)
    assert FIRST + OLD_WEEKS < kept_from < FIRST + 52
    assert Event.objects.filter(pk__lt=first_id(MONDAY + timedelta(weeks=kept_from - FIRST - 1))).count() == 0
    assert FillState.objects.get().frozen_before == kept_from + 4
    assert fill(at=LATER).counted == 0
    assert rows(FIRST, FIRST + 79) == before
    rebuilt = fill(at=LATER, rebuild=True)
    assert (rebuilt.counted, rebuilt.written) == (28, FIRST + 79 - (kept_from + 4) + 1), (
        "events since week 52, rollups since the frozen ones"
    )
    assert rows(FIRST, FIRST + 79) == before


def test_what_rests_on_settings_is_counted_again_only_where_events_are_kept(two_years: None) -> None:
    retain(at=LATER)
    frozen = FillState.objects.get().frozen_before
    assert frozen is not None
    old, new = rows(FIRST, frozen - 1), rows(frozen, FIRST + 79)
    Pioneer.objects.create(person_id=Person.objects.get(staff_number="p0").pk, from_at=MONDAY)
    assert fill(at=LATER).counted == 28
    assert rows(FIRST, frozen - 1) == old
    assert rows(frozen, FIRST + 79) != new
    assert PersonWeek.objects.filter(week__gte=frozen, pushes=1).exists()


def test_coming_back_is_no_first_contribution_after_the_purge(two_years: None) -> None:
    again = CommunityWeek.objects.get(community_id=NETWORK, week=FIRST + 52)
    assert again.contributors > 4
    assert again.firsts < again.contributors
    retain(at=LATER)
    fill(at=LATER, rebuild=True)
    assert CommunityWeek.objects.get(pk=CommunityWeek.objects.get(community_id=NETWORK, week=FIRST + 52).pk).firsts == again.firsts


def test_what_was_done_in_a_purged_week_can_be_undone_without_counting_it_again(two_years: None) -> None:
    done = Event.objects.filter(verb="reaction").order_by("id")[0]
    wrote = Event.objects.filter(verb="post").order_by("id")[0]
    retain(at=LATER)
    before = rows(FIRST, FIRST + 79)
    back = LATER + timedelta(hours=1)
    record_many(
        [
            NewEvent(
                at=back, verb="unreact", actor_id=done.actor_id, object_type=done.object_type, object_id=done.object_id, source="test"
            ),
            NewEvent(at=back, verb="delete", actor_id=wrote.actor_id, object_type="post", object_id=wrote.object_id, source="test"),
        ]
    )
    assert fill(at=LATER + timedelta(hours=2)).counted == 0
    assert rows(FIRST, FIRST + 79) == before


def test_older_events_that_come_later_count_nowhere_and_leave_the_next_night(two_years: None, tmp_path: Path) -> None:
    retain(at=LATER)
    before, events = rows(FIRST, FIRST + 79), Event.objects.count()
    said, _ = put_in(*write(tmp_path, busy_world(PEOPLE, OLD_WEEKS), LISTED, name="again"), merge=True, no_fill=True)
    assert "were left out" in said
    assert Event.objects.count() == events
    nour = Person.objects.get(first_name="Nour")
    for at in (MONDAY - timedelta(weeks=30), MONDAY + timedelta(weeks=3)):
        record_many([act(nour, "post", at, object_type="post", object_id=77, root_id=77)])
    assert fill(at=LATER).counted == 0
    frozen = FillState.objects.get().frozen_before
    assert frozen is not None
    assert fill(at=LATER, rebuild=True).counted == FIRST + 79 - frozen + 1
    assert rows(FIRST, FIRST + 79) == before
    assert retain(at=LATER + timedelta(days=1)).events == 2
    assert Event.objects.count() == events


def test_a_log_alone_keeps_its_last_months_however_old_it_is(tmp_path: Path) -> None:
    put_in(*write(tmp_path, busy_world(PEOPLE, OLD_WEEKS), LISTED))
    now = MONDAY + timedelta(days=20 * 365)
    before, events, through = rows(FIRST, FIRST + 20), Event.objects.count(), FillState.objects.get().through
    done = retain(at=now)
    assert (done.events, done.rollups) == (0, {})
    assert Event.objects.count() == events
    assert rows(FIRST, FIRST + 20) == before
    assert fill(at=present(now)).through == through


@override_settings(PERSON_WEEKS_KEPT=72)
def test_weeks_of_people_go_after_two_years_and_sums_stay(two_years: None) -> None:
    sums = {name: found for name, found in rows(FIRST, FIRST + 79).items() if name in ("CommunityWeek", "UnitWeek", "WeekMark")}
    known = set(PersonWeek.objects.values_list("person", flat=True))
    late = rows(FIRST + 8, FIRST + 79)
    nour = Person.objects.get(staff_number="p1")
    Pioneer.objects.create(person_id=nour.pk, from_at=MONDAY, to_at=MONDAY + timedelta(days=1))
    Pioneer.objects.create(person_id=nour.pk, from_at=LATER)
    done = retain(at=LATER)
    assert set(done.rollups) == {
        "adoption_personweek", "adoption_tieweek", "adoption_threadweek", "adoption_threadlife", "adoption_recruit",
    }  # fmt: skip
    assert (PersonWeek.objects.order_by("week")[0].week, done.pioneers) == (FIRST + 8, 1)
    assert {name: rows(FIRST, FIRST + 79)[name] for name in sums} == sums
    assert set(PersonWeek.objects.values_list("person", flat=True)) | set(PersonFirst.objects.values_list("person", flat=True)) == known
    assert fill(at=LATER).counted == 0, "the pioneer's spell that is gone has nothing counted again"
    fill(at=LATER, rebuild=True)
    assert {name: rows(FIRST + 8, FIRST + 79)[name] for name in late if name != "PersonWeek"} == {
        name: found for name, found in late.items() if name != "PersonWeek"
    }
    assert retain(at=LATER).rollups == {}


@override_settings(PERSON_WEEKS_KEPT=72)
def test_who_is_known_from_before_follows_the_key(two_years: None) -> None:
    retain(at=LATER)
    assert PersonFirst.objects.exists()
    before = set(PersonFirst.objects.values_list("person", flat=True))
    rotate_key(by=None, at=LATER)
    after = set(PersonFirst.objects.values_list("person", flat=True))
    assert len(after) == len(before)
    assert not after & before
    again = CommunityWeek.objects.get(community_id=NETWORK, week=FIRST + 60).ever_contributed
    fill(at=LATER, rebuild=True)
    assert CommunityWeek.objects.get(community_id=NETWORK, week=FIRST + 60).ever_contributed == again


def test_whole_months_are_dropped_and_the_rest_in_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("communities.actions.retention.BATCH", 3)
    nour = make_person("Nour")
    at = datetime(2024, 3, 20, tzinfo=UTC)
    ensure_partitions([at])
    record_many([act(nour, "visit", at - timedelta(days=20 * number)) for number in range(10)])
    done = forget_events(before=datetime(2024, 3, 10, tzinfo=UTC))
    assert (done.events, done.months) == (9, 6)
    assert [event.at for event in Event.objects.all()] == [at]
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('communities_event_y2024m02'), to_regclass('communities_event_y2024m03')")
        assert cursor.fetchone() == (None, "communities_event_y2024m03")
    assert forget_events(before=datetime(2024, 3, 10, tzinfo=UTC)).events == 0
    record_many([act(nour, "visit", at - timedelta(days=40))])  # a month that was dropped is made again
    assert Event.objects.count() == 2


def test_every_run_leaves_one_row_of_counts_in_the_audit_log(two_years: None) -> None:
    done = retain(at=LATER)
    row = AuditEvent.objects.get(act="adoption.retention")
    assert (row.actor_id, row.detail["events"], row.detail["months"]) == (None, done.events, done.months)
    assert done.events > 0
    retain(at=LATER)
    assert AuditEvent.objects.filter(act="adoption.retention").count() == 2


def test_pages_and_notices_live_on_without_their_events() -> None:
    ana = make_person("Ana", at=MONDAY)
    place = make_community("Atelier", owner=ana, at=MONDAY)
    post = create_post(by=ana, community=place, body="Toujours lisible", at=MONDAY)
    create_post(by=ana, community=place, body="Bien plus tard", at=LATER)
    assert retain(at=LATER).events > 0
    client = Client()
    client.force_login(ana)
    assert "Toujours lisible" in client.get(f"/p/{post.pk}/").content.decode()
    assert "Toujours lisible" in client.get("/c/atelier/").content.decode()
    assert client.get("/notifications/").status_code == 200
    assert client.get(f"/people/{ana.pk}/").status_code == 200


def test_the_nightly_task_waits_for_a_filling(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("adoption.tasks.retain_history", lambda at: Retained(busy=True))
    with pytest.raises(Retry):
        retain_task.apply(throw=True)
    monkeypatch.setattr("adoption.tasks.retain_history", retain)
    retain_task.apply(throw=True)
    assert AuditEvent.objects.filter(act="adoption.retention").count() == 1
    with alone() as free:
        assert free
