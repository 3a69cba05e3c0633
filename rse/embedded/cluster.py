"""The data of the embedded server: made once, by initdb, and recognised afterwards."""

import os
import secrets
import shutil
import subprocess
import sys
from pathlib import Path

from rse.embedded import account
from rse.embedded.binaries import Binaries
from rse.embedded.errors import EmbeddedError
from rse.embedded.places import Places

USER = DATABASE = "maillage"


def version(cluster: Path) -> int | None:
    """Major version of the PostgreSQL that made it; None when there is no cluster yet."""
    try:
        return int((cluster / "PG_VERSION").read_text())
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise EmbeddedError(
            f"The database in {cluster} belongs to another user: run as that user, or choose another folder with DATA=."
        ) from error


def password(home: Path) -> str:
    return (home / "password").read_text()


def create(where: Places, programs: Binaries) -> None:
    """A new cluster, made beside and renamed, so that a crash leaves none half-made."""
    maker = account.for_initdb()
    fresh = where.home / "new"
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(mode=0o700)
    secret = secrets.token_urlsafe(24)
    (fresh / "password").write_text(secret + "\n")
    maker.give(fresh)
    command = [programs.program("initdb"), "-D", str(fresh / "cluster"), "-U", USER, "-E", "UTF8", "-A", "scram-sha-256"]
    command += [f"--pwfile={fresh / 'password'}", "--no-instructions", *_locale(programs)]
    done = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL, **maker.popen())
    if done.returncode:
        complaint = (done.stderr.strip().splitlines() or ["it said nothing."])[-1]
        raise EmbeddedError(f"The database could not be made in {where.home}: {complaint}")
    with os.fdopen(os.open(where.home / "password", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(secret)
    where.account.give(fresh / "cluster")
    (fresh / "cluster").rename(where.cluster)
    shutil.rmtree(fresh, ignore_errors=True)


def _locale(programs: Binaries) -> list[str]:
    """No collation of the system's: the same order everywhere, names being sorted on folded keys of ours."""
    if programs.version >= 17:
        return ["--locale-provider=builtin", "--locale=C.UTF-8"]
    return ["--locale=C" if sys.platform == "darwin" else "--locale=C.UTF-8"]
