"""The skills that profiles name become rows, and the directory gets its indices. Made while people write: restartable, and outside a transaction."""

import re
import unicodedata
from itertools import islice

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models

BATCH = 500
_LIGATURES = str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ß": "ss", "ł": "l", "Ł": "l", "ø": "o", "Ø": "o"})


def _fold(text):
    """As rse.lib.fold does on the day of this migration."""
    bare = "".join(one for one in unicodedata.normalize("NFKD", text.translate(_LIGATURES)) if not unicodedata.combining(one))
    return re.sub(r"\s+", " ", bare).strip().casefold()


def make_rows(apps, schema_editor):
    Profile, Skill, PersonSkill = (apps.get_model("people", name) for name in ("Profile", "Skill", "PersonSkill"))
    said = Profile.objects.exclude(skills=[]).order_by("pk").values_list("pk", "skills").iterator(chunk_size=BATCH)
    while batch := list(islice(said, BATCH)):
        names = {_fold(word): word for _person, words in batch for word in reversed(words)}
        names.pop("", None)
        Skill.objects.bulk_create(
            [
                Skill(key=key, name=name, topic_key="".join(sign for sign in key if sign.isalnum()))
                for key, name in sorted(names.items())
            ],
            ignore_conflicts=True,
        )
        found = dict(Skill.objects.filter(key__in=names).values_list("key", "pk"))
        pairs = {(person, found[_fold(word)]) for person, words in batch for word in words if _fold(word) in found}
        PersonSkill.objects.bulk_create(
            [PersonSkill(person_id=person, skill_id=skill) for person, skill in sorted(pairs)], ignore_conflicts=True
        )


def _concurrently(table, index):
    """One that was interrupted leaves an index that answers nothing: it is made anew."""
    return [
        migrations.RunSQL(f"DROP INDEX CONCURRENTLY IF EXISTS {index.name}", migrations.RunSQL.noop),
        AddIndexConcurrently(table, index),
    ]


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("people", "0009_skills_and_languages")]

    operations = [
        migrations.RunPython(make_rows, migrations.RunPython.noop),
        *_concurrently("profile", GinIndex(fields=["languages"], name="profile_languages")),
        *_concurrently("person", models.Index(models.F("joined_at").desc(), models.F("id").desc(), name="person_newcomers")),
        *_concurrently("person", models.Index(fields=["manager", "name_key", "id"], name="person_reports")),
    ]
