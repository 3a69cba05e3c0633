"""The card of the page that a text links to: of what is published, and of what is being written."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from communities.models import Comment, Link, LinkPage, LinkState, Post
from rse.lib.page_facts import site_of
from rse.people.models import Person


@dataclass(frozen=True)
class LinkRow:
    """What a card shows; nothing in it depends on who looks. `picture_url` is on this site, empty without a picture."""

    url: str
    title: str
    site: str
    description: str
    is_video: bool
    picture_url: str = ""
    token: str = ""  # of what is published


def link_row(card: Mapping[str, Any] | None) -> LinkRow | None:
    """That of a published text, out of its column `link`."""
    if card is None:
        return None
    picture = reverse("link-picture", args=[card["token"]]) if card["picture"] else ""
    return LinkRow(card["url"], card["title"], card["site"], card["description"], card["is_video"], picture, card["token"])


def asked_row(page: LinkPage, mark: str) -> LinkRow | None:
    """That of a text to come, for whoever holds the mark; None as long as there is nothing to show."""
    if page.state != LinkState.READY:
        return None
    picture = reverse("link-asked-picture", args=[mark]) if page.picture_key else ""
    return LinkRow(page.url, page.title, page.site, page.description, page.is_video, picture)


@dataclass(frozen=True)
class LinkToEdit:
    """The page that a text shows, or would: whether it was taken away, and whether its writer may bring it back."""

    url: str
    site: str
    is_away: bool
    may_choose: bool


def link_to_edit(person: Person, content: Post | Comment) -> LinkToEdit | None:
    """That of a text for the form in which `person` edits it. One query."""
    own = {"post": content, "comment": None} if isinstance(content, Post) else {"post": content.post_id, "comment": content}
    link = Link.objects.filter(**own).select_related("page").first()
    if link is None:
        return None
    away = link.removed_at is not None
    return LinkToEdit(link.url, link.page.site or site_of(link.page.url), away, not away or link.removed_by_id == person.pk)
