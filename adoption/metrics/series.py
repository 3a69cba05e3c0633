"""The weeks of one community, or of the network, read from the rollups as arrays."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, fields, replace
from datetime import date

import numpy as np
from django.db.models import Max

from adoption.metrics.verdicts import as_known, verdicts
from adoption.models import NETWORK, CommunityWeek
from adoption.science import selfcarry, weeks
from adoption.science.figures import Floats, Ints
from adoption.science.selfcarry import Parts
from adoption.science.stages import STAGES, Course, Stage
from rse.lib.bulk import copy_out

COLUMNS = (
    "week", "eligible", "target", "animators", "visitors28", "contributors", "contributors28", "eligible28", "target28",
    "entrants", "leavers", "others", "contributions", "by_others", "contributions28", "by_others28", "threads", "peer_threads",
    "threads28", "peer_threads28", "kept28", "ever_visited", "ever_contributed", "age", "peers", "engaged28", "arrived", "gone", "push",
    "begun", "paused", "firsts",
)  # fmt: skip
LABELS = ("candidate", "stage")
SCALE = 1_000_000


@dataclass(frozen=True)
class Series:
    """Consecutive weeks from the opening on; `counts[name]` and the masks have shape (n,)."""

    community_id: int
    counts: dict[str, Ints]
    expected28: Floats
    low_season: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]
    judged: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]
    verdicts: Floats  # of the switch-off test as known in each week: 1 survives, 0 dies, NaN unknown

    def __len__(self) -> int:
        return len(self.weeks)

    @property
    def weeks(self) -> Ints:
        return self.counts["week"]

    def floats(self, name: str) -> Floats:
        return self.counts[name].astype(np.float64)

    def stages(self, name: str = "stage") -> list[Stage]:
        """The label shown in each week, or with `candidate` the class of its own tests; "insufficient" before the labelling."""
        return [STAGES[number - 1] if number else "insufficient" for number in self.counts[name]]

    def last(self, name: str) -> int:
        return int(self.counts[name][-1])

    def upto(self, week: int) -> Series:
        """The same series as it stood at the end of a week."""
        keep = self.weeks <= week
        return replace(
            self, counts={name: values[keep] for name, values in self.counts.items()}, expected28=self.expected28[keep],
            low_season=self.low_season[keep], judged=self.judged[keep], verdicts=self.verdicts[keep],
        )  # fmt: skip

    def parts(self) -> Parts:
        """What the self-carrying index is made of."""
        names = {f.name for f in fields(Parts)} - {"expected28"}
        return Parts(**{name: self.floats(name) for name in names}, expected28=self.expected28)

    def course(self) -> Course:
        """What the stage is judged on; s1, s2 and s5 are unknown where no animator is."""
        target = self.floats("target")
        invited = over(self.floats("eligible"), target) if self.community_id == NETWORK else np.ones(len(self))
        s1, s2, s5 = self._carried()
        return Course(
            weeks=self.weeks, low_season=self.low_season, judged=self.judged, wac=self.floats("contributors"),
            share=over(self.floats("target28"), target), invited=invited, ever=self.floats("ever_contributed"),
            s1=s1, s2=s2, s5=s5, alive_without_push=self.verdicts,
        )  # fmt: skip

    def _carried(self) -> tuple[Floats, Floats, Floats]:
        known = self.counts["animators"] > 0
        peers = (self.counts["others"] >= selfcarry.PEERS) & ~self.low_season
        clean = np.flatnonzero(~self.low_season)
        held = np.zeros(len(self))
        rank = np.cumsum(~self.low_season)
        running = np.concatenate([[0], np.cumsum(peers[clean])])
        held = (running[rank] - running[np.maximum(rank - selfcarry.QUARTER, 0)]) / selfcarry.QUARTER
        return (
            np.where(known, over(self.floats("by_others28"), self.floats("contributions28"), 0.0), np.nan),
            np.where(known, over(self.floats("peer_threads28"), self.floats("threads28"), 0.0), np.nan),
            np.where(known, held, np.nan),
        )


def load_series(holidays: Collection[date], communities: Collection[int] | None = None) -> dict[int, Series]:
    """The series of these communities (all when None), by id; a community without a row has none."""
    listed = ", ".join(f"'{stage}'" for stage in STAGES)
    labels = [f"coalesce(array_position(ARRAY[{listed}]::varchar[], {name}), 0)::bigint" for name in LABELS]
    names = ", ".join([*(f"{name}::bigint" for name in COLUMNS), *labels])
    chosen = "" if communities is None else f"WHERE community_id IN ({', '.join(str(int(c)) for c in communities)})"
    rows = copy_out(
        f"SELECT community_id, (expected28 * {SCALE})::bigint, {names} FROM adoption_communityweek {chosen} ORDER BY community_id, week",
        len(COLUMNS) + len(LABELS) + 2,
    )
    if not len(rows):
        return {}
    first, last = int(rows[:, 2].min()), int(rows[:, 2].max())
    low, judged = weeks.low_season(range(first, last + 1), holidays), weeks.judged_weeks(first, last, holidays)
    ids, starts = np.unique(rows[:, 0], return_index=True)
    words = verdicts(communities)
    found = {}
    for id_, own in zip(ids, np.split(rows, starts[1:]), strict=True):
        at = own[:, 2] - first
        counts = {name: own[:, i + 2] for i, name in enumerate((*COLUMNS, *LABELS))}
        known = as_known(words.get(int(id_), []), own[:, 2])
        found[int(id_)] = Series(int(id_), counts, own[:, 1] / SCALE, low[at], judged[at], known)
    return found


def by_size(week: int) -> list[int]:
    """The communities known at the end of the last week counted by then, the largest first."""
    latest = CommunityWeek.objects.filter(week__lte=week).aggregate(Max("week"))["week__max"]
    rows = CommunityWeek.objects.filter(week=latest).exclude(community_id=NETWORK)
    return list(rows.order_by("-eligible", "community_id").values_list("community_id", flat=True))


def over(part: Floats, whole: Floats, empty: float = np.nan) -> Floats:
    """`part / whole`, `empty` where there is no whole; shape kept."""
    share: Floats = np.divide(part, whole, out=np.full(len(part), empty), where=whole > 0)
    return share
