"""Praise: whom a post of that kind thanks, and the notice to them. The tables are new: nothing waits."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('communities', '0013_drafts'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Praise',
            fields=[
                ('post', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='communities.post')),
                ('what_for', models.CharField(max_length=120)),
            ],
        ),
        # The column stays as it is: only what Django knows of it changes.
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name='notification',
                    name='notice',
                    field=models.CharField(choices=[('mention', 'Mention'), ('reply', 'Reply'), ('join_request', 'Request to join'), ('request_accepted', 'Request accepted'), ('request_refused', 'Request refused'), ('invitation', 'Invitation'), ('answer_accepted', 'Answer accepted'), ('handed_over', 'Community handed over'), ('praise', 'Praise')], max_length=16),
                ),
            ],
        ),
        migrations.CreateModel(
            name='PraisedPerson',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('praise', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='communities.praise')),
            ],
            options={
                'indexes': [models.Index(models.F('person'), models.OrderBy(models.F('praise'), descending=True), name='praisedperson_newest')],
                'constraints': [models.UniqueConstraint(fields=('praise', 'person'), name='praisedperson_once')],
            },
        ),
    ]
