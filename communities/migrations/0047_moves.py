"""Moves of posts between communities. The table is new; the column of posts is empty in the rows there are."""

import django.db.models.deletion
from django.conf import settings
from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('communities', '0048_posts_by_activity'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='post',
            name='moved_at',
            field=models.DateTimeField(null=True),
        ),
        # The column stays as it is: only what Django knows of it changes.
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name='notification',
                    name='notice',
                    field=models.CharField(choices=[('mention', 'Mention'), ('reply', 'Reply'), ('join_request', 'Request to join'), ('request_accepted', 'Request accepted'), ('request_refused', 'Request refused'), ('invitation', 'Invitation'), ('answer_accepted', 'Answer accepted'), ('handed_over', 'Community handed over'), ('praise', 'Praise'), ('story', 'Success story'), ('story_confirmed', 'Success story confirmed'), ('story_due', 'Success story to be confirmed again'), ('testimonial', 'Testimonial asked for'), ('must_read', 'Announcement to read'), ('charter_adopted', 'Change of the charter published'), ('charter_declined', 'Change of the charter declined'), ('charter_review', 'Charter to be reviewed'), ('report', 'Report to look at'), ('report_decided', 'Report decided on'), ('content_removed', 'Removed after a decision'), ('content_warned', 'A word about what one wrote'), ('post_moved', 'Post moved to another community'), ('practice_review', 'Practice to be reviewed'), ('practice_orphan', 'Practice that nobody answers for'), ('not_published', 'Scheduled post not published'), ('thread', 'Thread that you follow'), ('answer_review', 'Answer to be reviewed'), ('answer_trial', 'Did the answer hold?')], max_length=16),
                ),
            ],
        ),
        ValidateConstraint(model_name='textversion', name='textversion_removed_is_empty'),
        migrations.CreateModel(
            name='Move',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('note', models.CharField(blank=True, max_length=300)),
                ('by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('destination', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='communities.community')),
                ('origin', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='communities.community')),
                ('post', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='communities.post')),
            ],
            options={
                'indexes': [models.Index(models.F('post'), models.OrderBy(models.F('id'), descending=True), name='move_of_post')],
                'constraints': [models.CheckConstraint(condition=models.Q(('origin', models.F('destination')), _negated=True), name='move_goes_elsewhere')],
            },
        ),
    ]
