"""What one notes on a post for oneself: keep it for later, let it go. Nobody is told, so no event is written."""

from datetime import datetime

from django.db import transaction

from communities import access
from communities.models import Post, PostMark
from rse.people.models import Person


@transaction.atomic
def save_post(*, by: Person, post: Post, at: datetime) -> bool:
    """Keep a post for later; kept twice, it keeps its place in the list. Returns whether it is new."""
    access.require(access.may_read(by, post))
    _mark, is_new = PostMark.objects.get_or_create(person=by, post=post, defaults={"saved_at": at})
    return is_new


@transaction.atomic
def unsave_post(*, by: Person, post: Post) -> bool:
    """Keep it no longer. Returns whether it was kept."""
    gone, _rows = PostMark.objects.filter(person=by, post=post).delete()
    return bool(gone)
