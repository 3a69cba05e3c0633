"""The posts that a person kept for later."""

from typing import Any

from django.db.models import QuerySet

from communities import access
from communities.feeds.posts import PostRow
from communities.models import PostMark
from rse.lib.pages import PAGE_SIZE, Page
from rse.lib.prepared import Prepared
from rse.people.models import Person

ABOVE_ALL = (1 << 63) - 1


def bookmarks(person: Person, *, before: int | None = None, size: int = PAGE_SIZE) -> Page[PostRow]:
    """What they kept and may still read, the latest kept first. The cursor is the id of a mark."""
    kept = _kept(person.is_active, person.is_guest, size + 1, person=person.pk, before=ABOVE_ALL if before is None else before)
    rows = [PostRow(post_id, version) for _mark, post_id, version in kept[:size]]
    return Page(rows, str(kept[size - 1][0]) if len(kept) > size else None)


@Prepared
def _kept(is_active: bool, is_guest: bool, limit: int, *, person: int, before: int) -> QuerySet[PostMark, Any]:
    readable = access.posts(access.as_viewer(person, is_active=is_active, is_guest=is_guest))
    marks = PostMark.objects.filter(person=person, pk__lt=before, post__in=readable.values("pk"))
    return marks.order_by("-id").values_list("id", "post_id", "post__version")[:limit]
