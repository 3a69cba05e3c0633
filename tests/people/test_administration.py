"""The administration: who enters, what is there, and that each write leaves its trace."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib import admin
from django.core import mail
from django.test import Client

from communities.models import ReactionKind
from rse.audit.models import AuditEvent
from rse.people.models import Person, PersonSpell, Unit
from tests.conftest import Cast
from tests.factories import make_person

pytestmark = pytest.mark.django_db
SignIn = Callable[[Person], Client]
PAGES = [
    "/admin/",
    "/admin/people/person/",
    "/admin/people/person/add/",
    "/admin/people/skill/",
    "/admin/people/unit/",
    "/admin/people/unit/add/",
    "/admin/communities/reactionkind/",
    "/admin/communities/reactionkind/utile/change/",
    "/admin/audit/auditevent/",
    "/admin/search/?s=alice",
]


def described(**changes: Any) -> dict[str, Any]:
    """The form of a person, as a browser sends it."""
    form = {"first_name": "Inès", "last_name": "Caron", "email": "ines@example.org", "language": "fr", "roles": []}
    return form | changes


def form_of(person: Person, **changes: Any) -> dict[str, Any]:
    fields = ("first_name", "last_name", "email", "staff_number", "job_title", "language", "roles")
    places = {name: getattr(person, f"{name}_id") for name in ("unit", "site", "manager")}
    kept = {name: getattr(person, name) for name in fields} | places
    return {name: value for name, value in (kept | changes).items() if value is not None}


def acts(since: int) -> list[str]:
    return list(AuditEvent.objects.filter(pk__gt=since).order_by("pk").values_list("act", flat=True))


def newest() -> int:
    row = AuditEvent.objects.order_by("-pk").first()
    return row.pk if row else 0


def test_sections_are_those_of_the_house_and_no_other() -> None:
    names = {model._meta.label for model in admin.site._registry}
    assert names == {"people.Person", "people.Skill", "people.Unit", "communities.ReactionKind", "audit.AuditEvent"}


@pytest.mark.parametrize("page", PAGES)
def test_administrators_alone_enter(cast: Cast, sign_in: SignIn, page: str) -> None:
    for name, person in cast.people.items():
        expected = {"ada": 200, "mallory": 302}.get(name, 403)
        assert sign_in(person).get(page).status_code == expected, name
    anonymous = Client().get(page, follow=True)
    assert anonymous.redirect_chain[-1][0].startswith("/login/?next=/admin/")


def test_its_own_sign_in_is_that_of_everybody(cast: Cast, sign_in: SignIn) -> None:
    assert Client().get("/admin/login/")["Location"] == "/login/?next=/admin/"
    assert sign_in(cast.ada).get("/admin/login/")["Location"] == "/admin/"
    assert sign_in(cast.bob).get("/admin/login/").status_code == 403


def test_its_looser_policy_stays_inside(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.ada)
    assert "'unsafe-eval'" in client.get("/admin/people/person/")["Content-Security-Policy"]
    assert "unsafe" not in client.get("/account/settings/")["Content-Security-Policy"]


def test_opening_an_account_writes_its_spell_and_its_trace(cast: Cast, sign_in: SignIn) -> None:
    client, before = sign_in(cast.ada), newest()
    refused = client.post("/admin/people/person/add/", described(email=cast.bob.email, roles=["hr"]))
    assert refused.status_code == 200
    assert "Caron" in refused.content.decode(), "what was typed is kept"
    assert acts(before) == []
    assert client.post("/admin/people/person/add/", described(roles=["hr"])).status_code == 302
    person = Person.objects.get(email="ines@example.org")
    assert person.roles == ["hr"]
    assert not person.has_usable_password()
    assert PersonSpell.objects.get(person=person).roles == ["hr"]
    assert acts(before) == ["person.create"]


def test_a_guest_with_a_role_and_a_second_holder_of_a_number_are_refused_beside_the_field(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.ada)
    make_person("Numa", staff_number="N-1")
    cases: list[tuple[dict[str, Any], str]] = [
        ({"roles": ["hr"], "is_guest": "on"}, "A guest cannot have a role."),
        ({"staff_number": "n-1"}, "This staff number already has an account."),
    ]
    for changes, words in cases:
        page = client.post("/admin/people/person/add/", described(**changes))
        assert page.status_code == 200
        assert words in page.content.decode()
    assert not Person.objects.filter(email="ines@example.org").exists()


def test_changing_a_person_goes_by_the_actions(cast: Cast, sign_in: SignIn) -> None:
    client, before = sign_in(cast.ada), newest()
    unit = Unit.objects.create(name="Qualité")
    path = f"/admin/people/person/{cast.bob.pk}/change/"
    form = form_of(cast.bob, last_name="Nouveau", email="bob.nouveau@example.org", unit=unit.pk, roles=["pilot"])
    assert client.post(path, form).status_code == 302
    bob = Person.objects.get(pk=cast.bob.pk)
    assert (bob.last_name, bob.email, bob.unit, bob.roles) == ("Nouveau", "bob.nouveau@example.org", unit, ["pilot"])
    assert bob.name_key == "nouveau bob"
    assert PersonSpell.objects.get(person=bob, to_at=None).unit_id == unit.pk
    assert set(acts(before)) == {"person.names", "person.email", "person.position"}
    before = newest()
    assert client.post(path, form_of(bob)).status_code == 302
    assert acts(before) == [], "nothing changed, nothing written"


def test_one_s_last_administrator_cannot_step_down(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.ada)
    page = client.post(f"/admin/people/person/{cast.ada.pk}/change/", form_of(cast.ada, roles=[]))
    assert "name another one first" in page.content.decode()
    assert Person.objects.get(pk=cast.ada.pk).roles == ["admin"]


@pytest.mark.parametrize(("action", "act", "left"), [("close", "person.deactivate", False), ("reopen", "person.reactivate", True)])
def test_accounts_are_closed_and_reopened_never_deleted(cast: Cast, sign_in: SignIn, action: str, act: str, left: bool) -> None:
    client, before = sign_in(cast.ada), newest()
    person = cast.bob if action == "close" else cast.mallory
    form = {"action": action, "_selected_action": [person.pk]}
    assert sign_in(cast.pia).post("/admin/people/person/", form).status_code == 403
    assert client.post("/admin/people/person/", form).status_code == 302
    assert Person.objects.get(pk=person.pk).is_active is left
    assert acts(before) == [act]
    assert client.post("/admin/people/person/", {"action": "delete_selected", "_selected_action": [person.pk], "post": "yes"})
    assert client.post(f"/admin/people/person/{person.pk}/delete/", {"post": "yes"}).status_code == 403
    assert Person.objects.filter(pk=person.pk).exists()


def test_an_account_is_closed_from_its_own_page(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.ada)
    new = client.get("/admin/people/person/add/").content.decode()
    assert "close_here" not in new
    path = f"/admin/people/person/{cast.bob.pk}/change/"
    page = client.get(path).content.decode()
    assert "close_here" in page
    assert "reopen_here" not in page
    assert client.post(path, form_of(cast.bob, people_person_close_here="1")).status_code == 302
    assert not Person.objects.get(pk=cast.bob.pk).is_active
    assert "reopen_here" in client.get(path).content.decode()


def test_a_password_link_is_sent_to_open_accounts_only(cast: Cast, sign_in: SignIn, tasks_now: None) -> None:
    form = {"action": "send_link", "_selected_action": [cast.bob.pk, cast.mallory.pk]}
    sign_in(cast.ada).post("/admin/people/person/", form)
    assert [message.to for message in mail.outbox] == [[cast.bob.email]]


def test_units_make_a_tree_without_a_loop(cast: Cast, sign_in: SignIn) -> None:
    client, before = sign_in(cast.ada), newest()
    assert client.post("/admin/people/unit/add/", {"name": "Industrie", "kind": "department"}).status_code == 302
    top = Unit.objects.get(name="Industrie")
    assert client.post("/admin/people/unit/add/", {"name": "Atelier", "kind": "team", "parent": top.pk}).status_code == 302
    below = Unit.objects.get(name="Atelier")
    page = client.post(f"/admin/people/unit/{top.pk}/change/", {"name": "Industrie", "kind": "department", "parent": below.pk})
    assert "cannot be inside itself" in page.content.decode()
    assert "Industrie › Atelier" in client.get("/admin/people/unit/").content.decode()
    assert acts(before) == ["unit.create", "unit.create"]


def test_reactions_are_renamed_and_set_aside_but_never_all(cast: Cast, sign_in: SignIn) -> None:
    client, before = sign_in(cast.ada), newest()
    kinds = list(ReactionKind.objects.order_by("position"))
    for kind in kinds:
        form = {"name_fr": kind.name_fr, "name_en": kind.name_en, "icon": kind.icon, "position": kind.position}
        answer = client.post(f"/admin/communities/reactionkind/{kind.key}/change/", form)
        assert answer.status_code == (200 if kind == kinds[-1] else 302), kind.key
    assert list(ReactionKind.objects.filter(is_active=True)) == [kinds[-1]]
    assert acts(before) == ["reaction.save"] * (len(kinds) - 1)


def test_the_audit_log_is_read_by_row_and_never_written(cast: Cast, sign_in: SignIn) -> None:
    client, row = sign_in(cast.ada), AuditEvent.objects.filter(act="person.deactivate").get()
    history = client.get(f"/admin/people/person/{cast.mallory.pk}/history/")
    page = client.get(history["Location"]).content.decode()
    assert "person.deactivate" in page
    assert cast.ada.name in page
    assert "community.create" not in page
    assert client.get(f"/admin/audit/auditevent/{row.pk}/change/").status_code == 200
    assert client.post(f"/admin/audit/auditevent/{row.pk}/change/", {"act": "x"}).status_code == 403
    assert client.get("/admin/audit/auditevent/add/").status_code == 403


def test_lists_search_names_without_accents(cast: Cast, sign_in: SignIn) -> None:
    make_person("Lodie", last_name="Guérin")
    client = sign_in(cast.ada)
    assert "Guérin" in client.get("/admin/people/person/?q=guerin").content.decode()
    assert "Guérin" not in client.get("/admin/people/person/?q=zzz").content.decode()
