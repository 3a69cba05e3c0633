"""What people follow, mute and block. The tables are new: nothing waits."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('communities', '0021_scheduled_drafts'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        # The column stays as it is: only what Django knows of it changes.
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name='notification',
                    name='notice',
                    field=models.CharField(choices=[('mention', 'Mention'), ('reply', 'Reply'), ('join_request', 'Request to join'), ('request_accepted', 'Request accepted'), ('request_refused', 'Request refused'), ('invitation', 'Invitation'), ('answer_accepted', 'Answer accepted'), ('handed_over', 'Community handed over'), ('praise', 'Praise'), ('story', 'Success story'), ('story_confirmed', 'Success story confirmed'), ('story_due', 'Success story to be confirmed again'), ('must_read', 'Announcement to read'), ('charter_adopted', 'Change of the charter published'), ('charter_declined', 'Change of the charter declined'), ('charter_review', 'Charter to be reviewed'), ('report', 'Report to look at'), ('report_decided', 'Report decided on'), ('content_removed', 'Removed after a decision'), ('content_warned', 'A word about what one wrote'), ('practice_review', 'Practice to be reviewed'), ('practice_orphan', 'Practice that nobody answers for'), ('not_published', 'Scheduled post not published'), ('thread', 'Thread that you follow')], max_length=16),
                ),
            ],
        ),
        migrations.CreateModel(
            name='PersonLevel',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('level', models.CharField(max_length=6)),
                ('since', models.DateTimeField()),
                ('other', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['other', 'level'], name='personlevel_of_other')],
                'constraints': [models.UniqueConstraint(fields=('person', 'other'), name='personlevel_once'), models.CheckConstraint(condition=models.Q(('person', models.F('other')), _negated=True), name='personlevel_of_others'), models.CheckConstraint(condition=models.Q(('level__in', ('follow', 'mute', 'block'))), name='personlevel_known')],
            },
        ),
        migrations.CreateModel(
            name='ThreadLevel',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('level', models.CharField(max_length=6)),
                ('since', models.DateTimeField()),
                ('person', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('post', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='communities.post')),
            ],
            options={
                'indexes': [models.Index(fields=['post', 'level'], name='threadlevel_of_post')],
                'constraints': [models.UniqueConstraint(fields=('person', 'post'), name='threadlevel_once'), models.CheckConstraint(condition=models.Q(('level__in', ('follow', 'mute'))), name='threadlevel_known')],
            },
        ),
        migrations.CreateModel(
            name='TopicLevel',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=50)),
                ('level', models.CharField(max_length=6)),
                ('since', models.DateTimeField()),
                ('person', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('topic', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='communities.topic')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('person', 'topic'), name='topiclevel_once'), models.CheckConstraint(condition=models.Q(('level__in', ('follow', 'mute'))), name='topiclevel_known')],
            },
        ),
    ]
