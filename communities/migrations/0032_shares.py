"""Shares: which post another one passes on. The table is new: nothing waits."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('communities', '0023_follows'),
    ]

    operations = [
        # The column stays as it is: only what Django knows of it changes.
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name='post',
                    name='kind',
                    field=models.CharField(choices=[('message', 'Message'), ('question', 'Question'), ('poll', 'Poll'), ('praise', 'Praise'), ('story', 'Success story'), ('announcement', 'Announcement'), ('share', 'Share')], default='message', max_length=12),
                ),
            ],
        ),
        migrations.CreateModel(
            name='Share',
            fields=[
                ('post', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='communities.post')),
                ('original', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='communities.post')),
            ],
        ),
    ]
