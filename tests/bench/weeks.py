"""Two years of a company's history for the bench of adoption: seeded events by the million, written through COPY."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np
from django.db import connection

from adoption.history import VERBS
from adoption.science.figures import Bools, Ints
from communities.events import ensure_partitions
from rse.lib.bulk import copy_in
from rse.lib.ids import RANDOM_BITS
from tests.bench.copy import copy

# Of a hundred events; a company reads far more than it writes.
SHARES = {"visit": 58, "profile_view": 6, "search": 3, "post": 5, "comment": 12, "reaction": 13, "mention": 2, "follow": 1}
UNITS = 120
ROLES = {1: '{"pilot"}', 2: '{"sponsor"}'}
STAGING = "bench_event"


@dataclass(frozen=True)
class Company:
    """How large, and how many events in how many weeks."""

    people: int = 50_000
    communities: int = 500
    weeks: int = 104
    events: int = 20_000_000


def make(company: Company, *, end: datetime, seed: int = 11) -> None:
    """Fill the empty database with people, communities, memberships and the events of the weeks before `end`."""
    draw = np.random.default_rng(seed)
    start = end - timedelta(weeks=company.weeks)
    _people(company, start, draw)
    _communities(company, start, draw)
    ensure_partitions(start + timedelta(days=28 * n) for n in range(company.weeks // 4 + 2))
    for week in range(company.weeks):
        add_events(company, start + timedelta(weeks=week), timedelta(weeks=1), company.events // company.weeks, draw)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def add_events(company: Company, start: datetime, length: timedelta, count: int, draw: np.random.Generator) -> None:
    """Events spread over a while: an eighth of the people do most, answers go to threads of the last fortnight."""
    first = int(start.timestamp() * 1000)
    ms = np.sort(draw.integers(first, first + int(length.total_seconds() * 1000), count))
    id_ = (ms << RANDOM_BITS) + np.arange(count)
    names = list(SHARES)
    verb = draw.choice([VERBS.index(name) for name in names], count, p=np.array(list(SHARES.values())) / 100)
    actor = 1 + np.minimum(draw.geometric(8 / company.people, count), company.people) % company.people
    community = 1 + np.minimum(draw.geometric(0.02, count), company.communities) % company.communities
    post = verb == VERBS.index("post")
    root, author = _threads(id_, actor, post, draw)
    about = np.isin(verb, [VERBS.index(name) for name in ("comment", "reaction")])
    person = 1 + draw.integers(0, company.people, count)
    target = np.where(about, author, np.where(np.isin(verb, [VERBS.index(n) for n in ("profile_view", "mention", "follow")]), person, 0))
    object_ = np.where(verb == VERBS.index("reaction"), root, np.where(post | (verb == VERBS.index("comment")), id_, target))
    columns: dict[str, Ints] = {
        "id": id_, "ms": ms, "actor": actor, "verb": verb, "community": community, "object": object_,
        "root": np.where(post, id_, np.where(about, root, 0)), "target": target,
    }  # fmt: skip
    _write(columns)


def _threads(id_: Ints, actor: Ints, post: Bools, draw: np.random.Generator) -> tuple[Ints, Ints]:
    """For each event a thread opened before it in the same stretch, one of the last hundred, and its author."""
    opened = np.flatnonzero(post)
    before: Ints = np.cumsum(post) - post
    back = np.minimum(draw.integers(1, 101, len(id_)), np.maximum(before, 1))
    at = opened[np.maximum(before - back, 0)] if len(opened) else np.zeros(len(id_), np.int64)
    return np.where(before > 0, id_[at], 0), np.where(before > 0, actor[at], 0)


def _write(columns: dict[str, Ints]) -> None:
    names = " ".join(f"WHEN {VERBS.index(name)} THEN '{name}'" for name in SHARES)
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMPORARY TABLE IF NOT EXISTS {STAGING} ({', '.join(f'{name} bigint' for name in columns)})")
        cursor.execute(f"TRUNCATE {STAGING}")
        copy_in(STAGING, [(name, "i8", values) for name, values in columns.items()])
        cursor.execute(
            "INSERT INTO communities_event (id, at, actor_id, verb, community_id, object_type, object_id, root_id, target_id, via, source) "
            f"SELECT id, to_timestamp(ms / 1000.0), actor, CASE verb {names} END, community, "
            f"CASE WHEN verb IN ({VERBS.index('post')}, {VERBS.index('reaction')}) THEN 'post' "
            f"WHEN verb = {VERBS.index('comment')} THEN 'comment' ELSE '' END, "
            f"nullif(object, 0), nullif(root, 0), nullif(target, 0), '', 'web' FROM {STAGING} ORDER BY id"
        )


def _people(company: Company, start: datetime, draw: np.random.Generator) -> None:
    then = start.astimezone(UTC)
    copy("people_unit", "id, name, name_key, kind", ((n, f"Unité {n}", f"unite {n}", "department") for n in range(1, UNITS + 1)))
    unit = 1 + draw.integers(0, UNITS, company.people)
    rows = (
        (
            n, "!", f"p{n}@example.org", "Nom", f"Personne{n}", f"personne{n} nom", "", "", ROLES.get(n, "{}"), False, True, then, 0, "fr",
            "", "auto", False,
        )
        for n in range(1, company.people + 1)
    )  # fmt: skip
    copy(
        "people_person",
        "id, password, email, first_name, last_name, name_key, job_title, photo, roles, is_guest, is_active, joined_at, "
        "session_epoch, language, time_zone, theme, is_superuser",
        rows,
    )
    team = company.people // 100  # of a hundred people, one manages the others
    spells = (
        (n, int(unit[n - 1]), 1 + (n - 1) % team if n > team else None, ROLES.get(n, "{}"),
         False, True, then)
        for n in range(1, company.people + 1)
    )  # fmt: skip
    copy("people_personspell", "person_id, unit_id, manager_id, roles, is_guest, is_active, from_at", spells)


def _communities(company: Company, start: datetime, draw: np.random.Generator) -> None:
    rows = (
        (
            n, f"Place {n}", f"place {n}", f"place-{n}", "", "members" if n % 5 == 0 else "everyone", "request" if n % 5 == 0 else "free",
            True, False, "", "", "", start, 0,
        )
        for n in range(1, company.communities + 1)
    )  # fmt: skip
    copy(
        "communities_community",
        "id, name, name_key, slug, purpose, readers, joining, listed, protected, closed_reason, charter, charter_html, "
        "created_at, members_count",
        rows,
    )
    copy("communities_membershipspell", "community_id, person_id, role, from_at", _memberships(company, start, draw))


def _memberships(company: Company, start: datetime, draw: np.random.Generator) -> Iterator[tuple[int, int, str, datetime]]:
    """Ten communities a person, the first ones more often; the first member of each owns it."""
    owned = set[int]()
    for person in range(1, company.people + 1):
        for place in np.unique(1 + np.minimum(draw.geometric(0.02, 10), company.communities) % company.communities).tolist():
            yield place, person, "member" if place in owned else "owner", start
            owned.add(place)
