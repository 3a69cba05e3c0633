"""What someone has seen of a thread: down to which comment. Told to nobody else, so that no event is written."""

from django.db import transaction

from communities.models import Post
from rse.lib.prepared import Statement
from rse.people.models import Person

# Never above the newest comment of the thread, whatever is sent; the mark moves up only.
_SEEN = Statement("""
    INSERT INTO communities_threadseen AS held (person_id, post_id, last_id)
    SELECT %(person)s, %(post)s, least(%(up_to)s, (SELECT max(c.id) FROM communities_comment c WHERE c.post_id = %(post)s))
    WHERE EXISTS (SELECT 1 FROM communities_comment c WHERE c.post_id = %(post)s)
    ON CONFLICT (person_id, post_id) DO UPDATE SET last_id = excluded.last_id WHERE held.last_id < excluded.last_id
    RETURNING 1
""")


@transaction.atomic(savepoint=False)
def mark_thread_seen(*, by: Person, post: Post, up_to: int) -> bool:
    """The comments of this thread up to that id were seen. Returns whether that is new."""
    return bool(_SEEN.rows(person=by.pk, post=post.pk, up_to=up_to))
