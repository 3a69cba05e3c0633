"""Lists about communities: mine, the directory, members, requests, invitations."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Subquery, Value, When
from django.utils import timezone

from communities import access
from communities.feeds.reads import ReadMark, faded_before
from communities.feeds.waiting import Waiting, remember, waiting
from communities.models import (
    Ban,
    Community,
    CommunityInvitation,
    CommunityTelling,
    Joining,
    JoinRequest,
    MemberRole,
    Membership,
    Notification,
    RequestState,
    Telling,
)
from rse.lib.fold import fold
from rse.lib.pages import Page
from rse.lib.prepared import Prepared, PreparedRows
from rse.people.models import Person

DIRECTORY_PAGE = 30
MEMBERS_PAGE = 50
MAX_MINE = 500
_RANK = Case(When(role=MemberRole.OWNER, then=Value(0)), When(role=MemberRole.ANIMATOR, then=Value(1)), default=Value(2))


# What a list shows of a community, in the order of the columns.
_SHOWN = [
    field.attname
    for field in Community._meta.concrete_fields
    if field.attname not in ("closed_reason", "closed_until", "charter", "charter_html", "created_by_id")
]


@Prepared
def _mine(is_active: bool, is_guest: bool, *, person: int) -> QuerySet[Membership, Any]:
    readable = access.readable_communities(access.as_viewer(person, is_active=is_active, is_guest=is_guest))
    unread = Exists(Notification.objects.filter(person=person, read_at=None, in_app=True))
    level = Subquery(CommunityTelling.objects.filter(person=person, community=OuterRef("community")).values("level"))
    invited = Exists(CommunityInvitation.objects.filter(person=person, answered_at=None))
    return (
        Membership.objects.filter(person=person, community__in=readable.values("pk"))
        .annotate(unread=unread, invited=invited, level=level)
        .order_by("community__name_key")
        .values_list("unread", "invited", "role", "last_read_id", "read_ids", "level", *(f"community__{name}" for name in _SHOWN))[
            :MAX_MINE
        ]
    )


@dataclass(frozen=True)
class MyCommunity:
    """A community of mine: my role there, whether something new waits, and what I chose to be told of it."""

    community: Community
    role: str
    is_unread: bool
    mark: ReadMark
    is_muted: bool = False
    level: str = ""  # what I chose to be told of it; "" goes by my default


def my_communities(person: Person) -> Sequence[MyCommunity]:
    """My communities by name. The rail, the composer's destinations, my role in each, and whether anything waits, in one query."""
    rows = _mine(person.is_active, person.is_guest, person=person.pk)
    if rows:
        remember(person, Waiting(*rows[0][:2]))
    faded = faded_before(timezone.now())
    return [
        MyCommunity(
            community := Community.from_db("default", _SHOWN, values),
            role,
            (community.last_post_id or 0) > max(last_read_id, faded),
            ReadMark(last_read_id, frozenset(read_ids or ())),
            level == Telling.NOTHING,
            level or "",
        )
        for _unread, _invited, role, last_read_id, read_ids, level, *values in rows
    ]


def communities_of(person: Person, member: Person) -> Sequence[Community]:
    """The communities of someone, of those whose members the viewer may see."""
    rows = _theirs(person.is_active, person.is_guest, person=person.pk, member=member.pk)
    return [Community.from_db("default", _SHOWN, values) for values in rows]


@Prepared
def _theirs(is_active: bool, is_guest: bool, *, person: int, member: int) -> QuerySet[Community, Any]:
    theirs = Exists(Membership.objects.filter(community=OuterRef("pk"), person=member))
    readable = access.readable_communities(access.as_viewer(person, is_active=is_active, is_guest=is_guest))
    return readable.filter(theirs, archived_at=None).order_by("name_key").values_list(*_SHOWN)[:MAX_MINE]


def communities_directory(
    person: Person, *, tab: str = "all", query: str = "", before: int = 0, size: int = DIRECTORY_PAGE
) -> Page[Community]:
    """The communities one may know of: `tab` is all, mine, new, invited or orphans; a page starts at the offset of its cursor.

    All and mine are in the order of names, new starts with the youngest. Archived ones come in `mine` only.
    """
    known = access.communities(person)
    if query:
        known = known.filter(Q(name_key__contains=fold(query)) | Q(purpose__icontains=query))
    known = _of_tab(known, person, tab)
    order = ["-created_at", "-id"] if tab == "new" else ["name_key", "id"]
    rows = list(known.order_by(*order)[before : before + size + 1])
    return Page(rows[:size], str(before + size) if len(rows) > size else None)


def communities_to_discover(person: Person, *, size: int = 3) -> Sequence[Community]:
    """Communities one could join in a click, the largest first."""
    if person.is_guest:
        return []
    rows = _to_discover(person.is_active, size, person=person.pk)
    return [Community.from_db("default", _SHOWN, values) for values in rows]


@Prepared
def _to_discover(is_active: bool, size: int, *, person: int) -> QuerySet[Community, Any]:
    mine = Membership.objects.filter(community=OuterRef("pk"), person=person)
    barred = Ban.objects.filter(community=OuterRef("pk"), person=person)
    known = access.communities(access.as_viewer(person, is_active=is_active, is_guest=False))
    free = known.filter(joining=Joining.FREE, listed=True, archived_at=None)
    return free.exclude(Exists(mine) | Exists(barred)).order_by("-members_count", "name_key").values_list(*_SHOWN)[:size]


def members(community: Community, *, before: int = 0, size: int = MEMBERS_PAGE) -> Page[Membership]:
    """Owner, animators, then members by name. Only for whoever may read the community."""
    rows = list(
        Membership.objects.filter(community=community, person__is_active=True)
        .select_related("person", "person__site", "person__unit")
        .order_by(_RANK, "person__name_key", "id")[before : before + size + 1]
    )
    return Page(rows[:size], str(before + size) if len(rows) > size else None)


def animation(community: Community) -> Sequence[Membership]:
    """Who animates: shown to whoever knows the community."""
    return _animation(community=community.pk)


@PreparedRows
def _animation(*, community: int) -> QuerySet[Membership, Membership]:
    return (
        Membership.objects.filter(community=community, role__in=access.ANIMATION, person__is_active=True)
        .select_related("person", "person__site")
        .order_by(_RANK, "person__name_key", "id")
    )


def join_requests(community: Community) -> Sequence[JoinRequest]:
    """The requests that wait, oldest first. Only for whoever moderates."""
    return _join_requests(community=community.pk)


@PreparedRows
def _join_requests(*, community: int) -> QuerySet[JoinRequest, JoinRequest]:
    return (
        JoinRequest.objects.filter(community=community, state=RequestState.PENDING)
        .select_related("person", "person__site")
        .order_by("created_at", "id")
    )


def my_request(person: Person, community: Community) -> JoinRequest | None:
    """One's latest request to join."""
    return JoinRequest.objects.filter(person=person, community=community).order_by("-created_at", "-id").first()


def invitations(person: Person) -> Sequence[CommunityInvitation]:
    """The invitations one has not answered; most people have none, and ask but a cheap question."""
    if not waiting(person).invited or not _invited(person=person.pk):
        return []
    return list(
        CommunityInvitation.objects.filter(person=person, answered_at=None)
        .select_related("community", "invited_by")
        .order_by("-created_at")
    )


@Prepared
def _invited(*, person: int) -> QuerySet[CommunityInvitation, Any]:
    return CommunityInvitation.objects.filter(person=person, answered_at=None).values_list("pk")[:1]


def banned(community: Community) -> Sequence[Ban]:
    """Who may not come back. Only for whoever moderates."""
    return list(Ban.objects.filter(community=community).select_related("person").order_by("-created_at"))


def orphans(person: Person) -> QuerySet[Community]:
    """Communities one knows whose owner's account is closed, or that have none."""
    owner = Membership.objects.filter(community=OuterRef("pk"), role=MemberRole.OWNER, person__is_active=True)
    return access.communities(person).filter(~Exists(owner), archived_at=None).order_by("name_key")


def _of_tab(known: QuerySet[Community], person: Person, tab: str) -> QuerySet[Community]:
    mine = Exists(Membership.objects.filter(community=OuterRef("pk"), person=person))
    match tab:
        case "mine":
            return known.filter(mine)
        case "invited":
            open_ = CommunityInvitation.objects.filter(community=OuterRef("pk"), person=person, answered_at=None)
            return known.filter(Exists(open_))
        case "orphans":
            return known.filter(pk__in=orphans(person).values("pk"))
        case _:
            return known.filter(archived_at=None)
