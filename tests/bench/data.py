"""The bench's data: seeded, written by COPY, with the shape of a company rather than its words."""

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connection

from rse.lib.fold import fold
from rse.lib.ids import new_ids
from tests.bench.copy import copy, sentence
from tests.bench.kinds import Written, kind_of, make_details

THREAD_COMMENTS = 50


@dataclass(frozen=True)
class Size:
    people: int
    communities: int
    posts: int


SIZES = {"s": Size(2_000, 50, 20_000), "m": Size(50_000, 5_000, 1_000_000), "l": Size(50_000, 5_000, 10_000_000)}


@dataclass(frozen=True)
class Made:
    """Where to look: the ids that the pages of the bench show."""

    people: Sequence[int]
    thread_id: int
    thread_slug: str
    slug: str


def make(size: Size, *, seed: int = 7) -> Made:
    """Fill the empty database. Community 1 holds everyone; each person joins a dozen others, the first ones more often."""
    draw = random.Random(seed)
    now = datetime.now(UTC)
    _copy_people(size, draw, now)
    _copy_communities(size, now)
    members = _copy_memberships(size, draw, now)
    ids = _copy_posts(size, draw, now, members)
    _copy_comments(ids, draw, now, members)
    _finish()
    return Made(range(1, size.people + 1), ids[-1], "place-1", "place-2")


def _copy_people(size: Size, draw: random.Random, now: datetime) -> None:
    copy("people_unit", "id, name, name_key, kind", ((n, f"Unité {n}", f"unite {n}", "site") for n in range(1, 13)))
    names = ["Inès", "Karim", "Léa", "Marc", "Nadia", "Omar", "Paul", "Rose", "Samir", "Thu"]

    def rows() -> Iterable[Sequence[Any]]:
        for n in range(1, size.people + 1):
            first, last = names[n % len(names)], f"Personne{n}"
            yield (
                n, "!", f"p{n}@example.org", first, last, fold(f"{last} {first}"), "Technicien", 1 + n % 12, "", "{}",
                False, True, now, 0, "fr", "", "auto", False,
            )  # fmt: skip

    copy(
        "people_person",
        "id, password, email, first_name, last_name, name_key, job_title, site_id, photo, roles, is_guest, is_active, "
        "joined_at, session_epoch, language, time_zone, theme, is_superuser",
        rows(),
    )
    copy("people_profile", "person_id, about, skills, phone", ((n, "", "{}", "") for n in range(1, size.people + 1)))


def _copy_communities(size: Size, now: datetime) -> None:
    rows = (
        (
            n, f"Place {n}", f"place {n}", f"place-{n}", "Un lieu d’échange", "members" if n % 5 == 0 else "everyone",
            "request" if n % 5 == 0 else "free", True, False, "", "", "", now, 0,
        )
        for n in range(1, size.communities + 1)
    )  # fmt: skip
    copy(
        "communities_community",
        "id, name, name_key, slug, purpose, readers, joining, listed, protected, closed_reason, charter, charter_html, "
        "created_at, members_count",
        rows,
    )


def _copy_memberships(size: Size, draw: random.Random, now: datetime) -> dict[int, list[int]]:
    members: dict[int, list[int]] = {1: list(range(1, size.people + 1))}
    for person in range(1, size.people + 1):
        joined = {1 + min(int(draw.paretovariate(0.8)), size.communities - 1) for _ in range(12)}
        for community in sorted(joined - {1}):
            members.setdefault(community, []).append(person)
    for community in range(2, size.communities + 1):
        members.setdefault(community, [1 + community % size.people])
    rows = (
        (c, p, "member" if number else "owner", now, 0) for c, people in members.items() for number, p in enumerate(dict.fromkeys(people))
    )
    copy("communities_membership", "community_id, person_id, role, created_at, last_read_id", rows)
    return members


def _copy_posts(size: Size, draw: random.Random, now: datetime, members: dict[int, list[int]]) -> list[int]:
    start = now - timedelta(days=365)
    step = timedelta(days=364) / size.posts
    ids = new_ids(start + n * step for n in range(size.posts))
    weights = [1 / (n + 1) ** 0.5 for n in range(size.communities)]
    chosen = draw.choices(range(1, size.communities + 1), weights, k=size.posts)
    chosen[-1] = 1

    def rows() -> Iterable[Sequence[Any]]:
        for n, (id_, community) in enumerate(zip(ids, chosen, strict=True)):
            text = sentence(draw, 60)
            at = start + n * step
            comments = THREAD_COMMENTS if n == size.posts - 1 else 2
            yield (
                id_, community, draw.choice(members[community]), kind_of(n), sentence(draw, 8), text, f"<p>{text}</p>", 1, "",
                at, 1, comments, comments, '{"utile": 2, "merci": 1}', at,
            )  # fmt: skip

    copy(
        "communities_post",
        "id, community_id, author_id, kind, title, body, body_html, renderer, language, at, version, comment_count, "
        "answer_count, reaction_counts, last_activity_at",
        rows(),
    )
    posts = [Written(id_, n, start + n * step, members[community]) for n, (id_, community) in enumerate(zip(ids, chosen, strict=True))]
    make_details(posts, draw)
    return ids


def _copy_comments(ids: Sequence[int], draw: random.Random, now: datetime, members: dict[int, list[int]]) -> None:
    """Two comments for each of the newest 20,000 posts, and the long thread of the last one."""
    posts = [id_ for id_ in ids[-20_000:-1] for _ in range(2)] + [ids[-1]] * THREAD_COMMENTS
    everyone = members[1]
    comment_ids = new_ids([now - timedelta(hours=1)] * len(posts))

    def rows() -> Iterable[Sequence[Any]]:
        for id_, post in zip(comment_ids, posts, strict=True):
            text = sentence(draw, 25)
            yield id_, post, draw.choice(everyone), text, f"<p>{text}</p>", 1, now, 1, "{}"

    copy("communities_comment", "id, post_id, author_id, body, body_html, renderer, at, version, reaction_counts", rows())


def _finish() -> None:
    with connection.cursor() as cursor:
        for table in ("people_unit", "people_person", "communities_community"):
            cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))")
        cursor.execute(
            "UPDATE communities_community c SET last_post_id = (SELECT max(id) FROM communities_post WHERE community_id = c.id), "
            "members_count = (SELECT count(*) FROM communities_membership WHERE community_id = c.id)"
        )
        cursor.execute("ANALYZE")
