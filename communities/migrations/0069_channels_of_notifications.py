"""Whether a notification is shown on the site, and whether the next digest may hold it; new posts and new comments are told too.

The columns have defaults, so no row is rewritten; of `notice`, only what Django knows of the column changes.
"""

from django.db import migrations, models

NOTICES = [
    ("mention", "Mention"), ("reply", "Reply"), ("join_request", "Request to join"), ("request_accepted", "Request accepted"),
    ("request_refused", "Request refused"), ("invitation", "Invitation"), ("answer_accepted", "Answer accepted"),
    ("handed_over", "Community handed over"), ("praise", "Praise"), ("story", "Success story"), ("story_confirmed", "Success story confirmed"),
    ("story_due", "Success story to be confirmed again"), ("testimonial", "Testimonial asked for"), ("must_read", "Announcement to read"),
    ("charter_adopted", "Change of the charter published"), ("charter_declined", "Change of the charter declined"),
    ("charter_review", "Charter to be reviewed"), ("report", "Report to look at"), ("report_decided", "Report decided on"),
    ("content_removed", "Removed after a decision"), ("content_warned", "A word about what one wrote"),
    ("post_moved", "Post moved to another community"), ("practice_review", "Practice to be reviewed"),
    ("practice_orphan", "Practice that nobody answers for"), ("not_published", "Scheduled post not published"),
    ("thread", "Thread that you follow"), ("answer_review", "Answer to be reviewed"), ("answer_trial", "Did the answer hold?"),
    ("answer_reworded", "Validated answer changed since"), ("call", "Mention of a community"),
    ("topic_referent", "Named to answer for a topic"), ("practice_named", "Named to answer for a practice"),
    ("proposal", "Change of the charter proposed"), ("objection", "Objection to one’s proposal"),
    ("practice_proposal", "Practice, or a change of one, proposed"), ("practice_adopted", "One’s proposed practice published"),
    ("practice_declined", "One’s proposed practice declined"), ("practice_changed", "Practice that one answers for changed"),
    ("quote_given", "Testimonial given"), ("quote_declined", "Testimonial declined"),
    ("new_post", "New post"), ("new_comment", "New comment"),
]  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("communities", "0068_deliveries")]

    operations = [
        migrations.AddField("notification", "in_app", models.BooleanField(db_default=True, default=True)),
        migrations.AddField("notification", "in_digest", models.BooleanField(db_default=False, default=False)),
        migrations.SeparateDatabaseAndState(
            state_operations=[migrations.AlterField("notification", "notice", models.CharField(choices=NOTICES, max_length=24))],
        ),
    ]
