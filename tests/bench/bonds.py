"""Between people and what they read, for the bench: whom and what they follow or mute, what they reacted to, how far they have read."""

import random
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from tests.bench.copy import copy
from tests.bench.kinds import TOPIC_COUNT, Written

FOLLOWED, TOPICS = 5, 3
REACTED, ANSWERED = 3, 3


def make_bonds(people: int, posts: Sequence[Written], draw: random.Random, now: datetime) -> None:
    """Each follows five people and mutes a sixth, one of twenty blocks another; each follows three topics and mutes a fourth."""
    copy("communities_personlevel", "person_id, other_id, level, since", _people(people, draw, now))
    copy("communities_topiclevel", "person_id, topic_id, name, level, since", _topics(people, draw, now))
    copy("communities_reaction", "person_id, post_id, kind_id, at", _reactions(posts, draw))


def _people(people: int, draw: random.Random, now: datetime) -> Iterator[Sequence[Any]]:
    for person in range(1, people + 1):
        others = [other for other in draw.sample(range(1, people + 1), k=FOLLOWED + 3) if other != person]
        levels = ["follow"] * FOLLOWED + ["mute"] + (["block"] if person % 20 == 0 else [])
        for other, level in zip(others, levels, strict=False):
            yield person, other, level, now


def _topics(people: int, draw: random.Random, now: datetime) -> Iterator[Sequence[Any]]:
    for person in range(1, people + 1):
        for place, topic in enumerate(draw.sample(range(1, TOPIC_COUNT + 1), k=TOPICS + 1)):
            yield person, topic, f"Sujet{topic}", "follow" if place < TOPICS else "mute", now


def _reactions(posts: Sequence[Written], draw: random.Random) -> Iterator[Sequence[Any]]:
    """As many as the posts count: see `data`."""
    for post in posts:
        givers = draw.sample(post.readers, k=min(REACTED, len(post.readers)))
        for place, person in enumerate(givers):
            yield person, post.id, "merci" if place == 2 else "utile", post.at
