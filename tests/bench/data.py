"""The bench's data: seeded, written by COPY, with the shape of a company rather than its words."""

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connection

from rse.lib.fold import fold
from rse.lib.ids import new_ids
from tests.bench.bonds import make_bonds
from tests.bench.copy import copy, planted, sentence
from tests.bench.kinds import Written, link_of, make_details

THREAD_COMMENTS = 50
NEWEST = 20_000  # posts with comments and reactions
UNREAD = 10  # the newest posts, that nobody has read
VISITORS = 40
RANKED = range(VISITORS + 1, 2 * VISITORS + 1)


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
    ranked: Sequence[int]  # those of them whose home is "For you"
    thread_id: int
    answered_id: int  # where comments are published: the thread keeps its fifty
    thread_slug: str
    slug: str


def make(size: Size, *, seed: int = 7) -> Made:
    """Fill the empty database. Community 1 holds everyone; each person joins a dozen others, the first ones more often."""
    draw = random.Random(seed)
    now = datetime.now(UTC)
    _copy_people(size, draw, now)
    _copy_communities(size, now)
    members = _draw_members(size, draw)
    posts = _copy_posts(size, draw, now, members)
    _copy_memberships(members, now, last_read_id=posts[-UNREAD].id - 1)
    make_details(posts, draw)
    _copy_comments(posts, draw, now, members)
    _accept_answers(now)
    make_bonds(size.people, posts[-NEWEST:], draw, now)
    _furnish(posts, now)
    _finish()
    answered = next(post.id for post in reversed(posts[:-1]) if post.community == 1)
    return Made(range(1, size.people + 1), RANKED, posts[-1].id, answered, "place-1", "place-2")


def _copy_people(size: Size, draw: random.Random, now: datetime) -> None:
    copy("people_unit", "id, name, name_key, kind", ((n, f"Unité {n}", f"unite {n}", "site") for n in range(1, 13)))
    names = ["Inès", "Karim", "Léa", "Marc", "Nadia", "Omar", "Paul", "Rose", "Samir", "Thu"]

    def rows() -> Iterable[Sequence[Any]]:
        for n in range(1, size.people + 1):
            first, last = names[n % len(names)], f"Personne{n}"
            yield (
                n, "!", f"p{n}@example.org", first, last, fold(f"{last} {first}"), "Technicien", 1 + n % 12, "", "{}",
                False, True, now, 0, "fr", "", "auto", False, "for_you" if n in RANKED else "recent",
            )  # fmt: skip

    copy(
        "people_person",
        "id, password, email, first_name, last_name, name_key, job_title, site_id, photo, roles, is_guest, is_active, "
        "joined_at, session_epoch, language, time_zone, theme, is_superuser, feed",
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


def _draw_members(size: Size, draw: random.Random) -> dict[int, list[int]]:
    members: dict[int, list[int]] = {1: list(range(1, size.people + 1))}
    for person in range(1, size.people + 1):
        joined = {1 + min(int(draw.paretovariate(0.8)), size.communities - 1) for _ in range(12)}
        for community in sorted(joined - {1}):
            members.setdefault(community, []).append(person)
    for community in range(2, size.communities + 1):
        members.setdefault(community, [1 + community % size.people])
    return members


def _copy_memberships(members: dict[int, list[int]], now: datetime, *, last_read_id: int) -> None:
    rows = ((c, p, "member" if number else "owner", now, last_read_id) for c, people in members.items() for number, p in enumerate(people))
    copy("communities_membership", "community_id, person_id, role, created_at, last_read_id", rows)


def _copy_posts(size: Size, draw: random.Random, now: datetime, members: dict[int, list[int]]) -> list[Written]:
    start = now - timedelta(days=365)
    step = timedelta(days=364) / size.posts
    ids = new_ids(start + n * step for n in range(size.posts))
    weights = [1 / (n + 1) ** 0.5 for n in range(size.communities)]
    chosen = draw.choices(range(1, size.communities + 1), weights, k=size.posts)
    chosen[-1] = 1
    posts = [Written(id_, n, start + n * step, place, members[place]) for n, (id_, place) in enumerate(zip(ids, chosen, strict=True))]

    def rows() -> Iterable[Sequence[Any]]:
        for post in posts:
            text = sentence(draw, 60) + planted(post.n, size.posts)
            comments = THREAD_COMMENTS if post is posts[-1] else 2
            yield (
                post.id, post.community, draw.choice(post.readers), post.kind, sentence(draw, 8), text, f"<p>{text}</p>", 1, "",
                post.at, 1, comments, comments, '{"utile": 2, "merci": 1}', post.at, link_of(post),
            )  # fmt: skip

    copy(
        "communities_post",
        "id, community_id, author_id, kind, title, body, body_html, renderer, language, at, version, comment_count, "
        "answer_count, reaction_counts, last_activity_at, link",
        rows(),
    )
    return posts


def _copy_comments(posts: Sequence[Written], draw: random.Random, now: datetime, members: dict[int, list[int]]) -> None:
    """Two comments for each of the newest posts, and the long thread of the last one, where one of three answers the one before."""
    under = [post.id for post in posts[-NEWEST:-1] for _ in range(2)] + [posts[-1].id] * THREAD_COMMENTS
    everyone = members[1]
    comment_ids = new_ids([now - timedelta(hours=1)] * len(under))
    thread = len(under) - THREAD_COMMENTS

    def rows() -> Iterable[Sequence[Any]]:
        for place, (id_, post) in enumerate(zip(comment_ids, under, strict=True)):
            text = sentence(draw, 25)
            parent = comment_ids[place - 1] if place >= thread and (place - thread) % 3 == 2 else None
            yield id_, post, parent, draw.choice(everyone), text, f"<p>{text}</p>", 1, now, 1, '{"utile": 1}' if place % 2 else "{}"

    copy("communities_comment", "id, post_id, parent_id, author_id, body, body_html, renderer, at, version, reaction_counts", rows())


def _accept_answers(now: datetime) -> None:
    """Half of the questions that have comments are solved, and half of these answers vouched for."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE communities_post p SET accepted_comment_id = c.id FROM "
            "(SELECT post_id, min(id) AS id FROM communities_comment GROUP BY post_id) c "
            "WHERE c.post_id = p.id AND p.kind = 'question' AND p.id % 2 = 0"
        )
        cursor.execute(
            "INSERT INTO communities_answermark (comment_id, post_id, state, note, by_id, at, review_on) "
            "SELECT accepted_comment_id, id, 'validated', '', 1, %s, %s FROM communities_post "
            "WHERE accepted_comment_id IS NOT NULL AND id %% 4 = 0",
            [now, now + timedelta(days=365)],
        )


def _furnish(posts: Sequence[Written], now: datetime) -> None:
    """The first community has three pins and three practices."""
    pinned = [post for post in posts[-1_000:-500] if post.community == 1][:3]
    copy("communities_pin", "post_id, community_id, position, at", ((post.id, 1, place, now) for place, post in enumerate(pinned, 1)))
    copy(
        "communities_practice",
        "community_id, title, text, html, version, referent_id, review_on, created_at, changed_at, applied_shown",
        ((1, f"Pratique {n}", "", "", 1, n, (now + timedelta(days=90)).date().isoformat(), now, now, 0) for n in range(1, 4)),
    )


def _finish() -> None:
    with connection.cursor() as cursor:
        for table in ("people_unit", "people_person", "communities_community", "communities_topic"):
            cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))")
        cursor.execute(
            "UPDATE communities_community c SET last_post_id = (SELECT max(id) FROM communities_post WHERE community_id = c.id), "
            "members_count = (SELECT count(*) FROM communities_membership WHERE community_id = c.id)"
        )
        cursor.execute("ANALYZE")
