"""The trace of what those who animate do to what others wrote: ids and settings in the audit log, never a word."""

from datetime import datetime

from communities.models import Comment, Post
from rse.audit import log
from rse.people.models import Person


def log_act(act: str, *, by: Person, on: Post | Comment, at: datetime, **detail: object) -> None:
    """Write that they did that to this post or comment."""
    post = on if isinstance(on, Post) else on.post
    log.record(
        actor=by, act=act, target_type="post" if on is post else "comment", target_id=on.pk,
        detail={"community": post.community_id, "author": on.author_id, **detail}, at=at,
    )  # fmt: skip
