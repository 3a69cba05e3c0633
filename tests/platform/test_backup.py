"""A backup restored elsewhere gives the same instance."""

import tarfile
from pathlib import Path
from typing import Any

import psycopg2
import pytest
from django.conf import LazySettings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection

from rse.management import archive, tables
from rse.management.commands import doctor
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
    for share in (2, 3, 5):
        (tmp_path / f"cut{share}.tar").write_bytes(file.read_bytes()[: file.stat().st_size // share])
    (tmp_path / "letter.tar").write_text("not an archive")

    for name, sentence in [
        ("damaged", "damaged"),
        *((f"cut{share}", "cut short") for share in (2, 3, 5)),
        ("letter", "not an archive"),
        ("absent", "no file"),
    ]:
        with pytest.raises(CommandError, match=sentence):
            call_command("restore", tmp_path / f"{name}.tar", force=True)
    assert tables.names() == list(manifest.rows)
    assert cast.people["bob"].__class__.objects.count() == manifest.rows["people_person"]


@pytest.mark.django_db(transaction=True)
def test_files_are_kept_and_put_back_in_a_store_that_is_no_folder(cast: Cast, tmp_path: Path, settings: LazySettings) -> None:
    memory = {"BACKEND": "django.core.files.storage.InMemoryStorage"}
    settings.STORAGES = settings.STORAGES | {"default": memory}
    default_storage.save("files/ab/plan.csv", ContentFile(b"a;b"))
    assert doctor._files()[0]
    file = tmp_path / "instance.tar"
    assert "media/files/ab/plan.csv" in archive.write(file).files
    default_storage.delete("files/ab/plan.csv")
    default_storage.save("files/ab/plan.csv", ContentFile(b"other"))
    with archive.opened(file) as (opened, manifest):
        assert archive.load_files(opened, manifest) == 1
    assert default_storage.open("files/ab/plan.csv").read() == b"a;b"
    assert default_storage.listdir("") == (["files"], []), "the doctor leaves nothing behind"
