"""Counts the answers there are, and finds the questions that wait by them. Made while people write: restartable, outside a transaction."""

from typing import Any

from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models

AT_ONCE = 5_000
COUNT = """
    UPDATE communities_post p SET answer_count = v.answers FROM (
        SELECT q.id, (
            SELECT count(*) FROM communities_comment c
            WHERE c.post_id = q.id AND c.deleted_at IS NULL AND c.author_id <> q.author_id
        ) AS answers
        FROM communities_post q WHERE q.id > %s AND q.id <= %s AND q.comment_count > 0
    ) v WHERE p.id = v.id AND p.answer_count <> v.answers
"""


def count(apps: Any, schema_editor: Any) -> None:
    """Some posts at a time: nobody waits long for a row."""
    connection, last = schema_editor.connection, 0
    with connection.cursor() as cursor:
        while True:
            cursor.execute("SELECT max(id) FROM (SELECT id FROM communities_post WHERE id > %s ORDER BY id LIMIT %s) p", [last, AT_ONCE])
            (upto,) = cursor.fetchone()
            if upto is None:
                return
            cursor.execute(COUNT, [last, upto])
            last = upto


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("communities", "0057_answers_of_others")]

    operations = [
        migrations.RunPython(count, migrations.RunPython.noop),
        # One that was interrupted leaves an index that answers nothing: it is made anew.
        migrations.RunSQL("DROP INDEX CONCURRENTLY IF EXISTS post_awaiting", migrations.RunSQL.noop),
        # questions that wait for an answer, newest first
        AddIndexConcurrently(
            "post",
            models.Index(
                models.F("community"),
                models.OrderBy(models.F("id"), descending=True),
                condition=models.Q(("answer_count", 0), ("deleted_at", None), ("kind", "question")),
                name="post_awaiting",
            ),
        ),
        RemoveIndexConcurrently("post", "post_unanswered"),
    ]
