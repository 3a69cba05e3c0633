"""Past versions whose words were taken away. Both columns are empty in the rows there are, so the constraint holds for them."""

import django.db.models.deletion
from django.conf import settings
from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('communities', "0044_testimonials"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='textversion',
            name='removed_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='textversion',
            name='removed_by',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        AddConstraintNotValid(
            model_name='textversion',
            constraint=models.CheckConstraint(condition=models.Q(('removed_at', None), models.Q(('body', ''), ('title', '')), _connector='OR'), name='textversion_removed_is_empty'),
        ),
    ]
