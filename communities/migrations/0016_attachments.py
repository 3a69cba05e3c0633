"""Files beside the words of posts and comments. The table is new: nothing waits."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('communities', '0015_stories'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Attachment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token', models.CharField(max_length=32, unique=True)),
                ('client_key', models.CharField(max_length=64)),
                ('published_id', models.BigIntegerField(null=True)),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('name', models.CharField(max_length=120)),
                ('name_folded', models.CharField(max_length=300)),
                ('kind', models.CharField(choices=[('image', 'Image'), ('pdf', 'PDF'), ('document', 'Text document'), ('sheet', 'Spreadsheet'), ('slides', 'Slides'), ('text', 'Plain text')], max_length=8)),
                ('media_type', models.CharField(max_length=100)),
                ('size', models.PositiveIntegerField()),
                ('width', models.PositiveIntegerField(null=True)),
                ('height', models.PositiveIntegerField(null=True)),
                ('alt', models.CharField(blank=True, max_length=300)),
                ('key', models.CharField(max_length=100)),
                ('preview_key', models.CharField(blank=True, max_length=100)),
                ('preview_width', models.PositiveIntegerField(null=True)),
                ('preview_height', models.PositiveIntegerField(null=True)),
                ('preview_due_at', models.DateTimeField(null=True)),
                ('preview_tries', models.PositiveSmallIntegerField(default=0)),
                ('at', models.DateTimeField()),
                ('comment', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='communities.comment')),
                ('community', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='communities.community')),
                ('owner', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('post', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='communities.post')),
            ],
            options={
                'indexes': [models.Index(fields=['post', 'comment'], name='attachment_of_post'), models.Index(condition=models.Q(('comment__isnull', False)), fields=['comment'], name='attachment_of_comment'), models.Index(models.F('community'), models.OrderBy(models.F('published_id'), descending=True), condition=models.Q(('published_id__isnull', False)), name='attachment_documents'), models.Index(fields=['owner', 'client_key'], name='attachment_of_form'), models.Index(condition=models.Q(('post', None)), fields=['at'], name='attachment_waiting'), models.Index(condition=models.Q(('preview_due_at__isnull', False)), fields=['preview_due_at'], name='attachment_previews')],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['image', 'pdf', 'document', 'sheet', 'slides', 'text'])), name='attachment_kind_known'), models.CheckConstraint(condition=models.Q(models.Q(('comment', None), ('community', None), ('post', None), ('published_id', None)), models.Q(('community__isnull', False), ('post__isnull', False), ('published_id__isnull', False)), _connector='OR'), name='attachment_published_whole'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'image'), _negated=True), models.Q(('height__gt', 0), ('width__gt', 0)), _connector='OR'), name='attachment_image_has_size')],
            },
        ),
    ]
