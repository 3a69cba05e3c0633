"""The rows one week left in the rollups, each also standing for the network as scope 0."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from adoption.fill.crowds import Crowd, Keys, keys
from adoption.models import NETWORK
from adoption.science.figures import Bools, Ints
from rse.lib.bulk import copy_out


@dataclass(frozen=True)
class Traces:
    """Every row of people, once: where (position of the community, 0 outside of any), who, and whether they contributed, and wrote."""

    place: Ints
    person: Ints
    contributed: Bools
    wrote: Bools


@dataclass(frozen=True)
class Week:
    """Scopes are positions in the sorted list of communities, the network first; sums have one cell per scope, the rest one per row."""

    contributors: Crowd
    visitors: Crowd
    others: Crowd  # contributors who do not animate
    sums: dict[str, Ints]  # contributions, by_others, posts, comments, reactions, push
    scope: Ints
    person: Keys  # (scope, person) of each contributor's row
    made: Ints
    tie_scope: Ints
    tie_from: Keys
    tie_to: Keys
    replies: Ints
    traces: Traces
    threads: Ints  # scope, thread, opened week, by animator, replies, peer replies; shape (rows, 6)


def load_week(week: int, ids: Ints) -> Week:
    """Read one week's rows; `ids` are the communities of the scopes, sorted, starting with the network."""
    people = copy_out(
        "SELECT community_id, person, animates::bigint, contributions::bigint, posts::bigint, comments::bigint, reactions::bigint, "
        "(CASE WHEN animates + pushes > 0 THEN contributions ELSE 0 END + announcements)::bigint "
        f"FROM adoption_personweek WHERE week = {week:d}",
        8,
    )
    ties = copy_out(
        f"SELECT community_id, person, target, replies::bigint FROM adoption_tieweek WHERE week = {week:d} AND replies > 0",
        4,
    )
    threads = copy_out(
        "SELECT community_id, root_id, opened_week::bigint, by_animator::bigint, replies::bigint, peer_replies::bigint "
        f"FROM adoption_threadweek WHERE week = {week:d}",
        6,
    )
    return _week(_traces(people, ids), _scoped(people, ids), _scoped(ties, ids), _scoped(threads, ids), len(ids))


def _traces(rows: Ints, ids: Ints) -> Traces:
    known = rows[np.isin(rows[:, 0], ids)]
    return Traces(np.searchsorted(ids, known[:, 0]), known[:, 1], known[:, 3] > 0, known[:, 4] + known[:, 5] > 0)


def _scoped(rows: Ints, ids: Ints) -> Ints:
    """Rows with the scope in place of the community: once for their community, if any, and once for the network."""
    known = rows[np.isin(rows[:, 0], ids)]
    network = known.copy()
    network[:, 0] = 0
    own = known[known[:, 0] != NETWORK]
    own[:, 0] = np.searchsorted(ids, own[:, 0])
    return np.concatenate([network, own])


def _week(traces: Traces, people: Ints, ties: Ints, threads: Ints, count: int) -> Week:
    scope, person, animates, made = (people[:, i] for i in range(4))
    active = made > 0
    by_others = np.where(animates == 0, made, 0)
    values = {"contributions": made, "by_others": by_others}
    values |= dict(zip(("posts", "comments", "reactions", "push"), people[:, 4:8].T, strict=True))
    return Week(
        contributors=Crowd.of(scope[active], person[active]),
        visitors=Crowd.of(scope, person),
        others=Crowd.of(scope[by_others > 0], person[by_others > 0]),
        sums={name: totals(scope, value, count) for name, value in values.items()},
        scope=scope[active],
        person=keys(scope[active], person[active]),
        made=made[active],
        tie_scope=ties[:, 0],
        tie_from=keys(ties[:, 0], ties[:, 1]),
        tie_to=keys(ties[:, 0], ties[:, 2]),
        replies=ties[:, 3],
        traces=traces,
        threads=threads,
    )


def totals(scope: Ints, value: Ints | Bools, count: int) -> Ints:
    """Sum of `value` in each scope; shape (count,)."""
    return np.bincount(scope, weights=value, minlength=count).astype(np.int64)
