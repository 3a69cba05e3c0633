"""Scheduling: when a draft is to be published, and why it could not be; the notice of that."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('communities', '0016_attachments'),
    ]

    operations = [
        migrations.AddField(
            model_name='draft',
            name='claimed_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='draft',
            name='failure',
            field=models.TextField(blank=True, db_default='', default=''),
        ),
        migrations.AddField(
            model_name='draft',
            name='publish_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='draft',
            name='ready',
            field=models.JSONField(null=True),
        ),
        # The column stays as it is: only what Django knows of it changes.
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name='notification',
                    name='notice',
                    field=models.CharField(choices=[('mention', 'Mention'), ('reply', 'Reply'), ('join_request', 'Request to join'), ('request_accepted', 'Request accepted'), ('request_refused', 'Request refused'), ('invitation', 'Invitation'), ('answer_accepted', 'Answer accepted'), ('handed_over', 'Community handed over'), ('praise', 'Praise'), ('story', 'Success story'), ('story_confirmed', 'Success story confirmed'), ('story_due', 'Success story to be confirmed again'), ('must_read', 'Announcement to read'), ('charter_adopted', 'Change of the charter published'), ('charter_declined', 'Change of the charter declined'), ('charter_review', 'Charter to be reviewed'), ('report', 'Report to look at'), ('report_decided', 'Report decided on'), ('content_removed', 'Removed after a decision'), ('content_warned', 'A word about what one wrote'), ('practice_review', 'Practice to be reviewed'), ('practice_orphan', 'Practice that nobody answers for'), ('not_published', 'Scheduled post not published')], max_length=16),
                ),
            ],
        ),
    ]
