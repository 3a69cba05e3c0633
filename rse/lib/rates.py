"""How often one may ask: a counter for each stretch of time, in the cache. Without a cache nobody is held back."""

import time

from django.core.cache import cache, caches

from rse.lib.cache import OpenRedisCache

Rate = tuple[int, int]  # how many, in how many seconds


def wait(name: str, who: int, rate: Rate) -> int:
    """Count one more request of that name by that person: 0 when it may go on, else in how many seconds the next one may."""
    most, seconds = rate
    now = int(time.time())
    key = f"rate:{name}:{who}:{now // seconds}"
    return seconds - now % seconds if _count(key, 2 * seconds) > most else 0


def _count(key: str, seconds: int) -> int:
    """One more, at one go where the cache can; else, as the key is mostly there already, that is asked first."""
    if isinstance(held := caches["default"], OpenRedisCache):
        return held.count(key, seconds)
    for _attempt in range(2):
        try:
            return int(cache.incr(key))
        except ValueError:
            if cache.add(key, 1, seconds):
                return 1
    return 0  # the cache lets the key go each time
