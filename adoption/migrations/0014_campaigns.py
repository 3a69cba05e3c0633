"""Campaigns: what was fixed, the order drawn, what was planned and done, what each look said."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('adoption', '0012_barometer'),
    ]

    operations = [
        migrations.CreateModel(
            name='Campaign',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80)),
                ('goal', models.CharField(max_length=300)),
                ('audience', models.CharField(blank=True, max_length=300)),
                ('over', models.CharField(choices=[('communities', 'Communities'), ('units', 'Units')], max_length=12)),
                ('drawn', models.BooleanField()),
                ('start_week', models.IntegerField()),
                ('steps', models.SmallIntegerField()),
                ('step_weeks', models.SmallIntegerField()),
                ('looks', models.JSONField(default=list)),
                ('target', models.FloatField(null=True)),
                ('seed', models.BigIntegerField()),
                ('detectable', models.FloatField(null=True)),
                ('proposed_by_id', models.BigIntegerField()),
                ('proposed_at', models.DateTimeField()),
                ('stopped_at', models.DateTimeField(null=True)),
                ('stopped_by_id', models.BigIntegerField(null=True)),
                ('stop_reason', models.CharField(blank=True, max_length=300)),
            ],
            options={
                'ordering': ['-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('step_weeks__range', (1, 12)), ('steps__range', (1, 12))), name='campaign_of_some_weeks'), models.CheckConstraint(condition=models.Q(models.Q(('stop_reason', ''), ('stopped_at', None)), models.Q(('stopped_at__isnull', False), models.Q(('stop_reason', ''), _negated=True)), _connector='OR'), name='campaign_stopped_for_a_reason')],
            },
        ),
        migrations.CreateModel(
            name='CampaignAct',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('announcement', 'Announcement'), ('mail', 'Mail'), ('challenge', 'Challenge'), ('event', 'Event')], max_length=12)),
                ('title', models.CharField(max_length=120)),
                ('words', models.TextField(blank=True)),
                ('day', models.SmallIntegerField()),
                ('added_by_id', models.BigIntegerField()),
                ('added_at', models.DateTimeField()),
                ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='acts', to='adoption.campaign')),
            ],
            options={
                'ordering': ['day', 'id'],
            },
        ),
        migrations.CreateModel(
            name='CampaignCluster',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('object_id', models.BigIntegerField()),
                ('size', models.IntegerField()),
                ('block', models.IntegerField()),
                ('step', models.SmallIntegerField()),
                ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='clusters', to='adoption.campaign')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('campaign', 'object_id'), name='campaigncluster_once')],
            },
        ),
        migrations.CreateModel(
            name='CampaignDone',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('step', models.SmallIntegerField()),
                ('by_id', models.BigIntegerField()),
                ('at', models.DateTimeField()),
                ('act', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='done', to='adoption.campaignact')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('act', 'step'), name='campaigndone_once')],
            },
        ),
        migrations.CreateModel(
            name='CampaignReading',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('look', models.SmallIntegerField()),
                ('before', models.FloatField(null=True)),
                ('level', models.FloatField(null=True)),
                ('value', models.FloatField(null=True)),
                ('low', models.FloatField(null=True)),
                ('high', models.FloatField(null=True)),
                ('p', models.FloatField(null=True)),
                ('sequential_p', models.FloatField(null=True)),
                ('reason', models.CharField(blank=True, max_length=40)),
                ('n', models.IntegerField()),
                ('lost', models.IntegerField(default=0)),
                ('at', models.DateTimeField()),
                ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='readings', to='adoption.campaign')),
            ],
            options={
                'ordering': ['look'],
                'constraints': [models.UniqueConstraint(fields=('campaign', 'look'), name='campaignreading_once')],
            },
        ),
    ]
