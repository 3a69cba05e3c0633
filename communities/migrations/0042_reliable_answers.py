"""What one may rely on among answers. The tables are new: nothing waits."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('communities', '0032_shares'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        # The column stays as it is: only what Django knows of it changes.
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name='notification',
                    name='notice',
                    field=models.CharField(choices=[('mention', 'Mention'), ('reply', 'Reply'), ('join_request', 'Request to join'), ('request_accepted', 'Request accepted'), ('request_refused', 'Request refused'), ('invitation', 'Invitation'), ('answer_accepted', 'Answer accepted'), ('handed_over', 'Community handed over'), ('praise', 'Praise'), ('story', 'Success story'), ('story_confirmed', 'Success story confirmed'), ('story_due', 'Success story to be confirmed again'), ('must_read', 'Announcement to read'), ('charter_adopted', 'Change of the charter published'), ('charter_declined', 'Change of the charter declined'), ('charter_review', 'Charter to be reviewed'), ('report', 'Report to look at'), ('report_decided', 'Report decided on'), ('content_removed', 'Removed after a decision'), ('content_warned', 'A word about what one wrote'), ('practice_review', 'Practice to be reviewed'), ('practice_orphan', 'Practice that nobody answers for'), ('not_published', 'Scheduled post not published'), ('thread', 'Thread that you follow'), ('answer_review', 'Answer to be reviewed'), ('answer_trial', 'Did the answer hold?')], max_length=16),
                ),
            ],
        ),
        migrations.CreateModel(
            name='AnswerMark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('validated', 'Validated'), ('dangerous', 'Dangerous'), ('obsolete', 'Out of date')], max_length=9)),
                ('note', models.CharField(blank=True, max_length=200)),
                ('at', models.DateTimeField()),
                ('review_on', models.DateField()),
                ('reminded_at', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('comment', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='communities.comment')),
                ('post', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='communities.post')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('ended_at', None)), fields=['post', 'comment'], name='answermark_of_post'), models.Index(models.F('comment'), models.OrderBy(models.F('id'), descending=True), name='answermark_history'), models.Index(condition=models.Q(('ended_at', None), ('reminded_at', None)), fields=['review_on'], name='answermark_due')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('comment',), name='answermark_one_present'), models.CheckConstraint(condition=models.Q(('state__in', ['validated', 'dangerous', 'obsolete'])), name='answermark_state_known')],
            },
        ),
        migrations.CreateModel(
            name='AnswerTrial',
            fields=[
                ('comment', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='communities.comment')),
                ('due_at', models.DateTimeField()),
                ('asked_at', models.DateTimeField(null=True)),
                ('outcome', models.CharField(blank=True, choices=[('yes', 'It held'), ('partly', 'It held in part'), ('no', 'It did not hold')], max_length=6)),
                ('told_at', models.DateTimeField(null=True)),
                ('post', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='communities.post')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('asked_at', None)), fields=['due_at'], name='answertrial_due')],
                'constraints': [models.CheckConstraint(condition=models.Q(('outcome__in', ['', 'yes', 'partly', 'no'])), name='answertrial_outcome_known')],
            },
        ),
    ]
