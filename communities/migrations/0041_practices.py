"""Practices that a community shares, and who applies them. The tables are new: nothing waits."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('communities', '0030_reports'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        # The column stays as it is: only what Django knows of it changes.
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name='notification',
                    name='notice',
                    field=models.CharField(choices=[('mention', 'Mention'), ('reply', 'Reply'), ('join_request', 'Request to join'), ('request_accepted', 'Request accepted'), ('request_refused', 'Request refused'), ('invitation', 'Invitation'), ('answer_accepted', 'Answer accepted'), ('handed_over', 'Community handed over'), ('praise', 'Praise'), ('must_read', 'Announcement to read'), ('charter_adopted', 'Change of the charter published'), ('charter_declined', 'Change of the charter declined'), ('charter_review', 'Charter to be reviewed'), ('report', 'Report to look at'), ('report_decided', 'Report decided on'), ('content_removed', 'Removed after a decision'), ('content_warned', 'A word about what one wrote'), ('practice_review', 'Practice to be reviewed'), ('practice_orphan', 'Practice that nobody answers for')], max_length=16),
                ),
            ],
        ),
        migrations.CreateModel(
            name='Practice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=120)),
                ('text', models.TextField(blank=True)),
                ('html', models.TextField(blank=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('review_on', models.DateField()),
                ('reminded_at', models.DateTimeField(null=True)),
                ('created_at', models.DateTimeField()),
                ('changed_at', models.DateTimeField()),
                ('retired_at', models.DateTimeField(null=True)),
                ('applied_shown', models.PositiveIntegerField(default=0)),
                ('community', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='communities.community')),
                ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('referent', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='PracticeAdoption',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField()),
                ('at', models.DateTimeField()),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('practice', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='communities.practice')),
            ],
        ),
        migrations.AddIndex(
            model_name='practice',
            index=models.Index(condition=models.Q(('retired_at', None)), fields=['community', 'id'], name='practice_of_community'),
        ),
        migrations.AddIndex(
            model_name='practice',
            index=models.Index(condition=models.Q(('reminded_at', None), ('retired_at', None)), fields=['review_on'], name='practice_due'),
        ),
        migrations.AddConstraint(
            model_name='practiceadoption',
            constraint=models.UniqueConstraint(fields=('practice', 'person'), name='practiceadoption_once'),
        ),
    ]
