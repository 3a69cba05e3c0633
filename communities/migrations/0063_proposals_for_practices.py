"""Proposals are of practices too: the same rows, under a wider name.

The tables keep their names and their rows: only what Django calls them changes, so that the code of one version back goes on
reading and writing them. The new columns have the value that fits a charter, and `notice` takes longer names: no row is rewritten.
"""

import django.db.models.deletion
from django.contrib.postgres.operations import AddConstraintNotValid
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
]  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("communities", "0062_muted_communities")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterModelTable("charterproposal", "communities_charterproposal"),
                migrations.AlterModelTable("charteropinion", "communities_charteropinion"),
                migrations.RenameModel("CharterProposal", "Proposal"),
                migrations.RenameModel("CharterOpinion", "Opinion"),
            ],
        ),
        migrations.AddField(
            "proposal",
            "about",
            models.CharField(choices=[("charter", "Charter"), ("practice", "Practice")], db_default="charter", default="charter", max_length=8),
        ),
        migrations.AddField(
            "proposal",
            "practice",
            models.ForeignKey(
                db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="communities.practice"
            ),
        ),
        migrations.AddField("proposal", "title", models.CharField(blank=True, db_default="", default="", max_length=120)),
        migrations.AddField("proposal", "became", models.PositiveIntegerField(null=True)),
        AddConstraintNotValid(
            "proposal",
            models.CheckConstraint(
                condition=models.Q(("about", "charter"), ("became", None), ("practice", None), ("title", ""))
                | models.Q(("about", "practice"), ("version", None)),
                name="proposal_about_one_thing",
            ),
        ),
        migrations.SeparateDatabaseAndState(
            state_operations=[migrations.AlterField("notification", "notice", models.CharField(choices=NOTICES, max_length=24))],
            database_operations=[
                migrations.RunSQL("ALTER TABLE communities_notification ALTER COLUMN notice TYPE varchar(24)", migrations.RunSQL.noop)
            ],
        ),
    ]
