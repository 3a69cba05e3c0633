"""A muted community is one of which a member chose to be told nothing: the choices made so far are copied to where all of them stand.

The column stays for the code of one version back, out of the state; it is dropped a release later.
"""

from django.db import migrations

COPY = """
    INSERT INTO communities_communitytelling (person_id, community_id, level, channels, since)
    SELECT person_id, community_id, 'nothing', NULL, muted_at FROM communities_membership WHERE muted_at IS NOT NULL
    ON CONFLICT (person_id, community_id) DO NOTHING
"""
COPY_BACK = """
    UPDATE communities_membership m SET muted_at = t.since FROM communities_communitytelling t
    WHERE t.person_id = m.person_id AND t.community_id = m.community_id AND t.level = 'nothing'
"""


class Migration(migrations.Migration):
    dependencies = [("communities", "0066_tellings")]

    operations = [
        migrations.RunSQL(COPY, COPY_BACK),
        migrations.SeparateDatabaseAndState(state_operations=[migrations.RemoveField("membership", "muted_at")]),
    ]
