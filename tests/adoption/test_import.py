"""Logs of other platforms: what can be used goes in, each line that cannot is named with its reason."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from communities.models import Community, Event, Membership, MembershipSpell
from rse.audit.models import AuditEvent
from rse.people.models import Person, PersonSpell
from tests.adoption.logs import MONDAY, Line, busy_world, line, put_in, report, write
from tests.factories import make_person

pytestmark = pytest.mark.django_db


def test_each_bad_line_is_named_and_the_rest_goes_in(tmp_path: Path) -> None:
    bad: list[Line | str] = [
        "{not json",
        "[1, 2]",
        "\x00",
        json.dumps({"at": "2024-09-02", "verb": "post"}),
        json.dumps({"at": "2024-09-02", "actor": "ana"}),
        line(MONDAY, "ana", "shout"),
        line(MONDAY, "nobody", "post"),
        json.dumps({"actor": "ana", "verb": "post"}),
        json.dumps({"at": "yesterday", "actor": "ana", "verb": "post"}),
        json.dumps({"at": "2999-01-01", "actor": "ana", "verb": "post"}),
        json.dumps({"at": "1950-01-01", "actor": "ana", "verb": "post"}),
        json.dumps({"at": 1e300, "actor": "ana", "verb": "post"}),
        json.dumps({"at": True, "actor": "ana", "verb": "post"}),
        json.dumps({"at": "2024-09-02", "actor": {"id": 1}, "verb": "post"}),
        json.dumps({"at": "2024-09-02", "actor": "ana", "verb": "post", "object": "x" * 500}),
        "[" * 100_000,
    ]
    good = [line(MONDAY, "ana", "post", object="a"), line(MONDAY, "ben", "comment", object="b", root="a")]
    log, people = write(tmp_path, [good[0], *bad, "", good[1]], ["ana", "ben"])
    with log.open("ab") as file:
        file.write(b'{"at": "2024-09-02", "actor": "\xff"}\n')
    out, err = put_in(log, people)
    assert Event.objects.count() == 2
    assert f"{len(bad) + 1} lines had a problem" in out
    for number in range(2, len(bad) + 2):
        assert f"log.jsonl, line {number}: " in err, number
    for reason in ("not JSON", "unknown verb 'shout'", "unknown person 'nobody'", "date in the future", "not UTF-8", "no date"):
        assert reason in err, reason
    answer = Event.objects.get(verb="comment")
    assert answer.target_id == Event.objects.get(verb="post").actor_id  # filled in from the log
    assert answer.root_id == Event.objects.get(verb="post").object_id


def test_each_bad_row_of_people_is_named_and_the_rest_goes_in(tmp_path: Path) -> None:
    people = [
        {"id": "ana", "name": "Ana Lopes", "email": "ana@example.org", "unit": "Achats", "role": "pilot"},
        {"id": "", "name": "Nobody"},
        {"id": "ana"},
        {"id": "ben", "email": "not an address", "manager": "ana", "role": "wizard"},
        {"id": "cem", "email": "ANA@example.org", "manager": "cem", "joined": "soon"},
        {"id": "dia", "joined": "2024-09-09", "left": "2024-09-01", "manager": "zoe"},
        {"id": "eve", "joined": "2024-09-09", "left": "2024-10-01"},
        {"id": "tin", "role": "bot"},
        {"id": "Ana"},
        {"id": "x" * 100, "name": "Very long identifier"},
    ]
    lines = [line(MONDAY, "ana", "post", object="a"), line(MONDAY, "tin", "post", object="b"), line(MONDAY, "Ana", "post", object="c")]
    out, err = put_in(*write(tmp_path, lines, people))
    assert Person.objects.count() == 7
    ana, ben = Person.objects.get(staff_number="ana"), Person.objects.get(staff_number="ben")
    assert (ana.name, ana.email, ana.roles) == ("Ana Lopes", "ana@example.org", ["pilot"])
    assert ana.unit is not None
    assert ana.unit.name == "Achats"
    assert ben.manager == ana
    assert ben.email.endswith("@import.invalid")
    assert not ana.has_usable_password()
    eve = Person.objects.get(staff_number="eve")
    assert not eve.is_active
    assert [s.is_active for s in PersonSpell.objects.filter(person=eve).order_by("from_at")] == [True, False]
    for reason in (
        "line 3: no id", "line 4: id 'ana' is already on line 2", "line 5: 'not an address' is not an e-mail address",
        "line 5: unknown role 'wizard'", "line 6: the e-mail address 'ana@example.org' is already taken", "line 6: joined: not a date",
        "line 6: would be above themselves", "line 7: left before having joined", "line 7: unknown manager 'zoe'",
    ):  # fmt: skip
        assert reason in err, reason
    assert "1 of bots were left out" in out
    assert Event.objects.count() == 2


def test_running_again_adds_nothing(tmp_path: Path) -> None:
    files = write(tmp_path, busy_world(), [f"p{i}" for i in range(40)])
    put_in(*files)
    counts = [model.objects.count() for model in (Person, Community, Event, Membership, MembershipSpell)]
    first = report(weekly=True)
    out, _ = put_in(*files)
    assert "0 people, 0 communities, 0 memberships and 0 events went in" in out
    assert [model.objects.count() for model in (Person, Community, Event, Membership, MembershipSpell)] == counts
    assert report(weekly=True) == first


def test_an_installation_with_people_of_its_own_is_refused_unless_merged(tmp_path: Path) -> None:
    make_person(email="ana@example.org")
    post = line(MONDAY, "ana", "post", community="Atelier", object="a")
    files = write(tmp_path, [post], [{"id": "ana", "email": "ana@example.org"}, {"id": "ben"}])
    with pytest.raises(CommandError, match="--merge"):
        put_in(*files)
    assert not Event.objects.exists()
    put_in(*files, merge=True)
    assert Person.objects.count() == 2  # the same address is the same person
    assert Event.objects.get().actor_id == Person.objects.get(email="ana@example.org").pk


def test_memberships_come_from_joining_or_from_the_first_event(tmp_path: Path) -> None:
    lines = [
        line(MONDAY, "ana", "join", community="Atelier"),
        line(MONDAY + timedelta(days=1), "ben", "visit", community="Atelier"),
        line(MONDAY + timedelta(days=2), "ana", "leave", community="Atelier"),
        line(MONDAY + timedelta(days=3), "cem", "post", community="Atelier", object="a"),
        line(MONDAY + timedelta(days=4), "ben", "remove", community="Atelier", target="cem"),
        line(MONDAY + timedelta(days=5), "dia", "visit", community="Réunion des sites"),
    ]
    places = tmp_path / "places.csv"
    places.write_text("slug,name,access,animators\nAtelier,L'atelier,closed,dia ben zoe\nfoo,,ajar,\n")
    log, people = write(tmp_path, lines, ["ana", "ben", "cem", "dia"])
    _, err = put_in(log, people, communities=places)
    assert "places.csv, line 2: unknown animator 'zoe'" in err
    assert "places.csv, line 3: unknown access 'ajar'" in err
    atelier = Community.objects.get(slug="atelier")
    assert (atelier.name, atelier.access, atelier.members_count) == ("L'atelier", "closed", 2)
    roles = dict(Membership.objects.filter(community=atelier).values_list("person__staff_number", "role"))
    assert set(roles) == {"ben", "dia"}
    assert sorted(roles.values()) == ["animator", "owner"]
    assert MembershipSpell.objects.filter(community=atelier, to_at=None).count() == 2
    assert Community.objects.get(slug="reunion-des-sites").access == "open"


def test_files_that_are_not_there_or_have_no_header_are_one_sentence(tmp_path: Path) -> None:
    log, people = write(tmp_path, [], ["ana"])
    with pytest.raises(CommandError, match="nowhere"):
        put_in(tmp_path / "nowhere.jsonl", people)
    people.write_text("name,email\nAna,ana@example.org\n")
    with pytest.raises(CommandError, match="'id' is not among them"):
        put_in(log, people)


def test_an_empty_log_and_an_empty_list_are_not_an_error(tmp_path: Path) -> None:
    put_in(*write(tmp_path, [], []))
    assert report()["organisation"]["stage"] == "insufficient"


def test_an_import_leaves_a_trace_in_the_audit_log(tmp_path: Path) -> None:
    put_in(*write(tmp_path, [line(MONDAY, "ana", "post")], ["ana"]))
    assert AuditEvent.objects.filter(act="adoption.import").get().detail["events"] == 1


def test_the_command_needs_its_people(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="--people"):
        call_command("import_events", str(tmp_path / "log.jsonl"))


def test_a_log_whose_clock_begins_at_zero_is_counted(tmp_path: Path) -> None:
    lines = [{"at": day * 86_400, "actor": f"p{day % 9}", "verb": "post", "object": str(day)} for day in range(60)]
    put_in(*write(tmp_path, lines, [f"p{i}" for i in range(9)]))
    found = report(weekly=True)["organisation"]
    assert found["contributors_28d"]["value"] == 9
    assert found["stages"][0]["week"] == "1970-W01"
