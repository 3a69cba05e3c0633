"""What only the organisation shows, on an imported company: managers, recruits, pioneers, communities, pushes."""

import random
from datetime import timedelta
from pathlib import Path

import pytest

from adoption.metrics import organisation
from adoption.metrics.studies import newest
from adoption.metrics.study import Organisation, SwitchOff
from adoption.models import NETWORK, Recruit
from tests.adoption.logs import MONDAY, Line, line, put_in, report, write

pytestmark = pytest.mark.django_db
PEOPLE, WEEKS = 120, 30


def company(seed: int = 4) -> list[Line]:
    """Ten communities of twelve people each; pioneers p0 to p5 mention colleagues who then begin; the rest begin alone."""
    rng = random.Random(seed)
    lines: list[Line] = []
    begun: set[int] = set(range(12))
    for week in range(WEEKS):
        at = MONDAY + timedelta(weeks=week, hours=8)
        for number in sorted(begun):
            place = f"c{number % 10}"
            lines.append(line(at + timedelta(minutes=number), f"p{number}", "post", community=place, object=f"w{week}n{number}"))
            other = rng.choice([n for n in sorted(begun) if n % 10 == number % 10 and n != number] or [number])
            if other != number:
                then = at + timedelta(hours=3, minutes=number)
                lines.append(line(then, f"p{other}", "comment", community=place, object=f"a{week}n{number}", root=f"w{week}n{number}"))
        for number in range(PEOPLE):
            lines.append(line(at, f"p{number}", "visit", community=f"c{number % 10}"))
        waiting = [n for n in range(PEOPLE) if n not in begun]
        for number in rng.sample(waiting, min(4, len(waiting))):
            if rng.random() < 0.7:
                mentioning = f"p{rng.randrange(6)}"
                lines.append(
                    line(at + timedelta(days=1), mentioning, "mention", community=f"c{number % 10}", target=f"p{number}", object="m")
                )
            begun.add(number)
    return sorted(lines, key=lambda one: one["at"])


@pytest.fixture
def found(tmp_path: Path) -> Organisation:
    people = [
        {"id": f"p{i}", "unit": f"u{i % 6}", "manager": f"p{i % 6}" if i > 5 else "", "role": "pioneer" if i < 6 else ""}
        for i in range(PEOPLE)
    ]
    put_in(*write(tmp_path, company(), people))
    report()
    study = newest(NETWORK, 10_000)
    assert study is not None
    assert study.organisation is not None
    return study.organisation


def test_first_contributions_are_told_apart_by_what_came_before_them(found: Organisation) -> None:
    firsts = Recruit.objects.values("person").distinct().count()
    brought = Recruit.objects.exclude(trigger=0).values("person").distinct().count()
    assert found.pull.spontaneous.value == pytest.approx(1 - brought / firsts, abs=0.02)
    assert found.pull.part.value == pytest.approx(1.0)  # only pioneers mention
    assert found.recruits.recruitment.last_week - found.recruits.recruitment.first_week == 7


def test_few_managers_and_few_communities_give_no_estimate(found: Organisation) -> None:
    assert found.exemplarity.managers <= 6
    assert found.exemplarity.effect.value is None
    assert not found.exemplarity.found
    assert found.open_closed.standing == "refused"
    assert (found.open_closed.n_open, found.open_closed.n_closed) == (10, 0)
    assert found.opened.effect.value is None


def test_bass_survival_and_pushes_are_there(found: Organisation) -> None:
    assert found.backtest is not None
    assert found.backtest.n > 0
    assert found.survival.subjects == 10
    assert found.contagion is not None
    assert all(push.push.people >= 5 for push in found.pushes)
    assert [push.rank for push in found.pushes] == list(range(1, len(found.pushes) + 1))


def test_the_report_tells_the_same(found: Organisation) -> None:
    told = report()["organisation"]
    assert told["pioneer_lift"]["ratio"] == found.pull.ratio.as_dict()
    assert told["manager_effect"]["managers"] == found.exemplarity.managers
    assert told["open_vs_closed"]["standing"] == "refused"
    assert [push["kind"] for push in told["next_pushes"]] == [push.push.kind for push in found.pushes]


def test_pushes_know_what_the_switch_off_test_said_of_the_network(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[object] = []

    def listen(*parts: object) -> tuple[()]:
        given.append(parts[-1])
        return ()

    monkeypatch.setattr(organisation, "pushes", listen)
    put_in(*write(tmp_path, company(), [{"id": f"p{i}", "unit": f"u{i % 6}"} for i in range(PEOPLE)]))
    told = report()["organisation"]["alive_without_push"]
    (network,) = given
    assert isinstance(network, SwitchOff)
    assert (network.verdict, network.reason) == (told["verdict"], told["reason"])
