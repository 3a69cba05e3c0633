"""The index of search for the bench: the same vectors as actions.indexing makes, by one statement instead of one for each text."""

from django.db import connection

from communities.actions.indexing import EDITION

# The words of the bench have these accents and no others; their HTML is a paragraph.
_FLAT = "translate(lower({0}), 'éèàêûç', 'eeaeuc')"
_VECTOR = "to_tsvector('french', lower({0})) || to_tsvector('french', " + _FLAT + ") || to_tsvector('english', " + _FLAT + ")"
_PUT = f"""
    INSERT INTO communities_searchentry
        (place, shape, post_id, comment_id, community_id, author_id, edition, indexed_at, vector)
    SELECT id, kind, id, NULL, community_id, author_id, {EDITION}, at,
        setweight({_VECTOR.format("title")}, 'A') || setweight({_VECTOR.format("body")}, 'D')
        || array_to_tsvector(ARRAY['=c' || community_id, '=a' || author_id, '=s' || kind])
    FROM communities_post
    UNION ALL
    SELECT c.id, 'comment', c.post_id, c.id, p.community_id, c.author_id, {EDITION}, c.at, setweight({_VECTOR.format("c.body")}, 'D')
        || array_to_tsvector(ARRAY['=c' || p.community_id, '=a' || c.author_id, '=scomment'])
    FROM communities_comment c JOIN communities_post p ON p.id = c.post_id
"""


def make_index() -> tuple[int, float]:
    """Returns how many entries were made, and the megabytes of the index of words."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_indexdef('searchentry_words'::regclass)")
        (definition,) = cursor.fetchone()
        cursor.execute("DROP INDEX searchentry_words")
        cursor.execute("SET maintenance_work_mem = '512MB'")
        cursor.execute(_PUT)
        entries = int(cursor.rowcount)
        cursor.execute(definition)
        cursor.execute("DELETE FROM communities_searchmark")
        cursor.execute("INSERT INTO communities_searchround (id, post_id, began_at, ended_at) VALUES (1, 0, now(), now())")
        cursor.execute("VACUUM ANALYZE communities_searchentry")
        cursor.execute("SELECT pg_relation_size('searchentry_words') / 1e6")
        (megabytes,) = cursor.fetchone()
    return entries, float(megabytes)
