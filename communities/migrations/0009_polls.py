"""Polls: what a post of that kind asks, its choices, and who has voted. The tables are new: nothing waits."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('communities', '0008_kinds_of_posts'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Poll',
            fields=[
                ('post', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='communities.post')),
                ('choice', models.CharField(choices=[('one', 'One choice'), ('many', 'Several choices')], default='one', max_length=4)),
                ('is_secret', models.BooleanField(default=False)),
                ('results', models.CharField(choices=[('always', 'At any time'), ('voted', 'Once you have voted'), ('closed', 'When the poll closes')], default='always', max_length=6)),
                ('closes_at', models.DateTimeField(null=True)),
                ('closed_at', models.DateTimeField(null=True)),
                ('ballots', models.PositiveIntegerField(default=0)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('closed_at', None)), fields=['closes_at'], name='poll_closing')],
                'constraints': [models.CheckConstraint(condition=models.Q(('choice__in', ['one', 'many'])), name='poll_choice_known'), models.CheckConstraint(condition=models.Q(('results__in', ['always', 'voted', 'closed'])), name='poll_results_known'), models.CheckConstraint(condition=models.Q(('is_secret', False), models.Q(('closes_at__isnull', False), ('results', 'closed')), _connector='OR'), name='poll_secret_until_closed')],
            },
        ),
        migrations.CreateModel(
            name='Ballot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('is_secret', models.BooleanField(default=False)),
                ('options', django.contrib.postgres.fields.ArrayField(base_field=models.PositiveSmallIntegerField(), null=True, size=None)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('poll', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='communities.poll')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('poll', 'person'), name='ballot_once'), models.CheckConstraint(condition=models.Q(models.Q(('is_secret', True), ('options', None)), models.Q(('is_secret', False), ('options__isnull', False)), _connector='OR'), name='ballot_keeps_secret')],
            },
        ),
        migrations.CreateModel(
            name='PollOption',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField()),
                ('label', models.CharField(max_length=120)),
                ('votes', models.PositiveIntegerField(default=0)),
                ('poll', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='communities.poll')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('poll', 'position'), name='polloption_once')],
            },
        ),
    ]
