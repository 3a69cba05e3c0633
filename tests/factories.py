"""Makers for tests: each goes through the actions, with sentence-like keyword arguments."""

from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from django.utils import timezone

from communities.actions.comments import create_comment
from communities.actions.communities import Access, create_community
from communities.actions.posts import create_post
from communities.models import Comment, Community, Membership, MembershipSpell, Post
from rse.people.actions.people import create_person
from rse.people.models import Person

NOW = datetime.now(UTC).replace(microsecond=0)
TODAY = timezone.localdate(NOW)  # the organisation's day, which is not always that of UTC
START = NOW - timedelta(days=60)
PASSWORD = "cerise-lente-47"

OPEN = Access()
CLOSED = Access(readers="members", joining="request", closed_reason="Work on tenders")
SECRET = Access(readers="members", joining="invitation", listed=False)

_numbers = count(1)


def make_person(first_name: str = "Sacha", *, at: datetime = START, **fields: Any) -> Person:
    number = next(_numbers)
    fields.setdefault("email", f"{first_name.lower()}.{number}@example.org")
    fields.setdefault("last_name", f"Essai {number}")
    fields.setdefault("password", PASSWORD)
    return create_person(by=None, first_name=first_name, at=at, **fields)


def make_community(name: str = "", *, owner: Person | None = None, access: Access = OPEN, at: datetime = START, **fields: Any) -> Community:
    owner = owner or make_person("Odile")
    return create_community(by=owner, name=name or f"Atelier {next(_numbers)}", settings=access, at=at, **fields)


def make_member(person: Person, community: Community, *, role: str = "member", at: datetime = START) -> Membership:
    """A membership, however the community is joined."""
    membership = Membership.objects.create(person=person, community=community, role=role, created_at=at)
    MembershipSpell.objects.create(person=person, community=community, role=role, from_at=at)
    Community.objects.filter(pk=community.pk).update(members_count=Membership.objects.filter(community=community).count())
    return membership


def make_post(author: Person, community: Community, body: str = "Bonjour.", *, at: datetime = NOW, **fields: Any) -> Post:
    return create_post(by=author, community=community, body=body, at=at, **fields)


def make_comment(author: Person, post: Post, body: str = "Bien vu.", *, at: datetime = NOW, **fields: Any) -> Comment:
    return create_comment(by=author, post=post, body=body, at=at, **fields)
