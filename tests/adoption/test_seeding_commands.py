"""The commands of a launch: the rules of the assistant, told on a terminal."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from adoption.models import Suggested
from communities.models import Community, Membership
from rse.people.models import Person, StaffList
from tests.factories import make_person
from tests.people.lists import as_csv, staff

pytestmark = pytest.mark.django_db


def run(*args: str) -> tuple[str, str]:
    out, wrong = StringIO(), StringIO()
    call_command(*args, stdout=out, stderr=wrong)
    return out.getvalue(), wrong.getvalue()


def test_a_list_is_looked_at_then_taken(tmp_path: Path) -> None:
    path = tmp_path / "liste.csv"
    path.write_bytes(as_csv([*staff(30), ["M99", "", "Sans", "Adresse", "", "Achats", "", "", ""]]))
    out, wrong = run("import_people", str(path), "--dry-run")
    assert "30 accounts would be opened" in out and wrong.startswith("line 32:")
    assert not Person.objects.exists() and not StaffList.objects.exists()
    assert "30 accounts opened" in run("import_people", str(path))[0]
    assert "30 the same" in run("import_people", str(path), "--map", "email=E-mail", "--whole")[0]
    for given in (("--map", "mail=E-mail"), ("--map", "email=Rien")):
        with pytest.raises(CommandError):
            run("import_people", str(path), *given)
    with pytest.raises(CommandError):
        run("import_people", str(tmp_path / "absent.csv"))


def test_communities_are_founded_all_or_none(tmp_path: Path) -> None:
    pia, lea = make_person("Pia"), make_person("Lea")
    listed = tmp_path / "communautes.yml"
    listed.write_text(f"- template: safety\n  animator: {lea.email}\n- template: trade\n  name: Maintenance\n")
    assert "2 communities founded" in run("seed_communities", str(listed), "--by", pia.email)[0]
    assert Membership.objects.get(person=lea).role == "animator"
    again = tmp_path / "autres.csv"
    again.write_text("template,name,animator\ntools,Entraide,\nsafety,Maintenance,\n")
    with pytest.raises(CommandError, match="entry 2"):
        run("seed_communities", str(again), "--by", pia.email)
    assert Community.objects.count() == 2


def test_people_are_suggested_with_their_reason(tmp_path: Path) -> None:
    path = tmp_path / "liste.csv"
    path.write_bytes(as_csv(staff(60)))
    run("import_people", str(path))
    out, _wrong = run("suggest_pioneers", "--count", "6")
    assert Suggested.objects.count() == 6 and out.count("·") >= 18
    with pytest.raises(CommandError):
        run("suggest_pioneers", "--count", "0")
