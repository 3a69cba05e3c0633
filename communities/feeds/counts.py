"""The present counters of a post or a comment, for the pages that show it already."""

from typing import Any

from django.db.models import QuerySet, Value

from communities.live.messages import Counts
from communities.models import Comment, Post
from rse.lib.prepared import Prepared


def live_counts(object_type: str, id_: int) -> Counts | None:
    """How many comments and reactions; None when it is not there any more."""
    rows = _of_comment(id=id_) if object_type == "comment" else _of_post(id=id_)
    return {"comments": rows[0][0], "reactions": rows[0][1]} if rows else None


@Prepared
def _of_comment(*, id: int) -> QuerySet[Comment, Any]:
    return Comment.objects.filter(pk=id, deleted_at=None).values_list(Value(0), "reaction_counts")


@Prepared
def _of_post(*, id: int) -> QuerySet[Post, Any]:
    return Post.objects.filter(pk=id, deleted_at=None).values_list("comment_count", "reaction_counts")
