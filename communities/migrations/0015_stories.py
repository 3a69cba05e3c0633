"""Stories: a first success, who confirms it, until when, and the notices. The tables are new: nothing waits."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('communities', '0041_practices'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        # The column stays as it is: only what Django knows of it changes.
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name='notification',
                    name='notice',
                    field=models.CharField(choices=[('mention', 'Mention'), ('reply', 'Reply'), ('join_request', 'Request to join'), ('request_accepted', 'Request accepted'), ('request_refused', 'Request refused'), ('invitation', 'Invitation'), ('answer_accepted', 'Answer accepted'), ('handed_over', 'Community handed over'), ('praise', 'Praise'), ('story', 'Success story'), ('story_confirmed', 'Success story confirmed'), ('story_due', 'Success story to be confirmed again'), ('must_read', 'Announcement to read'), ('charter_adopted', 'Change of the charter published'), ('charter_declined', 'Change of the charter declined'), ('charter_review', 'Charter to be reviewed'), ('report', 'Report to look at'), ('report_decided', 'Report decided on'), ('content_removed', 'Removed after a decision'), ('content_warned', 'A word about what one wrote'), ('practice_review', 'Practice to be reviewed'), ('practice_orphan', 'Practice that nobody answers for')], max_length=16),
                ),
            ],
        ),
        migrations.CreateModel(
            name='Story',
            fields=[
                ('post', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='communities.post')),
                ('situation', models.TextField()),
                ('change', models.TextField()),
                ('amount', models.DecimalField(decimal_places=2, max_digits=14, null=True)),
                ('unit', models.CharField(blank=True, max_length=40)),
                ('period', models.CharField(blank=True, max_length=60)),
                ('basis', models.CharField(blank=True, choices=[('measured', 'Measured'), ('estimated', 'Estimated'), ('declared', 'Declared')], max_length=9)),
                ('proofs', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=500), default=list, size=None)),
                ('happened_on', models.DateField()),
                ('state', models.CharField(choices=[('submitted', 'Awaiting a confirmation'), ('countersigned', 'Confirmed'), ('retired', 'Retired')], default='submitted', max_length=13)),
                ('countersigned_at', models.DateTimeField(null=True)),
                ('countersign_note', models.CharField(blank=True, max_length=200)),
                ('months', models.PositiveSmallIntegerField(default=12)),
                ('renew_on', models.DateField()),
                ('due_at', models.DateTimeField(null=True)),
                ('retired_at', models.DateTimeField(null=True)),
                ('community', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='communities.community')),
                ('countersigned_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(models.F('community'), models.OrderBy(models.F('post'), descending=True), name='story_of_community'), models.Index(condition=models.Q(('due_at', None), models.Q(('state', 'retired'), _negated=True)), fields=['renew_on'], name='story_renewal')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('amount', None), ('basis', ''), ('period', ''), ('unit', '')), models.Q(('amount__isnull', False), ('basis__in', ['measured', 'estimated', 'declared']), models.Q(('unit', ''), _negated=True), models.Q(('period', ''), _negated=True)), _connector='OR'), name='story_figure_is_whole'), models.CheckConstraint(condition=models.Q(('state__in', ['submitted', 'countersigned', 'retired'])), name='story_state_known'), models.CheckConstraint(condition=models.Q(('months__in', [3, 6, 12])), name='story_months_known'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'submitted'), _negated=True), ('countersigned_at', None), _connector='OR'), name='story_submitted_is_not_countersigned'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'countersigned'), _negated=True), ('countersigned_at__isnull', False), _connector='OR'), name='story_countersigned_when'), models.CheckConstraint(condition=models.Q(('state', 'retired'), ('retired_at', None), _connector='OR'), name='story_retired_when')],
            },
        ),
        migrations.CreateModel(
            name='StoryPerson',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('story', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='communities.story')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('story', 'person'), name='storyperson_once')],
            },
        ),
        migrations.CreateModel(
            name='StoryRenewal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('note', models.CharField(blank=True, max_length=200)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('story', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='communities.story')),
            ],
        ),
    ]
