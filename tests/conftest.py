"""The cast: the same people in every test of rights, and the places where they meet."""

import os
from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from hypothesis import settings

from communities.actions import links
from communities.actions.communities import archive_community
from communities.actions.memberships import leave_community
from communities.actions.posts import delete_post
from communities.models import Community, Post
from rse.lib import kept
from rse.people.actions.people import change_position, deactivate
from rse.people.models import Person
from tests.factories import CLOSED, NOW, OPEN, SECRET, START, make_comment, make_community, make_member, make_person, make_post
from tests.saved import Saved
from tests.seeds import django_db_modify_db_settings, django_db_setup
from tests.web import Web

# What must hold before a change is taken is tried on the same examples each time; elsewhere each run looks for new ones.
settings.register_profile("steady", derandomize=True)
if os.environ.get("CI"):
    settings.load_profile("steady")

__all__ = ["django_db_modify_db_settings", "django_db_setup"]


@dataclass
class Cast:
    """Who plays, where, and what was said there."""

    alice: Person  # owns the closed community and the secret one
    bob: Person  # member of the closed and the secret ones
    carol: Person  # employee outside them
    dave: Person  # left the closed one
    erin: Person  # animates the closed one, owns the open one
    guest: Person  # external, invited to the partners' community only
    mallory: Person  # member of everything, account closed
    sam: Person  # sponsors
    pia: Person  # pilots
    max: Person  # manages bob
    ada: Person  # administers

    open: Community
    closed: Community
    secret: Community
    partners: Community
    archived: Community

    open_post: Post
    closed_post: Post
    secret_post: Post
    partners_post: Post
    archived_post: Post
    deleted_post: Post

    @property
    def people(self) -> dict[str, Person]:
        return {field.name: value for field in fields(self) if isinstance(value := getattr(self, field.name), Person)}

    @property
    def communities(self) -> dict[str, Community]:
        return {field.name: value for field in fields(self) if isinstance(value := getattr(self, field.name), Community)}

    @property
    def posts(self) -> dict[str, Post]:
        return {field.name: value for field in fields(self) if isinstance(value := getattr(self, field.name), Post)}


def gather() -> Cast:
    alice, bob, carol, dave, erin = (make_person(name) for name in ("Alice", "Bob", "Carol", "Dave", "Erin"))
    guest, mallory = make_person("Gaston", is_guest=True), make_person("Mallory")
    sam, pia = make_person("Sam", roles=["sponsor"]), make_person("Pia", roles=["pilot"])
    max_, ada = make_person("Max"), make_person("Ada", roles=["admin"])
    bob = change_position(by=ada, person=bob, manager=max_, at=START + timedelta(hours=1))

    open_ = make_community("Entraide ouverte", owner=erin, access=OPEN)
    closed = make_community("Appels fermés", owner=alice, access=CLOSED)
    secret = make_community("Projet discret", owner=alice, access=SECRET)
    partners = make_community("Partenaires", owner=erin, access=CLOSED)
    archived = make_community("Ancien chantier", owner=erin, access=OPEN)
    for person, community, role in [
        (bob, closed, "member"),
        (dave, closed, "member"),
        (erin, closed, "animator"),
        (mallory, closed, "member"),
        (bob, secret, "member"),
        (mallory, secret, "member"),
        (guest, partners, "member"),
        (bob, partners, "member"),
        (bob, open_, "member"),
        (mallory, open_, "member"),
    ]:
        make_member(person, community, role=role)

    posts = {
        "open_post": make_post(erin, open_, "Le repère de tous est nacelle-ouverte.", title="nacelle-ouverte"),
        "closed_post": make_post(bob, closed, "Le repère fermé est turbine-fermée.", title="turbine-fermée"),
        "secret_post": make_post(alice, secret, "Le repère secret est hélice-secrète.", title="hélice-secrète"),
        "partners_post": make_post(bob, partners, "Le repère partagé est bielle-partagée.", title="bielle-partagée"),
        "archived_post": make_post(erin, archived, "Le repère ancien est vanne-ancienne.", title="vanne-ancienne"),
        "deleted_post": make_post(bob, open_, "Le repère effacé est joint-effacé.", title="joint-effacé"),
    }
    make_comment(alice, posts["closed_post"], "Réponse turbine-fermée.")
    make_comment(bob, posts["secret_post"], "Réponse hélice-secrète.")
    delete_post(by=bob, post=posts["deleted_post"], at=NOW)
    leave_community(by=dave, community=closed, at=NOW)
    archived = archive_community(by=erin, community=archived, at=NOW)
    mallory = deactivate(by=ada, person=mallory, at=NOW)
    for community in (open_, closed, secret, partners):
        community.refresh_from_db()
    return Cast(
        alice, bob, carol, dave, erin, guest, mallory, sam, pia, max_, ada,
        open_, closed, secret, partners, archived, **posts,
    )  # fmt: skip


GATHERED = Saved(gather)


@pytest.fixture
def cast(db: None) -> Cast:
    return GATHERED.set()


@pytest.fixture
def sign_in() -> Callable[[Person], Client]:
    """A browser in which that person has signed in."""

    def enter(person: Person) -> Client:
        client = Client()
        client.force_login(person)
        return client

    return enter


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    cache.clear()
    kept.forget_all()


@pytest.fixture(autouse=True)
def web(monkeypatch: pytest.MonkeyPatch) -> Web:
    """Where the pages that people link to are looked up."""
    pages = Web()
    monkeypatch.setattr(links, "fetch_page", pages.fetch)
    monkeypatch.setattr(links, "fetch_picture", pages.fetch)
    return pages
