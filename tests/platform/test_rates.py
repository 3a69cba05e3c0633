"""Counting what one asks: in memory, and in Redis at one go."""

import time
from typing import Any

import pytest
from django.core.cache import caches
from django.test import override_settings

from rse.lib.rates import wait


def test_the_one_too_many_waits_and_nobody_else_does(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rse.lib.rates.time.time", lambda: 1_000_020.0)
    assert [wait("knock", 1, (2, 60)) for _ in range(3)] == [0, 0, 60 - 1_000_020 % 60]
    assert wait("knock", 2, (2, 60)) == 0
    assert wait("call", 1, (2, 60)) == 0
    monkeypatch.setattr("rse.lib.rates.time.time", lambda: 1_000_080.0)
    assert wait("knock", 1, (2, 60)) == 0, "the next minute"


@pytest.mark.redis
def test_redis_counts_at_one_go_and_lets_go_in_time(redis_url: str) -> None:
    with override_settings(CACHES={"default": {"BACKEND": "rse.lib.cache.OpenRedisCache", "LOCATION": redis_url}}):
        cache: Any = caches["default"]
        assert [cache.count("x", 1), cache.count("x", 1), cache.count("y", 60)] == [1, 2, 1]
        assert cache.get("x") == 2
        time.sleep(1.1)
        assert cache.count("x", 60) == 1
        assert [wait("knock", 7, (2, 60)) for _ in range(3)][:2] == [0, 0]


def test_without_redis_nobody_is_held_back() -> None:
    nowhere = {"default": {"BACKEND": "rse.lib.cache.OpenRedisCache", "LOCATION": "unix:///nonexistent/redis.sock"}}
    with override_settings(CACHES=nowhere):
        assert {wait("knock", 1, (2, 60)) for _ in range(4)} == {0}
