"""One's own mirror: the same figures as everybody's are made of, for oneself alone, without a trace."""

from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from adoption.dashboards.mine import mine_page
from adoption.fill import fill
from adoption.metrics.mirror import Circle, mirror
from adoption.models import FillState, PersonWeek, ThreadLife, TieWeek
from adoption.models.pseudonyms import pseudonym_of
from adoption.science.segments import PERSONAS, PROFILES
from adoption.science.weeks import week_of_day
from rse.audit.models import AuditEvent
from rse.people.models import Person, Unit
from tests.adoption.logs import MONDAY, busy_world, put_in, write
from tests.conftest import Cast

pytestmark = pytest.mark.django_db
WEEK, OLD = 3000, 2000  # the asked week, and the one of an arrival long ago
NOBODY_ELSE = 99
LAST = week_of_day(MONDAY.date()) + 12  # whole weeks of busy_world


def put_weeks(person: Person, *ago: int, **counts: int) -> int:
    own = pseudonym_of(person.pk)
    made = sum(counts.get(name, 0) for name in ("posts", "comments", "reactions"))
    for weeks in ago:
        PersonWeek.objects.create(week=WEEK - weeks, community_id=7, person=own, contributions=made, **counts)
    return own


def thread(author: int, ago: int, root: int, **more: int) -> None:
    ThreadLife.objects.create(community_id=7, root_id=root, opened_week=WEEK - ago, opened_ms=root, author=author, **more)


@pytest.fixture
def bob(cast: Cast) -> Person:
    fill(at=timezone.now())
    for model in (PersonWeek, TieWeek, ThreadLife):
        model.objects.all().delete()
    return cast.bob


def test_nothing_done_is_an_empty_mirror(bob: Person) -> None:
    found = mirror(bob.pk, WEEK, OLD)
    assert (found.profile, found.persona, found.came, found.threads) == ("never_came", "observer", 0, 0)
    assert found.circle == Circle(0, 0) and found.waiting == ()
    assert found.contributions_by_week.tolist() == found.answers_by_week.tolist() == [0] * 12


def test_weeks_profile_and_persona_are_reckoned_from_ones_own_rows(bob: Person) -> None:
    own = put_weeks(bob, *range(10), visits=1, comments=2)
    put_weeks(bob, 12, 13, posts=50)
    PersonWeek.objects.create(week=WEEK, community_id=7, person=NOBODY_ELSE, contributions=40, posts=40)
    TieWeek.objects.create(week=WEEK - 1, community_id=7, person=NOBODY_ELSE, target=own, replies=3, reactions=4)
    TieWeek.objects.create(week=WEEK - 11, community_id=7, person=NOBODY_ELSE, target=own, replies=1)
    TieWeek.objects.create(week=WEEK - 12, community_id=7, person=NOBODY_ELSE, target=own, replies=9)
    TieWeek.objects.create(week=WEEK, community_id=7, person=own, target=NOBODY_ELSE, replies=2)
    found = mirror(bob.pk, WEEK, OLD)
    assert found.contributions_by_week.tolist() == [0, 0] + [2] * 10
    assert found.answers_by_week.tolist() == [1] + [0] * 9 + [3, 0]
    assert (found.profile, found.came) == ("assiduous", 10)
    assert (found.made, found.received, found.persona) == (8, 7, "engager")
    assert (found.given, found.answers, found.thanks) == (2, 4, 4)
    assert mirror(bob.pk, WEEK, WEEK - 2).profile == "newcomer"


def test_threads_wait_only_once_their_seven_days_have_run(bob: Person) -> None:
    own = pseudonym_of(bob.pk)
    thread(own, 0, 1)
    thread(own, 1, 2)
    thread(own, 2, 3, reply_ms=5, replier=NOBODY_ELSE)
    thread(own, 12, 4)
    thread(NOBODY_ELSE, 3, 5, reply_ms=9, replier=own, asks=1)
    thread(NOBODY_ELSE, 3, 6, reply_ms=9, replier=own, asks=0)
    found = mirror(bob.pk, WEEK, OLD)
    assert (found.threads, found.answered, found.waiting, found.questions) == (2, 1, (2,), 1)


def test_the_circle_counts_two_way_ties_of_six_months_and_their_units(bob: Person, cast: Cast) -> None:
    own = pseudonym_of(bob.pk)
    unit = Unit.objects.create(name="Usine", kind="department")
    Person.objects.filter(pk__in=[cast.alice.pk, cast.carol.pk, cast.dave.pk]).update(unit=unit)
    alice, carol, dave, erin = (pseudonym_of(one.pk) for one in (cast.alice, cast.carol, cast.dave, cast.erin))
    for other, there, back in ((alice, 0, 25), (carol, 3, 3), (dave, 1, 26), (erin, 2, None)):
        TieWeek.objects.create(week=WEEK - there, community_id=7, person=own, target=other, replies=1)
        if back is not None:
            TieWeek.objects.create(week=WEEK - back, community_id=7, person=other, target=own, reactions=1)
    assert mirror(bob.pk, WEEK, OLD).circle == Circle(2, 1)


def test_the_page_is_always_of_whoever_asks_and_leaves_no_trace(cast: Cast) -> None:
    fill(at=timezone.now())
    for name, person in cast.people.items():
        if not person.is_active:
            continue
        client = Client()
        client.force_login(person)
        before = AuditEvent.objects.count()
        response = client.get("/adoption/mine/", {"person": cast.bob.pk})
        assert response.status_code == 200, name
        assert "no-store" in response["Cache-Control"]
        assert AuditEvent.objects.count() == before
        assert (response.context["page"].mirror is None) == (name == "guest")


def test_before_any_count_the_page_says_so(cast: Cast) -> None:
    FillState.objects.all().delete()
    assert mine_page(cast.bob, at=timezone.now()).mirror is None
    assert pseudonym_of(cast.bob.pk) == -1


def test_the_mirror_of_a_busy_world_agrees_with_the_rollups(tmp_path: Path) -> None:
    put_in(*write(tmp_path, busy_world(), [f"p{i}" for i in range(40)]))
    fill(at=timezone.now())
    came = 0
    for person in Person.objects.filter(is_guest=False)[:12]:
        page = mine_page(person, at=timezone.now())
        found, week = page.mirror, LAST
        assert found is not None and found.week == week
        rows = PersonWeek.objects.filter(person=pseudonym_of(person.pk), week__gt=week - 12, week__lte=week)
        assert found.contributions_by_week.sum() == sum(rows.values_list("contributions", flat=True))
        assert found.came == len(set(rows.values_list("week", flat=True)))
        came += found.came
        assert found.answered + len(found.waiting) == found.threads
        assert found.profile in PROFILES and found.persona in PERSONAS
        assert page.chart is not None and page.chart.sentence.kind == "count"
    assert came > 60
