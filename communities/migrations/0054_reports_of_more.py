"""Reports of testimonials, proposals, objections and practices. The new column is empty in the rows there are, so both constraints hold."""

from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models

ONCE = models.UniqueConstraint(
    condition=models.Q(('state', 'open')), fields=('reporter', 'about', 'post', 'comment', 'community', 'author', 'object_id'), name='report_each_once_while_open', nulls_distinct=False
)
OF_ONE_THING = models.CheckConstraint(
    condition=models.Q(
        models.Q(('about', 'post'), ('comment', None), ('community__isnull', False), ('object_id', None), ('post__isnull', False)),
        models.Q(('about', 'comment'), ('comment__isnull', False), ('community__isnull', False), ('object_id', None), ('post__isnull', False)),
        models.Q(('about', 'community'), ('comment', None), ('community__isnull', False), ('object_id', None), ('post', None)),
        models.Q(('about', 'person'), ('author__isnull', False), ('comment', None), ('community', None), ('object_id', None), ('post', None)),
        models.Q(('about', 'quote'), ('comment', None), ('community__isnull', False), ('object_id__isnull', False), ('post__isnull', False)),
        models.Q(('about__in', ['proposal', 'opinion', 'practice']), ('comment', None), ('community__isnull', False), ('object_id__isnull', False), ('post', None)),
        _connector='OR',
    ),
    name='report_about_one_thing',
)


class Migration(migrations.Migration):

    atomic = False  # the index is built while reports go on arriving

    dependencies = [
        ('communities', '0052_whole_versions'),
    ]

    operations = [
        migrations.AddField(
            model_name='report',
            name='object_id',
            field=models.BigIntegerField(null=True),
        ),
        # The column stays as it is: only what Django knows of it changes.
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name='report',
                    name='about',
                    field=models.CharField(choices=[('post', 'Post'), ('comment', 'Comment'), ('community', 'Community'), ('person', 'Profile'), ('quote', 'Testimonial'), ('proposal', 'Proposed change'), ('opinion', 'Objection'), ('practice', 'Practice')], max_length=9),
                ),
            ],
        ),
        migrations.SeparateDatabaseAndState(
            state_operations=[migrations.AddConstraint(model_name='report', constraint=ONCE)],
            database_operations=[
                migrations.RunSQL(
                    [
                        "DROP INDEX CONCURRENTLY IF EXISTS report_each_once_while_open",
                        """CREATE UNIQUE INDEX CONCURRENTLY report_each_once_while_open ON communities_report
                           (reporter_id, about, post_id, comment_id, community_id, author_id, object_id) NULLS NOT DISTINCT WHERE state = 'open'""",
                    ],
                    "DROP INDEX CONCURRENTLY IF EXISTS report_each_once_while_open",
                )
            ],
        ),
        migrations.RemoveConstraint(model_name='report', name='report_once_while_open'),
        AddConstraintNotValid(model_name='report', constraint=OF_ONE_THING),
        migrations.RemoveConstraint(model_name='report', name='report_of_one_thing'),
    ]
