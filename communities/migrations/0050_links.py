"""The pages that texts link to. The tables are new, the two columns empty: nothing waits."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('communities', '0049_threads_seen'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='comment',
            name='link',
            field=models.JSONField(null=True),
        ),
        migrations.AddField(
            model_name='post',
            name='link',
            field=models.JSONField(null=True),
        ),
        migrations.CreateModel(
            name='LinkPage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=64, unique=True)),
                ('url', models.TextField()),
                ('state', models.CharField(choices=[('pending', 'Pending'), ('ready', 'Ready'), ('none', 'None'), ('failed', 'Failed')], default='pending', max_length=8)),
                ('due_at', models.DateTimeField(null=True)),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('asked_at', models.DateTimeField()),
                ('fetched_at', models.DateTimeField(null=True)),
                ('title', models.CharField(blank=True, max_length=200)),
                ('site', models.CharField(blank=True, max_length=80)),
                ('description', models.CharField(blank=True, max_length=300)),
                ('is_video', models.BooleanField(default=False)),
                ('picture_key', models.CharField(blank=True, max_length=100)),
                ('picture_width', models.PositiveIntegerField(null=True)),
                ('picture_height', models.PositiveIntegerField(null=True)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('due_at__isnull', False)), fields=['due_at'], name='linkpage_due'), models.Index(fields=['asked_at'], name='linkpage_asked')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['pending', 'ready', 'none', 'failed'])), name='linkpage_state_known'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'ready'), _negated=True), models.Q(('fetched_at__isnull', False), models.Q(('title', ''), _negated=True)), _connector='OR'), name='linkpage_ready_is_shown')],
            },
        ),
        migrations.CreateModel(
            name='Link',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token', models.CharField(max_length=32, unique=True)),
                ('url', models.TextField()),
                ('removed_at', models.DateTimeField(null=True)),
                ('comment', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='communities.comment')),
                ('post', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='communities.post')),
                ('removed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('page', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='communities.linkpage')),
            ],
            options={
                'indexes': [models.Index(fields=['post'], name='link_of_thread')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('comment', None)), fields=('post',), name='link_once_of_post'), models.UniqueConstraint(condition=models.Q(('comment__isnull', False)), fields=('comment',), name='link_once_of_comment')],
            },
        ),
    ]
