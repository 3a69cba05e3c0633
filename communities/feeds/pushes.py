"""Web Push as it is shown: the devices of a person, and the words of a notification, no more than a screen in sight of others may say."""

from typing import NamedTuple

from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from communities.models import Community, Notification, PushDevice
from rse.lib.text import plain
from rse.people.models import Person

TITLE, LINE = 110, 140  # characters


class PushWords(NamedTuple):
    """A notification on a device: what it says, where it leads, and the tag of the thread, of which a device shows one."""

    title: str
    body: str
    url: str
    tag: str


def push_devices(person: Person) -> "QuerySet[PushDevice]":
    """Where this person switched notifications on, the one used last first."""
    return PushDevice.objects.filter(person=person).order_by("-used_at", "-id")


def push_words(row: Notification, *, discreet: bool) -> PushWords:
    """In the language of its person. Of what happens in a secret or protected community, and on a discreet device, only that it is there.

    The row comes with its actor, community, post and comment: whether they may still be known was asked before.
    """
    url = reverse("notification-follow", args=[row.pk])
    with translation.override(row.person.language):
        if discreet or any(_is_hidden(place) for place in _places(row)):
            return PushWords(_("New notification"), "", url, "hidden" if not discreet else _tag(row))
        context = {"each": row, "who": row.actor.name if row.actor else "", "place": row.community.name if row.community else ""}
        title = plain(render_to_string("communities/_notification_text.html", context), length=TITLE)
        return PushWords(title or _("New notification"), _line(row), url, _tag(row))


def _places(row: Notification) -> list[Community]:
    return [place for place in (row.community, row.post.community if row.post else None) if place is not None]


def _is_hidden(place: Community) -> bool:
    return place.protected or not place.listed


def _tag(row: Notification) -> str:
    return f"post-{row.post_id}" if row.post_id else f"notice-{row.pk}"


def _line(row: Notification) -> str:
    """The beginning of what was said, or the name of the post."""
    if row.comment is not None:
        return plain(row.comment.body_html, length=LINE) if row.comment.deleted_at is None else ""
    if row.post is None or row.post.deleted_at is not None:
        return ""
    return plain(render_to_string("communities/_post_name.html", {"post": row.post}), length=LINE)
