"""A token ends the address of each secret community, so that no plain address meets it; the plain one leads to it."""

from django.db import migrations
from django.utils.crypto import get_random_string


def hide(apps, schema_editor):
    Community, CommunitySlug = apps.get_model("communities", "Community"), apps.get_model("communities", "CommunitySlug")
    for community in Community.objects.filter(listed=False).order_by("pk"):
        CommunitySlug.objects.update_or_create(slug=community.slug, defaults={"community": community})
        community.slug = f"{community.slug[:69]}-{get_random_string(10, 'abcdefghijkmnpqrstuvwxyz23456789')}"
        community.save(update_fields=["slug"])


class Migration(migrations.Migration):
    dependencies = [("communities", "0005_names_of_listed_communities")]
    operations = [migrations.RunPython(hide, migrations.RunPython.noop)]
