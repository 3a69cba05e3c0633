"""The pages of figures: who sees them, what they say, and that they never name or single out anyone."""

import re
from datetime import UTC, datetime, timedelta
from html import unescape
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from adoption.actions.decisions import set_perimeter, set_thresholds
from adoption.fill import fill
from adoption.metrics.catalogue import BY_KEY
from adoption.models import Perimeter, ThresholdSet
from adoption.science.stages import Thresholds
from communities.models import Community
from rse.audit.models import AuditEvent
from rse.lib.refusal import Refused
from rse.people.models import Person
from tests.adoption.logs import busy_world, put_in, write
from tests.conftest import Cast
from tests.factories import make_member, make_person

pytestmark = pytest.mark.django_db
NETWORK_READERS = {"sam", "pia"}


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def status(person: Person, path: str) -> int:
    return signed_in(person).get(path).status_code


def text(client: Client, path: str) -> str:
    """The page with its entities and blanks made plain."""
    response = client.get(path)
    assert response.status_code == 200
    return unescape(re.sub(r"\s+", " ", response.content.decode()))


def test_sponsors_and_pilots_see_the_network_and_nobody_else(cast: Cast) -> None:
    for name, person in cast.people.items():
        if not person.is_active:
            continue
        assert status(person, "/adoption/") == (200 if name in NETWORK_READERS else 403), name


def test_a_community_shows_its_figures_to_those_who_animate_it(cast: Cast) -> None:
    path = f"/adoption/communities/{cast.closed.slug}/"
    expected = {"alice": 200, "erin": 200, "sam": 200, "pia": 200, "bob": 403}
    expected |= dict.fromkeys(("carol", "dave", "guest", "max", "ada"), 404)
    for name, code in expected.items():
        assert status(cast.people[name], path) == code, name
    for name in ("alice", "sam", "pia", "bob"):
        assert status(cast.people[name], f"/adoption/communities/{cast.secret.slug}/") == 404, name
        assert status(cast.people[name], "/adoption/communities/nowhere/") == 404
    Community.objects.filter(pk=cast.closed.pk).update(protected=True)
    for name in ("alice", "sam"):
        assert status(cast.people[name], path) == 404, name


def test_visitors_are_sent_to_sign_in_but_read_what_is_measured() -> None:
    for path in ("/adoption/", "/adoption/communities/atelier/"):
        assert Client().get(path).status_code == 302
    for language, title in (("en", "What is measured"), ("fr", "Ce qui est mesuré")):
        page = text(Client(HTTP_ACCEPT_LANGUAGE=language), "/adoption/measured/")
        assert f'lang="{language}"' in page
        assert "25" in page
        if language == "en":
            assert title in page


def test_each_consultation_is_written_down_and_a_refusal_is_not(cast: Cast) -> None:
    signed_in(cast.sam).get("/adoption/")
    signed_in(cast.alice).get(f"/adoption/communities/{cast.closed.slug}/")
    signed_in(cast.carol).get("/adoption/")
    found = AuditEvent.objects.filter(act="adoption.consult").order_by("id").values_list("actor_id", "detail__page", "target_id")
    assert list(found) == [(cast.sam.pk, "network", ""), (cast.alice.pk, "community", str(cast.closed.pk))]


def test_an_installation_of_nobody_or_of_one_says_so_without_failing() -> None:
    sam = make_person("Sam", roles=["sponsor"], language="en")
    assert "Not enough data" in text(signed_in(sam), "/adoption/")
    fill(at=timezone.now() + timedelta(weeks=3))
    assert "Not enough" in text(signed_in(sam), "/adoption/")


@pytest.fixture
def world(tmp_path: Path) -> Person:
    """A busy imported network with a community of four, and its sponsor."""
    lines = busy_world(people=60, weeks=20)
    four = [one for one in lines if one["actor"] in ("p1", "p2", "p3", "p4")]
    lines += [{**one, "community": "quatre", "object": f"q{one.get('object', '')}"} for one in four]
    put_in(*write(tmp_path, lines, [{"id": f"p{i}", "name": f"Personne Nommée{i}"} for i in range(60)]))
    return make_person("Sam", roles=["sponsor"], language="en")


def test_the_sponsor_reads_a_verdict_with_what_it_rests_on(world: Person) -> None:
    page = text(signed_in(world), "/adoption/")
    verdict = re.search(r'<h1 id="verdict"[^>]*data-kind="(\w+)"[^>]*>(.*?)</h1>', page)
    assert verdict
    assert verdict[1] == "estimate"
    assert re.search(r"In the four weeks to 12 January 2025, \d+% of the 60 people of the target contributed", verdict[2])
    assert "n\N{NO-BREAK SPACE}=\N{NO-BREAK SPACE}60" in page
    assert "individual chance only" in page


def test_every_figure_has_its_definition_and_every_chart_its_sentence_and_table(world: Person) -> None:
    page = text(signed_in(world), "/adoption/")
    for key in ("contributors_28d", "critical_mass_share", "contribution_rate", "momentum", "replacement_ratio", "self_carrying_index"):
        tile = re.search(rf'id="tile-{key}".*?</details>', page)
        assert tile, key
        for words in (BY_KEY[key].formula, BY_KEY[key].window, BY_KEY[key].question, "2025"):
            assert str(words) in tile[0], (key, words)
    chart = re.search(r'<figure class="card chart" id="adoption-curve">.*?</figure>', page)
    assert chart
    assert 'role="img"' in chart[0]
    assert "press figures" in chart[0]
    assert chart[0].count("<tr>") == 1 + 19
    assert "style=" not in page


def test_a_community_of_four_is_masked_and_no_one_is_named(world: Person) -> None:
    page = text(signed_in(world), "/adoption/")
    (row,) = [row for row in re.findall(r"<tr>.*?</tr>", page) if "quatre" in row]
    assert "fewer than 5 people" in row
    assert not re.search(r">\s*\d", row)
    assert "Nommée" not in page
    own = text(signed_in(world), "/adoption/communities/quatre/")
    assert "Too small to study" in own
    assert "stat-v" not in own
    assert "Nommée" not in own


def test_the_page_and_the_report_say_the_same(world: Person) -> None:
    from tests.adoption.logs import report

    figures = report()["organisation"]
    page = text(signed_in(world), "/adoption/")
    tile = re.search(r'id="tile-contributors_28d".*?class="stat-v">\s*([\d,]+)', page)
    assert tile
    assert int(tile[1]) == figures["contributors_28d"]["value"]
    ratio = re.search(r'id="tile-replacement_ratio".*?class="stat-v">\s*([\d.]+)', page)
    assert ratio
    assert float(ratio[1]) == pytest.approx(figures["replacement_ratio"]["value"], abs=0.005)


def test_the_pilot_decides_with_a_reason_that_everyone_reads(cast: Cast) -> None:
    now = timezone.now()
    set_thresholds(by=cast.pia, thresholds=Thresholds(0.3, 0.25, 0.1, 0.08), reason="Chosen with the works council", at=now)
    set_perimeter(by=cast.pia, from_at=now, headcount=500, reason="Two sites open in May", at=now)
    outside = text(Client(HTTP_ACCEPT_LANGUAGE="en"), "/adoption/measured/")
    assert "30%" in outside
    cast.carol.language = "en"
    cast.carol.save()
    page = text(signed_in(cast.carol), "/adoption/measured/")
    for words in ("30%", "Chosen with the works council", "Two sites open in May"):
        assert words in page
        assert words == "30%" or words not in outside
    assert cast.pia.name not in page
    acts = set(AuditEvent.objects.filter(actor_id=cast.pia.pk).values_list("act", flat=True))
    assert acts == {"adoption.thresholds", "adoption.perimeter"}
    with pytest.raises(Refused):
        set_thresholds(by=cast.pia, thresholds=Thresholds(0.2, 0.3, 0.1, 0.08), reason="Wrong order", at=now)
    with pytest.raises(Refused):
        set_perimeter(by=cast.pia, from_at=now, reason=" ", at=now)
    for name in ("sam", "carol", "ada"):
        with pytest.raises(PermissionDenied):
            set_perimeter(by=cast.people[name], from_at=now, reason="Not mine to decide", at=now)


def test_the_pilot_decides_on_a_page_of_their_own(cast: Cast) -> None:
    client, path = signed_in(cast.pia), "/adoption/decisions/"
    assert client.get(path).status_code == 200
    levels = {"decision": "thresholds", "enter_mass": "30", "leave_mass": "25", "enter_low": "10", "leave_low": "8"}
    assert client.post(path, levels).status_code == 422  # no reason
    assert client.post(path, {**levels, "reason": "Agreed", "leave_mass": "5"}).status_code == 422  # not in order
    assert not ThresholdSet.objects.exists()
    assert client.post(path, {**levels, "reason": "Agreed"}).status_code == 302
    assert ThresholdSet.objects.get().enter_mass == pytest.approx(0.30)
    target = {"decision": "perimeter", "from_day": "2026-05-04", "headcount": "500", "reason": "Two sites open"}
    assert client.post(path, {**target, "from_day": "soon"}).status_code == 422
    assert client.post(path, {**target, "units": "987"}).status_code == 422
    assert client.post(path, target).status_code == 302
    assert (Perimeter.objects.get().headcount, Perimeter.objects.get().decided_by_id) == (500, cast.pia.pk)
    assert client.post(path, {}).status_code == 422
    assert status(cast.sam, path) == 403


def test_a_new_perimeter_changes_the_target_from_its_date_on(world: Person) -> None:
    pia = make_person("Pia", roles=["pilot"])
    before = text(signed_in(world), "/adoption/")
    assert "of the 60 people" in before
    put = set_perimeter(by=pia, from_at=datetime(2024, 10, 1, tzinfo=UTC), headcount=800, reason="The whole group", at=timezone.now())
    fill(at=timezone.now() - timedelta(days=600))
    assert put.headcount == 800
    assert "800" in text(signed_in(world), "/adoption/")


def test_an_animator_reads_the_parts_of_the_index(world: Person) -> None:
    place = Community.objects.get(slug="atelier")
    boss = make_person("Anne", language="en")
    make_member(boss, place, role="animator", at=timezone.now() - timedelta(days=900))
    fill(at=timezone.now() - timedelta(days=600), rebuild=True)
    page = text(signed_in(boss), "/adoption/communities/atelier/")
    assert "The five parts of the index" in page
    assert status(boss, "/adoption/") == 403
