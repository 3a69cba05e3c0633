"""Live through Redis: between processes, in the layer's own format, and while Redis is away."""

import asyncio
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import redis
import uvicorn
from django.conf import LazySettings
from django.utils import timezone

from communities import tasks
from communities.actions.memberships import leave_community
from communities.actions.posts import create_post
from communities.live import wire
from communities.live.topics import Topic, group
from communities.models import Notification
from rse import serving
from tests import machine
from tests.communities.sockets import opened, topic
from tests.conftest import Cast
from tests.factories import make_comment, make_post

pytestmark = pytest.mark.redis


class OwnRedis:
    """A Redis of the test's own, to stop and to start again empty."""

    def __init__(self, folder: Path) -> None:
        self.socket = folder / "r.sock"
        self.url = f"unix://{self.socket}"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        words = ["redis-server", "--port", "0", "--unixsocket", str(self.socket), "--save", "", "--dir", str(self.socket.parent)]
        self.process = subprocess.Popen(words, stdout=subprocess.DEVNULL)
        until = time.monotonic() + 10
        while not self._answers() and time.monotonic() < until:
            time.sleep(0.02)

    def _answers(self) -> bool:
        try:
            with redis.Redis.from_url(self.url) as client:
                return bool(client.ping())
        except redis.RedisError:
            return False

    def stop(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None
        self.socket.unlink(missing_ok=True)


@pytest.fixture
def own_redis(tmp_path_factory: pytest.TempPathFactory, needs: Callable[[str], None]) -> Iterator[OwnRedis]:
    try:
        machine.reference_redis()
    except machine.Missing as reason:
        needs(str(reason))
    server = OwnRedis(tmp_path_factory.mktemp("r"))
    server.start()
    yield server
    server.stop()


@pytest.fixture
def through(own_redis: OwnRedis, settings: LazySettings) -> OwnRedis:
    """Live goes through that Redis."""
    settings.REDIS_URL = own_redis.url
    settings.CHANNEL_LAYERS = {
        "default": {
            "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
            "CONFIG": {"hosts": [own_redis.url], "prefix": "maillage"},
        }
    }
    return own_redis


@contextmanager
def another_process() -> Iterator[str]:
    """A second server with a loop, and so a hub, of its own."""
    server = uvicorn.Server(serving.server_config(serving.application(), host="127.0.0.1", port=0))
    thread = threading.Thread(target=lambda: asyncio.run(server.serve()), daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(20)


def test_the_layer_receives_what_we_publish(through: OwnRedis) -> None:
    async def receive() -> dict[str, Any]:
        layer = wire.layer()
        channel = await layer.new_channel()
        await layer.group_add(group("community:7"), channel)
        await asyncio.to_thread(wire.send, [(Topic("community", 7), {"kind": "post", "id": "12"})])
        async with asyncio.timeout(5):
            message: dict[str, Any] = await layer.receive(channel)
        await layer.flush()
        return message

    assert asyncio.run(receive()) == {"topic": "community:7", "text": '{"topic":"community:7","kind":"post","id":"12"}'}


def test_two_processes_hear_the_same_and_lose_the_same_rights(through: OwnRedis, site: str, cast: Cast) -> None:
    with another_process() as second, opened(site, cast.alice) as here, opened(second, cast.bob) as there:
        for page in (here, there):
            page.follow(topic(cast.closed))
        post = make_post(cast.erin, cast.closed, "turbine-partout")
        assert here.next()["id"] == there.next()["id"] == str(post.pk)
        leave_community(by=cast.bob, community=cast.closed, at=timezone.now())
        assert there.next(2)["kind"] == "closed"
        make_post(cast.erin, cast.closed, "turbine-sans-bob")
        assert here.next()["kind"] == "post"
        assert there.hears_nothing()


def test_posting_goes_on_without_redis_and_live_comes_back_with_it(
    through: OwnRedis, site: str, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wire, "PAUSE_SECONDS", 1.0)
    with opened(site, cast.alice) as page:
        page.follow(topic(cast.closed))
        through.stop()
        began = time.monotonic()
        for number in range(20):
            create_post(by=cast.bob, community=cast.closed, body=f"Sans Redis {number}", at=timezone.now())
        assert time.monotonic() - began < 5
        assert page.closed_with(15) == 1013
    with opened(site, cast.alice) as page:
        assert page.closed_with() == 1013
    through.start()
    until = time.monotonic() + 20
    while True:
        try:
            with opened(site, cast.alice) as page:
                page.follow(topic(cast.closed))
                time.sleep(wire.PAUSE_SECONDS)
                post = make_post(cast.bob, cast.closed, "turbine-revenue")
                while (message := page.next())["kind"] == "resync":
                    pass
                assert message["id"] == str(post.pk)
                break
        except Exception:
            if time.monotonic() > until:
                raise
            time.sleep(0.5)


def test_a_short_absence_of_redis_makes_the_pages_catch_up(through: OwnRedis, site: str, cast: Cast) -> None:
    with opened(site, cast.alice) as page:
        page.follow(topic(cast.closed))
        through.stop()
        time.sleep(0.3)
        through.start()
        assert page.next(10)["kind"] == "resync"
        until = time.monotonic() + 10
        while time.monotonic() < until:
            post = make_post(cast.bob, cast.closed, "turbine-après")
            try:
                if page.next(1).get("id") == str(post.pk):
                    return
            except TimeoutError:
                continue
        pytest.fail("nothing was heard after Redis came back")


def test_a_lost_notification_is_found_when_redis_is_back(through: OwnRedis, cast: Cast, transactional_db: None) -> None:
    through.stop()
    comment = make_comment(cast.alice, cast.closed_post, "Perdue avec Redis", at=timezone.now() - tasks.SWEPT_AFTER * 2)
    assert tasks.sweep() >= 1
    assert Notification.objects.filter(comment=comment, person=cast.bob).count() == 1


WITHOUT_REDIS = """
import time
import django
django.setup()
from django.utils import timezone
from communities import live, tasks
tasks._enqueue(tasks.notify, event_id=1)
tasks._quiet_until = 0.0
began = time.perf_counter()
tasks._enqueue(tasks.notify, event_id=1)
tasks.hint_seen(person_id=1, verb="visit", at=timezone.now())
live.push_unread(1, 1)
print(time.perf_counter() - began)
"""


@pytest.mark.parametrize("address", ["unix:///nonexistent/r.sock", "redis://127.0.0.1:1/0"])
def test_a_request_does_not_wait_for_a_redis_that_is_away(address: str) -> None:
    environment = os.environ | {"REDIS_URL": address, "DJANGO_SETTINGS_MODULE": "rse.settings"}
    done = subprocess.run([sys.executable, "-c", WITHOUT_REDIS], env=environment, capture_output=True, text=True, check=True)
    assert float(done.stdout.splitlines()[-1]) < 0.5
