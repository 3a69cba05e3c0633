"""One log in three formats gives the same events; whatever is wrong in one is told, and nothing else happens."""

import csv
import io
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import transaction
from django.utils.translation import gettext as _

from adoption.history.hands import Ink
from adoption.models import Perimeter
from communities.models import Community, Event, MembershipSpell
from rse.people.models import Person
from tests.adoption.logs import MONDAY, Line, write
from tests.factories import make_person
from tests.saved import rows_of_tables

pytestmark = pytest.mark.django_db

PLACE = "Atelier"
# A thread with an answer, an answer to that answer, reactions to both, one taken back, and people coming and going.
WORLD: list[tuple[int, str, str, dict[str, str]]] = [
    (0, "ana", "join", {"community": PLACE}),
    (1, "ana", "visit", {"community": PLACE}),
    (2, "ana", "post", {"community": PLACE, "object": "p1"}),
    (3, "ben", "comment", {"community": PLACE, "object": "c1", "root": "p1"}),
    (4, "cem", "comment", {"community": PLACE, "object": "c2", "root": "c1"}),
    (5, "cem", "reaction", {"community": PLACE, "object": "p1"}),
    (6, "ana", "reaction", {"community": PLACE, "object": "c1"}),
    (7, "cem", "unreact", {"community": PLACE, "object": "p1"}),
    (8, "ben", "follow", {"object": "ana", "target": "ana"}),
    (9, "ben", "unfollow", {"object": "ana", "target": "ana"}),
    (10, "ana", "upload", {"community": PLACE, "object": "f1"}),
    (11, "ana", "invite", {"community": PLACE, "target": "dia"}),
    (12, "ben", "leave", {"community": PLACE}),
    (13, "ana", "delete", {"object": "p1"}),
]


def instant(hours: int) -> datetime:
    return MONDAY + timedelta(hours=hours)


def as_jsonl(folder: Path) -> Path:
    """In our own words a thread is named by its post, in full."""
    lines: list[Line | str] = []
    for hours, actor, verb, fields in WORLD:
        root = {"c1": "p1", "c2": "p1", "p1": "p1"}.get(fields.get("object", ""), "") if verb in ("comment", "reaction", "unreact") else ""
        told = fields | ({"root": root} if root else {}) | ({"target": "ben"} if fields.get("object") == "c2" else {})
        lines.append({"at": instant(hours).isoformat(), "actor": actor, "verb": verb, **told})
    return write(folder, lines, [])[0]


WORDS = {
    "join": "Adhésion", "visit": "Connexion", "post": "Publication", "comment": "Commentaire", "reaction": "J’aime", "unreact": "Unlike",
    "follow": "Abonnement", "unfollow": "Désabonnement", "upload": "Fichier", "invite": "Invitation", "leave": "Départ",
    "delete": "Suppression",
}  # fmt: skip


def as_csv(folder: Path, encoding: str = "utf-8", mark: str = ";") -> Path:
    """As an office in Paris exports it."""
    out = io.StringIO()
    table = csv.writer(out, delimiter=mark)
    table.writerow(["Date", "Utilisateur", "Action", "Communauté", "Objet", "En réponse à", "Cible", "Sujet"])
    for hours, actor, verb, fields in WORLD:
        at = instant(hours + 2).strftime("%d/%m/%Y %H:%M:%S")  # summer in Paris
        texts = [fields.get(name, "") for name in ("community", "object", "root", "target")]
        table.writerow([at, actor, WORDS[verb], *texts, "été; «\n»"])
    path = folder / "export.csv"
    path.write_bytes(out.getvalue().encode(encoding))
    return path


def activity(hours: int, actor: str, verb: str, fields: dict[str, str]) -> Line:
    group = {"type": "Group", "id": PLACE}
    liked = {"type": "Like", "id": "a1", "object": fields.get("object", "")}
    followed = {"type": "Follow", "object": {"type": "Person", "id": fields.get("target", "")}}
    note = {"type": "Note", "id": fields.get("object", "")}
    told: dict[str, Line] = {
        "join": {"type": "Join", "object": group},
        "visit": {"type": "View", "object": group},
        "post": {"type": ["Create"], "object": note},
        "comment": {"type": "Create", "object": note | {"inReplyTo": fields.get("root", "")}},
        "reaction": {"type": "Like", "object": fields.get("object", "")},
        "unreact": {"type": "Undo", "object": liked},
        "follow": followed,
        "unfollow": {"type": "Undo", "object": followed},
        "upload": {"type": "Add", "object": {"type": "Image", "id": fields.get("object", "")}, "target": group},
        "invite": {"type": "Invite", "object": group, "target": [{"type": "Person", "id": fields.get("target", "")}]},
        "leave": {"type": "Leave", "object": PLACE},
        "delete": {"type": "Delete", "object": {"type": "Tombstone", "id": fields.get("object", "")}},
    }
    said = told[verb] | ({"audience": PLACE} if fields.get("community") and verb not in ("join", "leave", "invite") else {})
    return {"actor": {"type": "Person", "id": actor, "name": actor.title()}, "published": instant(hours).isoformat()} | said


def as_document(folder: Path, **layout: Any) -> Path:
    path = folder / "outbox.json"
    items = [activity(*one) for one in WORLD]
    document = {"@context": "https://www.w3.org/ns/activitystreams", "type": "OrderedCollection", "orderedItems": items, "totalItems": 3}
    path.write_text(json.dumps(document, **layout))
    return path


def as_lines(folder: Path) -> Path:
    path = folder / "activities.jsonl"
    path.write_text("".join(json.dumps(activity(*one)) + "\n" for one in WORLD))
    return path


def as_array(folder: Path) -> Path:
    path = folder / "activities.json"
    path.write_text(json.dumps([activity(*one) for one in WORLD], indent=1))
    return path


FORMS = [as_csv, as_document, as_lines, as_array]


def run(log: Path, **options: Any) -> tuple[str, str]:
    out, err = io.StringIO(), io.StringIO()
    call_command("import_events", str(log), stdout=out, stderr=err, no_fill=True, **options)
    return out.getvalue(), err.getvalue()


def listed(folder: Path, *names: str) -> Path:
    path = folder / "people.csv"
    path.write_text("id\n" + "".join(f"{name}\n" for name in names or ("ana", "ben", "cem", "dia")))
    return path


def rows() -> list[tuple[Any, ...]]:
    """The events, with people and communities by their names."""
    people = dict(Person.objects.values_list("pk", "staff_number")) | {None: None}
    places = dict(Community.objects.values_list("pk", "slug")) | {None: None}
    return [
        (e.at, people[e.actor_id], e.verb, places[e.community_id], people[e.target_id], e.object_type, e.object_id, e.root_id, e.via)
        for e in Event.objects.order_by("at", "verb")
    ]


def spells() -> set[tuple[Any, ...]]:
    return set(MembershipSpell.objects.values_list("person__staff_number", "community__slug", "role", "from_at", "to_at"))


@pytest.mark.parametrize("form", FORMS)
def test_one_log_in_three_formats_gives_the_same_rows(form: Any, tmp_path: Path) -> None:
    with transaction.atomic():
        _, problems = run(as_jsonl(tmp_path), people=listed(tmp_path))
        expected, belonged = rows(), spells()
        transaction.set_rollback(True)
    assert problems == ""
    assert len(expected) == len(WORLD)
    assert not Event.objects.exists()
    run(form(tmp_path), people=listed(tmp_path))
    assert rows() == expected
    assert spells() == belonged
    nested = Event.objects.get(verb="comment", actor_id=Person.objects.get(staff_number="cem").pk)
    assert nested.root_id == Event.objects.get(verb="post").object_id  # an answer to an answer is of its thread
    assert Person.objects.get(pk=nested.target_id or 0).staff_number == "ben"  # and towards whom it answers


@pytest.mark.parametrize("form", [as_csv, as_document, as_lines])
def test_without_a_list_the_people_are_those_of_the_log(form: Any, tmp_path: Path) -> None:
    _out, said = run(form(tmp_path))
    assert "shares of the target" in said
    assert set(Person.objects.values_list("staff_number", flat=True)) == {"ana", "ben", "cem", "dia"}
    assert Perimeter.objects.get().reason != _("Imported list")
    out, _said = run(form(tmp_path))
    assert "0 people, 0 communities, 0 memberships and 0 events went in; 14 events were already there" in out


def test_names_and_addresses_that_the_log_gives_are_kept(tmp_path: Path) -> None:
    run(as_document(tmp_path))
    assert Person.objects.get(staff_number="ana").last_name == "Ana"
    ben = make_person(email="ben@example.org")
    log = tmp_path / "log.csv"
    log.write_text("date,email,action\n2024-09-02T10:00:00Z,ben@example.org,login\n2024-09-02T10:00:00Z,eva@example.org,login\n")
    run(log, merge=True)
    assert Event.objects.filter(actor_id=ben.pk).count() == 1
    assert Person.objects.get(email="eva@example.org").last_name == "#eva@example.org"


@pytest.mark.parametrize(("encoding", "mark", "told"), [
    ("utf-8", ",", "Encoding: UTF-8; cells apart by commas"),
    ("utf-8-sig", "\t", "Encoding: UTF-8 with a byte order mark; cells apart by tabs"),
    ("cp1252", ";", "Encoding: Windows-1252 (cp1252); cells apart by semicolons"),
    ("utf-16", ";", "Encoding: UTF-16; cells apart by semicolons"),
])  # fmt: skip
def test_encodings_and_marks_are_found_and_told(encoding: str, mark: str, told: str, tmp_path: Path) -> None:
    log = as_csv(tmp_path, encoding, mark)
    out, _ = run(log, dry_run=True)
    assert told in out
    assert "community from 'Communauté'" in out
    assert "Columns not used: 'Sujet'" in out
    run(log)
    assert len(rows()) == len(WORLD)


def table(folder: Path, *lines: str, head: str = "when;who;did") -> Path:
    path = folder / "log.csv"
    path.write_text("\n".join([head, *lines]) + "\n", newline="")
    return path


@pytest.mark.parametrize("written", [
    "2024-09-02T10:15:00+02:00", "2024-09-02 10:15", "02/09/2024 10:15", "2/9/2024 10:15:00", "02-09-2024 10h15", "02.09.2024 à 10:15",
    "1725264900", "1725264900000", "20240902T081500Z", "20240902101500", "2024/09/02 10:15", "02/09/2024 10:15 AM",
])  # fmt: skip
def test_dates_are_read_as_exports_write_them(written: str, tmp_path: Path) -> None:
    run(table(tmp_path, f"{written};ana;like"), map=["at=when,actor=who,verb=did"])
    assert Event.objects.get().at == datetime(2024, 9, 2, 8, 15, tzinfo=UTC)


def test_months_first_are_refused_until_told(tmp_path: Path) -> None:
    log = table(tmp_path, "02/09/2024;ana;like", "02/13/2024;ana;like", head="date;user;action")
    with pytest.raises(CommandError, match="line 3: '02/13/2024' has its month first"):
        run(log)
    assert not Person.objects.exists()
    _, said = run(log, dates="dmy", dry_run=True)
    assert "No date tells" not in said
    run(log, dates="mdy")
    assert [e.at.month for e in Event.objects.order_by("at")] == [2, 2]


def test_dates_that_could_be_either_are_read_with_the_day_first_and_told(tmp_path: Path) -> None:
    log = table(tmp_path, "02/09/2024;ana;like", head="date;user;action")
    _, said = run(log)
    assert "give --dates mdy" in said
    assert Event.objects.get().at.month == 9
    _, said = run(table(tmp_path, "22/09/2024;ana;like", head="date;user;action"), merge=True)
    assert "--dates" not in said


def test_columns_and_verbs_are_chosen(tmp_path: Path) -> None:
    log = table(tmp_path, "02/09/2024;10:15;Ana, L.;zap;x", "02/09/2024;10:16;Ana, L.;;y", head="Jour;Heure;Qui, quand;Geste;Objet")
    with pytest.raises(CommandError, match="no column for actor and verb among 'Jour', 'Heure', 'Qui, quand', 'Geste', 'Objet'"):
        run(log)
    chosen = ["at=Jour+Heure,actor=Qui, quand", "verb=geste,object="]
    out, _ = run(log, map=chosen, verbs=["*=visit", "zap=reaction"], dry_run=True)
    assert "Verbs: reaction 1 ('zap' 1), visit 1 ('' 1)." in out
    run(log, map=chosen, verbs=["zap=reaction,*=post"])
    assert [(e.verb, e.object_id, e.at.minute) for e in Event.objects.order_by("at")] == [("reaction", None, 15), ("post", None, 16)]


def test_a_table_without_verbs_is_of_posts_and_answers_when_told(tmp_path: Path) -> None:
    log = table(tmp_path, "1,,7,2024-09-02", "2,1,8,2024-09-02", head="id,replied_to_id,sender_id,created_at")
    with pytest.raises(CommandError, match=r'--verbs "\*=post"'):
        run(log)
    run(log, verbs=["*=post"])
    assert sorted(Event.objects.values_list("verb", flat=True)) == ["comment", "post"]
    assert Event.objects.get(verb="comment").target_id == Event.objects.get(verb="post").actor_id


def test_the_mark_that_a_spreadsheet_tells_is_believed(tmp_path: Path) -> None:
    log = table(tmp_path, "date,x|user|action", "", "2024-09-02|ana|like", head="sep=|")
    run(log, map=["at=date,x"])
    assert Event.objects.count() == 1


@pytest.mark.parametrize(("options", "reason"), [
    ({"map": ["at=Nowhere"]}, "no column is called 'Nowhere'; columns are 'date', 'user', 'action'"),
    ({"map": ["moment=date"]}, "its fields are at, actor, verb"),
    ({"map": ["date"]}, "written name=value"),
    ({"verbs": ["like=shout"]}, "'like' stands for 'shout', which is no verb"),
    ({"format": "jsonl", "people": True, "verbs": ["a=post"]}, "are for CSV"),
    ({"format": "jsonl"}, "--people"),
])  # fmt: skip
def test_what_is_told_wrong_is_one_sentence(options: Line, reason: str, tmp_path: Path) -> None:
    log = table(tmp_path, "2024-09-02;ana;like", head="date;user;action")
    if "people" in options:
        options = options | {"people": listed(tmp_path)}
    with pytest.raises(CommandError, match=reason):
        run(log, **options)
    assert not Event.objects.exists()


@pytest.mark.parametrize("form", [as_jsonl, *FORMS])
@pytest.mark.parametrize("merge", [False, True])
def test_a_dry_run_writes_nothing_and_tells_what_would_go_in(form: Any, merge: bool, tmp_path: Path) -> None:
    make_person("Zoe")
    log, people = form(tmp_path), listed(tmp_path, "ana", "ben", "cem")
    before = rows_of_tables()
    out, _ = run(log, people=people, dry_run=True, merge=merge)
    assert rows_of_tables() == before
    assert "from 2024-09-02 to 2024-09-02" in out
    assert "0 have an account, 3 would be given one, 0 who act" in out
    assert "0 are there, 1 would be founded" in out
    assert ("--merge" in out) is not merge
    assert "unknown target 'dia'" in out
    would = out.partition("Would go in: ")[2].partition(" (")[0]
    assert "Nothing was written." in out
    went, _ = run(log, people=people, merge=True)
    assert went.partition(" went in")[0] == would
    again, _ = run(log, people=people, merge=True, dry_run=True)
    assert "0 people, 0 communities, 0 memberships and 0 events; 14 events are already there" in again


def test_a_dry_run_of_nothing_usable_says_so(tmp_path: Path) -> None:
    for folder in (tmp_path / "one", tmp_path / "other"):
        folder.mkdir()
    for log in (table(tmp_path / "one", "soon;ana;like", head="date;user;action"), write(tmp_path / "other", ["{}"], [])[0]):
        with pytest.raises(CommandError, match="nothing in it can be used"):
            run(log, people=listed(tmp_path), dry_run=True)
    with pytest.raises(CommandError, match="nothing in it can be used"):
        run(table(tmp_path, "soon;ana;like", head="date;user;action"))
    empty = tmp_path / "empty.csv"
    empty.touch()
    with pytest.raises(CommandError, match=r"empty.csv is empty"):
        run(empty)


def test_a_thousand_problems_are_counted_and_the_first_shown(tmp_path: Path) -> None:
    lines = [f"2024-09-02;ana;zap{i % 3}" for i in range(1_000)] + [f"hier;ana;like{'' if i else 's'}" for i in range(10)]
    log = table(tmp_path, "2024-09-02;ana;like", *lines, head="date;user;action")
    out, err = run(log)
    assert "1010 lines had a problem" in out
    assert err.count("log.csv, line ") == 200
    assert "and 810 more lines with a problem" in err
    assert "1,000 × unknown verb …" in err
    assert "'zap0' 334, 'zap1' 333, 'zap2' 333" in err
    out, _ = run(log, dry_run=True)
    assert "Problem, 1,000 lines: unknown verb …\n  log.csv, line 3: unknown verb 'zap0'" in out
    assert "Problem, 10 lines: not a date: …" in out


def test_nothing_of_a_log_reaches_the_terminal_as_it_is(tmp_path: Path) -> None:
    evil = "\x1b]0;owned\x07\x1b[2J\u202e=cmd|' /C calc'!A0"
    lines = [f"{evil};ana;like", f"2024-09-02;ana;{evil}", f"2024-09-02;{evil};like", "2024-09-02;ana;like"]
    log = table(tmp_path, *lines, head=f"date;user;action;{evil}")
    out, err = run(log, people=listed(tmp_path), dry_run=True)
    more, errors = run(log, people=listed(tmp_path))
    feed = tmp_path / "feed.json"
    like = {"type": "Like", "actor": "ana", "object": "a", "published": "2024-09-02"}
    feed.write_text(json.dumps([{"type": evil, "actor": "ana"}, like | {"actor": evil}, like | {"published": evil}, evil, like]))
    told, wrong = run(feed, people=listed(tmp_path), dry_run=True, format="activitystreams")
    for text in (out, err, more, errors, told, wrong):
        assert not {"\x1b", "\x07", "\u202e"} & set(text)
    assert "=cmd" in errors


def test_a_broken_cell_or_byte_spoils_its_own_line_only(tmp_path: Path) -> None:
    log = tmp_path / "log.csv"
    good = "date;user;action\n2024-09-02;été;like\n".encode()
    log.write_bytes(good + b"2024-09-02;\xe9;like\n" + "2024-09-02;ñ;like\n".encode() + b'2024-09-02;"' + b"x" * 140_000)
    out, err = run(log)
    assert "2 events went in" in out
    assert "log.csv, line 3: actor holds a character that is none" in err
    assert "log.csv, line 5: not CSV" in err


def test_lines_in_any_order_and_at_one_instant_go_in_once(tmp_path: Path) -> None:
    lines = [f"2024-09-{1 + i % 2:02d};p{i % 7};post;m{i}" for i in range(12_001)]
    log = table(tmp_path, *reversed(lines), head="date;user;action;object")
    out, _ = run(log)
    assert "12001 events went in" in out
    assert Event.objects.count() == 12_001
    out, _ = run(log)
    assert "0 events went in; 12001 events were already there" in out


def test_an_interrupted_import_is_completed_by_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [f"2024-09-02T10:{i // 60 % 60:02d}:{i % 60:02d}Z;p{i % 7};post;m{i}" for i in range(11_000)]
    log = table(tmp_path, *lines, head="date;user;action;object")
    written = Ink.record

    def once(self: Ink, events: Any) -> int:
        monkeypatch.setattr(Ink, "record", stop)
        return written(self, events)

    def stop(self: Ink, events: Any) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(Ink, "record", once)
    with pytest.raises(CommandError, match="run again, adds what is missing"):
        run(log)
    assert Event.objects.count() == 5_000
    monkeypatch.setattr(Ink, "record", written)
    out, _ = run(log)
    assert "6000 events went in; 5000 events were already there" in out
