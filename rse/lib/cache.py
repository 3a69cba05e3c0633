"""The Redis cache that fails open: when Redis is away, every key is simply absent and the page goes on."""

import logging
import time
from typing import Any, TypeVar

from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from redis.exceptions import RedisError

PAUSE_SECONDS = 5.0

logger = logging.getLogger(__name__)
Answer = TypeVar("Answer")


class OpenRedisClient(RedisCacheClient):  # type: ignore[misc]
    """After an error, Redis is left alone for a few seconds, so that requests do not each wait for it."""

    quiet_until = 0.0

    def _or(self, otherwise: Answer, name: str, *args: Any, **options: Any) -> Answer:
        if time.monotonic() < self.quiet_until:
            return otherwise
        try:
            answer: Answer = getattr(super(), name)(*args, **options)
        except (RedisError, OSError) as error:
            self.quiet_until = time.monotonic() + PAUSE_SECONDS
            logger.warning("cache unavailable: %s", type(error).__name__)
            return otherwise
        return answer

    def add(self, key: str, value: Any, timeout: float | None) -> bool:
        return self._or(True, "add", key, value, timeout)

    def get(self, key: str, default: Any) -> Any:
        return self._or(default, "get", key, default)

    def set(self, key: str, value: Any, timeout: float | None) -> None:
        self._or(None, "set", key, value, timeout)

    def touch(self, key: str, timeout: float | None) -> bool:
        return self._or(False, "touch", key, timeout)

    def delete(self, key: str) -> bool:
        return self._or(False, "delete", key)

    def get_many(self, keys: Any) -> dict[str, Any]:
        return self._or({}, "get_many", keys)

    def has_key(self, key: str) -> bool:
        return self._or(False, "has_key", key)

    def incr(self, key: str, delta: int) -> int:
        return self._or(delta, "incr", key, delta)

    def set_many(self, data: dict[str, Any], timeout: float | None) -> None:
        self._or(None, "set_many", data, timeout)

    def delete_many(self, keys: Any) -> None:
        self._or(None, "delete_many", keys)

    def clear(self) -> bool:
        return self._or(False, "clear")


class OpenRedisCache(RedisCache):
    """Django's Redis cache over the client above."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._class = OpenRedisClient


