"""The newest post of a person is that which every employee reads: the marks that posts among members left are looked for again."""

from django.db import migrations

BATCH = 1_000
REMARK = """
UPDATE people_person AS person
SET last_post_id = (
    SELECT max(post.id) FROM communities_post AS post
    JOIN communities_community AS community ON community.id = post.community_id
    WHERE post.author_id = person.id AND community.readers = 'everyone' AND post.deleted_at IS NULL
)
WHERE person.id >= %s AND person.id < %s AND person.last_post_id IS NOT NULL
"""


def remark(apps, schema_editor):
    """By batches of people, each its own transaction; doing one again changes nothing."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(id), 0) FROM people_person")
        last = cursor.fetchone()[0]
        for start in range(0, last + 1, BATCH):
            cursor.execute(REMARK, [start, start + BATCH])


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("communities", "0006_addresses_of_secret_communities"), ("people", "0001_people")]
    operations = [migrations.RunPython(remark, migrations.RunPython.noop)]
