"""The processes of `docker-compose.yml`, each by its own command, without Docker."""

import os
import shlex
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.machine import ROOT
from tests.platform.commands import environment, free_port

COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
PARTS: dict[str, Any] = COMPOSE["services"]


def test_every_lasting_part_has_a_health_check_and_comes_back() -> None:
    lasting = {name: part for name, part in PARTS.items() if name != "migrate"}
    assert set(lasting) == {"postgres", "redis", "web", "live", "worker", "beat", "proxy"}
    for name, part in lasting.items():
        assert part["healthcheck"]["test"], name
        assert part["restart"] == "unless-stopped", name


def test_the_image_runs_as_an_ordinary_user_on_locked_packages() -> None:
    recipe = (ROOT / ".docker" / "Dockerfile").read_text()
    assert "--require-hashes" in recipe
    assert recipe.index("USER maillage") > recipe.index("COPY static")


@pytest.mark.once
@pytest.mark.slow
@pytest.mark.redis
@pytest.mark.django_db
def test_the_parts_start_answer_and_stop(migrated_elsewhere: str, redis_url: str, tmp_path: Path) -> None:
    ports = {"8000": str(free_port()), "8001": str(free_port())}
    run = _runner(migrated_elsewhere, redis_url, tmp_path, ports)
    assert run(PARTS["migrate"]["command"]).wait(120) == 0
    assert run("python manage.py collectstatic --noinput --verbosity 0").wait(120) == 0

    with ExitStack() as stack:
        lasting = {name: run(PARTS[name]["command"]) for name in ("web", "live", "worker", "beat")}
        for process in lasting.values():
            stack.enter_context(_stopped_at_the_end(process))
        for name, process in lasting.items():
            assert _becomes_healthy(process, run, PARTS[name]["healthcheck"]["test"]), name
        assert _status(ports["8000"], "/") == 302
        assert _status(ports["8001"], "/ws/", Upgrade="websocket", Connection="Upgrade") == 403


Runner = Callable[[str], "subprocess.Popen[bytes]"]


def _runner(database: str, redis_url: str, folder: Path, ports: dict[str, str]) -> Runner:
    settings = environment(
        MAILLAGE_MODE="production",
        SECRET_KEY="k" * 60,
        DATABASE_URL=database,
        REDIS_URL=redis_url,
        ALLOWED_HOSTS="localhost",
        SITE_URL="http://localhost",
        EMAIL_URL="smtp://localhost",
        MAILLAGE_DATA=str(folder / "data"),
        STATIC_ROOT=str(folder / "static"),
        HOSTNAME="here",
    )
    settings["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{settings['PATH']}"

    def run(command: str) -> "subprocess.Popen[bytes]":
        for written, free in ports.items():
            command = command.replace(written, free)
        command = (
            command.replace("--workers 2", "--workers 1")
            .replace("/tmp", str(folder))
            .replace("%h", "here")
            .replace("0.0.0.0", "127.0.0.1")
            .replace("$$", "$")
        )
        return subprocess.Popen(["sh", "-c", f"exec {command}" if command[:4] != "test" else command], cwd=ROOT, env=settings)

    return run


@contextmanager
def _stopped_at_the_end(process: "subprocess.Popen[bytes]") -> Iterator[None]:
    try:
        yield
        assert process.poll() is None
    finally:
        process.terminate()
        process.wait(30)


def _becomes_healthy(process: "subprocess.Popen[bytes]", run: Runner, check: list[str]) -> bool:
    command = check[1] if check[0] == "CMD-SHELL" else shlex.join(check[1:])
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        if run(command).wait(30) == 0:
            return True
        time.sleep(0.3)
    return False


def _status(port: str, path: str, **headers: str) -> int:
    connection = HTTPConnection("127.0.0.1", int(port), timeout=10)
    more = {"Sec-WebSocket-Version": "13", "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ=="} if headers else {}
    connection.request("GET", path, headers={"Host": "localhost", "Origin": "http://localhost"} | more | headers)
    return connection.getresponse().status
