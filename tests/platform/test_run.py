"""`manage.py run` on machines as they are: root or not, private folders, crashes, a busy port."""

import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from urllib.request import urlopen

import psycopg2
import pytest

from tests.platform.commands import copy_of_project, environment, free_port, gone, manage, running

OTHER_USER = ("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups")
# Where Python itself lives in root's home: may read, still may not write.
READER = (*OTHER_USER, "--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search")
QUIET = ("--no-demo",)


@pytest.fixture
def folder() -> Iterator[Path]:
    """A short folder that every account may pass through."""
    path = Path(tempfile.mkdtemp(prefix="mr-", dir="/tmp"))
    path.chmod(0o755)
    yield path
    shutil.rmtree(path)


def runs_this_python(way: tuple[str, ...]) -> bool:
    command = [*way, sys.executable, "-c", "import sys; print(sys.version)"]
    return subprocess.run(command, cwd="/", capture_output=True, text=True).stdout.strip() == sys.version


def answers(port: int) -> str:
    with urlopen(f"http://127.0.0.1:{port}/readyz", timeout=10) as answer:
        return str(answer.read().decode())


def database(said: str) -> Path:
    found = re.search(r"Data: (\S+)", said)
    assert found
    return Path(found.group(1))


def note(home: Path, text: str) -> None:
    """Leave a row in the embedded database, as a person's post would."""
    with closing(_connect(home)) as connection, connection, connection.cursor() as cursor:
        cursor.execute("CREATE TABLE IF NOT EXISTS trace (text text)")
        cursor.execute("INSERT INTO trace VALUES (%s)", [text])


def notes(home: Path) -> list[str]:
    with closing(_connect(home)) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT text FROM trace ORDER BY 1")
        return [text for (text,) in cursor.fetchall()]


def _connect(home: Path) -> "psycopg2.extensions.connection":
    short = home / "socket-folder"
    where = short.read_text() if short.exists() else str(home / "run")
    return psycopg2.connect(host=where, user="maillage", dbname="maillage", password=(home / "password").read_text())


@pytest.mark.slow
def test_root_runs_it_in_a_folder_that_only_root_may_enter(folder: Path, needs: Callable[[str], None]) -> None:
    if os.geteuid() != 0:
        needs("only root can run as root")
    project = copy_of_project(folder / "private")
    project.chmod(0o700)
    port = free_port()
    with running(*QUIET, "--port", str(port), root=project) as site:
        home = database(site.said)
        try:
            assert home.parent == Path("/var/lib")
            assert home.name.startswith("maillage-")
            assert '"database": "ok"' in answers(port)
            assert project.stat().st_mode & 0o777 == 0o700
            assert (home / "cluster").stat().st_uid not in {0, 65534}
            note(home, "kept")
            assert site.interrupt() == 0
            assert gone(home)
            began = time.monotonic()
            with running(*QUIET, "--port", str(port), root=project) as again:
                assert time.monotonic() - began < 15
                assert database(again.said) == home
                assert notes(home) == ["kept"]
        finally:
            shutil.rmtree(home)


@pytest.mark.slow
def test_an_ordinary_user_loses_nothing_when_it_is_killed(folder: Path, needs: Callable[[str], None]) -> None:
    as_user: tuple[str, ...] = ()
    project = copy_of_project(folder / "project")
    data = folder / ("a-rather-long-name-for-a-folder-" * 3) / "data"
    data.mkdir(parents=True)
    if os.geteuid() == 0:
        as_user = next((way for way in (OTHER_USER, READER) if runs_this_python(way)), ())
        if not as_user:
            needs(f"an ordinary user cannot run {sys.executable}")
        os.chown(data, 65534, 65534)
    port = free_port()
    with running(*QUIET, "--data", str(data), "--port", str(port), root=project, as_user=as_user) as site:
        home = database(site.said)
        assert home == data / "postgres"
        note(home, "before")
        site.kill()
    with running(*QUIET, "--data", str(data), "--port", str(port), root=project, as_user=as_user) as site:
        assert '"database": "ok"' in answers(port)
        postmaster = int((home / "cluster" / "postmaster.pid").read_text().split()[0])
        note(home, "between")
        site.kill()
        os.kill(postmaster, 9)
    with running(*QUIET, "--data", str(data), "--port", str(port), root=project, as_user=as_user) as site:
        assert notes(home) == ["before", "between"]
        site.process.terminate()
        site.process.wait(30)
    assert gone(folder)


def test_a_busy_port_is_told_with_the_next_free_one(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = manage("run", "--port", str(port), DATABASE_URL=os.environ["DATABASE_URL"], DATA=str(tmp_path))
    assert done.returncode == 1
    found = re.fullmatch(rf"Port {port} is taken: try --port (\d+)\.\n", done.stderr)
    assert found
    assert int(found.group(1)) > port


def test_a_folder_of_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letters.txt").write_text("not Maillage's")
    done = manage("migrate", DATA=str(tmp_path))
    assert done.returncode == 1
    assert done.stderr == (f"The folder {tmp_path} holds other things than Maillage's data: choose an empty or a new one with DATA=.\n")
    assert [entry.name for entry in tmp_path.iterdir()] == ["letters.txt"]


def test_a_database_of_another_version_is_left_alone(tmp_path: Path) -> None:
    cluster = tmp_path / "postgres" / "cluster"
    cluster.mkdir(parents=True)
    (tmp_path / ".maillage").touch()
    (cluster / "PG_VERSION").write_text("9\n")
    done = manage("migrate", DATA=str(tmp_path))
    assert done.returncode == 1
    assert done.stderr.startswith("This data folder was made by PostgreSQL 9, and only PostgreSQL")
    assert done.stderr.count("\n") == 1


def test_closed_standard_streams_and_an_empty_home_do_no_harm() -> None:
    command = f"exec '{sys.executable}' manage.py version <&- 2>&-"
    done = subprocess.run(["sh", "-c", command], env=environment(HOME=""), capture_output=True, text=True)
    assert done.stdout.startswith("5.2")
