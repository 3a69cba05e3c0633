"""What this machine offers to the tests, and the sentence that says what it lacks."""

import fcntl
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


class Missing(Exception):
    """Something that some tests need is not here; the text says what and how to provide it."""


def validation_data() -> Path:
    """The folder of real logs and series that the science is validated on."""
    folder = Path(os.environ.get("VALIDATION_DATA") or ROOT.parent / "shared" / "data")
    if not folder.is_dir():
        raise Missing(f"no validation data: {folder} is no folder (set VALIDATION_DATA)")
    return folder


def chromium(*, install: bool = False) -> str:
    """Path of a Chromium; `install` lets root fetch it from the distribution."""
    found = next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    if found is None and install and os.geteuid() == 0 and shutil.which("apt-get"):
        _install_chromium()
        return chromium()
    if found is None:
        raise Missing("no Chromium on the PATH (chromium, chromium-browser or google-chrome)")
    return found


def _install_chromium() -> None:
    """From the distribution; the workers of one run take turns."""
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    with Path(tempfile.gettempdir(), "maillage-chromium.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for words in (["update"], ["install", "-y", "--no-install-recommends", "chromium"]):
            subprocess.run(["apt-get", "-q", *words], env=environment, stdout=subprocess.DEVNULL, check=False)


def reference_database() -> str | None:
    """TEST_DATABASE_URL, or None when a server can be started from a system PostgreSQL."""
    from rse.embedded import EmbeddedError, binaries

    if url := os.environ.get("TEST_DATABASE_URL"):
        return url
    try:
        binaries.find(system_only=True)
    except EmbeddedError:
        raise Missing("no PostgreSQL of the system (initdb) and no TEST_DATABASE_URL") from None
    return None


def reference_redis() -> str | None:
    """TEST_REDIS_URL, or None when a redis-server can be started."""
    if url := os.environ.get("TEST_REDIS_URL"):
        return url
    if not shutil.which("redis-server"):
        raise Missing("no redis-server on the PATH and no TEST_REDIS_URL")
    return None


def missing_reference() -> list[str]:
    """What keeps the reference run from happening here: nothing when the list is empty."""
    reasons = []
    for look in (reference_database, reference_redis):
        try:
            look()
        except Missing as reason:
            reasons.append(str(reason))
    return reasons
