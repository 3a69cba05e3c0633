"""Studies: worked out from the rollups, kept as rows, made again when what they rest on has changed; and the stage rests on their word."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from adoption.fill import fill
from adoption.fill.study import refresh
from adoption.history.clock import present
from adoption.metrics.studies import studies
from adoption.metrics.verdicts import as_known, verdicts
from adoption.models import NETWORK, CommunityWeek, Study, Verdict, Word
from communities.events import NewEvent, record_many
from communities.models import Event
from rse.people.models import Person
from tests.adoption.logs import MONDAY, busy_world, line, put_in, report, write

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 1, 5, tzinfo=UTC)


def quiet_after(weeks: int, silent: int, people: int = 120) -> list[dict[str, str]]:
    """A community that its animator drives: the others answer him, and but for three of them less and less once he is silent."""
    rng = np.random.default_rng(5)
    lines = []
    for week in range(weeks + silent):
        at = MONDAY + timedelta(weeks=week, hours=4)
        if week < weeks:
            lines.append(line(at, "p0", "post", community="atelier", object=f"a{week}"))
        for number in range(1, people):
            if rng.random() < (0.4 if week < weeks else 0.4 * 0.6 ** (week - weeks + 1)) or number < 4:
                then = at + timedelta(hours=int(number))
                lines.append(
                    line(then, f"p{number}", "comment", community="atelier", object=f"c{week}n{number}", root=f"a{min(week, weeks - 1)}")
                )
    return lines


def put_world(tmp_path: Path, lines: list[dict[str, str]], people: int) -> None:
    places = tmp_path / "places.csv"
    places.write_text("slug,name,access,animators\natelier,atelier,open,p0\n")
    put_in(*write(tmp_path, lines, [f"p{i}" for i in range(people)]), communities=places)


def test_a_network_that_its_animator_carried_dies_in_the_pause_and_the_report_says_so(tmp_path: Path) -> None:
    put_world(tmp_path, quiet_after(30, 14), 120)
    found = report()
    assert found["organisation"]["alive_without_push"]["verdict"] == "dies"
    assert Verdict.objects.get(community_id=NETWORK).by_pause
    assert found["organisation"]["alive_without_push"]["bounds"] == {"spontaneous_kept": None, "spontaneous_lost": None}
    assert found["organisation"]["r0"]["reason"] == "not_enough_people"  # three people are left: nothing but the word
    earlier = report(at="2025-03-30")["organisation"]
    study = studies([NETWORK], Study.objects.order_by("week")[0].week)[NETWORK]
    assert earlier["alive_without_push"]["verdict"] == "unknown"
    assert study.way is not None
    assert earlier["forecast"] == study.way.forecast.as_dict()
    assert earlier["r0"] == study.way.churn.r0.as_dict()


def test_a_kept_study_is_made_again_only_when_what_it_rests_on_has_changed(tmp_path: Path) -> None:
    put_in(*write(tmp_path, busy_world(), [f"p{i}" for i in range(40)]))
    assert refresh(at=NOW) == 2
    assert refresh(at=NOW) == 0
    person = Person.objects.get(staff_number="p1")
    record_many([NewEvent(at=MONDAY, verb="post", actor_id=person.pk, object_id=99, source="import:log")])
    fill(at=present(NOW))
    assert refresh(at=NOW + timedelta(hours=1)) == 0  # of this morning: good enough
    assert refresh(at=NOW + timedelta(hours=1), scopes=[NETWORK]) == 1  # asked for by name
    assert refresh(at=NOW + timedelta(days=1)) == 1


def test_a_study_of_a_past_week_is_as_it_stood_then(tmp_path: Path) -> None:
    put_in(*write(tmp_path, busy_world(weeks=30), [f"p{i}" for i in range(40)]))
    then = report(at="2025-01-05")["organisation"]
    last = Event.objects.order_by("-id").values_list("at", flat=True)[0]
    Event.objects.filter(at__gt=datetime(2025, 1, 6, tzinfo=UTC)).delete()
    CommunityWeek.objects.all().delete()
    Study.objects.all().delete()
    fill(at=last, rebuild=True)
    assert report(at="2025-01-05")["organisation"] == then


def test_a_scope_of_fewer_than_ten_people_is_not_studied(tmp_path: Path) -> None:
    put_in(*write(tmp_path, busy_world(people=9), [f"p{i}" for i in range(9)]))
    assert refresh(at=NOW) > 0
    assert all(study.way is None and study.switch_off is None for study in studies([NETWORK], Study.objects.all()[0].week).values())
    assert report()["organisation"]["r0"] == {"value": None, "reason": "not_enough_people"}


def test_a_word_is_known_for_a_quarter_and_the_newest_counts() -> None:
    for week, word in ((100, Word.SURVIVES), (105, Word.UNKNOWN), (108, Word.DIES)):
        Verdict.objects.create(week=week, community_id=NETWORK, word=word, made_at=NOW)
    known = as_known(verdicts()[NETWORK], np.arange(99, 123))
    assert np.isnan(known[0])
    assert known[1] == 1
    assert np.isnan(known[6])
    assert (known[9:22] == 0).all()
    assert np.isnan(known[22])


def steady(weeks: int = 40, people: int = 50) -> list[dict[str, str]]:
    """Half of the people ask and answer each other every week; nobody animates them."""
    lines = []
    for week in range(weeks):
        for number in range(1, 26):
            at = MONDAY + timedelta(weeks=week, hours=number)
            lines.append(line(at, f"p{number}", "post", community="atelier", object=f"w{week}n{number}"))
            other = f"p{number % 25 + 1}"
            lines.append(
                line(at + timedelta(hours=1), other, "comment", community="atelier", object=f"c{week}n{number}", root=f"w{week}n{number}")
            )
    return sorted(lines, key=lambda one: one["at"])


def test_self_carrying_is_never_shown_before_the_switch_off_test_has_said_so_and_is_once_it_has(tmp_path: Path) -> None:
    """Weeks of 2025 without a low season among the last ones; the word is written by hand: how it is found is tested elsewhere."""
    put_world(tmp_path, steady(), 50)
    rows = CommunityWeek.objects.filter(community_id=NETWORK).order_by("week")
    last = rows.last()
    assert last is not None
    assert last.stage == "critical_mass"
    assert report()["organisation"]["stage"] == "critical_mass"
    for back in range(6):
        Verdict.objects.update_or_create(
            week=last.week - back, community_id=NETWORK, defaults={"word": Word.SURVIVES, "made_at": NOW, "reason": ""}
        )
    CommunityWeek.objects.filter(community_id=NETWORK, week__gt=last.week - 6).update(stage="")
    fill(at=present(NOW))
    assert rows.last().stage == "self_carrying"  # type: ignore[union-attr]
    assert rows.get(week=last.week - 6).stage == "critical_mass"
