"""Studies of scopes where dice say who does what, and every number of people that their JSON holds."""

from __future__ import annotations

from typing import Any

import numpy as np

from adoption.metrics.evidence import OUTSIDE, Evidence
from adoption.metrics.habits import habits
from adoption.metrics.study import Study
from adoption.metrics.talk import talk
from adoption.metrics.ties import ties
from tests.adoption.evidence import act, evidence, life, series, tie


def studied(world: Evidence) -> Study:
    made = int((world.total("contributions", 4) > 0).sum())
    return Study(
        world.community_id, world.week, len(world), made, habits=habits(world), talk=talk(world), ties=ties(world, seed=1),
    )  # fmt: skip


def crowd(seed: int, people: int, acts: int, community: int = 0) -> Evidence:
    """A scope where dice say who does what."""
    rng = np.random.default_rng(seed)
    names = ("visits", "posts", "comments", "reactions", "mentions", "profile_views", "follows")
    done: dict[tuple[int, int], dict[str, int]] = {}
    for _ in range(acts if people else 0):
        key = (OUTSIDE if rng.random() < 0.1 else int(people * rng.random() ** 2), int(60 * rng.random() ** 3))
        done.setdefault(key, {})[str(rng.choice(names))] = int(rng.integers(1, 6))
    rows = [act(person, ago, 1000 + person if person >= 0 else 9000, **counts) for (person, ago), counts in done.items()]
    drawn = rng.integers(OUTSIDE, [people, people, 30], (acts // 2 if people else 0, 3))
    pairs = [tie(int(a), int(b), abs(int(ago))) for a, b, ago in drawn]
    lives = [
        life(
            int(rng.integers(0, people)), float(rng.integers(1, 100 * 24)), answered=(None, 0.5, 2, 8, 60)[rng.integers(0, 5)],
            by=int(rng.integers(0, people)), role=int(rng.integers(1, 5)), asks=int(rng.integers(-1, 2)), first=int(rng.integers(0, 2)),
            back=int(rng.integers(0, 2)),
        )
        for _ in range(acts // 2 if people else 0)
    ]  # fmt: skip
    known = rng.integers(0, 40, people).tolist()
    course = series(community=community, contributions28=acts, kept28=acts // 2)
    return evidence(people, rows, pairs, lives, course, community, unit=rng.integers(0, 3, people).tolist(), known=known)


def counts_of(data: Any, name: str = "") -> list[int]:
    """Every number of people or threads in the JSON of a study: counts, sizes, and the n and the numerator of every figure."""
    if isinstance(data, dict):
        if set(data) == {"value", "low", "high", "n", "reason"}:
            shown = [data["n"]]
            if name in {"k50", "number", "newcomers_waiting"} and data["value"] is not None:
                shown.append(int(data["value"]))
            if name in {"c182", "reading", "power", "silent", "occasional", "top", "shares", "parts", "personas", "discontinuance"}:
                shown.append(round((data["value"] or 0) * data["n"]) if data["n"] >= 50 else 0)
            return shown
        return [one for key, value in data.items() for one in counts_of(value, key)]
    if isinstance(data, list):
        return [one for value in data for one in counts_of(value, name)]
    listed = {"counts", "matrix", "engagement", "sizes", "new", "kept", "returned", "left", "funnel", "buckets", "eligible", "contributors"}
    return [data] if name in listed and isinstance(data, int) and not isinstance(data, bool) else []
