"""The present counters of a post or a comment, for the pages that show it already."""

from communities.live.messages import Counts
from communities.models import Comment, Post


def live_counts(object_type: str, id_: int) -> Counts | None:
    """How many comments and reactions; None when it is not there any more."""
    if object_type == "comment":
        given = Comment.objects.filter(pk=id_, deleted_at=None).values_list("reaction_counts", flat=True).first()
        return None if given is None else {"comments": 0, "reactions": given}
    row = Post.objects.filter(pk=id_, deleted_at=None).values_list("comment_count", "reaction_counts").first()
    return None if row is None else {"comments": row[0], "reactions": row[1]}
