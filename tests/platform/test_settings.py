"""The settings refuse to start half-configured, and are strict once whole."""

import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client

from rse import celery
from rse.lib import env
from tests.machine import ROOT
from tests.platform.commands import environment, manage

PRODUCTION = {
    "MAILLAGE_MODE": "production",
    "SECRET_KEY": "x" * 60,
    "DATABASE_URL": "postgres://someone:a%40b@db.example.org:5433/site",
    "REDIS_URL": "redis://cache.example.org/0",
    "ALLOWED_HOSTS": "site.example.org",
    "SITE_URL": "https://site.example.org",
    "EMAIL_URL": "smtps://mail.example.org",
}


def production_settings(*names: str) -> dict[str, object]:
    code = f"import json; from rse import settings as s; print(json.dumps({{n: getattr(s, n) for n in {names!r}}}))"
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=ROOT, env=environment(**PRODUCTION), capture_output=True, text=True, check=True)
    return dict(json.loads(done.stdout))


@pytest.mark.parametrize("name", [name for name in PRODUCTION if name != "MAILLAGE_MODE"])
def test_production_refuses_to_start_without_its_variables(name: str) -> None:
    done = manage("check", **{key: value for key, value in PRODUCTION.items() if key != name})
    assert done.returncode == 1
    assert done.stderr == f"{name} is not set: production needs it (see .env.example).\n"


def test_production_is_strict() -> None:
    found = production_settings(
        "SESSION_COOKIE_SECURE",
        "CSRF_COOKIE_SECURE",
        "SESSION_COOKIE_HTTPONLY",
        "SECURE_HSTS_SECONDS",
        "DEBUG",
        "DATABASES",
        "PASSWORD_HASHERS",
    )
    assert found["SESSION_COOKIE_SECURE"]
    assert found["CSRF_COOKIE_SECURE"]
    assert found["SESSION_COOKIE_HTTPONLY"]
    assert found["SECURE_HSTS_SECONDS"] == 31_536_000
    assert found["DEBUG"] is False
    assert "Argon2" in json.dumps(found["PASSWORD_HASHERS"]).split(",")[0]
    database = json.loads(json.dumps(found["DATABASES"]))["default"]
    assert (database["HOST"], database["PORT"], database["PASSWORD"], database["NAME"]) == ("db.example.org", "5433", "a@b", "site")


def test_every_variable_is_explained() -> None:
    read = set(re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', (ROOT / "rse" / "settings.py").read_text()))
    explained = set(re.findall(r"^(?:# )?([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))
    assert len(read) > 15
    assert read - explained == {"MAILLAGE_MODE", "MAILLAGE_PROCESS", "DEBUG"}


@pytest.mark.parametrize(
    ("reader", "value", "sentence"),
    [
        (env.integer, "many", "must be a whole number"),
        (env.boolean, "perhaps", "must be yes or no"),
    ],
)
def test_a_malformed_variable_is_named(
    reader: Callable[[str, int], object], value: str, sentence: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOMETHING", value)
    with pytest.raises(Exception, match=f"SOMETHING {sentence}"):
        reader("SOMETHING", 0)


@pytest.mark.parametrize("value", ["0", "2", "37"])
def test_acts_are_never_kept_for_ever_nor_hardly_at_all(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EVENTS_KEPT_MONTHS", value)
    with pytest.raises(ImproperlyConfigured, match=f"EVENTS_KEPT_MONTHS must be from 3 to 36, not {value}"):
        env.between("EVENTS_KEPT_MONTHS", 13, 3, 36)
    monkeypatch.setenv("EVENTS_KEPT_MONTHS", "3")
    assert env.between("EVENTS_KEPT_MONTHS", 13, 3, 36) == 3


def test_the_file_store_is_a_folder_or_a_bucket_and_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    today, folder = tmp_path / "media", tmp_path / "neuf" / "à part"
    assert env.storage_url("STORAGE_URL", "", today)[1] == today
    assert not today.exists()
    assert env.storage_url("STORAGE_URL", folder.as_uri(), today)[1] == folder
    assert folder.is_dir()
    (tmp_path / "file").touch()
    bucket = "s3://fichiers/maillage?endpoint=https://s3.example.org&region=eu-west-3"
    for wrong, sentence in [
        ("file://host/srv", "must look like file:///"),
        ("/srv/files", "must look like file:///"),
        ("file:///", "must look like file:///"),
        ("s3://", "must look like s3://"),
        ("s3://b?colour=red", "must look like s3://"),
        ("s3://key:secret@b", "must look like s3://"),
        (f"file://{tmp_path}/file", "cannot be made"),
    ]:
        with pytest.raises(ImproperlyConfigured, match=f"STORAGE_URL.*{sentence}"):
            env.storage_url("STORAGE_URL", wrong, today)
    monkeypatch.setattr(env, "find_spec", lambda name: None)
    with pytest.raises(ImproperlyConfigured, match=r"install django-storages\[s3\]"):
        env.storage_url("STORAGE_URL", bucket, today)
    monkeypatch.setattr(env, "find_spec", lambda name: name)
    options = {"bucket_name": "fichiers", "location": "maillage", "endpoint_url": "https://s3.example.org", "region_name": "eu-west-3"}
    assert env.storage_url("STORAGE_URL", bucket, today)[0] == {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}
    monkeypatch.setattr("rse.lib.env.os.access", lambda path, mode: False)
    with pytest.raises(ImproperlyConfigured, match="may not write"):
        env.storage_url("STORAGE_URL", folder.as_uri(), today)


def test_the_site_does_not_start_without_its_file_store(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    done = manage("check", **PRODUCTION, STORAGE_URL=f"file://{tmp_path}/file/below")
    assert done.returncode == 1
    assert re.fullmatch(r"STORAGE_URL names .*, which cannot be made \(.*\)\.\n", done.stderr)
    assert manage("check", **PRODUCTION, STORAGE_URL=f"file://{tmp_path}/made").returncode == 0
    assert (tmp_path / "made").is_dir()


def test_the_policy_of_the_browser_allows_no_inline_script(client: Client) -> None:
    header = client.get("/healthz").headers["Content-Security-Policy"]
    assert "'unsafe-inline'" not in header
    assert "'unsafe-eval'" not in header
    assert "default-src 'none'" in header


def test_every_task_of_the_beat_table_exists() -> None:
    celery.app.loader.import_default_modules()
    assert celery.BEAT
    assert {entry["task"] for entry in celery.BEAT.values()} <= set(celery.app.tasks)
