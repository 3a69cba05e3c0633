"""A launch: suggestions with their reasons and their end, waves, letters claimed once, the plan, answers of pioneers, first signs."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.test import Client

from adoption.actions import answering, choosing, launches
from adoption.actions.letters import MOST_TRIES, letters_due, send_letter, write_due
from adoption.dashboards.launch import launch_page, signs
from adoption.dashboards.pioneer import own_page
from adoption.dashboards.reach import reach_of
from adoption.history.patterns import patterns
from adoption.models import LaunchStep, Letter, LetterKind, Nomination, Pioneer, PioneerAsk, Planned, Suggested, Wave, Willing
from adoption.tasks import post
from communities.models import Community, Draft, Membership
from rse.audit.models import AuditEvent
from rse.lib.refusal import Refused
from rse.people.actions.directory import give_list, take_list
from rse.people.models import Person, Role
from tests.factories import NOW, TODAY, make_comment, make_community, make_member, make_person, make_post
from tests.people.lists import as_csv, staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def pilot() -> Person:
    return make_person("Pia", roles=(Role.PILOT,))


def hire(people: int) -> list[Person]:
    take_list(by=None, listed=give_list(by=None, name="l.csv", content=as_csv(staff(people)), at=NOW), at=NOW)
    return list(Person.objects.filter(staff_number__startswith="M").order_by("staff_number"))


def test_suggestions_cover_units_say_why_and_leave_out_who_would_rather_not(pilot: Person) -> None:
    people = hire(240)
    loved, shy, eager = people[200], people[201], people[202]
    for one in people[100:106]:
        choosing.nominate(by=one, emails=[loved.email, shy.email], wishes=None, at=NOW)
    choosing.nominate(by=shy, emails=[], wishes=False, at=NOW)
    choosing.nominate(by=eager, emails=[people[3].email], wishes=True, at=NOW)
    assert choosing.suggest(by=pilot, count=30, at=NOW) == 30
    rows = {row.person_id: row for row in Suggested.objects.all()}
    assert loved.pk in rows and rows[loved.pk].reason == choosing.CITED
    assert shy.pk not in rows and not Nomination.objects.filter(named_id=shy.pk).exists()
    assert {row.reason for row in rows.values()} <= {"self", "cited", "named", "between", "leads", "covers", "reaches"}
    chosen = Person.objects.filter(pk__in=rows)
    assert len(set(chosen.values_list("unit", flat=True))) == 12, "each unit has someone"
    with pytest.raises(Refused):
        choosing.add(by=pilot, email=shy.email, at=NOW)
    with pytest.raises(PermissionDenied):
        choosing.suggest(by=people[0], count=3, at=NOW)


def test_a_nomination_is_of_others_replaced_and_never_told_by_whom(pilot: Person, client: Client) -> None:
    lea, omar = make_person("Lea"), make_person("Omar")
    for emails in ([lea.email], ["nobody@example.org"], [f"{n}@example.org" for n in range(4)]):
        with pytest.raises(Refused):
            choosing.nominate(by=lea, emails=emails, wishes=None, at=NOW)
    client.force_login(lea)
    told = client.post("/adoption/nominate/", {"email": ["nobody@example.org"], "wishes": "no"})
    assert told.status_code == 422 and "nobody@example.org" in told.content.decode()
    client.post("/adoption/nominate/", {"email": [omar.email, ""], "wishes": "yes"})
    client.post("/adoption/nominate/", {"email": [omar.email, ""], "wishes": "yes"})
    assert Nomination.objects.get().named_id == omar.pk and Willing.objects.get().wishes
    choosing.suggest(by=pilot, count=3, at=NOW)
    client.force_login(pilot)
    page = client.get("/adoption/seeding/").content.decode()
    assert omar.name in page and Suggested.objects.get(person_id=omar.pk).reason == choosing.NAMED


def test_the_reach_stands_beside_a_draw_and_warns_of_silos(pilot: Person) -> None:
    people = hire(240)
    assert reach_of([]) is None
    inside = [one.pk for one in people if one.unit_id == people[10].unit_id][:6]
    found = reach_of(inside)
    assert found is not None and found.warnings and found.without
    assert [said.kind for said in found.sentences][:2] == ["count", "estimate"]
    assert all(said.interval and said.n for said in found.sentences[1:])
    choosing.suggest(by=pilot, count=30, at=NOW)
    spread = reach_of(list(Suggested.objects.values_list("person_id", flat=True)))
    assert spread is not None and spread.near > found.near and not spread.warnings


def prepare(pilot: Person, *, days: int = 90) -> None:
    launches.set_date(by=pilot, launch_on=TODAY + timedelta(days=days), words="Venez poser vos questions.", at=NOW)
    launches.propose_waves(by=pilot, at=NOW)


def test_a_launch_founds_communities_asks_pioneers_and_forgets_names(pilot: Person) -> None:
    people = hire(60)
    with pytest.raises(Refused):
        launches.start(by=pilot, language="fr", today=TODAY, at=NOW)
    prepare(pilot)
    choosing.suggest(by=pilot, count=6, at=NOW)
    choosing.choose(by=pilot, ids=list(Suggested.objects.values_list("person_id", flat=True)[:4]), at=NOW)
    choosing.nominate(by=people[5], emails=[people[6].email], wishes=None, at=NOW)
    assert (
        launches.plan_communities(by=pilot, chosen=[("safety", ""), ("managers", ""), ("site", "Vie de Lille")], language="fr", at=NOW) == 3
    )
    planned = Planned.objects.get(pattern="safety")
    launches.change_planned(by=pilot, planned_id=planned.pk, name=planned.name, email=people[9].email)
    launches.start(by=pilot, language="fr", today=TODAY, at=NOW)
    safety = Community.objects.get(name="Sécurité sans reproche")
    assert "personne n’est nommé" in safety.charter and safety.access == "open"
    assert Membership.objects.get(community=safety, person=people[9]).role == "animator"
    assert Draft.objects.filter(person=people[9], community=safety, kind="question").count() == 3
    closed = Community.objects.get(name="Managers entre pairs")
    assert closed.access == "closed" and closed.closed_reason and closed.closed_until
    assert PioneerAsk.objects.count() == 4 == Letter.objects.filter(kind=LetterKind.PIONEER).count()
    assert not Suggested.objects.exists() and not Nomination.objects.exists()
    with pytest.raises(Refused):
        launches.start(by=pilot, language="fr", today=TODAY, at=NOW)


def test_nothing_is_done_when_a_name_is_taken(pilot: Person) -> None:
    hire(30)
    prepare(pilot)
    make_community("Entraide outils")
    launches.plan_communities(by=pilot, chosen=[("safety", ""), ("tools", "")], language="fr", at=NOW)
    with pytest.raises(Refused):
        launches.start(by=pilot, language="fr", today=TODAY, at=NOW)
    assert not Community.objects.filter(name="Sécurité sans reproche").exists() and not Letter.objects.exists()


def test_waves_send_on_their_day_each_person_once_and_say_how_far_they_are(pilot: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    people = hire(45)
    prepare(pilot, days=0)
    launches.start(by=pilot, language="fr", today=TODAY, at=NOW)
    later = NOW + timedelta(days=1)
    assert write_due(at=later) == 15 and write_due(at=later) == 0
    first = Wave.objects.order_by("position")[0]
    assert set(Letter.objects.filter(wave=first).values_list("person_id", flat=True)) == {
        one.pk for one in people if one.site_id in first.unit_ids
    }
    tomorrow = NOW + timedelta(days=2)
    ids = letters_due(at=tomorrow, limit=100)
    assert len(ids) == 15
    assert send_letter(ids[0], at=tomorrow) and not send_letter(ids[0], at=tomorrow)
    assert "Venez poser vos questions." in mail.outbox[0].body and "/password/" in mail.outbox[0].body
    Person.objects.filter(pk=Letter.objects.get(pk=ids[1]).person_id).update(is_active=False)
    assert not send_letter(ids[1], at=tomorrow)

    def fails(*args: object, **kwargs: object) -> None:
        raise OSError

    with monkeypatch.context() as broken:
        broken.setattr("adoption.actions.letters.mail.compose", fails)
        assert not send_letter(ids[2], at=tomorrow)
    assert ids[2] not in letters_due(at=tomorrow, limit=100), "claimed a moment ago"
    assert send_letter(ids[2], at=tomorrow + timedelta(minutes=11))
    Letter.objects.filter(pk=ids[3]).update(tries=MOST_TRIES)
    assert ids[3] not in letters_due(at=tomorrow, limit=100)
    row = launch_page(at=tomorrow).waves[0]
    assert (row.written, row.sent) == (15, 2)
    with pytest.raises(Refused):
        launches.change_wave(by=pilot, wave_id=first.pk, name="Autre", day=TODAY, at=NOW)
    post()


def test_the_plan_counts_back_follows_the_date_and_keeps_what_was_moved(pilot: Person, client: Client) -> None:
    hire(30)
    prepare(pilot)
    assert LaunchStep.objects.get(key="consultation").due_on == TODAY + timedelta(days=6)
    client.force_login(pilot)
    step = LaunchStep.objects.get(key="sign-on")
    form = {"step": step.pk, "shown": "Connexion", "name": "SSO prêt", "due_on": str(TODAY - timedelta(days=2))}
    assert client.post("/adoption/launch/", form).status_code == 302
    assert client.post("/adoption/launch/", form | {"due_on": "demain"}).status_code == 422
    step.refresh_from_db()
    assert (step.name, step.moved, step.done_on) == ("SSO prêt", True, None)
    assert launch_page(at=NOW).late == 1
    launches.set_date(by=pilot, launch_on=TODAY + timedelta(days=100), words="", at=NOW)
    assert LaunchStep.objects.get(key="consultation").due_on == TODAY + timedelta(days=16)
    step.refresh_from_db()
    assert step.due_on == TODAY - timedelta(days=2)
    assert Wave.objects.order_by("position")[0].day == TODAY + timedelta(days=100)
    client.post("/adoption/launch/", form | {"name": "SSO prêt", "shown": "SSO prêt", "done": "on"})
    assert launch_page(at=NOW).late == 0
    assert AuditEvent.objects.filter(act="adoption.launch_step").count() == 2


def test_a_pioneer_says_yes_acts_and_hands_over(pilot: Person, client: Client) -> None:
    lea, omar = make_person("Lea"), make_person("Omar")
    PioneerAsk.objects.bulk_create([PioneerAsk(person_id=one.pk, asked_by_id=pilot.pk, asked_at=NOW) for one in (lea, omar)])
    answering.answer(by=omar, accepts=False, at=NOW)
    with pytest.raises(Refused):
        answering.answer(by=omar, accepts=True, at=NOW)
    assert not Pioneer.objects.exists()
    before = NOW - timedelta(hours=2)
    answering.answer(by=lea, accepts=True, at=before)
    place = make_community(owner=omar)
    make_member(lea, place)
    question = make_post(lea, place, "Qui sait ?", at=NOW, kind="question", title="Une question")
    make_comment(omar, question)
    make_comment(lea, make_post(omar, place))
    page = own_page(lea)
    assert [mission.done for mission in page.missions] == [True, True, False, False, False]
    assert page.started == (1, 1, 1)
    client.force_login(lea)
    assert client.get("/adoption/pioneer/").status_code == 200
    client.post("/adoption/pioneer/", {"decision": "over"})
    assert Pioneer.objects.get().to_at is not None
    assert client.post("/adoption/pioneer/", {"decision": "over"}).status_code == 422


def test_first_signs_are_told_from_five_people_on() -> None:
    place = make_community()
    people = [make_person(f"P{n}") for n in range(6)]
    for one in people:
        make_member(one, place)
    for one in people[:4]:
        make_post(one, place, "Qui sait ?", kind="question", title="Qui sait ?")
    opened = TODAY - timedelta(days=1)
    assert all(not sign.value for sign in signs(opened)[:3])
    asked = make_post(people[4], place, "Qui sait ?", kind="question", title="Qui sait ?")
    make_comment(people[5], asked, at=NOW + timedelta(seconds=1))
    assert signs(opened)[0].value.startswith("1 ")


def test_the_assistant_keeps_what_was_typed_and_tells_what_is_refused(pilot: Person, sign_in: Callable[[Person], Client]) -> None:
    client = sign_in(pilot)
    assert client.get("/adoption/seeding/").status_code == 200
    for form in (
        {"step": "date", "launch_on": "x", "words": "Des mots gardés"}, {"step": "waves"}, {"step": "suggest", "count": "x"},
        {"step": "add", "email": "nobody@example.org"}, {"step": "communities"}, {"step": "planned", "planned": "9"}, {"step": "start"},
        {"step": "file"}, {"step": "wave", "wave": "1", "day": "2030-01-01"}, {"step": "?"}, {},
    ):  # fmt: skip
        answer = client.post("/adoption/seeding/", form)
        assert answer.status_code == 422, form
        assert 'role="alert"' in answer.content.decode(), form
    assert (
        "Des mots gardés"
        in client.post("/adoption/seeding/", {"step": "date", "launch_on": "x", "words": "Des mots gardés"}).content.decode()
    )


def test_every_template_founds_its_community_in_both_languages(pilot: Person, sign_in: Callable[[Person], Client]) -> None:
    hire(30)
    prepare(pilot)
    client = sign_in(pilot)
    page = client.get("/adoption/seeding/").content.decode()
    keys = [one.key for one in patterns("fr")]
    assert len(keys) == 12 and all(f'value="{key}"' in page for key in keys)
    assert client.post("/adoption/seeding/", {"step": "communities", "pattern": keys}).status_code == 302
    assert client.post("/adoption/seeding/", {"step": "start"}, follow=True).status_code == 200
    assert Community.objects.count() == 12
    for one in patterns("en"):
        assert one.charter and len(one.questions) == 3 and one.name != "Community"
