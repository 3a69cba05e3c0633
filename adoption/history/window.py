"""Events of a window of weeks, cleaned: what counts, once, for people who are in the figures.

Left out: protected and secret communities, acts towards oneself, what was undone (deleted, taken back), repeated reactions
to one object within a week, and whoever is unknown.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

import numpy as np

from adoption.history.clock import id_bounds
from adoption.history.places import Place, hidden_spells
from adoption.history.undone import undone
from adoption.science.figures import Bools, Ints
from rse.lib.bulk import copy_out
from rse.lib.ids import RANDOM_BITS

VERBS = (
    "visit", "profile_view", "search", "post", "comment", "reaction", "mention", "poll_vote", "upload", "follow", "invite", "announce",
)  # fmt: skip
CONTRIBUTIONS = ("post", "comment", "reaction", "mention", "poll_vote", "upload")
TOWARDS_SOMEONE = ("comment", "reaction", "mention", "profile_view", "follow", "invite")


def code(*verbs: str) -> list[int]:
    """The numbers verbs have in `Events.verb`."""
    return [VERBS.index(verb) for verb in verbs]


@dataclass(frozen=True)
class Events:
    """Columns of events, in the order of their ids, so of their dates; all of shape (n,), 0 for what is absent."""

    id: Ints
    actor: Ints
    verb: Ints
    community: Ints
    object: Ints
    root: Ints
    target: Ints

    def __len__(self) -> int:
        return len(self.id)

    @property
    def ms(self) -> Ints:
        """Milliseconds since 1970 of each."""
        return self.id >> RANDOM_BITS

    def where(self, mask: Bools | Ints) -> Events:
        """The chosen rows: a mask, or positions in the order wanted."""
        return replace(self, **{f.name: getattr(self, f.name)[mask] for f in fields(self)})

    def of(self, *verbs: str) -> Events:
        return self.where(np.isin(self.verb, code(*verbs)))


def window(
    first: int, last: int, readable: dict[int, Place], gone: Ints, verbs: tuple[str, ...] = VERBS, about: Ints | None = None
) -> Events:
    """What happened from week `first` to week `last`, both included, in the readable communities or outside of any.

    `gone` are the ids that `undone_in` found for these weeks or more. `about`: only what these people did, or what was done towards them.
    """
    low, high = id_bounds(first, last)
    listed = ", ".join(f"'{verb}'" for verb in verbs)
    chosen = "" if about is None else ",".join(map(str, about.tolist()))
    towards = "" if about is None else f"AND (actor_id IN ({chosen}) OR target_id IN ({chosen})) "
    numbered = " ".join(f"WHEN '{verb}' THEN {VERBS.index(verb)}" for verb in verbs)
    sql = (
        f"SELECT id, actor_id, (CASE verb {numbered} END)::bigint, coalesce(community_id, 0), coalesce(object_id, 0), "
        f"coalesce(root_id, 0), coalesce(target_id, 0) FROM communities_event "
        f"WHERE id >= {low} AND id < {high} AND actor_id IS NOT NULL AND verb IN ({listed}) {towards}ORDER BY id"
    )
    rows = copy_out(sql, 7)
    events = Events(*(rows[:, i] for i in range(7)))
    return _counted(events, readable, gone)


def undone_in(first: int, last: int) -> Ints:
    """Sorted ids of the acts of weeks `first` to `last` that were undone since."""
    return undone(*id_bounds(first, last))


def _counted(events: Events, readable: dict[int, Place], gone: Ints) -> Events:
    places = np.array([0, *readable], dtype=np.int64)
    keep = np.isin(events.community, places)
    for community, start, end in hidden_spells():
        keep &= ~((events.community == community) & (events.ms >= start) & (events.ms < end))
    keep &= ~(np.isin(events.verb, code(*TOWARDS_SOMEONE)) & (events.target == events.actor))
    keep &= ~np.isin(events.id, gone)
    return _once(events.where(keep))


def _once(events: Events) -> Events:
    """One reaction of a person to an object, whatever its kinds and however often."""
    reaction = (events.verb == code("reaction")[0]) & (events.object != 0)
    at = np.flatnonzero(reaction)
    if not len(at):
        return events
    pairs = np.stack([events.actor[at], events.object[at]], axis=1)
    _, first = np.unique(pairs, axis=0, return_index=True)
    keep = ~reaction
    keep[at[first]] = True
    return events.where(keep)
