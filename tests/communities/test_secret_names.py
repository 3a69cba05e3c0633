"""A secret community's name and address tell nobody outside that it exists: not by a refusal, not by a number."""

from collections.abc import Callable
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.test import Client

from communities.actions.communities import Access, change_settings, create_community, rename_community
from communities.actions.imports import found_imported
from communities.actions.posts import create_post, delete_post
from communities.models import Community, CommunitySlug
from rse.lib.refusal import Refused
from rse.people.models import Person
from tests.communities.api.program import Program
from tests.conftest import Cast
from tests.factories import CLOSED, NOW, OPEN, SECRET

SignIn = Callable[[Person], Client]


def _set(cast: Cast, community: Community, settings: Access, by: str = "alice") -> Community:
    return change_settings(by=cast.people[by], community=community, purpose="", charter="", settings=settings, at=NOW)


def test_an_outsider_takes_the_name_of_a_secret_community_and_notices_nothing(cast: Cast, sign_in: SignIn) -> None:
    carol = sign_in(cast.carol)
    answer = carol.post("/c/new", {"access": "open", "joining": "free", "name": "projet DISCRET"})
    assert (answer.status_code, answer["Location"]) == (302, "/c/projet-discret/")
    made = Program(cast.dave)("POST", "communities", {"name": "Ancien projet"}, status=201)
    rename_community(by=cast.alice, community=cast.secret, name="Plan d’avenir", at=NOW)
    assert Program(cast.dave)("PATCH", f"communities/{made['slug']}", {"name": "Plan d’avenir"})["slug"] == "plan-davenir"
    taken = carol.post("/c/new", {"access": "open", "joining": "free", "name": "entraide OUVERTE"})
    assert taken.status_code == 422, "a listed community's name is its own"
    Program(cast.dave)("PATCH", "communities/plan-davenir", {"name": cast.closed.name}, status=400)


def test_a_secret_address_carries_a_token_and_still_leads_its_members(cast: Cast, sign_in: SignIn) -> None:
    first = cast.secret.slug
    assert first.startswith("projet-discret-") and len(first) == len("projet-discret-") + 10
    same = rename_community(by=cast.alice, community=cast.secret, name="Projet DISCRET", at=NOW)
    assert same.slug == first
    other = rename_community(by=cast.alice, community=cast.secret, name="Plan", at=NOW).slug
    assert other.startswith("plan-")
    assert sign_in(cast.bob).get(f"/c/{first}/")["Location"] == f"/c/{other}/"
    assert sign_in(cast.carol).get(f"/c/{first}/").status_code == 404
    twin = create_community(by=cast.alice, name="Plan", settings=SECRET, at=NOW)
    assert twin.slug not in ("plan", "plan-2", other)


def test_who_becomes_secret_gives_up_the_plain_address(cast: Cast, sign_in: SignIn) -> None:
    hidden = _set(cast, cast.closed, SECRET)
    assert hidden.slug.startswith("appels-fermes-")
    assert sign_in(cast.bob).get("/c/appels-fermes/")["Location"] == f"/c/{hidden.slug}/"
    assert sign_in(cast.carol).get("/c/appels-fermes/").status_code == 404
    assert create_community(by=cast.carol, name="Appels fermés", at=NOW).slug == "appels-fermes"
    assert not CommunitySlug.objects.filter(slug="appels-fermes").exists()
    with pytest.raises(Refused):
        _set(cast, hidden, CLOSED)
    renamed = rename_community(by=cast.alice, community=hidden, name="Appels internes", at=NOW)
    shown = _set(cast, renamed, CLOSED)
    assert shown.slug == "appels-internes"
    assert sign_in(cast.carol).get(f"/c/{renamed.slug}/")["Location"] == "/c/appels-internes/"


def test_the_page_of_settings_follows_the_new_address(cast: Cast, sign_in: SignIn) -> None:
    answer = sign_in(cast.alice).post(f"/c/{cast.closed.slug}/settings", {"access": "secret", "joining": "invitation"})
    cast.closed.refresh_from_db()
    assert answer["Location"] == f"/c/{cast.closed.slug}/settings"
    assert cast.closed.slug != "appels-fermes"


def test_an_import_does_not_number_after_a_secret_community(cast: Cast) -> None:
    assert found_imported(name="Projet discret", slug="projet-discret", access="open", at=NOW).name == "Projet discret"
    assert found_imported(name="Entraide ouverte", slug="entraide-ouverte", access="open", at=NOW).name == "Entraide ouverte 2"
    hidden = found_imported(name="Bureau", slug="bureau", access="secret", at=NOW)
    assert hidden.slug.startswith("bureau-")
    assert CommunitySlug.objects.get(slug="bureau").community == hidden
    assert create_community(by=cast.carol, name="Bureau", at=NOW).slug == "bureau"


def test_the_database_keeps_the_promise(cast: Cast) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Community.objects.create(name=cast.open.name, slug="autre", created_at=NOW)
    Community.objects.create(name=cast.secret.name, slug="autre", created_at=NOW)


# What the migrations did to the rows that were there ----------------------------------------------


def test_the_migration_hides_the_addresses_that_there_were(cast: Cast) -> None:
    Community.objects.filter(pk=cast.secret.pk).update(slug="projet-discret")
    _migration("0006_addresses_of_secret_communities").hide(apps, None)
    cast.secret.refresh_from_db()
    cast.open.refresh_from_db()
    assert cast.secret.slug.startswith("projet-discret-") and cast.open.slug == "entraide-ouverte"
    assert CommunitySlug.objects.get(slug="projet-discret").community == cast.secret


def test_the_migration_looks_for_the_public_marks_again(cast: Cast) -> None:
    public = create_post(by=cast.bob, community=cast.open, body="À tous.", at=NOW)
    hidden = create_post(by=cast.bob, community=cast.secret, body="Entre nous.", at=NOW)
    Person.objects.filter(pk__in=[cast.bob.pk, cast.alice.pk]).update(last_post_id=hidden.pk)
    migration = _migration("0007_public_marks_of_people")
    for _time in range(2):
        with connection.schema_editor() as editor:
            migration.remark(apps, editor)
        assert _mark(cast.bob) == public.pk
        assert _mark(cast.alice) is None


# The mark of a person -----------------------------------------------------------------------------


def test_the_mark_of_a_person_is_what_every_employee_reads(cast: Cast) -> None:
    public = create_post(by=cast.bob, community=cast.open, body="À tous.", at=NOW)
    assert _mark(cast.bob) == public.pk
    for community in (cast.secret, cast.closed, cast.partners):
        create_post(by=cast.bob, community=community, body="Entre nous.", at=NOW)
    assert _mark(cast.bob) == public.pk
    _set(cast, cast.open, CLOSED, by="erin")
    assert _mark(cast.bob) is None
    _set(cast, cast.open, OPEN, by="erin")
    assert _mark(cast.bob) == public.pk
    delete_post(by=cast.bob, post=public, at=NOW)
    assert _mark(cast.bob) is None


def _mark(person: Person) -> int | None:
    return Person.objects.values_list("last_post_id", flat=True).get(pk=person.pk)


def _migration(name: str) -> Any:
    return import_module(f"communities.migrations.{name}")
