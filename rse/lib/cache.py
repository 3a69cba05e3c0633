"""The Redis cache that fails open: when Redis is away, every key is simply absent and the page goes on."""

import logging
import time
from collections.abc import Callable
from functools import cached_property
from typing import Any

from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from redis.exceptions import RedisError

PAUSE_SECONDS = 5.0

logger = logging.getLogger(__name__)


def _open(name: str, otherwise: Callable[..., Any], method: Callable[..., Any] | None = None) -> Callable[..., Any]:
    """The client's method of that name, or the one given, answering `otherwise(…)` when Redis does not."""
    method = method or getattr(RedisCacheClient, name)

    def call(self: "OpenRedisClient", *args: Any, **options: Any) -> Any:
        if time.monotonic() < self.quiet_until:
            return otherwise(*args, **options)
        try:
            return method(self, *args, **options)
        except (RedisError, OSError) as error:
            self.quiet_until = time.monotonic() + PAUSE_SECONDS
            logger.warning("cache unavailable: %s", type(error).__name__)
            return otherwise(*args, **options)

    return call


class OpenRedisClient(RedisCacheClient):
    """After an error, Redis is left alone for a few seconds, so that requests do not each wait for it."""

    quiet_until = 0.0

    def get_client(self, key: Any = None, *, write: bool = False) -> Any:
        """One client per pool: making one costs as much as asking Redis."""
        pool = self._get_connection_pool(write)  # type: ignore[attr-defined]  # absent from the stubs
        if (client := self._clients.get(pool)) is None:
            client = self._clients[pool] = super().get_client(key, write=write)
        return client

    @cached_property
    def _clients(self) -> dict[Any, Any]:
        return {}

    def _count(self, key: str, seconds: int) -> int:
        with self.get_client(key, write=True).pipeline(transaction=False) as pipe:
            pipe.set(key, 0, ex=seconds, nx=True)
            pipe.incr(key)
            return int(pipe.execute()[-1])

    add = _open("add", lambda key, value, timeout: True)
    get = _open("get", lambda key, default: default)
    set = _open("set", lambda key, value, timeout: None)
    touch = _open("touch", lambda key, timeout: False)
    delete = _open("delete", lambda key: False)
    get_many = _open("get_many", lambda keys: {})
    has_key = _open("has_key", lambda key: False)
    incr = _open("incr", lambda key, delta: delta)
    set_many = _open("set_many", lambda data, timeout: None)
    delete_many = _open("delete_many", lambda keys: None)
    clear = _open("clear", lambda: False)
    count = _open("count", lambda key, seconds: 0, _count)


class OpenRedisCache(RedisCache):
    """Django's Redis cache over the client above."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._class = OpenRedisClient

    def count(self, key: str, seconds: int) -> int:
        """One more under that key, which is let go `seconds` after its first: one request, where incr and add make three."""
        made: int = self._cache.count(self.make_and_validate_key(key), seconds)  # type: ignore[attr-defined]  # absent from the stubs
        return made
