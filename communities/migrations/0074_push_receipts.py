"""Which device was sent which delivery, so that none is sent one twice."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("communities", "0073_push_keys_and_devices")]

    operations = [
        migrations.CreateModel(
            name="PushReceipt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "delivery",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="communities.delivery"
                    ),
                ),
                (
                    "device",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="communities.pushdevice"),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("delivery", "device"), name="pushreceipt_once")],
            },
        ),
    ]
