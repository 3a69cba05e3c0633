"""Calls of a whole community, referents of topics, former words of practices, testimonials declined. Tables and columns are new."""

import django.db.models.deletion
from django.conf import settings
from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('communities', '0054_reports_of_more'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Call',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='PracticeVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('title', models.CharField(max_length=120)),
                ('text', models.TextField(blank=True)),
                ('at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='TopicReferent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
            ],
        ),
        migrations.AddField(
            model_name='practice',
            name='changed_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='testimonial',
            name='declined_at',
            field=models.DateTimeField(null=True),
        ),
        AddConstraintNotValid(
            model_name='testimonial',
            constraint=models.CheckConstraint(condition=models.Q(('declined_at', None), ('quote', ''), _connector='OR'), name='testimonial_declined_is_empty'),
        ),
        migrations.AddField(
            model_name='call',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='call',
            name='comment',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='communities.comment'),
        ),
        migrations.AddField(
            model_name='call',
            name='community',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='communities.community'),
        ),
        migrations.AddField(
            model_name='call',
            name='post',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='communities.post'),
        ),
        migrations.AddField(
            model_name='practiceversion',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='practiceversion',
            name='practice',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='communities.practice'),
        ),
        migrations.AddField(
            model_name='topicreferent',
            name='community',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='communities.community'),
        ),
        migrations.AddField(
            model_name='topicreferent',
            name='named_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='topicreferent',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='topicreferent',
            name='topic',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='communities.topic'),
        ),
        migrations.AddIndex(
            model_name='call',
            index=models.Index(fields=['community', 'at'], name='call_of_community'),
        ),
        migrations.AddConstraint(
            model_name='call',
            constraint=models.UniqueConstraint(fields=('post', 'comment'), name='call_once', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='practiceversion',
            constraint=models.UniqueConstraint(fields=('practice', 'number'), name='practiceversion_once'),
        ),
        migrations.AddIndex(
            model_name='topicreferent',
            index=models.Index(fields=['topic'], name='topicreferent_of_topic'),
        ),
        migrations.AddConstraint(
            model_name='topicreferent',
            constraint=models.UniqueConstraint(fields=('community', 'topic', 'person'), name='topicreferent_once'),
        ),
    ]
