"""The wire: messages handed from any thread to the channel layer, without waiting and without ever raising.

With Redis they are published in the layer's own format (pinned by a test); embedded, they go to the server's loop.
`async_to_sync` is never used: it was measured hundreds of times slower, or late.
"""

import asyncio
import json
import time
from collections.abc import Sequence
from functools import cache
from typing import Any

import redis
import structlog
from channels.layers import BaseChannelLayer, get_channel_layer
from channels_redis.pubsub import RedisPubSubChannelLayer
from django.conf import settings
from redis.backoff import NoBackoff
from redis.retry import Retry

from communities.live.messages import Message
from communities.live.topics import Topic, group
from rse.lib.loop import get_server_loop

CONTROL = "control"
PAUSE_SECONDS = 5.0
TIMEOUT_SECONDS = 0.5

log = structlog.get_logger(__name__)


class _Redis:
    """Publishes; after an error Redis is left alone for a few seconds, then every hub is told that it missed some."""

    def __init__(self, url: str) -> None:
        # One retry, for a connection that died since: what is lost is caught up, and a request must not wait for it.
        self.client = redis.Redis.from_url(
            url, socket_timeout=TIMEOUT_SECONDS, socket_connect_timeout=TIMEOUT_SECONDS, retry=Retry(NoBackoff(), 1)
        )
        config = settings.CHANNEL_LAYERS["default"]["CONFIG"]
        self.prefix = config["prefix"]
        self.serialize = RedisPubSubChannelLayer(**config).serialize
        self.quiet_until = 0.0
        self.is_behind = False

    def publish(self, packed: Sequence[tuple[str, dict[str, Any]]]) -> None:
        if time.monotonic() < self.quiet_until:
            return
        if self.is_behind:
            packed = [*packed, (group(CONTROL), {"topic": CONTROL, "missed": 1})]
        try:
            with self.client.pipeline(transaction=False) as pipe:
                for name, message in packed:
                    pipe.publish(f"{self.prefix}__group__{name}", self.serialize(message))
                pipe.execute()
            self.is_behind = False
        except (redis.RedisError, OSError) as error:
            if not self.is_behind:
                log.warning("live_unavailable", error=type(error).__name__)
            self.is_behind = True
            self.quiet_until = time.monotonic() + PAUSE_SECONDS


@cache
def _redis(url: str) -> _Redis:
    return _Redis(url)


def send(messages: Sequence[tuple[Topic, Message]], control: Message | None = None) -> None:
    """Send each message to the followers of its topic, and the control message to every hub."""
    packed: list[tuple[str, dict[str, Any]]] = [(group(topic), _packed(topic, message)) for topic, message in messages]
    if control is not None:
        packed.append((group(CONTROL), {"topic": CONTROL, **control}))
    if not packed:
        return
    if settings.REDIS_URL:
        _redis(settings.REDIS_URL).publish(packed)
    elif (loop := get_server_loop()) is not None and not loop.is_closed():
        asyncio.run_coroutine_threadsafe(_hand_over(packed), loop)


def _packed(topic: Topic, message: Message) -> dict[str, Any]:
    """Ready for the browsers: the text is made once, here, not once per socket."""
    return {"topic": str(topic), "text": json.dumps({"topic": str(topic), **message}, separators=(",", ":"))}


def layer() -> BaseChannelLayer:
    """The channel layer; there is one in every arrangement."""
    found = get_channel_layer()
    assert found is not None
    return found


async def _hand_over(packed: Sequence[tuple[str, dict[str, Any]]]) -> None:
    for name, message in packed:
        await layer().group_send(name, message)
