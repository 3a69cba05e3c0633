"""Launches: their date, plan and waves, whom they ask first, the communities they found, and the mails they send."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('adoption', '0007_weeks_by_person'),
    ]

    operations = [
        migrations.CreateModel(
            name='PioneerAsk',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person_id', models.BigIntegerField(unique=True)),
                ('asked_by_id', models.BigIntegerField(null=True)),
                ('asked_at', models.DateTimeField()),
                ('answered_at', models.DateTimeField(null=True)),
                ('accepted', models.BooleanField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Willing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person_id', models.BigIntegerField(unique=True)),
                ('wishes', models.BooleanField()),
                ('at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Launch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('launch_on', models.DateField(null=True, verbose_name='launch date')),
                ('words', models.TextField(blank=True, max_length=2000, verbose_name='words of the invitation')),
                ('made_by_id', models.BigIntegerField(null=True)),
                ('made_at', models.DateTimeField()),
                ('started_at', models.DateTimeField(null=True)),
                ('is_current', models.BooleanField(default=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('is_current', True)), fields=('is_current',), name='launch_one_current')],
            },
        ),
        migrations.CreateModel(
            name='Nomination',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('by_id', models.BigIntegerField()),
                ('named_id', models.BigIntegerField()),
                ('at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('by_id', 'named_id'), name='nomination_once'), models.CheckConstraint(condition=models.Q(('by_id', models.F('named_id')), _negated=True), name='nomination_of_another')],
            },
        ),
        migrations.CreateModel(
            name='Wave',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField()),
                ('name', models.CharField(max_length=80, verbose_name='name')),
                ('day', models.DateField(verbose_name='day')),
                ('unit_ids', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, size=None)),
                ('written_at', models.DateTimeField(null=True)),
                ('launch', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='adoption.launch')),
            ],
            options={
                'ordering': ['position', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Letter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('pioneer', 'Request to a pioneer'), ('wave', 'Invitation of a wave')], max_length=8)),
                ('person_id', models.BigIntegerField()),
                ('due_at', models.DateTimeField()),
                ('claimed_at', models.DateTimeField(null=True)),
                ('sent_at', models.DateTimeField(null=True)),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('failure', models.CharField(blank=True, max_length=200)),
                ('wave', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='adoption.wave')),
            ],
        ),
        migrations.CreateModel(
            name='LaunchStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=24)),
                ('name', models.CharField(blank=True, max_length=120, verbose_name='name')),
                ('due_on', models.DateField(verbose_name='due')),
                ('moved', models.BooleanField(default=False)),
                ('done_on', models.DateField(null=True)),
                ('launch', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='adoption.launch')),
            ],
            options={
                'ordering': ['due_on', 'id'],
                'constraints': [models.UniqueConstraint(fields=('launch', 'key'), name='launchstep_once')],
            },
        ),
        migrations.CreateModel(
            name='Planned',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('pattern', models.CharField(max_length=24)),
                ('name', models.CharField(max_length=80, verbose_name='name')),
                ('animator_id', models.BigIntegerField(null=True)),
                ('community_id', models.BigIntegerField(null=True)),
                ('launch', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='adoption.launch')),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(fields=('launch', 'name'), name='planned_once')],
            },
        ),
        migrations.CreateModel(
            name='Suggested',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person_id', models.BigIntegerField()),
                ('position', models.PositiveSmallIntegerField()),
                ('reason', models.CharField(max_length=20)),
                ('detail', models.JSONField(default=dict)),
                ('gain', models.FloatField(default=0)),
                ('chosen', models.BooleanField(default=False)),
                ('launch', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='adoption.launch')),
            ],
            options={
                'ordering': ['position', 'id'],
                'constraints': [models.UniqueConstraint(fields=('launch', 'person_id'), name='suggested_once')],
            },
        ),
        migrations.AddIndex(
            model_name='wave',
            index=models.Index(condition=models.Q(('written_at', None)), fields=['day'], name='wave_to_come'),
        ),
        migrations.AddIndex(
            model_name='letter',
            index=models.Index(condition=models.Q(('sent_at', None)), fields=['due_at'], name='letter_to_send'),
        ),
        migrations.AddIndex(
            model_name='letter',
            index=models.Index(fields=['wave'], name='letter_of_wave'),
        ),
        migrations.AddConstraint(
            model_name='letter',
            constraint=models.UniqueConstraint(fields=('kind', 'person_id'), name='letter_once'),
        ),
    ]
