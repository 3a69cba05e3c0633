"""The four reactions that every installation starts with; the administrator changes them."""

from django.db import migrations

DEFAULTS = [
    ("utile", "Utile", "Useful", "lightbulb"),
    ("merci", "Merci", "Thanks", "heart-handshake"),
    ("confirme", "Je confirme", "Confirmed", "check-check"),
    ("creuser", "À creuser", "Look into it", "telescope"),
]


def add(apps, schema_editor):
    kinds = apps.get_model("communities", "ReactionKind")
    for position, (key, fr, en, icon) in enumerate(DEFAULTS):
        kinds.objects.get_or_create(
            key=key, defaults={"name_fr": fr, "name_en": en, "icon": icon, "position": position}
        )


class Migration(migrations.Migration):
    dependencies = [("communities", "0003_event_table")]
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
