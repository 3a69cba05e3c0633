"""Staff lists: any usual file, columns guessed, every error with its line, taken whole or not at all, safe to take again."""

import io
from collections import Counter
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from openpyxl import Workbook

from rse.lib.refusal import Refused
from rse.people.actions import directory
from rse.people.directory.columns import guess
from rse.people.directory.problems import by_kind
from rse.people.directory.table import read_table
from rse.people.models import Person, PersonSpell, Role, StaffList, Unit
from tests.factories import NOW, make_person
from tests.people.lists import HEADER, as_csv, staff

pytestmark = pytest.mark.django_db
ONE = ["M1", "lea@lormea.example", "Léa", "Müller", "Acheteuse", "Achats", "Achats Lille", "Lille", ""]
TWO = ["M2", "omar@lormea.example", "Omar", "Œil", "Chef", "Achats", "", "Lille", "lea@lormea.example"]


def take(content: bytes, *, by: Person | None = None, whole: bool = False, at: object = NOW) -> StaffList:
    listed = directory.give_list(by=by, name="liste.csv", content=content, at=NOW)
    if whole:
        listed = directory.choose_columns(by=by, listed=listed, columns=listed.columns, whole=True)
    directory.take_list(by=by, listed=listed, at=at)  # type: ignore[arg-type]
    return StaffList.objects.get(pk=listed.pk)


def plan(content: bytes, *, by: Person | None = None):  # type: ignore[no-untyped-def]
    return directory.plan_of(directory.give_list(by=by, name="liste.csv", content=content, at=NOW), by=by, at=NOW)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_the_encoding_and_the_separator_are_guessed(encoding: str, delimiter: str) -> None:
    table = read_table(as_csv([ONE, TWO], delimiter=delimiter, encoding=encoding), name="liste.csv")
    assert table.header == HEADER
    assert [row.cells[3] for row in table.rows] == ["Müller", "Œil"]
    assert [row.line for row in table.rows] == [2, 3]


def test_a_workbook_is_read_as_the_csv_is_and_its_formulas_stay_words() -> None:
    book = Workbook()
    book.active.append(list(HEADER))
    book.active.append([1, "lea@lormea.example", "Léa", "Müller", '=HYPERLINK("http://x","y")', "Achats", "", "Lille", None])
    out = io.BytesIO()
    book.save(out)
    table = read_table(out.getvalue(), name="liste.xlsx")
    assert table.rows[0].cells[:4] == ("1", "lea@lormea.example", "Léa", "Müller")
    take(out.getvalue())
    assert Person.objects.get().job_title.startswith("HYPERLINK")
    told = plan(as_csv([[*ONE[:4], "=1+2", *ONE[5:]], [*TWO[:4], "@SUM(A1)", *TWO[5:]]]))
    assert [(one.line, one.kind) for one in told.problems if one.kind == "formula"] == [(2, "formula"), (3, "formula")]


@pytest.mark.parametrize("content", [b"", b"  \n", b"Nom;E-mail\n", b"PK\x03\x04 broken", b"a\x00b" + b"x" * 50])
def test_what_is_no_table_is_refused_in_words(content: bytes) -> None:
    with pytest.raises(Refused) as refusal:
        directory.give_list(by=None, name="liste.csv", content=content, at=NOW)
    assert str(refusal.value)
    assert not StaffList.objects.exists()


def test_columns_are_guessed_from_french_and_english_headers_and_can_be_corrected() -> None:
    assert guess(HEADER) == {
        "number": 0, "email": 1, "first_name": 2, "last_name": 3, "job": 4, "department": 5, "unit": 6, "site": 7, "manager": 8,
    }  # fmt: skip
    assert guess(["Employee ID", "Email", "Full name", "Location"]) == {"number": 0, "email": 1, "name": 2, "site": 3}
    listed = directory.give_list(by=None, name="l.csv", content=as_csv([["Léa Müller", "x@y.example"]], header=["Qui", "Où"]), at=NOW)
    for wrong in ({"name": 0}, {"name": 0, "email": 0}, {"name": 0, "email": 7}, {"email": 1}):
        with pytest.raises(Refused):
            directory.choose_columns(by=None, listed=listed, columns=wrong, whole=False)
    directory.choose_columns(by=None, listed=listed, columns={"name": 0, "email": 1}, whole=False)
    listed.refresh_from_db()
    directory.take_list(by=None, listed=listed, at=NOW)
    assert Person.objects.get().last_name == "Müller"


def test_people_units_and_managers_go_in_as_dated_spells_and_again_nothing_changes() -> None:
    take(as_csv([TWO, ONE]))
    lea, omar = Person.objects.get(staff_number="M1"), Person.objects.get(staff_number="M2")
    assert omar.manager == lea
    assert (lea.unit.name, lea.unit.parent.name, lea.site.name) == ("Achats Lille", "Achats", "Lille")  # type: ignore[union-attr]
    spell = PersonSpell.objects.get(person=omar)
    assert (spell.manager_id, spell.unit_id, spell.from_at, spell.to_at) == (lea.pk, omar.unit_id, NOW, None)
    assert not lea.has_usable_password()
    again = take(as_csv([TWO, ONE]), at=NOW + timedelta(hours=1))
    assert again.outcome == {"new": 0, "changed": 0, "left": 0, "same": 2, "aside": 0, "units": 0}
    moved = [*TWO[:5], "Qualité", "", "Bron", "M1"]
    take(as_csv([ONE, moved]), at=NOW + timedelta(days=1))
    assert list(PersonSpell.objects.filter(person=omar).order_by("from_at").values_list("to_at", "unit__name")) == [
        (NOW + timedelta(days=1), "Achats"), (None, "Qualité"),
    ]  # fmt: skip
    assert PersonSpell.objects.filter(person=lea).count() == 1


def test_someone_is_known_by_number_then_by_address_and_never_twice() -> None:
    take(as_csv([ONE]))
    take(as_csv([["m1", "lea.muller@lormea.example", *ONE[2:]]]))
    assert Person.objects.get().email == "lea.muller@lormea.example"
    nobody = make_person("Sans", email="sans@lormea.example")
    take(as_csv([["M9", "sans@lormea.example", *ONE[2:]]]))
    nobody.refresh_from_db()
    assert nobody.staff_number == "M9"
    told = plan(as_csv([["M8", "sans@lormea.example", *ONE[2:]]]))
    assert [one.kind for one in told.problems] == ["email_taken"]


def test_every_error_has_its_line_and_the_others_go_in() -> None:
    make_person("Gus", is_guest=True, email="gus@partner.example")
    rows = [
        ONE,
        ["M1", "double@lormea.example", "Deux", "Fois", "", "Achats", "", "", ""],
        ["M3", "lea@lormea.example", "Deux", "Adresses", "", "Achats", "", "", ""],
        ["M4", "", "Sans", "Adresse", "", "Achats", "", "", ""],
        ["M5", "pas une adresse", "Mauvaise", "Adresse", "", "Achats", "", "", ""],
        ["M6", "six@lormea.example", "Sans", "", "", "Achats", "", "", ""],
        ["x" * 41, "sept@lormea.example", "Long", "Numéro", "", "Achats", "", "", ""],
        ["M8", "gus@partner.example", "Gus", "Invité", "", "Achats", "", "", ""],
        ["M9", "neuf@lormea.example", "Chef", "Inconnu", "", "Achats", "", "", "M404"],
        ["M10", "dix@lormea.example", "Sans", "Entité", "", "", "", "", ""],
    ]
    told = plan(as_csv(rows))
    assert [(one.line, one.kind) for one in told.problems] == [
        (3, "number_twice"), (4, "email_twice"), (5, "no_email"), (6, "bad_email"), (7, "no_name"), (8, "number_long"), (9, "guest"),
        (10, "manager_unknown"), (11, "no_unit"),
    ]  # fmt: skip
    assert told.aside == 7
    take(as_csv(rows))
    assert set(Person.objects.filter(is_guest=False).values_list("staff_number", flat=True)) == {"M1", "M9", "M10"}


def test_nobody_is_above_themselves_however_long_the_circle() -> None:
    def row(number: int, manager: int) -> list[str]:
        return [f"M{number}", f"p{number}@lormea.example", "P", f"N{number}", "", "Achats", "", "", f"M{manager}"]

    told = plan(as_csv([row(1, 2), row(2, 3), row(3, 1), row(4, 1), row(5, 5)]))
    assert Counter(one.kind for one in told.problems) == {"manager_circle": 3}
    take(as_csv([row(1, 2), row(2, 3), row(3, 1), row(4, 1), row(5, 5)]))
    assert dict(Person.objects.values_list("staff_number", "manager__staff_number")) == {
        "M1": None, "M2": None, "M3": None, "M4": "M1", "M5": None,
    }  # fmt: skip
    assert Counter(one.kind for one in plan(as_csv([row(1, 4)])).problems) == {"manager_circle": 1}


def test_a_name_names_a_manager_when_one_person_alone_bears_it() -> None:
    rows = [ONE, [*TWO[:8], "Müller Léa"], ["M3", "trois@lormea.example", "Léa", "Double", "", "A", "", "", ""]]
    rows += [
        ["M4", "quatre@lormea.example", "Léa", "Double", "", "A", "", "", ""],
        ["M5", "c@lormea.example", "X", "Y", "", "A", "", "", "Léa Double"],
    ]
    assert [(one.line, one.kind) for one in plan(as_csv(rows)).problems] == [(6, "manager_several")]


def test_leavers_are_closed_by_their_column_or_by_their_absence_and_come_back() -> None:
    take(as_csv([ONE, TWO]))
    header = [*HEADER, "Date de sortie"]
    past = (NOW - timedelta(days=3)).date()
    take(as_csv([[*ONE, ""], [*TWO, past.strftime("%d/%m/%Y")]], header=header))
    omar = Person.objects.get(staff_number="M2")
    assert not omar.is_active and omar.session_epoch == 1
    assert PersonSpell.objects.get(person=omar, to_at=None).is_active is False
    take(as_csv([ONE, TWO]))
    assert Person.objects.get(staff_number="M2").is_active
    take(as_csv([ONE]))
    assert Person.objects.get(staff_number="M2").is_active
    by_hand = make_person("Hors", email="hors@lormea.example")
    take(as_csv([ONE]), whole=True)
    assert not Person.objects.get(staff_number="M2").is_active
    by_hand.refresh_from_db()
    assert by_hand.is_active, "who never was in a list does not leave by it"


def test_a_line_in_error_closes_nobody_and_the_last_administrator_stays() -> None:
    admin = make_person("Ada", roles=(Role.ADMIN,), staff_number="A1", email="ada@lormea.example")
    take(as_csv([ONE, TWO]))
    take(as_csv([ONE, ["M2", "", *TWO[2:]]]), whole=True)
    assert Person.objects.get(staff_number="M2").is_active
    admin.refresh_from_db()
    assert admin.is_active
    told = directory.plan_of(
        directory.choose_columns(
            by=None, listed=directory.give_list(by=None, name="l.csv", content=as_csv([ONE]), at=NOW), columns=guess(HEADER), whole=True
        ),
        by=None, at=NOW,
    )  # fmt: skip
    assert "last_admin" in {one.kind for one in told.problems}
    assert admin.pk not in {one.pk for one in told.leaving}


def test_a_pilot_imports_but_touches_nobody_with_a_role_nor_an_address() -> None:
    pilot, admin = make_person("Pia", roles=(Role.PILOT,)), make_person("Ada", roles=(Role.ADMIN,), staff_number="A1")
    take(as_csv([ONE]), by=pilot)
    rows = [["A1", "pirate@lormea.example", "A", "B", "", "X", "", "", ""], ["M1", "autre@lormea.example", *ONE[2:4], "Cheffe", *ONE[5:]]]
    told = plan(as_csv(rows), by=pilot)
    assert [one.kind for one in told.problems] == ["protected", "email_kept"]
    take(as_csv(rows), by=pilot, whole=True)
    assert Person.objects.get(staff_number="M1").email == "lea@lormea.example"
    admin.refresh_from_db()
    assert admin.is_active and admin.email != "pirate@lormea.example"
    with pytest.raises(PermissionDenied):
        directory.give_list(by=make_person("Bob"), name="l.csv", content=as_csv([ONE]), at=NOW)


def test_a_thousand_errors_are_told_by_kind_with_their_first_lines() -> None:
    rows = [[f"M{i}", "" if i % 2 else "non", "P", f"N{i}", "", "A", "", "", ""] for i in range(1_000)]
    told = plan(as_csv([*rows, ONE]))
    assert told.aside == 1_000 and len(told.new) == 1
    kinds = by_kind(told.problems)
    assert [(kind.count, kind.more, [one.line for one in kind.first][:2]) for kind in kinds] == [(500, 495, [2, 4]), (500, 495, [3, 5])]


def test_it_is_all_or_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    listed = directory.give_list(by=None, name="l.csv", content=as_csv([ONE, TWO]), at=NOW)

    def fails(*args: object, **kwargs: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(directory, "_close", fails)
    with pytest.raises(RuntimeError):
        directory.take_list(by=None, listed=listed, at=NOW)
    assert not Person.objects.exists() and not Unit.objects.exists()
    listed.refresh_from_db()
    assert listed.taken_at is None and listed.content


def test_a_list_is_taken_once_by_whichever_task_and_a_dead_one_is_taken_up() -> None:
    listed = directory.give_list(by=None, name="l.csv", content=as_csv([ONE]), at=NOW)
    directory.ask_to_take(by=None, listed=listed, at=NOW)
    assert directory.lists_asked(at=NOW) == [listed.pk]
    StaffList.objects.update(claimed_at=NOW)
    assert directory.lists_asked(at=NOW) == [] and directory.take_asked(listed.pk, at=NOW) is None
    later = NOW + directory.CLAIMED_FOR + timedelta(minutes=1)
    assert directory.lists_asked(at=later) == [listed.pk]
    assert directory.take_asked(listed.pk, at=later) is not None
    assert directory.take_asked(listed.pk, at=later) is None
    assert Person.objects.count() == 1
    old = directory.give_list(by=None, name="l.csv", content=as_csv([TWO]), at=NOW)
    assert directory.forget_lists(at=NOW + timedelta(days=8)) == 1
    assert not StaffList.objects.filter(pk=old.pk).exists()


def test_the_number_of_queries_does_not_grow_with_the_people(django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    listed = directory.give_list(by=None, name="l.csv", content=as_csv(staff(1_500)), at=NOW)
    with django_assert_max_num_queries(90):
        directory.take_list(by=None, listed=listed, at=NOW)
    assert Person.objects.count() == 1_500 and not plan(as_csv(staff(1_500))).problems
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM people_person p JOIN people_personspell s ON s.person_id = p.id AND s.manager_id = p.manager_id"
        )
        assert cursor.fetchone()[0] == 1_499
