"""Reports: what people say should be looked at, and the notices about them. The table is new: nothing waits."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('communities', '0026_reading'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        # The column stays as it is: only what Django knows of it changes.
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name='notification',
                    name='notice',
                    field=models.CharField(choices=[('mention', 'Mention'), ('reply', 'Reply'), ('join_request', 'Request to join'), ('request_accepted', 'Request accepted'), ('request_refused', 'Request refused'), ('invitation', 'Invitation'), ('answer_accepted', 'Answer accepted'), ('handed_over', 'Community handed over'), ('praise', 'Praise'), ('must_read', 'Announcement to read'), ('charter_adopted', 'Change of the charter published'), ('charter_declined', 'Change of the charter declined'), ('charter_review', 'Charter to be reviewed'), ('report', 'Report to look at'), ('report_decided', 'Report decided on'), ('content_removed', 'Removed after a decision'), ('content_warned', 'A word about what one wrote')], max_length=16),
                ),
            ],
        ),
        migrations.CreateModel(
            name='Report',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('about', models.CharField(choices=[('post', 'Post'), ('comment', 'Comment'), ('community', 'Community'), ('person', 'Profile')], max_length=9)),
                ('excerpt', models.CharField(blank=True, max_length=400)),
                ('reason', models.CharField(choices=[('offensive', 'Offensive or hostile to someone'), ('personal', 'Personal or confidential information'), ('off_topic', 'Out of place here, or advertising'), ('dangerous', 'Dangerous advice, or false on a matter of safety'), ('other', 'Something else')], max_length=9)),
                ('note', models.TextField(blank=True)),
                ('at', models.DateTimeField()),
                ('may_pass', models.BooleanField(default=False)),
                ('passed_at', models.DateTimeField(null=True)),
                ('state', models.CharField(choices=[('open', 'Waiting'), ('kept', 'Kept as it is'), ('removed', 'Removed'), ('warned', 'Kept, with a word to the author'), ('answered', 'Answered without having read it'), ('gone', 'Gone before any decision')], default='open', max_length=8)),
                ('decided_at', models.DateTimeField(null=True)),
                ('decision', models.TextField(blank=True)),
                ('author', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('comment', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='communities.comment')),
                ('community', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='communities.community')),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('post', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='communities.post')),
                ('reporter', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.AddField(
            model_name='notification',
            name='report',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='communities.report'),
        ),
        migrations.AddIndex(
            model_name='report',
            index=models.Index(models.F('community'), models.F('state'), models.OrderBy(models.F('id'), descending=True), name='report_of_community'),
        ),
        migrations.AddIndex(
            model_name='report',
            index=models.Index(fields=['reporter', 'at'], name='report_of_reporter'),
        ),
        migrations.AddIndex(
            model_name='report',
            index=models.Index(condition=models.Q(('passed_at', None), ('state', 'open')), fields=['at'], name='report_to_pass_on'),
        ),
        migrations.AddIndex(
            model_name='report',
            index=models.Index(models.F('state'), models.OrderBy(models.F('id'), descending=True), name='report_queue'),
        ),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'open')), fields=('reporter', 'about', 'post', 'comment', 'community', 'author'), name='report_once_while_open', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('about', 'post'), ('comment', None), ('community__isnull', False), ('post__isnull', False)), models.Q(('about', 'comment'), ('comment__isnull', False), ('community__isnull', False), ('post__isnull', False)), models.Q(('about', 'community'), ('comment', None), ('community__isnull', False), ('post', None)), models.Q(('about', 'person'), ('author__isnull', False), ('comment', None), ('community', None), ('post', None)), _connector='OR'), name='report_of_one_thing'),
        ),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('state', 'open')), models.Q(models.Q(('state', 'open'), _negated=True), ('decided_at__isnull', False)), _connector='OR'), name='report_decided_or_open'),
        ),
    ]
