"""Who is here, of those who chose to show it: a key of the cache that the heartbeats of their pages keep alive, and no row.

Nobody else has a key. When one was last here is not kept: a key that ends leaves nothing.
"""

from collections.abc import Collection

from django.core.cache import cache

from communities.live import wire

LASTS = 120  # seconds: a page says every 45 that it is open
HERE, WRITING = "presence", "writing"  # what the hubs tell one another, as the topic of a message


def appear(person_id: int) -> None:
    """A page of theirs is open. Tells the hubs when it is the first to say so."""
    if cache.add(_key(person_id), 1, LASTS):
        _tell(person_id, is_here=True)
    else:
        cache.touch(_key(person_id), LASTS)


def vanish(person_id: int) -> None:
    """The last of their pages is closed, or they show it no more. A process that knows of another page says so at once."""
    if cache.delete(_key(person_id)):
        _tell(person_id, is_here=False)


def present(people: Collection[int]) -> set[int]:
    """Those of these people who are here. Who may know it, access says."""
    keys = {_key(person_id): person_id for person_id in people}
    return {keys[key] for key in cache.get_many(keys)}


def write(person_id: int, post_id: int) -> None:
    """They type an answer in that thread: told to the hubs, kept nowhere."""
    wire.send([], {"topic": WRITING, "person": str(person_id), "post": str(post_id)})


def _key(person_id: int) -> str:
    return f"presence:{person_id}"


def _tell(person_id: int, *, is_here: bool) -> None:
    wire.send([], {"topic": HERE, "person": str(person_id), "here": int(is_here)})
