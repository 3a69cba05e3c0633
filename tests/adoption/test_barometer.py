"""The barometer: one answer each, no row that joins a person to an answer, and nothing that tells of few."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client

from adoption.actions.barometer import answer, close_wave, open_wave, to_answer, waits_for
from adoption.dashboards.barometer import HIDDEN_CELL, results_page
from adoption.models import BarometerCell, BarometerReceipt, BarometerWave
from rse.audit.models import AuditEvent
from rse.lib.refusal import Refused
from rse.people.models import Person, Unit
from tests.factories import NOW, make_person

pytestmark = pytest.mark.django_db
TIME = {"position": "reads", "hold": "time", "help": "time"}
NEED = {"position": "once", "hold": "need", "help": "example"}


def pilot() -> Person:
    return make_person("Pia", roles=["pilot"], language="fr")


def wave_of(by: Person, *groups: tuple[int, dict[str, str]], unit: Unit | None = None) -> list[Person]:
    """A closed wave in which so many people gave each answer."""
    crowd = [(make_person("Rep", unit=unit), given) for n, given in groups for _ in range(n)]
    open_wave(by=by, at=NOW)
    for person, given in crowd:
        answer(by=person, **given)
    close_wave(by=by, at=NOW)
    return [person for person, _given in crowd]


def test_everyone_answers_once_while_a_wave_is_open() -> None:
    by, person = pilot(), make_person("Lise", language="fr")
    client = Client()
    client.force_login(person)
    assert client.post("/adoption/barometer/", TIME).status_code == 422
    assert "/adoption/barometer/" not in client.get("/").content.decode()
    open_wave(by=by, at=NOW)
    with pytest.raises(Refused):
        open_wave(by=by, at=NOW)
    incomplete = client.post("/adoption/barometer/", {"position": "reads"})
    assert incomplete.status_code == 422
    assert client.post("/adoption/barometer/", TIME).status_code == 302
    again = client.post("/adoption/barometer/", NEED)
    assert again.status_code == 422
    assert "déjà répondu" in again.content.decode()
    assert sum(BarometerCell.objects.filter(unit_id=0).values_list("count", flat=True)) == 1
    assert to_answer(person) is None
    close_wave(by=by, at=NOW)
    with pytest.raises(Refused):
        close_wave(by=by, at=NOW)


@pytest.mark.django_db(transaction=True)
def test_the_home_page_reminds_those_who_have_not_answered() -> None:
    by, person, guest = pilot(), make_person("Lise", language="fr"), make_person("Gil", is_guest=True)
    client = Client()
    client.force_login(person)
    open_wave(by=by, at=NOW)
    assert waits_for(person)
    assert not waits_for(guest)
    assert "/adoption/barometer/" in client.get("/").content.decode()
    answer(by=person, **TIME)
    assert "/adoption/barometer/" not in client.get("/").content.decode()
    close_wave(by=by, at=NOW)
    assert not waits_for(by)


def test_no_row_joins_a_person_to_an_answer() -> None:
    unit = Unit.objects.create(name="Usine", name_key="usine")
    by = pilot()
    people = [make_person("Rep", unit=unit) for _ in range(12)]
    wave = open_wave(by=by, at=NOW)
    logged = AuditEvent.objects.count()
    for number, person in enumerate(people):
        answer(by=person, **(TIME if number % 2 else NEED))
    assert AuditEvent.objects.count() == logged
    receipts = {field.name: str(field.get_internal_type()) for field in BarometerReceipt._meta.get_fields()}
    assert receipts == {"id": "UUIDField", "wave": "ForeignKey", "seal": "CharField"}
    cells = {field.name for field in BarometerCell._meta.get_fields()}
    assert cells == {"id", "wave", "unit_id", "position", "hold", "help", "count"}
    seals = list(BarometerReceipt.objects.values_list("seal", flat=True))
    assert len(set(seals)) == len(people)
    assert not [seal for seal in seals for person in people if str(person.pk) == seal]
    with connection.cursor() as cursor:  # the last answer wrote all the counters: none was written after the others
        cursor.execute("SELECT count(DISTINCT xmin::text) FROM adoption_barometercell WHERE wave_id = %s", [wave.pk])
        assert cursor.fetchone() == (1,)
    close_wave(by=by, at=NOW)
    assert not BarometerReceipt.objects.exists()


def test_results_come_when_the_wave_is_closed_and_name_the_remedy() -> None:
    by = pilot()
    wave_of(by, (30, TIME), (20, NEED), (12, {**NEED, "hold": "exposure"}))
    page = results_page(at=NOW)
    wave = page.waves[0]
    assert (wave.answers, wave.refusal) == ("62", "")
    assert wave.chart is not None
    rows = [crossing for crossing in wave.crossings if crossing.people == "30"]
    assert rows[0].remedy
    open_wave(by=by, at=NOW)
    answer(by=make_person("Une"), **TIME)
    assert len(results_page(at=NOW).waves) == 1


def test_few_answers_and_what_would_give_them_back_are_hidden() -> None:
    by = pilot()
    wave_of(by, (4, TIME))
    assert results_page(at=NOW).waves[0].refusal
    wave_of(by, (20, TIME), (3, {**TIME, "hold": "manager"}), (15, NEED))
    wave = results_page(at=NOW).waves[0]
    assert not wave.refusal
    reads = wave.crossings[1]
    assert reads.cells.count(HIDDEN_CELL) >= 2
    assert wave.chart is not None
    hidden = [bar for bar in wave.chart.spec.bars if bar.value is None]  # type: ignore[attr-defined]
    assert len(hidden) >= 2


def test_two_waves_that_differ_by_fewer_than_five_are_not_both_shown() -> None:
    by = pilot()
    wave_of(by, (30, TIME))
    wave_of(by, (32, TIME))
    second, first = results_page(at=NOW).waves
    assert not first.refusal
    assert second.refusal
    assert second.chart is None
    wave_of(by, (40, TIME))
    assert not results_page(at=NOW).waves[0].refusal


def test_units_of_fewer_than_ten_people_are_never_counted() -> None:
    by = pilot()
    small, large = (Unit.objects.create(name=name, name_key=name.lower()) for name in ("Petite", "Grande"))
    people = [make_person("P", unit=small) for _ in range(9)] + [make_person("G", unit=large) for _ in range(12)]
    others = [make_person("A") for _ in range(10)]
    open_wave(by=by, at=NOW)
    for person in people + others:
        answer(by=person, **TIME)
    close_wave(by=by, at=NOW)
    assert set(BarometerCell.objects.values_list("unit_id", flat=True)) == {0, large.pk}
    assert [unit.name for unit in results_page(at=NOW).waves[0].units] == ["Grande"]


def test_pilot_sponsor_and_elected_members_read_the_results_and_nobody_else() -> None:
    readers = [pilot(), make_person("Sam", roles=["sponsor"]), make_person("Elu", roles=["elected"])]
    wave_of(readers[0], (12, TIME))
    for person, status in [
        *((one, 200) for one in readers),
        (make_person("Max", roles=["hr"]), 403),
        (make_person("Ada", roles=["admin"]), 403),
    ]:
        client = Client()
        client.force_login(person)
        assert client.get("/adoption/barometer/results/").status_code == status
        assert client.post("/adoption/barometer/wave/", {"decision": "open"}).status_code == (302 if person is readers[0] else 403)
    assert BarometerWave.objects.count() == 2
