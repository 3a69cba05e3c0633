"""What is kept about a person, and who looked at figures: each for those it concerns, and nobody else."""

import csv
import io
import json
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from adoption import access
from adoption.dashboards.consultations import PAGES, SIZE
from adoption.fill import fill
from adoption.models import FillState, PersonFirst, PersonWeek, Pioneer
from adoption.models.pseudonyms import pseudonym_of
from communities.actions.communities import change_settings
from communities.actions.posts import create_post
from communities.actions.reactions import react
from communities.actions.seen import record_seen
from communities.models import Event, ReactionKind, SeenHour
from rse.audit.models import AuditEvent
from rse.people.actions.preferences import change_preferences
from rse.people.models import Person
from tests.adoption.logs import MONDAY, line, put_in, write
from tests.conftest import Cast
from tests.factories import SECRET, make_community, make_member, make_person

pytestmark = pytest.mark.django_db
MINE = "/adoption/kept/"
LOG = "/adoption/consultations/"


def signed_in(person: Person) -> Client:
    client = Client()
    person.language = "en"
    person.save()
    client.force_login(person)
    return client


def text(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    return re.sub(r"\s+", " ", answer.content.decode())


def row(page: str, head: str) -> list[str]:
    found = re.search(rf"<tr><th scope=\"row\">{head}</th>(.*?)</tr>", page)
    assert found, head
    return re.findall(r"<td[^>]*>(.*?)</td>", found[1])


@pytest.fixture
def ana() -> Person:
    """Ana writes twice in the open and once in secret, reacts once, three weeks ago; Ben writes too."""
    ana, ben = make_person("Ana", roles=["sponsor"]), make_person("Ben")
    at = timezone.now() - timedelta(weeks=3)
    open_, hidden = make_community("Atelier", owner=ben), make_community("Discret", owner=ana, access=SECRET)
    make_member(ana, open_)
    posts = [create_post(by=by, community=open_, body="Bonjour", at=at) for by in (ana, ana, ben)]
    create_post(by=ana, community=hidden, body="Entre nous", at=at)
    react(by=ana, post=posts[2], kind=ReactionKind.objects.order_by("position")[0].pk, at=at)
    fill(at=timezone.now())
    return ana


def test_a_person_reads_what_is_kept_about_them_and_until_when(ana: Person) -> None:
    Pioneer.objects.create(person_id=ana.pk, from_at=timezone.now())
    page = text(signed_in(ana), MINE)
    oldest = Event.objects.filter(actor_id=ana.pk, verb="post").order_by("id")[0].at
    posts = row(page, "Posts")
    assert posts[0] == "3", "those in a secret community are theirs to know of"
    assert str(oldest.year) in posts[1]
    assert str((oldest + timedelta(days=395)).year) in posts[2]
    assert row(page, "Reactions")[0] == "1"
    assert row(page, "Atelier")[:2] == ["1", "3"]
    assert "Discret" not in page, "no figure counts what happens in secret"
    assert "Sponsor" in page
    assert "Pioneer since" in page
    assert "My visits of profiles are counted" in page
    assert "Ben" not in page


def test_what_is_kept_is_one_s_own_and_no_address_tells_it_of_another(ana: Person, cast: Cast) -> None:
    page = text(signed_in(cast.ada), MINE)
    assert "Atelier" not in page
    for path in (MINE, f"{MINE}?person={ana.pk}", f"{MINE}?id={ana.pk}"):
        assert text(signed_in(cast.ada), path).count("Atelier") == 0
    assert Client().get(MINE)["Location"].startswith("/login/")
    assert signed_in(cast.ada).get(f"{MINE}{ana.pk}/").status_code == 404


def test_a_community_that_one_left_and_may_not_see_any_more_is_not_named(ana: Person) -> None:
    page = text(signed_in(ana), MINE)
    assert "Atelier" in page
    place = PersonWeek.objects.exclude(community_id=0)[0].community_id
    PersonWeek.objects.filter(community_id=place).update(community_id=make_community("Confidentiel", access=SECRET).pk)
    page = text(signed_in(ana), MINE)
    assert "Confidentiel" not in page
    assert row(page, "A community that you cannot see any more")[0] == "1"


def test_who_has_nothing_kept_is_told_so() -> None:
    page = text(signed_in(make_person("Nour")), MINE)
    assert page.count("None.") == 3
    assert not FillState.objects.exists(), "nothing was ever counted"


def test_what_is_older_than_the_weeks_kept_is_told_too(ana: Person) -> None:
    known = PersonWeek.objects.values_list("person", flat=True)
    assert pseudonym_of(ana.pk) in set(known)
    places = PersonFirst.objects.filter(person=pseudonym_of(ana.pk), kind=PersonFirst.CAME)
    assert {row.week for row in places} == {min(PersonWeek.objects.filter(person=pseudonym_of(ana.pk)).values_list("week", flat=True))}
    PersonWeek.objects.all().delete()
    places.exclude(pk=places[0].pk).delete()
    assert "came, contributed and wrote, in 1 place" in text(signed_in(ana), MINE)


def test_one_s_own_data_as_files(ana: Person) -> None:
    client = signed_in(ana)
    assert client.get("/adoption/kept.json").status_code == 405, "what is written in the log is asked for by a button"
    answer = client.post("/adoption/kept.json")
    assert "attachment" in answer["Content-Disposition"]
    found = json.loads(answer.content)
    assert found["person"]["email"] == ana.email
    assert sorted(one["act"] for one in found["acts"]).count("post") == 3
    assert {one["place"] for one in found["acts"] if one["act"] == "post"} == {"Atelier", "Discret"}
    (week,) = [one for one in found["weeks"] if one["place"] == "Atelier"]
    assert (week["posts"], week["reactions"]) == (2, 1)
    made = Event.objects.filter(actor_id=ana.pk).count()
    assert len(found["acts"]) == made
    rows = list(csv.DictReader(io.StringIO(client.post("/adoption/kept.csv").content.decode("utf-8-sig"))))
    assert [(one["place"], one["posts"], one["reactions"]) for one in rows] == [("Atelier", "2", "1")]
    acts = AuditEvent.objects.filter(act="account.own_data", actor_id=ana.pk)
    assert [one.detail for one in acts.order_by("id")] == [{"form": "json"}, {"form": "csv"}]


def test_a_spreadsheet_runs_nothing_of_the_file(ana: Person) -> None:
    place = make_community("=1+1", owner=ana)
    create_post(by=ana, community=place, body="Bonjour", at=timezone.now() - timedelta(weeks=3))
    fill(at=timezone.now(), rebuild=True)
    assert "'=1+1" in signed_in(ana).post("/adoption/kept.csv").content.decode()


def test_whoever_chose_so_leaves_no_trace_of_the_profiles_they_look_at(cast: Cast) -> None:
    now = timezone.now()
    assert record_seen(person_id=cast.bob.pk, verb="profile_view", object_id=cast.erin.pk, at=now)
    change_preferences(by=cast.bob, person=cast.bob, views_counted=False, at=now)
    later = now + timedelta(hours=2)
    assert not record_seen(person_id=cast.bob.pk, verb="profile_view", object_id=cast.erin.pk, at=later)
    assert not SeenHour.objects.filter(person_id=cast.bob.pk, hour__gte=later - timedelta(hours=1)).exists()
    assert record_seen(person_id=cast.bob.pk, verb="visit", at=later), "visits are another matter"
    assert record_seen(person_id=cast.carol.pk, verb="profile_view", object_id=cast.erin.pk, at=later)
    assert Event.objects.filter(verb="profile_view", actor_id=cast.bob.pk).count() == 1
    assert "are not recorded" in text(signed_in(Person.objects.get(pk=cast.bob.pk)), MINE)
    assert not AuditEvent.objects.filter(act="person.preferences").exists(), "nobody is told"


def test_an_imported_log_respects_the_choice(tmp_path: Path) -> None:
    people = ["p0", "p1"]
    views = [line(MONDAY + timedelta(hours=hour), actor, "profile_view", target="p1") for hour in (0, 30) for actor in people[:1]]
    put_in(*write(tmp_path, views[:1], people), no_fill=True)
    assert Event.objects.filter(verb="profile_view").count() == 1
    Person.objects.filter(staff_number="p0").update(views_counted=False)
    put_in(*write(tmp_path, views, people, name="more"), no_fill=True)
    assert Event.objects.filter(verb="profile_view").count() == 1


def test_the_choice_is_on_the_page_of_preferences() -> None:
    nadia = make_person("Nadia")
    client, kept = signed_in(nadia), {"language": "en", "theme": "auto", "time_zone": "", "shortcuts": "1"}
    assert Person.objects.get(pk=nadia.pk).views_counted
    client.post("/account/settings/", kept)
    assert not Person.objects.get(pk=nadia.pk).views_counted
    client.post("/account/settings/", kept | {"views_counted": "1"})
    assert Person.objects.get(pk=nadia.pk).views_counted


# Who looked at which figures ----------------------------------------------------------------------


def test_elected_members_read_who_looked_at_what_and_nobody_else_does(cast: Cast) -> None:
    elected = make_person("Samir", roles=["elected"])
    text(signed_in(cast.sam), "/adoption/")
    text(signed_in(cast.pia), "/adoption/communities/appels-fermes/")
    page = text(signed_in(elected), LOG)
    assert row(page, cast.sam.name)[1:] == ["The whole network", "—"]
    assert row(page, cast.pia.name)[1:] == ["A community", "Appels fermés"]
    assert str(timezone.localtime().year) in row(page, cast.pia.name)[0]
    for name in ("sam", "pia", "alice", "ada", "max", "guest"):
        assert signed_in(cast.people[name]).get(LOG).status_code == 403, name
    for path in ("/adoption/", "/adoption/decisions/", "/adoption/communities/appels-fermes/"):
        assert signed_in(elected).get(path).status_code in (403, 404), "an elected member sees no more than that"
    own = AuditEvent.objects.filter(act="adoption.consult", actor_id=elected.pk)
    assert [one.detail["page"] for one in own] == ["consultations"]


def test_the_list_is_filtered_by_page_and_period_and_goes_on(cast: Cast) -> None:
    elected, now = make_person("Samir", roles=["elected"]), timezone.now()
    for day in range(SIZE + 10):
        access.consulted(by=cast.sam, page="network", at=now - timedelta(days=SIZE + 10 - day))
    access.consulted(by=cast.pia, page="community", at=now, target_type="community", target_id=cast.open.pk)
    access.consulted(by=cast.pia, page="mine", at=now)
    client = signed_in(elected)
    assert "Entraide ouverte" in text(client, f"{LOG}?page=community")
    assert cast.sam.name not in text(client, f"{LOG}?page=community")
    assert text(client, f"{LOG}?page=network&period=month").count(cast.sam.name) == 29
    first = text(client, f"{LOG}?page=network")
    assert first.count(cast.sam.name) == SIZE
    cursor = re.search(r'rel="next" href="([^"]+)"', first)
    assert cursor
    rest = text(client, LOG + cursor[1].replace("&amp;", "&"))
    assert rest.count(cast.sam.name) == 10
    assert 'rel="next"' not in rest
    assert text(client, LOG).count(cast.pia.name) == 1, "what people read about themselves is in no list"
    for wrong in ("?before=x", "?page=nothing", "?period=ever"):
        assert client.get(LOG + wrong).status_code == 404, wrong


def test_a_community_that_became_secret_is_not_named_there(cast: Cast) -> None:
    elected, now = make_person("Samir", roles=["elected"]), timezone.now()
    access.consulted(by=cast.pia, page="community", at=now, target_type="community", target_id=cast.closed.pk)
    assert "Appels fermés" in text(signed_in(elected), LOG)
    change_settings(by=cast.alice, community=cast.closed, settings=SECRET, purpose="", charter="", at=now)
    page = text(signed_in(elected), LOG)
    assert "Appels fermés" not in page
    assert row(page, cast.pia.name)[2] == "A community that is in no figure any more"


def test_what_is_measured_leads_there_for_those_who_may(cast: Cast) -> None:
    elected = make_person("Samir", roles=["elected"])
    assert LOG in text(signed_in(elected), "/adoption/measured/")
    for person in (cast.carol, cast.ada):
        assert LOG not in text(signed_in(person), "/adoption/measured/")
    assert "13 months" in text(Client(HTTP_ACCEPT_LANGUAGE="en"), "/adoption/measured/")


def test_every_page_that_is_written_down_has_a_name_there() -> None:
    source = "".join(path.read_text() for path in Path(access.__file__).parent.joinpath("views").glob("*.py"))
    written = set(re.findall(r'consulted\([^)]*?page="(\w+)"', source))
    assert written >= {"network", "community", "consultations"}
    assert written - {"mine"} <= set(PAGES), "say in adoption/dashboards/consultations.py what this page is called"
