"""Pytest plugin: private throwaway servers for the tests, stopped with them, and fixtures for what only some machines have.

MAILLAGE_TEST_ON chooses the servers: `embedded` (default: the wheel's PostgreSQL, everything else in memory) or
`reference` (the system's PostgreSQL and Redis). Only servers started here, or named by TEST_DATABASE_URL and
TEST_REDIS_URL, are ever touched.
"""

import asyncio
import atexit
import gc
import os
import shutil
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests import machine

REFERENCE = os.environ.get("MAILLAGE_TEST_ON") == "reference"
PREPARED = "MAILLAGE_TEST_FOLDER"
WORKERS = ("gw0", "gw1")  # of `manage.py test`
SECOND_TRIES = 5  # of a whole run; more of them is no busy machine, it is a fault
DATABASE_FIXTURES = {"db", "transactional_db", "django_db_setup", "redis_url", "site"}


def _prepare() -> Path:
    """Start the servers before Django reads its settings; the workers of xdist inherit them."""
    if PREPARED in os.environ:
        _take_own_redis(Path(os.environ[PREPARED]))
        return Path(os.environ[PREPARED])
    from rse.embedded import start

    folder = Path(tempfile.mkdtemp(prefix="maillage-test-"))
    folder.chmod(0o711)
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    for name in ("DATABASE_URL", "REDIS_URL", "EMAIL_URL", "SITE_URL", "ALLOWED_HOSTS", "SECRET_KEY"):
        os.environ.pop(name, None)
    os.environ["MAILLAGE_MODE"] = "embedded"
    os.environ["MAILLAGE_DATA"] = str(folder / "data")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright's synchronous API keeps a loop in the main thread
    if REFERENCE:
        os.environ["REDIS_URL"] = machine.reference_redis() or _start_redis(folder)
        if not machine.reference_redis():
            for worker in WORKERS:
                (folder / worker).mkdir()
                _start_redis(folder / worker)
    url = machine.reference_database() if REFERENCE else None
    os.environ["DATABASE_URL"] = url or start(folder / "data", durable=False, system_only=REFERENCE).url
    os.environ[PREPARED] = str(folder)
    return folder


def _take_own_redis(folder: Path) -> None:
    """Each worker of xdist has a Redis of its own: emptying the cache of one must not empty the other's."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    if not REFERENCE or not worker:
        return
    if named := machine.reference_redis():
        os.environ["REDIS_URL"] = f"{named.rstrip('/')}/{int(worker.removeprefix('gw')) + 1}"
    elif (folder / worker / "redis.sock").exists():
        os.environ["REDIS_URL"] = f"unix://{folder / worker / 'redis.sock'}"


def _start_redis(folder: Path) -> str:
    socket = folder / "redis.sock"
    command = ["redis-server", "--port", "0", "--unixsocket", str(socket), "--save", "", "--appendonly", "no", "--dir", str(folder)]
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, start_new_session=True)
    atexit.register(process.wait)
    atexit.register(process.terminate)
    deadline = time.monotonic() + 10
    while not socket.exists() and time.monotonic() < deadline and process.poll() is None:
        time.sleep(0.02)
    return f"unix://{socket}"


FOLDER = _prepare()


gc.disable()  # until all is collected, which makes much to look through and nothing to throw away


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--require-reference", action="store_true", help="what a test needs and this machine lacks is an error, not a skip")


def pytest_configure(config: pytest.Config) -> None:
    from django.conf import settings

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher", *settings.PASSWORD_HASHERS]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The reference run repeats what touches a database or Redis; a browser, whole processes and pure functions are run once.

    Files that take long come first, each in its own order, so that the workers end together.
    """
    long = {item.path for item in items if any(item.get_closest_marker(name) for name in ("browser", "slow"))}
    items.sort(key=lambda item: item.path not in long)
    if not REFERENCE:
        return
    kept = [item for item in items if _touches_a_server(item)]
    config.hook.pytest_deselected(items=[item for item in items if item not in kept])
    items[:] = kept


def _touches_a_server(item: pytest.Item) -> bool:
    if any(item.get_closest_marker(name) for name in ("browser", "once")):
        return False
    fixtures = set(getattr(item, "fixturenames", ()))
    return bool(fixtures & DATABASE_FIXTURES or item.get_closest_marker("django_db"))


def pytest_collection_finish() -> None:
    """What was imported stays to the end: the garbage collector need not look through it time and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
    gc.enable()


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Too many second tries fail the run, whatever they gave."""
    told = session.config.pluginmanager.get_plugin("terminalreporter")
    if told is None:
        return
    tried = {report.nodeid for report in told.stats.get("rerun", [])}
    if len(tried) > SECOND_TRIES and session.exitstatus == 0:
        told.write_line(f"{len(tried)} tests needed a second try, more than {SECOND_TRIES}: the run fails.", red=True)
        session.exitstatus = 1


@pytest.fixture(scope="session")
def needs(request: pytest.FixtureRequest) -> Callable[[str], None]:
    """`needs(reason)` gives a test up: skipped with the reason, or failed when the reference is required."""

    def give_up(reason: str) -> None:
        if request.config.getoption("--require-reference"):
            pytest.fail(reason)
        pytest.skip(reason)

    return give_up


@pytest.fixture(scope="session")
def validation_data(needs: Callable[[str], None]) -> Path:
    """Folder of the validation data."""
    try:
        return machine.validation_data()
    except machine.Missing as reason:
        needs(str(reason))
        raise


@pytest.fixture(scope="session")
def chromium(request: pytest.FixtureRequest, needs: Callable[[str], None]) -> str:
    """Path of the browser."""
    try:
        return machine.chromium(install=request.config.getoption("--require-reference"))
    except machine.Missing as reason:
        needs(str(reason))
        raise


@pytest.fixture(scope="session")
def redis_url(needs: Callable[[str], None], tmp_path_factory: pytest.TempPathFactory) -> str:
    """Address of a Redis that the tests own."""
    if REFERENCE:
        return os.environ["REDIS_URL"]
    try:
        return machine.reference_redis() or _start_redis(Path(tempfile.mkdtemp(prefix="redis-", dir=FOLDER)))
    except machine.Missing as reason:
        needs(str(reason))
        raise


@pytest.fixture
def site(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Address of the site as `run` serves it, HTTP and sockets on one port, over the test's database."""
    import uvicorn
    from django.db import connection

    from rse.lib.loop import set_server_loop
    from rse.serving import application, server_config

    # Its threads keep no connection: the test database could not be dropped.
    monkeypatch.setitem(connection.settings_dict, "CONN_MAX_AGE", 0)
    server = uvicorn.Server(server_config(application(), host="127.0.0.1", port=0))
    thread = threading.Thread(target=lambda: asyncio.run(server.serve()), daemon=True)
    thread.start()
    deadline = time.monotonic() + 20
    while not server.started and time.monotonic() < deadline:
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(20)
    set_server_loop(None)
