"""The report: its documented form, and nothing about fewer than five people."""

from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils import timezone

from tests.adoption.logs import MONDAY, busy_world, line, put_in, report, write
from tests.factories import make_person

pytestmark = pytest.mark.django_db
FIGURES = ("eligible", "contributors_28d", "contribution_rate", "momentum", "replacement_ratio", "self_carrying_index")
DEEPER = (
    "r0", "critical_share", "transversality", "two_way", "response_rate", "median_first_reply_hours", "k50",
)  # fmt: skip
PROFILES = {"never_came", "newcomer", "inactive", "irregular", "faithful", "bursting", "assiduous", "power"}
OF_SCOPE = {*FIGURES, *DEEPER, "alive_without_push", "forecast", "segments", "stage", "tests"}
OF_ORGANISATION = {*OF_SCOPE, "open_vs_closed", "manager_effect", "pioneer_lift", "next_pushes"}
STAGES = {"too_early", "insufficient", "launch", "transition", "critical_mass", "self_carrying", "stagnation", "decline"}


def check_form(found: dict[str, Any]) -> None:
    figures = {name: found[name] for name in (*FIGURES, *DEEPER)} | found["segments"]
    for name, figure in figures.items():
        assert set(figure) == ({"value", "reason"} if figure["value"] is None else {"value", "low", "high"}), (name, figure)
    assert set(found["segments"]) == PROFILES
    assert set(found["forecast"]) == {"earliest", "latest", "p_not_reached_52w", "reliable", "reason"}
    assert set(found["alive_without_push"]) == {"verdict", "bounds", "reason"}
    assert found["alive_without_push"]["verdict"] in {"survives", "dies", "unknown"}
    assert set(found["alive_without_push"]["bounds"]) == {"spontaneous_kept", "spontaneous_lost"}
    for name in ("eligible", "contributors_28d"):
        assert found[name].get("low") is None
    assert found["stage"] in STAGES
    for test in found["tests"]:
        assert set(test) == {"name", "passed", "value", "threshold"}


def test_the_report_has_its_documented_form(tmp_path: Path) -> None:
    put_in(*write(tmp_path, busy_world(), [f"p{i}" for i in range(40)]))
    found = report(weekly=True)
    assert set(found) == {"at", "organisation", "communities"}
    check_form(found["organisation"])
    assert set(found["organisation"]) == {*OF_ORGANISATION, "stages"}
    (community,) = found["communities"]
    check_form(community)
    assert (community["slug"], community["name"], community["access"]) == ("atelier", "atelier", "open")
    assert [set(week) for week in community["stages"]] == [{"week", "stage"}] * 13
    assert community["stages"][0]["week"] == "2024-W36"
    assert community["stages"][-1]["stage"] == community["stage"]
    assert set(community) == {*OF_SCOPE, "stages", "slug", "name", "access"}
    assert set(report()["organisation"]) == OF_ORGANISATION


def test_the_figures_agree_with_a_count_by_hand(tmp_path: Path) -> None:
    lines = [
        line(MONDAY + timedelta(weeks=w, days=1), f"p{i}", "post", community="c", object=f"{w}-{i}")
        for w in range(10)
        for i in range(w, 12)
    ]
    put_in(*write(tmp_path, lines, [f"p{i}" for i in range(60)]))
    found = report()["organisation"]  # the last line is of week 9, which is not complete: weeks 5 to 8 count
    assert found["eligible"]["value"] == 60
    assert found["contributors_28d"]["value"] == 7
    assert found["contribution_rate"]["value"] == pytest.approx(7 / 60, abs=1e-6)
    assert found["contribution_rate"]["low"] == pytest.approx(0.0577, abs=1e-3)
    earlier = report(at="2024-10-13")["organisation"]  # a Sunday: weeks 2 to 5
    assert earlier["contributors_28d"]["value"] == 10
    assert report(at="2024-10-12")["organisation"]["contributors_28d"]["value"] == 11


def test_people_count_from_their_joining_to_their_leaving(tmp_path: Path) -> None:
    people = [{"id": f"p{i}"} for i in range(20)] + [{"id": f"q{i}", "joined": "2024-10-07"} for i in range(10)]
    people += [{"id": f"r{i}", "left": "2024-09-30"} for i in range(6)]
    lines = [line(MONDAY + timedelta(weeks=w), f"p{i}", "post", object=f"{w}{i}") for w in range(8) for i in range(8)]
    put_in(*write(tmp_path, lines, people))
    assert report(at="2024-09-22")["organisation"]["eligible"]["value"] == 26
    assert report(at="2024-10-06")["organisation"]["eligible"]["value"] == 20
    assert report(at="2024-10-13")["organisation"]["eligible"]["value"] == 30


def test_too_early_until_a_tenth_of_the_listed_people_have_joined(tmp_path: Path) -> None:
    people = [{"id": f"p{i}"} for i in range(8)] + [{"id": f"q{i}", "joined": "2024-11-04"} for i in range(92)]
    lines = [line(MONDAY + timedelta(weeks=w), f"p{i}", "post", object=f"{w}{i}") for w in range(14) for i in range(8)]
    put_in(*write(tmp_path, lines, people))
    stages = {week["week"]: week["stage"] for week in report(weekly=True)["organisation"]["stages"]}
    assert stages["2024-W44"] == "too_early"
    assert stages["2024-W45"] != "too_early"


def test_nobody_and_one_person_have_no_figure() -> None:
    found = report()["organisation"]
    check_form(found)
    assert found["contribution_rate"] == {"value": None, "reason": "no_people"}
    make_person(at=MONDAY)
    alone = report()["organisation"]
    assert alone["stage"] == "insufficient"
    assert alone["momentum"]["value"] is None


def test_a_group_of_four_is_masked_whatever_it_does(tmp_path: Path) -> None:
    lines = busy_world(people=30) + [
        line(MONDAY + timedelta(weeks=w, days=d), f"p{i}", "post", community="quatre", object=f"q{w}-{i}-{d}")
        for w in range(14)
        for i in range(4)
        for d in range(3)
    ]
    put_in(*write(tmp_path, lines, [f"p{i}" for i in range(30)]))
    four = next(c for c in report(weekly=True)["communities"] if c["slug"] == "quatre")
    check_form(four)
    assert all(four[name] == {"value": None, "reason": "not_enough_people"} for name in FIGURES)
    assert four["tests"] == []
    assert {week["stage"] for week in four["stages"]} == {"insufficient"}


def test_few_active_people_are_not_told_apart_in_a_larger_group(tmp_path: Path) -> None:
    lines = busy_world(people=30)
    lines += [line(MONDAY + timedelta(weeks=w), f"p{i}", "visit", community="calme") for w in range(14) for i in range(20)]
    lines += [line(MONDAY + timedelta(weeks=w), f"p{i}", "post", community="calme", object=f"c{w}{i}") for w in range(14) for i in range(3)]
    put_in(*write(tmp_path, lines, [f"p{i}" for i in range(30)]))
    calm = next(c for c in report()["communities"] if c["slug"] == "calme")
    assert calm["eligible"]["value"] == 20
    assert calm["contributors_28d"] == {"value": None, "reason": "not_enough_people"}
    assert calm["contribution_rate"]["value"] is None
    assert all(test["value"] is None for test in calm["tests"])


def test_shares_of_small_groups_are_rounded(tmp_path: Path) -> None:
    put_in(*write(tmp_path, busy_world(people=33), [f"p{i}" for i in range(33)]))
    rate = report()["organisation"]["contribution_rate"]
    assert rate["value"] * 20 == pytest.approx(round(rate["value"] * 20))
    assert rate["value"] <= 0.95


def test_questions_that_make_no_sense_are_one_sentence() -> None:
    for options, sentence in (({"at": "someday"}, "not a date"), ({"at": "2999-01-01"}, "future"), ({"community": "nowhere"}, "nowhere")):
        with pytest.raises(CommandError, match=sentence):
            call_command("adoption_report", **options)


def test_today_is_not_the_future_and_tomorrow_is() -> None:
    today = timezone.localdate()
    call_command("adoption_report", "--json", "--at", today.isoformat(), stdout=StringIO())
    with pytest.raises(CommandError, match="future"):
        call_command("adoption_report", "--json", "--at", (today + timedelta(days=1)).isoformat(), stdout=StringIO())
