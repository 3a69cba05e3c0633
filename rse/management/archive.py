"""A whole instance in one file: every table as PostgreSQL's own text, the stored files, and a manifest with checksums.

Tables travel by COPY, so no program beside Python is needed and the two PostgreSQL may differ in version. The manifest is
written last: an archive without one was cut short.
"""

import gzip
import hashlib
import json
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import IO, Any, cast

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import connection, transaction

from rse.management import tables

MANIFEST = "manifest.json"
FORMAT = 1


class ArchiveError(Exception):
    """The archive cannot be read or loaded; the text says why."""


@dataclass
class Manifest:
    """What the archive holds; `files` gives each member's SHA-256, `rows` each table's count."""

    format: int = FORMAT
    made_at: str = ""
    migrations: list[tuple[str, str]] = field(default_factory=list)
    columns: dict[str, list[str]] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)
    partitions: dict[str, dict[str, str]] = field(default_factory=dict)
    sequences: dict[str, int] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)


def write(path: Path) -> Manifest:
    """Write the archive: the database as of one instant while people go on writing, then the files."""
    partial = path.with_name(path.name + ".partial")
    manifest = Manifest(made_at=datetime.now(UTC).isoformat())
    with tarfile.open(partial, "w") as archive:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            manifest.migrations = tables.applied_migrations()
            manifest.partitions = tables.partitions()
            manifest.sequences = tables.sequences()
            for name in tables.names():
                manifest.columns[name] = tables.columns(name)
                _add_table(archive, manifest, name, path.parent)
        for key in sorted(_stored_keys()):
            _add_file(archive, manifest, key)
        _add_bytes(archive, MANIFEST, json.dumps(asdict(manifest), indent=1).encode())
    partial.rename(path)
    return manifest


@contextmanager
def opened(path: Path) -> Iterator[tuple[tarfile.TarFile, Manifest]]:
    """The archive and its manifest, every member checked against its checksum."""
    try:
        with tarfile.open(path, "r") as archive:
            manifest = _manifest(archive, path)
            for name, expected in manifest.files.items():
                if _sha256(_member(archive, name)) != expected:
                    raise ArchiveError(f"{path} is damaged: {name} differs from its checksum.")
            yield archive, manifest
    except FileNotFoundError as error:
        raise ArchiveError(f"There is no file {path}.") from error
    except (tarfile.TarError, EOFError) as error:
        raise ArchiveError(f"{path} is not an archive made by `backup`.") from error


def load_tables(archive: tarfile.TarFile, manifest: Manifest) -> None:
    """Replace what the tables hold, in one transaction; the schema is that of the manifest's migrations."""
    names = list(manifest.columns)
    with transaction.atomic(), connection.cursor() as cursor:
        tables.make_partitions(manifest.partitions)
        tables.switch_triggers(names, on=False)
        tables.empty(names)
        for name, columns in manifest.columns.items():
            with gzip.open(_member(archive, _table_member(name)), "rb") as rows:
                cursor.cursor.copy_expert(tables.copy_in(name, columns), rows)
            if cursor.rowcount != manifest.rows[name]:
                raise ArchiveError(f"The table {name} got {cursor.rowcount} rows instead of {manifest.rows[name]}.")
        tables.switch_triggers(names, on=True)
        tables.set_sequences(manifest.sequences)


def load_files(archive: tarfile.TarFile, manifest: Manifest) -> int:
    """Write the stored files into the file store, in the place of those of the same key; how many there were."""
    names = [name for name in manifest.files if name.startswith("media/")]
    for name in names:
        key = PurePosixPath(name).relative_to("media")
        if ".." in key.parts or key.is_absolute():
            raise ArchiveError(f"The archive names a file outside the file store: {name}.")
        default_storage.delete(str(key))
        default_storage.save(str(key), File(_member(archive, name)))
    return len(names)


def _add_table(archive: tarfile.TarFile, manifest: Manifest, name: str, folder: Path) -> None:
    with tempfile.TemporaryFile(dir=folder) as file, connection.cursor() as cursor:
        with gzip.GzipFile(fileobj=file, mode="wb", compresslevel=3, mtime=0) as rows:
            cursor.cursor.copy_expert(tables.copy_out(name, manifest.columns[name]), rows)
        manifest.rows[name] = cursor.rowcount
        _add(archive, manifest, _table_member(name), file)


def _add_file(archive: tarfile.TarFile, manifest: Manifest, key: str) -> None:
    try:
        with default_storage.open(key) as content:
            _add(archive, manifest, f"media/{key}", cast(IO[bytes], content))
    except FileNotFoundError:
        return  # deleted since it was listed


def _add(archive: tarfile.TarFile, manifest: Manifest, name: str, file: IO[bytes]) -> None:
    manifest.files[name] = _sha256(file)
    entry = tarfile.TarInfo(name)
    entry.size = file.tell()
    entry.mode = 0o600
    file.seek(0)
    archive.addfile(entry, file)


def _add_bytes(archive: tarfile.TarFile, name: str, content: bytes) -> None:
    entry = tarfile.TarInfo(name)
    entry.size = len(content)
    archive.addfile(entry, BytesIO(content))


def _sha256(file: IO[bytes]) -> str:
    """Checksum of the whole file, which is left at its end."""
    file.seek(0)
    return hashlib.file_digest(cast(Any, file), "sha256").hexdigest()


def _manifest(archive: tarfile.TarFile, path: Path) -> Manifest:
    try:
        is_whole = MANIFEST in archive.getnames()
    except (tarfile.TarError, EOFError):  # it began well, and its end is missing
        is_whole = False
    if not is_whole:
        raise ArchiveError(f"{path} was cut short: it has no manifest.")
    told: dict[str, Any] = json.loads(_member(archive, MANIFEST).read())
    if told.get("format") != FORMAT:
        raise ArchiveError(f"{path} was made by another version of Maillage, with format {told.get('format')}.")
    told["migrations"] = [(app, name) for app, name in told["migrations"]]
    return Manifest(**told)


def _member(archive: tarfile.TarFile, name: str) -> IO[bytes]:
    try:
        content = archive.extractfile(name)
    except KeyError:
        content = None
    if content is None:
        raise ArchiveError(f"The archive lacks {name}.")
    return content


def _table_member(name: str) -> str:
    return f"tables/{name}.copy.gz"


def _stored_keys(folder: str = "") -> Iterator[str]:
    """All that the file store holds, whether it is a folder or a bucket."""
    try:
        folders, files = default_storage.listdir(folder)
    except FileNotFoundError:  # nothing was ever kept
        return
    yield from (f"{folder}{name}" for name in files)
    for name in folders:
        yield from _stored_keys(f"{folder}{name}/")
