"""Where a post came from, for each viewer what is theirs to know."""

from dataclasses import dataclass
from datetime import datetime

from communities import access
from communities.models import Community, Move, Post
from rse.people.models import Person


@dataclass(frozen=True)
class MovedRow:
    """The last move of a post; `origin` is None for its author, once they may no longer know that the community exists."""

    origin: Community | None
    by: Person | None
    at: datetime
    note: str


def moved(person: Person, post: Post) -> MovedRow | None:
    """How a post that was got through access came to its community: for its author, and for who may know where from. No query otherwise."""
    if post.moved_at is None:
        return None
    move = Move.objects.filter(post=post).select_related("origin", "by").order_by("-id").first()
    if move is None:
        return None
    knows = access.communities(person).filter(pk=move.origin_id).exists()
    if not knows and person.pk != post.author_id:
        return None
    return MovedRow(move.origin if knows else None, move.by, move.at, move.note)
