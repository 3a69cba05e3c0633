"""The folders of the embedded server, chosen so that the account that runs it reaches them; no existing folder's mode changes."""

import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from rse.embedded import account
from rse.embedded.account import Account
from rse.embedded.errors import EmbeddedError

ROOT = Path(__file__).resolve().parent.parent.parent
MARK = ".maillage"
LONGEST_SOCKET = 100
SOCKET_NAME = ".s.PGSQL.5432"


@dataclass(frozen=True)
class Places:
    """`home` holds `cluster`, the password, the log and the locks; `account` runs the server."""

    home: Path
    account: Account

    @property
    def cluster(self) -> Path:
        return self.home / "cluster"

    @property
    def log(self) -> Path:
        return self.home / "log"

    def socket_folder(self) -> Path:
        """Folder of the socket: `run`, or a private one under /tmp when the path would be too long for a socket."""
        folder = self.home / "run"
        if len(os.fsencode(folder / SOCKET_NAME)) > LONGEST_SOCKET:
            folder = self._short_folder()
        folder.mkdir(mode=0o700, exist_ok=True)
        self.account.give(folder)
        return folder

    def _short_folder(self) -> Path:
        record = self.home / "socket-folder"
        if record.exists() and Path(record.read_text()).is_dir():
            return Path(record.read_text())
        folder = Path(tempfile.mkdtemp(prefix="maillage-"))
        record.write_text(str(folder))
        return folder


def choose(data: Path) -> Places:
    """Make the data folder ready, or say in one sentence why it cannot be."""
    data = data.resolve()
    _claim(data)
    own = data / "postgres"
    beside = Path("/var/lib") / f"maillage-{hashlib.sha256(bytes(data)).hexdigest()[:12]}"
    who = account.for_cluster(own / "cluster", data)
    home = own if who.reaches(data) else beside
    try:
        home.mkdir(mode=0o711, exist_ok=True)
        (home / "users").touch(mode=0o600)
    except OSError as error:
        raise EmbeddedError(f"The folder {home} cannot be written ({error.strerror}): choose another one with DATA=.") from error
    return Places(home, account.for_cluster(home / "cluster", data))


def _claim(data: Path) -> None:
    """Mark the folder as ours; one that already holds other things is refused."""
    mark = data / MARK
    try:
        data.mkdir(parents=True, exist_ok=True)
        if not mark.exists():
            if data != ROOT / "var" and any(entry.name != "secret_key" for entry in data.iterdir()):
                raise EmbeddedError(f"The folder {data} holds other things than Maillage's data: choose an empty or a new one with DATA=.")
            mark.touch()
    except OSError as error:
        raise EmbeddedError(f"The data folder {data} cannot be used ({error.strerror}): choose another one with DATA=.") from error
