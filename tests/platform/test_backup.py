"""A backup restored elsewhere gives the same instance."""

import tarfile
from pathlib import Path
from typing import Any

import psycopg2
import pytest
from django.conf import LazySettings
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection

from rse.management import archive, tables
from tests.conftest import Cast
from tests.platform.commands import manage


def fingerprint(cursor: Any, names: list[str]) -> dict[str, object]:
    """Of each table its count and the sum of its rows' hashes."""
    prints: dict[str, object] = {}
    for name in names:
        cursor.execute(f'SELECT count(*), sum(hashtextextended(t::text, 0)) FROM "{name}" t')
        prints[name] = cursor.fetchone()
    return prints


@pytest.mark.django_db(transaction=True)
def test_a_restored_instance_equals_the_one_backed_up(cast: Cast, elsewhere: str, tmp_path: Path, settings: LazySettings) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    photo = tmp_path / "media" / "photos" / "bob.jpg"
    photo.parent.mkdir(parents=True)
    photo.write_bytes(b"a photo")
    file = tmp_path / "instance.tar"
    call_command("backup", file)
    names = tables.names()
    with connection.cursor() as cursor:
        before = fingerprint(cursor, names)

    new_home = tmp_path / "elsewhere"
    done = manage("restore", str(file), DATABASE_URL=elsewhere, MAILLAGE_MODE="embedded", DATA=str(new_home))
    assert done.returncode == 0, done.stdout + done.stderr

    assert before["communities_post"] != (0, None)
    with psycopg2.connect(elsewhere) as other, other.cursor() as cursor:
        assert fingerprint(cursor, names) == before
        cursor.execute("SELECT nextval('people_person_id_seq')")
        assert (cursor.fetchone() or (0,))[0] > cast.ada.pk
    other.close()
    assert (new_home / "media" / "photos" / "bob.jpg").read_bytes() == b"a photo"

    again = manage("restore", str(file), DATABASE_URL=elsewhere, MAILLAGE_MODE="embedded", DATA=str(new_home))
    assert again.returncode == 1
    assert "already has people" in again.stderr


@pytest.mark.django_db(transaction=True)
def test_a_damaged_or_foreign_archive_is_refused_before_anything_changes(cast: Cast, tmp_path: Path) -> None:
    file = tmp_path / "instance.tar"
    manifest = archive.write(file)
    damaged = tmp_path / "damaged.tar"
    content = bytearray(file.read_bytes())
    with tarfile.open(file) as opened:
        content[opened.getmember("tables/people_person.copy.gz").offset_data + 30] ^= 1
    damaged.write_bytes(content)
    (tmp_path / "cut.tar").write_bytes(file.read_bytes()[: 512 * 40])
    (tmp_path / "letter.tar").write_text("not an archive")

    for name, sentence in [("damaged", "damaged"), ("cut", "cut short"), ("letter", "not an archive"), ("absent", "no file")]:
        with pytest.raises(CommandError, match=sentence):
            call_command("restore", tmp_path / f"{name}.tar", force=True)
    assert tables.names() == list(manifest.rows)
    assert cast.people["bob"].__class__.objects.count() == manifest.rows["people_person"]
