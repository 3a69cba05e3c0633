"""How often one may ask: a counter for each stretch of time, in the cache. Without a cache nobody is held back."""

import time

from django.core.cache import cache

Rate = tuple[int, int]  # how many, in how many seconds


def wait(name: str, who: int, rate: Rate) -> int:
    """Count one more request of that name by that person: 0 when it may go on, else in how many seconds the next one may."""
    most, seconds = rate
    now = int(time.time())
    key = f"rate:{name}:{who}:{now // seconds}"
    cache.add(key, 0, 2 * seconds)
    try:
        is_too_many = int(cache.incr(key)) > most
    except ValueError:  # the cache let the key go meanwhile
        is_too_many = False
    return seconds - now % seconds if is_too_many else 0
