"""What a share shows of the post it passes on, to each viewer what is theirs to read; and where a post was shared."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, NamedTuple

from django.db.models import QuerySet

from communities import access
from communities.models import Post, Share
from rse.lib.prepared import Prepared, any_of
from rse.people.models import Person

MAX_LISTED = 20
State = Literal["shown", "gone", "hidden"]


@dataclass(frozen=True)
class ShareRow:
    """Which post a share passes on: for the server only, never told to who may not read it."""

    original_id: int


class Original(NamedTuple):
    """The original of a share, for one viewer: shown, gone (deleted where they read), or hidden, whatever became of it."""

    state: State
    id: int = 0
    version: int = 0


HIDDEN = Original("hidden")


class SharedIn(NamedTuple):
    """A share of a post, that the viewer may read."""

    post_id: int
    at: datetime
    name: str
    slug: str


def shares_of(post_ids: Sequence[int]) -> dict[int, ShareRow]:
    """Post -> what it shares, in one query."""
    return {post_id: ShareRow(original_id) for post_id, original_id in _shares(posts=post_ids)}


@Prepared
def _shares(*, posts: Sequence[int]) -> QuerySet[Share, Any]:
    return Share.objects.filter(any_of("post", posts)).values_list("post_id", "original_id")


def originals(person: Person, ids: Collection[int]) -> dict[int, Original]:
    """Post -> what this viewer may see of it, in one query; those left out are hidden from them."""
    if not ids:
        return {}
    rows = _originals(person.is_active, person.is_guest, person=person.pk, posts=sorted(ids))
    return {id_: Original("shown" if deleted_at is None else "gone", id_, version) for id_, version, deleted_at in rows}


@Prepared
def _originals(is_active: bool, is_guest: bool, *, person: int, posts: Sequence[int]) -> QuerySet[Post, Any]:
    readable = access.readable_communities(access.as_viewer(person, is_active=is_active, is_guest=is_guest))
    return Post.objects.filter(any_of("id", posts), community__in=readable.values("pk")).values_list("id", "version", "deleted_at")


def shared_in(person: Person, post: Post) -> list[SharedIn]:
    """Where a post was shared, the latest first, of what the viewer may read; one query."""
    rows = _shared_in(person.is_active, person.is_guest, person=person.pk, original=post.pk)
    return [SharedIn(*row) for row in rows]


@Prepared
def _shared_in(is_active: bool, is_guest: bool, *, person: int, original: int) -> QuerySet[Share, Any]:
    readable = access.posts(access.as_viewer(person, is_active=is_active, is_guest=is_guest))
    found = Share.objects.filter(original=original, post__in=readable.values("pk")).order_by("-post_id")
    return found.values_list("post_id", "post__at", "post__community__name", "post__community__slug")[:MAX_LISTED]
