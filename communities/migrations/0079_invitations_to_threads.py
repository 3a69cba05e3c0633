"""Invitations to one concrete thread, of an account or by mail."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('communities', '0078_dismissed_communities'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ThreadInvitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('email', models.EmailField(blank=True, max_length=254)),
                ('word', models.CharField(blank=True, max_length=300)),
                ('guest_until', models.DateTimeField(null=True)),
                ('created_at', models.DateTimeField()),
                ('sent_at', models.DateTimeField(null=True)),
                ('accepted_at', models.DateTimeField(null=True)),
                ('declined_at', models.DateTimeField(null=True)),
                ('invited_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('post', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='communities.post')),
            ],
            options={
                'indexes': [models.Index(fields=['invited_by', 'created_at'], name='threadinvitation_of_day'), models.Index(condition=models.Q(('sent_at', None), models.Q(('email', ''), _negated=True)), fields=['id'], name='threadinvitation_unsent')],
                'constraints': [models.UniqueConstraint(fields=('post', 'invited_by', 'person'), name='threadinvitation_person_once'), models.UniqueConstraint(condition=models.Q(('email', ''), _negated=True), fields=('post', 'invited_by', 'email'), name='threadinvitation_email_once'), models.CheckConstraint(condition=models.Q(('email', ''), ('person', None), _negated=True), name='threadinvitation_to_somebody')],
            },
        ),
    ]
