"""Typed readers of environment variables; what is missing or malformed is told in one sentence naming the variable."""

import os
import re
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


def text(name: str, default: str | None = None) -> str:
    """The variable's value, or `default`; without a default the variable must be set."""
    value = os.environ.get(name, "").strip()
    if value:
        return value
    if default is None:
        raise ImproperlyConfigured(f"{name} is not set: production needs it (see .env.example).")
    return default


def integer(name: str, default: int) -> int:
    value = text(name, str(default))
    try:
        return int(value)
    except ValueError:
        raise ImproperlyConfigured(f"{name} must be a whole number, not “{value}”.") from None


def between(name: str, default: int, low: int, high: int) -> int:
    """A whole number, both bounds included."""
    value = integer(name, default)
    if not low <= value <= high:
        raise ImproperlyConfigured(f"{name} must be from {low} to {high}, not {value}.")
    return value


def boolean(name: str, default: bool) -> bool:
    value = text(name, "yes" if default else "no").lower()
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    raise ImproperlyConfigured(f"{name} must be yes or no, not “{value}”.")


def words(name: str, default: str | None = None) -> list[str]:
    """A list separated by commas."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def choice(name: str, allowed: tuple[str, ...], default: str) -> str:
    value = text(name, default)
    if value not in allowed:
        raise ImproperlyConfigured(f"{name} must be one of {', '.join(allowed)}, not “{value}”.")
    return value


def rate(name: str, default: str) -> tuple[int, int]:
    """How many in how many seconds, out of `30/10min`: a number, then s, min or h, or so many of them."""
    value = text(name, default)
    said = re.fullmatch(r"(\d{1,9})/([1-9]\d{0,3})?(s|min|h)", value)
    if said is None:
        raise ImproperlyConfigured(f"{name} must look like 30/10min, not “{value}”.")
    return int(said[1]), int(said[2] or 1) * {"s": 1, "min": 60, "h": 3_600}[said[3]]


def postgres_url(name: str, value: str) -> dict[str, Any]:
    """Django's connection settings out of `postgres://user:password@host:port/name?host=/socket/folder&option=…`."""
    parts = urlsplit(value)
    if parts.scheme not in {"postgres", "postgresql"} or len(parts.path) < 2:
        raise ImproperlyConfigured(f"{name} must look like postgres://user:password@host:5432/database.")
    options = dict(parse_qsl(parts.query))
    try:
        port = str(parts.port or options.pop("port", ""))
    except ValueError:
        raise ImproperlyConfigured(f"{name} has a port that is no number.") from None
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path[1:]),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", unquote(parts.hostname or "")),
        "PORT": port,
        "OPTIONS": options,
    }


def mail_url(name: str, value: str) -> dict[str, Any]:
    """Django's mail settings out of `smtp://user:password@host:587` (`smtps://` for TLS from the first byte)."""
    parts = urlsplit(value)
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise ImproperlyConfigured(f"{name} must look like smtp://user:password@host:587.")
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or (465 if parts.scheme == "smtps" else 587),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp" and bool(parts.username),
        "EMAIL_TIMEOUT": 10,
    }


def mail_address(name: str, default: str) -> str:
    """A bare address, `reply@example.org`, short enough for a signature to go into it; or nothing."""
    value = text(name, default)
    local, at, domain = value.partition("@")
    if value and not (at and re.fullmatch(r"[a-z0-9._-]{1,16}", local) and re.fullmatch(r"[A-Za-z0-9.-]+", domain)):
        raise ImproperlyConfigured(f"{name} must look like reply@example.org, with 16 characters at most before the @, not “{value}”.")
    return value


@dataclass(frozen=True)
class Box:
    """A box of mail to look into."""

    host: str
    port: int
    user: str
    password: str
    folder: str


def box_url(name: str, value: str) -> Box | None:
    """A box out of `imaps://user:password@host:993/INBOX`; None without a value."""
    if not value:
        return None
    parts = urlsplit(value)
    if parts.scheme != "imaps" or not parts.hostname or not parts.username:
        raise ImproperlyConfigured(f"{name} must look like imaps://user:password@host/INBOX.")
    folder = unquote(parts.path.strip("/")) or "INBOX"
    return Box(parts.hostname, parts.port or 993, unquote(parts.username), unquote(parts.password or ""), folder)


def storage_url(name: str, value: str, default: Path) -> tuple[dict[str, Any], Path]:
    """Django's storage of files, and its folder, out of `file:///srv/files` or `s3://bucket/prefix?endpoint=https://…&region=…`.

    Without a value the folder is `default`; a bucket leaves it unused.
    """
    parts = urlsplit(value)
    if parts.scheme == "s3":
        return _bucket(name, value), default
    if value and (parts.scheme != "file" or parts.netloc or parts.query or not parts.path.strip("/")):
        raise ImproperlyConfigured(f"{name} must look like file:///srv/maillage/files or s3://bucket/prefix?endpoint=…&region=….")
    return {"BACKEND": _FOLDER}, _writable(name, Path(unquote(parts.path))) if value else default


_FOLDER, _BUCKET = "django.core.files.storage.FileSystemStorage", "storages.backends.s3.S3Storage"
_ASKED = {"endpoint": "endpoint_url", "region": "region_name"}


def _bucket(name: str, value: str) -> dict[str, Any]:
    """Its keys are those that boto3 finds by itself: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or the role of the machine."""
    parts = urlsplit(value)
    asked = dict(parse_qsl(parts.query))
    if not parts.netloc or "@" in parts.netloc or not asked.keys() <= _ASKED.keys():
        raise ImproperlyConfigured(f"{name} must look like s3://bucket/prefix?endpoint=https://s3.example.org&region=eu-west-3.")
    if not (find_spec("storages") and find_spec("boto3")):
        raise ImproperlyConfigured(f"{name} names a bucket: install django-storages[s3] beside the site, or name a folder (file:///…).")
    options = {"bucket_name": parts.netloc, "location": unquote(parts.path.strip("/"))}
    return {"BACKEND": _BUCKET, "OPTIONS": options | {_ASKED[key]: told for key, told in asked.items()}}


def _writable(name: str, folder: Path) -> Path:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ImproperlyConfigured(f"{name} names {folder}, which cannot be made ({error.strerror}).") from None
    if not os.access(folder, os.W_OK | os.X_OK):
        raise ImproperlyConfigured(f"{name} names {folder}, where this process may not write.")
    return folder
