"""The checks of the house in their order, each with where to go when it fails."""

import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from io import StringIO

from django.conf import settings
from django.core.management import CommandError, call_command

from rse.lib import catalogue
from rse.management.house.locking import locking_migrations

LINT_IMPORTS = "import sys; sys.path.insert(0, '.'); from importlinter.cli import lint_imports_command; lint_imports_command()"


@dataclass(frozen=True)
class Check:
    """`run` returns what it found wrong, nothing when the text is empty; `go` says where to go then."""

    name: str
    run: Callable[[], str]
    go: str


def tool(*words: str) -> Callable[[], str]:
    """A check made by a tool that is run as a Python module."""

    def run() -> str:
        done = subprocess.run([sys.executable, *words], cwd=settings.ROOT, capture_output=True, text=True)
        return "" if done.returncode == 0 else (done.stdout + done.stderr).strip() or f"exit code {done.returncode}"

    return run


def missing_migrations() -> str:
    said = StringIO()
    try:
        call_command("makemigrations", check=True, dry_run=True, interactive=False, stdout=said, stderr=said)
    except (SystemExit, CommandError) as error:
        return said.getvalue() or str(error)
    return ""


def site() -> str:
    """Django's own checks of models, addresses, templates and settings."""
    said = StringIO()
    try:
        call_command("check", stdout=said, stderr=said, fail_level="WARNING")
    except (SystemExit, CommandError) as error:
        return said.getvalue() + str(error)
    return ""


CHECKS = [
    Check("format", tool("-m", "ruff", "format", "--check", "."), "run `python3 -m ruff format .` in .venv"),
    Check("lint", tool("-m", "ruff", "check", "."), "each line names its rule; `python3 -m ruff check --fix .` mends some"),
    Check("types", tool("-m", "mypy", "."), "give the type that is true; dataclasses at borders, no Any to silence it"),
    Check("imports", tool("-c", LINT_IMPORTS), "pyproject.toml says which room may know which: call the room that may"),
    Check("templates", tool("-m", "djlint", "templates", "--lint", "--quiet"), "pyproject.toml names the few rules left out"),
    Check("texts", lambda: "\n".join(catalogue.check()), "`python3 manage.py catalogue --help`: extract, merge, compile"),
    Check("site", site, "`python3 manage.py check` shows the same"),
    Check("missing migrations", missing_migrations, "run `python3 manage.py makemigrations` and name the file for what it does"),
    Check("locking migrations", lambda: "\n".join(locking_migrations()), "each line says how to do it without the lock"),
]
