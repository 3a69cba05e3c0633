"""The notices there are. Only what Django knows of the column changes; and what 0054 and 0056 ask of reports and testimonials is looked at in all of them."""

from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('communities', '0058_count_answers'),
    ]

    operations = [
        # The column stays as it is: only what Django knows of it changes.
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name='notification',
                    name='notice',
                    field=models.CharField(choices=[('mention', 'Mention'), ('reply', 'Reply'), ('join_request', 'Request to join'), ('request_accepted', 'Request accepted'), ('request_refused', 'Request refused'), ('invitation', 'Invitation'), ('answer_accepted', 'Answer accepted'), ('handed_over', 'Community handed over'), ('praise', 'Praise'), ('story', 'Success story'), ('story_confirmed', 'Success story confirmed'), ('story_due', 'Success story to be confirmed again'), ('testimonial', 'Testimonial asked for'), ('must_read', 'Announcement to read'), ('charter_adopted', 'Change of the charter published'), ('charter_declined', 'Change of the charter declined'), ('charter_review', 'Charter to be reviewed'), ('report', 'Report to look at'), ('report_decided', 'Report decided on'), ('content_removed', 'Removed after a decision'), ('content_warned', 'A word about what one wrote'), ('post_moved', 'Post moved to another community'), ('practice_review', 'Practice to be reviewed'), ('practice_orphan', 'Practice that nobody answers for'), ('not_published', 'Scheduled post not published'), ('thread', 'Thread that you follow'), ('answer_review', 'Answer to be reviewed'), ('answer_trial', 'Did the answer hold?'), ('answer_reworded', 'Validated answer changed since'), ('call', 'Mention of a community'), ('topic_referent', 'Named to answer for a topic'), ('practice_named', 'Named to answer for a practice'), ('proposal', 'Change of the charter proposed'), ('objection', 'Objection to one’s proposal'), ('quote_given', 'Testimonial given'), ('quote_declined', 'Testimonial declined')], max_length=16),
                ),
            ],
        ),
        ValidateConstraint(model_name='testimonial', name='testimonial_declined_is_empty'),
        ValidateConstraint(model_name='report', name='report_about_one_thing'),
    ]
