"""The proposals of a practice, and what 0063 asks of all of them is looked at. Made while people write: restartable, and outside a transaction."""

from django.contrib.postgres.operations import AddIndexConcurrently, ValidateConstraint
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("communities", "0063_proposals_for_practices")]

    operations = [
        ValidateConstraint("proposal", "proposal_about_one_thing"),
        # One that was interrupted leaves an index that answers nothing: it is made anew.
        migrations.RunSQL("DROP INDEX CONCURRENTLY IF EXISTS proposal_of_practice", migrations.RunSQL.noop),
        AddIndexConcurrently(
            "proposal",
            models.Index(fields=["practice"], condition=models.Q(("practice__isnull", False)), name="proposal_of_practice"),
        ),
    ]
