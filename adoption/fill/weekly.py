"""From the rows of people, ties and threads to one row per community and week, the network being community 0."""

from __future__ import annotations

from collections import deque

import numpy as np
from django.db import connection

from adoption.fill.crowds import Crowd
from adoption.fill.firsts import Firsts, first_traces, known_before
from adoption.fill.flows import Flows
from adoption.fill.population import Population
from adoption.fill.recruits import write_recruits
from adoption.fill.rows import Week, load_week, totals
from adoption.fill.units import write_units
from adoption.history.clock import zone
from adoption.models import NETWORK, PersonFirst
from adoption.science import weeks
from adoption.science.figures import Floats, Ints
from adoption.science.selfcarry import TOP, expected_kept
from adoption.science.weeks import WINDOW
from rse.lib.bulk import Kind, copy_in, copy_out


class Weekly:
    """Walks the weeks in order, remembering the last eight."""

    def __init__(self, population: Population, first: int, gone: Ints) -> None:
        self.population, self.gone = population, gone
        self.ids = np.array([NETWORK, *sorted(population.places)], dtype=np.int64)
        self.count = len(self.ids)
        self.past: deque[Week] = deque((load_week(w, self.ids) for w in range(first - 2 * WINDOW + 1, first)), maxlen=2 * WINDOW)
        self.firsts = Firsts(self.ids, first)
        self.ever_contributed = self._before(first, PersonFirst.CONTRIBUTED)
        self.ever_visited = self._before(first, PersonFirst.CAME)
        self.opening = self._openings()
        self.flows = Flows(self.population, self.ids, first - 1, self._contributors28())

    def write(self, week: int) -> None:
        """Replace the rows of one week."""
        self.past.append(load_week(week, self.ids))
        firsts = self.past[-1].contributors.without(self.ever_contributed)
        self.ever_contributed = Crowd.union([self.ever_contributed, self.past[-1].contributors])
        self.ever_visited = Crowd.union([self.ever_visited, self.past[-1].visitors])
        here = self.past[-1].visitors.sizes(self.count) > 0
        self.opening[here] = np.minimum(self.opening[here], week)
        rows = self.opening <= week
        counts = {
            **self._people(week), **self._activity(), **self._threads(week), **self._survival(), "age": week - self.opening,
            **self.flows.of(week, self.past[-1].contributors, self.past[-2].contributors, self._contributors28()),
            "firsts": firsts.sizes(self.count),
        }  # fmt: skip
        columns: list[tuple[str, Kind, Ints]] = [(name, "i4", values[rows]) for name, values in counts.items()]
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM adoption_communityweek WHERE week = %s", [week])
        keys: list[tuple[str, Kind, Ints]] = [("week", "i4", np.full(int(rows.sum()), week)), ("community_id", "i8", self.ids[rows])]
        copy_in("adoption_communityweek", [*keys, *columns, ("expected28", "f8", self._expected()[rows])])
        self.firsts.add(week, self.past[-1].traces)
        newcomers = firsts.of_network()
        write_units(week, self.population, self._month(), newcomers)
        write_recruits(week, self.population.ids_of(newcomers), self.population, self.gone)

    def _month(self) -> list[Week]:
        return list(self.past)[-WINDOW:]

    def _contributors28(self) -> Crowd:
        return Crowd.union([w.contributors for w in self._month()])

    def _people(self, week: int) -> dict[str, Ints]:
        month = self._contributors28()
        before = Crowd.union([w.contributors for w in list(self.past)[:-WINDOW]])
        eligible, target, size = self._populations(week)
        return {
            "eligible": eligible.sizes(self.count),
            "target": size,
            "animators": self.flows.animators(week).sizes(self.count),
            "visitors": self.past[-1].visitors.sizes(self.count),
            "visitors28": Crowd.union([w.visitors for w in self._month()]).sizes(self.count),
            "contributors": self.past[-1].contributors.sizes(self.count),
            "contributors28": month.sizes(self.count),
            "eligible28": month.common(eligible, self.count),
            "target28": month.common(target, self.count),
            "entrants": month.sizes(self.count) - month.common(before, self.count),
            "leavers": before.sizes(self.count) - before.common(month, self.count),
            "others": self.past[-1].others.sizes(self.count),
            "ever_visited": self.ever_visited.sizes(self.count),
            "ever_contributed": self.ever_contributed.sizes(self.count),
        }

    def _populations(self, week: int) -> tuple[Crowd, Crowd, Ints]:
        """Eligible people and target of every scope, and the size of the target."""
        target, opened, size = self.population.network(week)
        community, person = self.population.communities(week)
        scope, members = np.searchsorted(self.ids, community), self.population.pseudonym(person)
        both = []
        for people in (opened, target):
            network = self.population.pseudonym(people)
            both.append(Crowd.of(np.concatenate([np.zeros(len(network), np.int64), scope]), np.concatenate([network, members])))
        sizes = both[1].sizes(self.count)
        sizes[0] = size
        return both[0], both[1], sizes

    def _activity(self) -> dict[str, Ints]:
        week = self.past[-1].sums
        month = {f"{name}28": self._sum28(name) for name in ("contributions", "by_others")}
        return {**week, **month}

    def _sum28(self, name: str) -> Ints:
        months: Ints = np.sum([w.sums[name] for w in self._month()], axis=0, dtype=np.int64)
        return months

    def _threads(self, week: int) -> dict[str, Ints]:
        """Answered threads: those of the week, and those both opened and answered within the 28 days; of them, between peers."""
        now = self.past[-1].threads
        rows = np.concatenate([w.threads for w in self._month()])
        rows = rows[rows[:, 2] > week - WINDOW]
        pairs, first, rank = np.unique(rows[:, :2], axis=0, return_index=True, return_inverse=True)
        answered = np.bincount(rank.ravel(), weights=rows[:, 4], minlength=len(pairs)) > 0
        peer = (np.bincount(rank.ravel(), weights=rows[:, 5], minlength=len(pairs)) > 0) & (rows[first, 3] == 0)
        return {
            "threads": totals(now[:, 0], now[:, 4] > 0, self.count),
            "peer_threads": totals(now[:, 0], (now[:, 5] > 0) & (now[:, 3] == 0), self.count),
            "threads28": totals(pairs[:, 0], answered, self.count),
            "peer_threads28": totals(pairs[:, 0], peer, self.count),
        }

    def _survival(self) -> dict[str, Ints]:
        """Contributions of the 28 days left without the three most active people of each scope and the replies to them."""
        month = self._month()
        person, first, rank = np.unique(np.concatenate([w.person for w in month]), return_index=True, return_inverse=True)
        scope = np.concatenate([w.scope for w in month])[first]
        made = totals(rank.ravel(), np.concatenate([w.made for w in month]), len(person))
        order = np.lexsort((person, -made, scope))
        place = np.arange(len(order)) - np.searchsorted(scope[order], scope[order])
        top = np.zeros(len(order), dtype=np.bool_)
        top[order] = place < TOP
        kept = self._sum28("contributions") - totals(scope[top], made[top], self.count)
        for w in month:
            to_top = np.isin(w.tie_to, person[top]) & ~np.isin(w.tie_from, person[top])
            kept -= totals(w.tie_scope[to_top], w.replies[to_top], self.count)
        return {"kept28": np.maximum(kept, 0)}

    def _expected(self) -> Floats:
        people = Crowd.union([w.contributors for w in self._month()]).sizes(self.count).astype(np.float64)
        made = self._sum28("contributions")
        replies = np.sum([totals(w.tie_scope, w.replies, self.count) for w in self._month()], axis=0)
        return expected_kept(people, np.divide(replies, made, out=np.zeros(self.count), where=made > 0))

    def _before(self, week: int, kind: int) -> Crowd:
        """Everyone of each scope who had done this before a week."""
        rows = known_before(week, kind)
        rows = rows[np.isin(rows[:, 0], self.ids)]
        scope = np.searchsorted(self.ids, rows[:, 0])
        return Crowd.of(np.concatenate([scope * 0, scope]), np.tile(rows[:, 1], 2))

    def _openings(self) -> Ints:
        """The week each scope opened: its creation or its first trace so far, whichever came first."""
        traces = {int(community): int(week) for community, week in first_traces()}
        marks = copy_out("SELECT coalesce(min(week), 0)::bigint FROM adoption_weekmark", 1)
        created = [weeks.week_of_ms(place.created_ms, zone()) for _, place in sorted(self.population.places.items())]
        own = [min(traces.get(int(id_), made), made) for id_, made in zip(self.ids[1:], created, strict=True)]
        return np.array([int(marks[0, 0]), *own], dtype=np.int64)
