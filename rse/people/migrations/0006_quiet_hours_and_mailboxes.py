"""When a person is left alone, and what goes to their address."""


import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0005_views_counted'),
    ]

    operations = [
        migrations.CreateModel(
            name='Rest',
            fields=[
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to=settings.AUTH_USER_MODEL)),
                ('pattern', models.CharField(choices=[('office', 'Evenings and week-ends quiet: messages from 8:00 to 19:00, Monday to Friday'), ('nights', 'I work nights: messages from 20:00 to 6:00, Monday to Friday nights'), ('own', 'My own hours, day by day'), ('always', 'No quiet hours: at any time')], default='office', max_length=8)),
                ('hours', models.JSONField(default=list)),
                ('holidays', models.BooleanField(default=True)),
                ('away_until', models.DateField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Mailbox',
            fields=[
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to=settings.AUTH_USER_MODEL)),
                ('instant', models.BooleanField(default=True)),
                ('rhythm', models.CharField(choices=[('never', 'Never'), ('hourly', 'Every hour'), ('daily', 'Every day'), ('weekly', 'Every week')], default='weekly', max_length=6)),
                ('day', models.PositiveSmallIntegerField(default=0, validators=[django.core.validators.MaxValueValidator(6)])),
                ('hour', models.PositiveSmallIntegerField(default=9, validators=[django.core.validators.MaxValueValidator(23)])),
                ('reply_epoch', models.PositiveIntegerField(default=0)),
                ('soft_bounces', models.PositiveIntegerField(default=0)),
                ('bounced_at', models.DateTimeField(null=True)),
                ('bounce_reason', models.CharField(blank=True, max_length=200)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('day__lte', 6)), name='mailbox_day_of_week'), models.CheckConstraint(condition=models.Q(('hour__lte', 23)), name='mailbox_hour_of_day')],
            },
        ),
    ]
