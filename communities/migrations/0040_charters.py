"""Charters have versions, acceptances and proposed changes; the charters of today become version 1."""

from datetime import timedelta

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.utils import timezone


def first_versions(apps, schema_editor):
    """The charter of each community becomes its version 1, to be looked at again in a year."""
    Community = apps.get_model("communities", "Community")
    CharterVersion = apps.get_model("communities", "CharterVersion")
    written = Community.objects.filter(charter_number=0).exclude(charter="")
    CharterVersion.objects.bulk_create(
        [
            CharterVersion(
                community_id=community.pk,
                number=1,
                text=community.charter,
                html=community.charter_html,
                by_id=community.created_by_id,
                at=community.created_at,
                review_on=timezone.now().date() + timedelta(days=365),
            )
            for community in written.iterator(chunk_size=500)
        ],
        batch_size=500,
    )
    written.update(charter_number=1, charter_asked=1)


class Migration(migrations.Migration):

    dependencies = [
        ('communities', '0014_announcements'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='community',
            name='charter_asked',
            field=models.PositiveIntegerField(db_default=0, default=0, editable=False),
        ),
        migrations.AddField(
            model_name='community',
            name='charter_number',
            field=models.PositiveIntegerField(db_default=0, default=0, editable=False),
        ),
        migrations.CreateModel(
            name='CharterVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('text', models.TextField(blank=True)),
                ('html', models.TextField(blank=True)),
                ('at', models.DateTimeField()),
                ('note', models.CharField(blank=True, max_length=200)),
                ('asks', models.BooleanField(default=True)),
                ('review_on', models.DateField()),
                ('reminded_at', models.DateTimeField(null=True)),
                ('accepted_shown', models.PositiveIntegerField(default=0)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('community', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='communities.community')),
            ],
        ),
        migrations.CreateModel(
            name='CharterProposal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('base', models.PositiveIntegerField(default=0)),
                ('text', models.TextField()),
                ('why', models.CharField(max_length=1000)),
                ('revision', models.PositiveIntegerField(default=1)),
                ('state', models.CharField(choices=[('open', 'Discussed'), ('published', 'Published'), ('declined', 'Declined'), ('withdrawn', 'Withdrawn')], default='open', max_length=9)),
                ('decided_at', models.DateTimeField(null=True)),
                ('reason', models.CharField(blank=True, max_length=500)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('community', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='communities.community')),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('post', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='communities.post')),
                ('version', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='communities.charterversion')),
            ],
        ),
        migrations.CreateModel(
            name='CharterAcceptance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('person', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='communities.charterversion')),
            ],
        ),
        migrations.CreateModel(
            name='CharterOpinion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('consents', models.BooleanField()),
                ('reason', models.CharField(blank=True, max_length=500)),
                ('at', models.DateTimeField()),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('proposal', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='communities.charterproposal')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('proposal', 'person'), name='charteropinion_once'), models.CheckConstraint(condition=models.Q(('consents', True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='charteropinion_objection_says_why')],
            },
        ),
        migrations.AddIndex(
            model_name='charterversion',
            index=models.Index(condition=models.Q(('reminded_at', None)), fields=['review_on'], name='charterversion_due'),
        ),
        migrations.AddConstraint(
            model_name='charterversion',
            constraint=models.UniqueConstraint(fields=('community', 'number'), name='charterversion_once'),
        ),
        migrations.AddIndex(
            model_name='charterproposal',
            index=models.Index(models.F('community'), models.OrderBy(models.F('id'), descending=True), name='charterproposal_list'),
        ),
        migrations.AddConstraint(
            model_name='charterproposal',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['open', 'published', 'declined', 'withdrawn'])), name='charterproposal_state_known'),
        ),
        migrations.AddConstraint(
            model_name='charteracceptance',
            constraint=models.UniqueConstraint(fields=('person', 'version'), name='charteracceptance_once'),
        ),
        # The column stays as it is: only what Django knows of it changes.
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name='notification',
                    name='notice',
                    field=models.CharField(choices=[('mention', 'Mention'), ('reply', 'Reply'), ('join_request', 'Request to join'), ('request_accepted', 'Request accepted'), ('request_refused', 'Request refused'), ('invitation', 'Invitation'), ('answer_accepted', 'Answer accepted'), ('handed_over', 'Community handed over'), ('praise', 'Praise'), ('must_read', 'Announcement to read'), ('charter_adopted', 'Change of the charter published'), ('charter_declined', 'Change of the charter declined'), ('charter_review', 'Charter to be reviewed')], max_length=16),
                ),
            ],
        ),
        # Last: rows are written once every table is as it must be.
        migrations.RunPython(first_versions, migrations.RunPython.noop),
    ]
