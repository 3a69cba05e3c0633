"""The organisation chart: who is above somebody, beside them and under them today, of those whom the viewer may see."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from itertools import takewhile
from typing import Any

from django.db import connection
from django.db.models import Count, Q, QuerySet

from communities import access
from rse.lib.pages import Page
from rse.lib.prepared import Prepared
from rse.people.models import Person

TEAM_PAGE = 30
PEERS = 12
HIGHEST = 12  # levels shown above somebody
OPENED = 12  # teams opened at once
_LINE = """
    WITH RECURSIVE line (id, rank, passed) AS (
        SELECT manager_id, 1, ARRAY[id] FROM people_person WHERE id = %s
        UNION ALL
        SELECT p.manager_id, rank + 1, passed || p.id FROM line JOIN people_person p ON p.id = line.id
        WHERE rank < %s AND NOT p.id = ANY(passed) AND NOT p.manager_id = ANY(passed || p.id)
    )
    SELECT id FROM line WHERE id IS NOT NULL ORDER BY rank
"""


@dataclass
class ChartNode:
    """Someone of the chart; `team` is there once it is opened, and `reports` says how many it has."""

    person: Person
    reports: int
    is_open: bool = False
    team: "Page[ChartNode]" = field(default_factory=lambda: Page([]))


@dataclass(frozen=True)
class Chart:
    """`above` from the top down to the manager, `peers` of the same manager, `own` with the team opened. `more_peers` are not shown."""

    above: Sequence[Person]
    peers: Sequence[ChartNode]
    more_peers: int
    own: ChartNode


def chart_of(person: Person, shown: Person, *, opened: Collection[int] = (), after: str = "") -> Chart:
    """Around `shown`, an open account found through access. `after` is the cursor of their team; of `opened`, the team is shown too.

    A manager whose account is closed, or whom the viewer does not see, ends the line above; so does a line that turns back on itself.
    Two queries for the line above, three for the peers, two for the team and for each one that is open.
    """
    above = _above(person, shown)
    peers, more = _peers(person, shown) if above else ([], 0)
    own = ChartNode(shown, _reports(person, [shown.pk]).get(shown.pk, 0), is_open=True)
    own.team = team_of(person, shown.pk, after=after)
    passed = {shown.pk, *(one.pk for one in above)}
    _open(person, own.team.rows, set(list(opened)[:OPENED]) - passed, passed)
    return Chart(above, peers, more, own)


@dataclass(frozen=True)
class Line:
    """In short: the manager, if the viewer sees them, and how many people are beside and under."""

    manager: Person | None
    peers: int
    reports: int


def line_of(person: Person, shown: Person, manager: Person | None) -> Line:
    """Around `shown`, for their page; `manager` is theirs, if the viewer sees them. One query."""
    above = manager.pk if manager is not None and manager.is_active else 0
    counts = dict(_around(person.is_active, person.is_guest, person=person.pk, shown=shown.pk, manager=above))
    return Line(manager if above else None, max(counts.get(above, 0) - 1, 0), counts.get(shown.pk, 0))


@Prepared
def _around(is_active: bool, is_guest: bool, *, person: int, shown: int, manager: int) -> QuerySet[Person, Any]:
    """How many report to each of these two."""
    seen = _visible(access.as_viewer(person, is_active=is_active, is_guest=is_guest))
    return seen.filter(Q(manager=shown) | Q(manager=manager)).order_by().values_list("manager_id").annotate(people=Count("pk"))


def team_of(person: Person, manager: int, *, after: str = "", size: int = TEAM_PAGE) -> Page[ChartNode]:
    """A page of those who report to someone, by name, each with how many report to them; the cursor is "folded name|id". Two queries."""
    team = _visible(person).filter(manager=manager)
    name_key, _, id_ = after.rpartition("|")
    if id_.isascii() and id_.isdigit() and len(id_) <= 18:
        team = team.filter(Q(name_key__gt=name_key) | Q(name_key=name_key, pk__gt=int(id_)))
    rows = list(team.select_related("unit", "site").order_by("name_key", "id")[: size + 1])
    last = rows[size - 1] if len(rows) > size else None
    return Page(_nodes(person, rows[:size]), f"{last.name_key}|{last.pk}" if last else None)


def _above(person: Person, shown: Person) -> list[Person]:
    """From the top down. The line is walked once in the database, which stops where it turns back."""
    with connection.cursor() as cursor:
        cursor.execute(_LINE, [shown.pk, HIGHEST])
        line = [row[0] for row in cursor.fetchall()]
    seen = {one.pk: one for one in _visible(person).filter(pk__in=line).select_related("unit", "site")} if line else {}
    known = list(takewhile(lambda pk: pk in seen, line))
    return [seen[pk] for pk in reversed(known)]


def _peers(person: Person, shown: Person) -> tuple[list[ChartNode], int]:
    beside = _visible(person).filter(manager=shown.manager_id).exclude(pk=shown.pk)
    rows = list(beside.select_related("unit", "site").order_by("name_key", "id")[: PEERS + 1])
    more = beside.count() - PEERS if len(rows) > PEERS else 0
    return _nodes(person, rows[:PEERS]), more


def _open(person: Person, nodes: Sequence[ChartNode], opened: set[int], passed: set[int]) -> None:
    """Open those of these teams that are asked for, level after level; nobody twice, even where the line turns back on itself."""
    for node in nodes:
        if node.person.pk in opened and node.reports:
            passed.add(node.person.pk)
            node.is_open, node.team = True, team_of(person, node.person.pk)
            _open(person, [one for one in node.team.rows if one.person.pk not in passed], opened - passed, passed)


def _nodes(person: Person, rows: Sequence[Person]) -> list[ChartNode]:
    reports = _reports(person, [row.pk for row in rows])
    return [ChartNode(row, reports.get(row.pk, 0)) for row in rows]


def _reports(person: Person, managers: Sequence[int]) -> dict[int, int]:
    """How many people the viewer sees under each of these managers."""
    if not managers:
        return {}
    rows = _visible(person).filter(manager__in=managers).order_by().values_list("manager_id").annotate(people=Count("pk"))
    return {manager: people for manager, people in rows if manager is not None}


def _visible(person: Person) -> QuerySet[Person]:
    return access.people(person).filter(is_active=True, is_guest=False)
