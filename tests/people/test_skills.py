"""Skills: one row for each however it is spelled, merged by an administrator, and what profiles said before there were rows."""

from collections.abc import Callable
from importlib import import_module

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.test import Client

from rse.audit.models import AuditEvent
from rse.lib.refusal import Refused
from rse.people.actions.batches import NewPerson, create_people
from rse.people.actions.profiles import change_profile
from rse.people.actions.skills import merge_skills, rename_skill
from rse.people.models import Person, PersonSkill, Profile, Skill
from tests.conftest import Cast
from tests.factories import NOW, START, make_person

SignIn = Callable[[Person], Client]
pytestmark = pytest.mark.django_db


def say(person: Person, *skills: str) -> None:
    change_profile(by=person, person=person, at=NOW, job_title="", about="", phone="", skills=skills)


def rows(person: Person) -> set[str]:
    return set(PersonSkill.objects.filter(person=person).values_list("skill__name", flat=True))


def test_a_skill_is_one_however_it_is_spelled(cast: Cast) -> None:
    say(cast.alice, "Soudure TIG", "Œuvre")
    say(cast.bob, "soudure  tig", "oeuvre")
    assert rows(cast.alice) == rows(cast.bob) == {"Soudure TIG", "Œuvre"}
    assert Profile.objects.get(person=cast.bob).skills == ["soudure tig", "oeuvre"]  # one's own words stay
    say(cast.bob, "Hydraulique")
    assert rows(cast.bob) == {"Hydraulique"}
    (made,) = create_people(
        [NewPerson("neuf@example.org", "Neuf", START, skills=["hydraulique"])], by=None, at=NOW, source="test"
    )  # fmt: skip
    assert rows(made) == {"Hydraulique"}


def test_two_spellings_are_merged_everywhere_and_the_act_is_logged(cast: Cast, sign_in: SignIn) -> None:
    say(cast.alice, "Soudure TIG", "Lecture de plans")
    say(cast.bob, "Soudage TIG", "Soudure TIG")
    say(cast.carol, "Soudage TIG")
    kept, other = Skill.objects.get(key="soudure tig"), Skill.objects.get(key="soudage tig")
    answer = sign_in(cast.ada).post(
        "/admin/people/skill/", {"action": "merge", "_selected_action": [kept.pk, other.pk]}, follow=True
    )  # fmt: skip
    assert answer.status_code == 200
    (present,) = Skill.objects.filter(merged_into=None, key__startswith="soud")
    assert rows(cast.bob) == rows(cast.carol) == {present.name}
    assert Profile.objects.get(person=cast.bob).skills == [present.name]
    assert Profile.objects.get(person=cast.alice).skills == [present.name, "Lecture de plans"]
    gone = other if present == kept else kept
    say(cast.erin, gone.name)
    assert rows(cast.erin) == {present.name}
    assert AuditEvent.objects.filter(act="skill.merge", target_id=str(present.pk)).count() == 1
    with pytest.raises(Refused):
        merge_skills(by=cast.ada, kept=present, others=[gone], at=NOW)
    with pytest.raises(PermissionDenied):
        merge_skills(by=cast.alice, kept=present, others=[Skill.objects.get(key="lecture de plans")], at=NOW)


def test_a_name_is_corrected_in_its_accents_only(cast: Cast) -> None:
    say(cast.bob, "metrologie")
    skill = Skill.objects.get(key="metrologie")
    assert rename_skill(by=cast.ada, skill=skill, name="Métrologie", at=NOW).name == "Métrologie"
    with pytest.raises(Refused) as refusal:
        rename_skill(by=cast.ada, skill=skill, name="Mesure", at=NOW)
    assert refusal.value.field == "name"
    with pytest.raises(PermissionDenied):
        rename_skill(by=cast.bob, skill=skill, name="MÉTROLOGIE", at=NOW)


def test_what_profiles_said_becomes_rows_once(cast: Cast) -> None:
    people = [make_person("Ancien") for _each in range(3)]
    Profile.objects.filter(person__in=people).update(skills=["Équilibrage", "equilibrage", "Calage"])
    for _twice in range(2):
        import_module("rse.people.migrations.0010_directory_of_people").make_rows(apps, None)
    assert Skill.objects.filter(key__in=["equilibrage", "calage"]).count() == 2
    assert PersonSkill.objects.filter(person__in=people).count() == 6
    assert rows(people[0]) == {"Équilibrage", "Calage"}


def test_languages_are_chosen_among_those_offered(cast: Cast, sign_in: SignIn) -> None:
    said = {"job_title": "", "about": "", "skills": "", "phone": ""}
    bob = sign_in(cast.bob)
    assert bob.post("/account/profile/", said | {"languages": ["it", "fr"]}).status_code == 302
    assert Profile.objects.get(person=cast.bob).languages == ["it", "fr"]
    assert bob.post("/account/profile/", said | {"languages": ["xx"]}).status_code == 422
    assert (
        bob.post("/account/profile/", said | {"languages": ["ar", "bg", "bn", "br", "ca", "cs", "da", "de", "el", "en", "es"]}).status_code
        == 422
    )
    assert Profile.objects.get(person=cast.bob).languages == ["it", "fr"]
