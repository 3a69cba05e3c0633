"""Who runs the embedded server, and where: PostgreSQL refuses root, so root lends it an account that owns nothing else."""

import os
import pwd
import stat
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rse.embedded.errors import EmbeddedError

FIRST_UID = 64_000  # beyond the system's own and ordinary people's, within what a container maps


@dataclass(frozen=True)
class Account:
    """A user and group by number; None when the server simply runs as the present user."""

    uid: int | None = None
    gid: int | None = None

    def popen(self) -> dict[str, Any]:
        """Arguments of subprocess for a program run under this account."""
        clean = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "HOME": "/"}
        options: dict[str, Any] = {"cwd": "/", "env": clean}
        if self.uid is not None:
            options |= {"user": self.uid, "group": self.gid, "extra_groups": []}
        return options

    def give(self, top: Path) -> None:
        """Make the account the owner of `top` and of all below."""
        if self.uid is None or self.gid is None:
            return
        for folder, _below, names in os.walk(top):
            for path in [folder, *(os.path.join(folder, name) for name in names)]:  # noqa: PTH118
                os.chown(path, self.uid, self.gid, follow_symlinks=False)

    def reaches(self, path: Path) -> bool:
        """Whether the account may walk down to `path`, itself included; nothing is changed to make it so."""
        if self.uid is None:
            return True
        return all(self._may_enter(folder) for folder in [path, *path.parents] if folder.is_dir())

    def _may_enter(self, folder: Path) -> bool:
        found = folder.stat()
        if found.st_uid == self.uid:
            return bool(found.st_mode & stat.S_IXUSR)
        return bool(found.st_mode & (stat.S_IXGRP if found.st_gid == self.gid else stat.S_IXOTH))


def for_cluster(cluster: Path, name: Path) -> Account:
    """The account that runs the server of `cluster`: its owner when it exists, else one derived from `name`."""
    if os.geteuid() != 0:
        return Account()
    if cluster.exists():
        owner = cluster.stat()
        return Account(owner.st_uid, owner.st_gid)
    number = FIRST_UID + zlib.crc32(bytes(name)) % 1000
    return Account(number, number)


def for_initdb() -> Account:
    """initdb wants an account that has a name: `nobody` makes the files, which are then given away."""
    if os.geteuid() != 0:
        return Account()
    try:
        nobody = pwd.getpwnam("nobody")
    except KeyError:
        raise EmbeddedError(
            "This system has no account “nobody”, which root needs to make the database: run as an ordinary user."
        ) from None
    return Account(nobody.pw_uid, nobody.pw_gid)
