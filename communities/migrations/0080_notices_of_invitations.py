"""The notices there are: invitations to a thread, guests who leave soon."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('communities', '0079_invitations_to_threads'),
    ]

    operations = [
        # The column stays as it is: only what Django knows of it changes.
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name='notification',
                    name='notice',
                    field=models.CharField(choices=[('mention', 'Mention'), ('reply', 'Reply'), ('join_request', 'Request to join'), ('request_accepted', 'Request accepted'), ('request_refused', 'Request refused'), ('invitation', 'Invitation'), ('answer_accepted', 'Answer accepted'), ('handed_over', 'Community handed over'), ('praise', 'Praise'), ('story', 'Success story'), ('story_confirmed', 'Success story confirmed'), ('story_due', 'Success story to be confirmed again'), ('testimonial', 'Testimonial asked for'), ('must_read', 'Announcement to read'), ('charter_adopted', 'Change of the charter published'), ('charter_declined', 'Change of the charter declined'), ('charter_review', 'Charter to be reviewed'), ('report', 'Report to look at'), ('report_decided', 'Report decided on'), ('content_removed', 'Removed after a decision'), ('content_warned', 'A word about what one wrote'), ('post_moved', 'Post moved to another community'), ('practice_review', 'Practice to be reviewed'), ('practice_orphan', 'Practice that nobody answers for'), ('not_published', 'Scheduled post not published'), ('thread', 'Thread that you follow'), ('answer_review', 'Answer to be reviewed'), ('answer_trial', 'Did the answer hold?'), ('answer_reworded', 'Validated answer changed since'), ('call', 'Mention of a community'), ('topic_referent', 'Named to answer for a topic'), ('practice_named', 'Named to answer for a practice'), ('proposal', 'Change of the charter proposed'), ('objection', 'Objection to one’s proposal'), ('practice_proposal', 'Practice, or a change of one, proposed'), ('practice_adopted', 'One’s proposed practice published'), ('practice_declined', 'One’s proposed practice declined'), ('practice_changed', 'Practice that one answers for changed'), ('quote_given', 'Testimonial given'), ('quote_declined', 'Testimonial declined'), ('new_post', 'New post'), ('new_comment', 'New comment'), ('thread_invitation', 'Invitation to a thread'), ('guest_ending', 'Access of a guest that comes to its end')], max_length=24),
                ),
            ],
        ),
    ]
