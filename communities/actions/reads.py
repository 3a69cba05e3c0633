"""What someone has read: told to nobody else, so that no event is written.

A membership holds a mark, up to which all was read, and the few posts read above it: reading the newest does not read
those before. The mark moves up, and only up, as the gaps under these posts are read.
"""

import json
import secrets
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from communities.models import Community, Membership, Post, ReadUndo
from communities.models.read import FADES_AFTER
from rse.lib.ids import first_id
from rse.lib.prepared import Statement
from rse.lib.refusal import Refused
from rse.people.models import Person

MAX_HELD = 200  # posts read above the mark: beyond, the oldest of them takes the mark along
MAX_AT_ONCE = 200
UNDONE_WITHIN = timedelta(minutes=10)

_READ = Statement(f"""
    WITH mine AS (
        SELECT m.id, m.community_id, m.last_read_id, coalesce(m.read_ids, '{{}}') AS read_ids
        FROM communities_membership m
        WHERE m.person_id = %(person)s AND m.community_id IN (SELECT community_id FROM communities_post WHERE id = ANY(%(posts)s))
        ORDER BY m.id FOR UPDATE
    ), known AS (
        SELECT mine.id, mine.community_id, mine.last_read_id, ARRAY(
            SELECT k FROM (
                SELECT unnest(mine.read_ids)
                UNION SELECT p.id FROM communities_post p WHERE p.id = ANY(%(posts)s) AND p.community_id = mine.community_id
            ) AS read(k) WHERE k > mine.last_read_id ORDER BY k DESC
        ) AS ids FROM mine
    ), gaps AS (
        SELECT known.*, c.last_post_id, (
            SELECT p.id FROM communities_post p
            WHERE p.community_id = known.community_id AND p.deleted_at IS NULL AND p.author_id <> %(person)s
                AND p.id > known.last_read_id AND p.id <> ALL(known.ids)
            ORDER BY p.id LIMIT 1
        ) AS unread, (
            SELECT p.id FROM communities_post p
            WHERE p.community_id = known.community_id AND p.deleted_at IS NULL AND p.author_id <> %(person)s
                AND p.id > greatest(known.last_read_id, %(faded)s) AND p.id <> ALL(known.ids)
            ORDER BY p.id LIMIT 1
        ) AS waiting
        FROM known JOIN communities_community c ON c.id = known.community_id
    ), moved AS (
        SELECT gaps.id, gaps.ids, gaps.waiting, CASE
            WHEN gaps.waiting IS NULL THEN greatest(gaps.last_read_id, gaps.ids[1], gaps.last_post_id)
            ELSE greatest(gaps.last_read_id, gaps.ids[{MAX_HELD + 1}], (SELECT max(k) FROM unnest(gaps.ids) k WHERE k < gaps.unread))
        END AS mark FROM gaps
    )
    UPDATE communities_membership m
    SET last_read_id = moved.mark, read_ids = nullif(ARRAY(SELECT k FROM unnest(moved.ids) k WHERE k > moved.mark ORDER BY k), '{{}}')
    FROM moved WHERE m.id = moved.id
    RETURNING m.community_id, moved.waiting IS NULL
""")


@transaction.atomic
def mark_posts_read(*, by: Person, post_ids: Iterable[int], at: datetime) -> list[int]:
    """These posts were read, of one's communities; the others have no mark. Returns the communities where nothing waits any more."""
    ids = list(dict.fromkeys(post_ids))[:MAX_AT_ONCE]
    if not ids:
        return []
    rows = _READ.rows(person=by.pk, posts=ids, faded=first_id(at - FADES_AFTER))
    return [community_id for community_id, is_all_read in rows if is_all_read]


def carry_reading(post: Post, *, to: Community, readers: Collection[int]) -> None:
    """A post moves to that community: its members who read it where it was, and these readers, have read it there too."""
    _CARRY.rows(post=post.pk, origin=post.community_id, to=to.pk, readers=list(readers))


_CARRY = Statement("""
    UPDATE communities_membership d
    SET last_read_id = CASE WHEN d.last_read_id >= coalesce(c.last_post_id, 0) THEN %(post)s ELSE d.last_read_id END,
        read_ids = CASE WHEN d.last_read_id >= coalesce(c.last_post_id, 0) THEN d.read_ids ELSE ARRAY(
            SELECT k FROM unnest(array_append(coalesce(d.read_ids, '{}'), %(post)s)) k ORDER BY k) END
    FROM communities_community c
    WHERE c.id = %(to)s AND d.community_id = c.id AND d.last_read_id < %(post)s AND NOT %(post)s = ANY(coalesce(d.read_ids, '{}'))
        AND (d.person_id = ANY(%(readers)s) OR EXISTS (
            SELECT FROM communities_membership o
            WHERE o.person_id = d.person_id AND o.community_id = %(origin)s
                AND (o.last_read_id >= %(post)s OR %(post)s = ANY(coalesce(o.read_ids, '{}')))))
    RETURNING d.id
""")


@transaction.atomic
def mark_all_read(*, by: Person, at: datetime, community: Community | None = None, up_to: int | None = None) -> ReadUndo | None:
    """All was read, of that community or of all of one's own, up to the newest post that the page knew of.

    Returns what takes it back; None when nothing waited.
    """
    unread = Membership.objects.filter(person=by, community__last_post_id__gt=F("last_read_id"))
    if community is not None:
        unread = unread.filter(community=community)
    rows = list(unread.select_for_update(of=("self",)).select_related("community").order_by("pk"))
    before = {}
    for row in rows:
        newest = row.community.last_post_id or 0
        mark = newest if up_to is None else min(newest, up_to)
        if mark <= row.last_read_id:
            continue
        before[str(row.community_id)] = [row.last_read_id, row.read_ids]
        row.last_read_id, row.read_ids = mark, [id_ for id_ in row.read_ids or () if id_ > mark] or None
    if not before:
        return None
    Membership.objects.bulk_update(rows, ["last_read_id", "read_ids"])
    return ReadUndo.objects.create(key=secrets.token_hex(16), person=by, at=at, marks=before)


@transaction.atomic
def undo_mark_all_read(*, by: Person, key: str, at: datetime) -> int:
    """Have all that was marked wait again, exactly as it did. Returns in how many communities."""
    undo = ReadUndo.objects.select_for_update().filter(key=key, person=by, at__gte=at - UNDONE_WITHIN).first()
    if undo is None:
        raise Refused(_("It is too late to take this back."))
    rows = [[int(community_id), *marks] for community_id, marks in undo.marks.items()]
    with connection.cursor() as cursor:
        cursor.execute(_RESTORE, [json.dumps(rows), by.pk])
    undo.delete()
    return len(rows)


_RESTORE = """
    UPDATE communities_membership m
    SET last_read_id = (v.row->>1)::bigint,
        read_ids = CASE WHEN jsonb_typeof(v.row->2) = 'array' THEN ARRAY(SELECT jsonb_array_elements_text(v.row->2)::bigint) END
    FROM jsonb_array_elements(%s::jsonb) AS v(row)
    WHERE m.person_id = %s AND m.community_id = (v.row->>0)::bigint
"""


@transaction.atomic
def forget_undos(*, before: datetime) -> int:
    """Drop what can no longer be taken back."""
    return ReadUndo.objects.filter(at__lt=before).delete()[0]
