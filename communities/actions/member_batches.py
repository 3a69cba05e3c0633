"""Memberships, invitations and reading marks of a past that happened elsewhere, in bulk (see `batches`)."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction
from django.db.models import F
from psycopg2.extras import execute_values

from communities import events
from communities.events import NewEvent
from communities.models import Community, CommunityInvitation, MemberRole, Membership, MembershipSpell
from communities.models.event import Verb
from rse.people.models import Person


@dataclass(frozen=True)
class NewMembership:
    """Someone came into a community, and left it when `to_at` says so. `via`: as in `join_community`'s event."""

    person: Person
    community: Community
    from_at: datetime
    to_at: datetime | None = None
    role: str = MemberRole.MEMBER
    via: str = ""


@dataclass(frozen=True)
class NewInvitation:
    """Someone was invited by a colleague; unanswered while `answered_at` is None."""

    person: Person
    community: Community
    by: Person
    at: datetime
    answered_at: datetime | None = None
    accepted: bool | None = None


@dataclass(frozen=True)
class ReadMark:
    """The newest post of a community that someone has seen."""

    person: Person
    community: Community
    post_id: int


@dataclass(frozen=True)
class Seen:
    """A visit of the network or of a community, or (with `profile`) of someone's profile."""

    person_id: int
    at: datetime
    community_id: int | None = None
    profile_id: int | None = None


@transaction.atomic
def add_members(rows: Sequence[NewMembership], *, source: str) -> None:
    """Write the dated spells, the present memberships, their counts and the events of coming and going."""
    MembershipSpell.objects.bulk_create(
        [MembershipSpell(community=r.community, person=r.person, role=r.role, from_at=r.from_at, to_at=r.to_at) for r in rows],
        batch_size=1_000,
    )
    present = [row for row in rows if row.to_at is None]
    Membership.objects.bulk_create(
        [Membership(community=r.community, person=r.person, role=r.role, created_at=r.from_at) for r in present],
        batch_size=1_000,
    )
    for community_id, people in Counter(row.community.pk for row in present).items():
        Community.objects.filter(pk=community_id).update(members_count=F("members_count") + people)
    events.record_many(event for row in rows for event in _comings(row, source=source))


@transaction.atomic
def add_invitations(rows: Sequence[NewInvitation], *, source: str) -> None:
    """Write invitations and their events; whoever accepted is made a member by `add_members`."""
    written = CommunityInvitation.objects.bulk_create(
        [
            CommunityInvitation(
                community=r.community, person=r.person, invited_by=r.by, created_at=r.at,
                answered_at=r.answered_at, accepted=r.accepted,
            )
            for r in rows
        ],
        batch_size=1_000,
    )  # fmt: skip
    events.record_many(
        NewEvent(
            at=row.at, verb=Verb.INVITE, actor_id=row.by.pk, community_id=row.community.pk,
            object_type="invitation", object_id=invitation.pk, target_id=row.person.pk, source=source,
        )
        for row, invitation in zip(rows, written, strict=True)
    )  # fmt: skip


@transaction.atomic
def mark_all_read(rows: Sequence[ReadMark]) -> None:
    """Move the reading marks forward, never back."""
    with connection.cursor() as cursor:
        execute_values(
            cursor,
            "UPDATE communities_membership AS m SET last_read_id = GREATEST(m.last_read_id, v.post) "
            "FROM (VALUES %s) AS v (person, community, post) WHERE m.person_id = v.person AND m.community_id = v.community",
            [(row.person.pk, row.community.pk, row.post_id) for row in rows],
            page_size=1_000,
        )


def record_all_seen(rows: Iterable[Seen], *, source: str) -> int:
    """Write visits and profile views already counted once per hour where they come from. Returns how many."""
    return events.record_many(_seen(row, source=source) for row in rows)


def _comings(row: NewMembership, *, source: str) -> Iterable[NewEvent]:
    yield _passage(row, Verb.JOIN, row.from_at, via=row.via, source=source)
    if row.to_at is not None:
        yield _passage(row, Verb.LEAVE, row.to_at, via="", source=source)


def _passage(row: NewMembership, verb: str, at: datetime, *, via: str, source: str) -> NewEvent:
    return NewEvent(
        at=at, verb=verb, actor_id=row.person.pk, community_id=row.community.pk,
        object_type="community", object_id=row.community.pk, via=via, source=source,
    )  # fmt: skip


def _seen(row: Seen, *, source: str) -> NewEvent:
    return NewEvent(
        at=row.at,
        verb=Verb.PROFILE_VIEW if row.profile_id else Verb.VISIT,
        actor_id=row.person_id,
        community_id=row.community_id,
        object_type="person" if row.profile_id else "community" if row.community_id else "",
        object_id=row.profile_id or row.community_id,
        target_id=row.profile_id,
        source=source,
    )
