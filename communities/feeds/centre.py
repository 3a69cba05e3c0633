"""The centre: what one was told, like things together, by thread and kind, and what is unread first."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, Case, CharField, Count, ExpressionWrapper, F, Max, Q, QuerySet, Value, When
from django.db.models.functions import Cast, Concat

from communities import access
from communities.feeds.reasons import Why, why
from communities.models import Notification
from communities.models.notification import Notice
from rse.lib.ids import id_in
from rse.lib.pages import PAGE_SIZE, BadCursor, Page
from rse.people.models import Person

LOOKED_AT = 1_000  # the latest: what is older is no longer put together
SHOWN = ("", "unread", "mentions")
_BY_THREAD = (Notice.MENTION, Notice.REPLY, Notice.THREAD, Notice.NEW_COMMENT)
_BY_PLACE = (Notice.NEW_POST, Notice.JOIN_REQUEST)
_MENTIONS = (*access.NAMES_ONE, Notice.CALL)


@dataclass(frozen=True)
class Group:
    """Like notifications of one thread, or one community: the latest, how many they are, and how many people act in them."""

    head: Notification
    size: int
    people: int

    @property
    def others(self) -> int:
        """Who acts beside whom the latest names."""
        return max(self.people - 1, 0)

    @property
    def why(self) -> Why:
        """Why one was told of it."""
        return why(self.head.notice)

    @property
    def is_unread(self) -> bool:
        return self.head.read_at is None


def centre(person: Person, *, show: str = "", after: str = "", size: int = PAGE_SIZE) -> Page[Group]:
    """What a person was told and may still know, of the latest LOOKED_AT: all, the unread or the mentions (`show`). Two queries.

    `after` is the cursor of a page. Raises BadCursor.
    """
    found = (
        _grouped(_shown(person, show))
        .values("key", "unread")
        .annotate(head=Max("pk"), size=Count("pk"), people=Count("actor", distinct=True))
    )
    if after:
        found = found.filter(_below(after))
    rows = list(found.order_by("-unread", "-head").values_list("head", "size", "people", "unread")[: size + 1])
    heads = _told(head for head, _size, _people, _unread in rows[:size])
    groups = [Group(heads[head], number, people) for head, number, people, _unread in rows[:size] if head in heads]
    return Page(groups, _cursor(*rows[size - 1]) if len(rows) > size else None)


def alike(person: Person, notification: Notification) -> Sequence[int]:
    """The ids of the group of a notification, itself included: those that are unread with it, or read with it."""
    own = _grouped(_shown(person, ""))
    (key,) = _grouped(Notification.objects.filter(pk=notification.pk)).values_list("key", flat=True)
    return list(own.filter(key=key, unread=notification.read_at is None).values_list("pk", flat=True))


def _shown(person: Person, show: str) -> "QuerySet[Notification]":
    own = access.notifications(person).filter(in_app=True)
    if show == "unread":
        own = own.filter(read_at=None)
    if show == "mentions":
        own = own.filter(notice__in=_MENTIONS)
    return Notification.objects.filter(pk__in=own.order_by("-pk").values("pk")[:LOOKED_AT])


def _grouped(rows: "QuerySet[Notification]") -> "QuerySet[Any, Any]":
    key = Case(
        When(notice__in=_BY_THREAD, post__isnull=False, then=_with("post_id")),
        When(notice__in=_BY_PLACE, community__isnull=False, then=_with("community_id")),
        default=_with("pk"),
        output_field=CharField(),
    )
    return rows.annotate(key=key, unread=ExpressionWrapper(Q(read_at=None), output_field=BooleanField()))


def _with(column: str) -> Concat:
    return Concat(F("notice"), Value(":"), Cast(column, CharField()), output_field=CharField())


def _told(ids: Any) -> dict[int, Notification]:
    return Notification.objects.select_related("actor", "community", "post", "comment").in_bulk(list(ids))


def _cursor(head: int, _size: int, _people: int, unread: bool) -> str:
    return f"{'u' if unread else 'r'}{head}"


def _below(cursor: str) -> Q:
    """Over groups: what comes after that one."""
    head = id_in(cursor[1:])
    if cursor[:1] not in ("u", "r") or head is None:
        raise BadCursor(cursor[:40])
    below = Q(unread=cursor[0] == "u", head__lt=head)
    return below | Q(unread=False) if cursor[0] == "u" else below
