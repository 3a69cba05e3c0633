"""Staff lists that are looked at before they are taken."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0012_guests_until_a_date'),
    ]

    operations = [
        migrations.CreateModel(
            name='StaffList',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('name', models.CharField(max_length=200)),
                ('content', models.BinaryField(null=True)),
                ('columns', models.JSONField(default=dict)),
                ('whole', models.BooleanField(default=False)),
                ('asked_at', models.DateTimeField(null=True)),
                ('claimed_at', models.DateTimeField(null=True)),
                ('taken_at', models.DateTimeField(null=True)),
                ('outcome', models.JSONField(default=dict)),
                ('by', models.ForeignKey(null=True, on_delete=models.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('asked_at__isnull', False), ('taken_at', None)), fields=['asked_at'], name='stafflist_asked')],
            },
        ),
    ]
