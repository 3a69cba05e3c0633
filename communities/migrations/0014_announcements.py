"""Announcements: what all members of a community should read, who says they have, and the notice. The tables are new: nothing waits."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('communities', '0031_pins'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        # The column stays as it is: only what Django knows of it changes.
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name='notification',
                    name='notice',
                    field=models.CharField(choices=[('mention', 'Mention'), ('reply', 'Reply'), ('join_request', 'Request to join'), ('request_accepted', 'Request accepted'), ('request_refused', 'Request refused'), ('invitation', 'Invitation'), ('answer_accepted', 'Answer accepted'), ('handed_over', 'Community handed over'), ('praise', 'Praise'), ('must_read', 'Announcement to read')], max_length=16),
                ),
            ],
        ),
        migrations.CreateModel(
            name='Announcement',
            fields=[
                ('post', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='communities.post')),
                ('must_read', models.BooleanField(default=False)),
                ('read_by', models.DateField(null=True)),
            ],
            options={
                'indexes': [models.Index(models.OrderBy(models.F('post'), descending=True), condition=models.Q(('must_read', True)), name='announcement_to_read')],
                'constraints': [models.CheckConstraint(condition=models.Q(('must_read', True), ('read_by', None), _connector='OR'), name='announcement_read_by_if_must_read')],
            },
        ),
        migrations.CreateModel(
            name='Acknowledgement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('announcement', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='communities.announcement')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('announcement', 'person'), name='acknowledgement_once')],
            },
        ),
    ]
