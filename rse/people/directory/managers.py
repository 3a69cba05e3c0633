"""Who manages whom in a staff list: by number, by address or by name, and nobody above themselves."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, TypeAlias

from rse.lib.fold import fold
from rse.people.directory.problems import Problem

if TYPE_CHECKING:
    from rse.people.directory.plan import Entry, Known

Above: TypeAlias = "int | Entry | None"  # an account there is, or another line
_SEVERAL = "several"


def resolve(entries: Sequence[Entry], accounts: Sequence[Known], problems: list[Problem]) -> None:
    """Put on each entry who manages it; what cannot be is told, and the person goes in without a manager."""
    index = _index(entries, accounts)
    for entry in entries:
        asked = entry.line.manager
        if not asked:
            continue
        found = index.get(asked.lower()) or index.get(fold(asked))
        if found is None:
            problems.append(Problem(entry.line.line, "manager_unknown", asked))
        elif found == _SEVERAL:
            problems.append(Problem(entry.line.line, "manager_several", asked))
        elif found is not entry and not isinstance(found, str):
            entry.above = found.known.pk if not isinstance(found, int) and found.known is not None else found
    for entry in _in_circles(entries, accounts):
        problems.append(Problem(entry.line.line, "manager_circle", entry.line.manager))
        entry.above = None


def _index(entries: Sequence[Entry], accounts: Sequence[Known]) -> dict[str, int | Entry | str]:
    """By number and address, those of the list before the others; by name where one person alone bears it."""
    keys: dict[str, int | Entry | str] = {}
    names: dict[str, int | Entry | str] = {}
    listed = {entry.known.pk for entry in entries if entry.known is not None}

    def name(first: str, last: str, whose: int | Entry) -> None:
        for words in {fold(f"{first} {last}"), fold(f"{last} {first}"), fold(f"{last}, {first}")}:
            names[words] = _SEVERAL if words in names else whose

    for entry in entries:
        for key in (entry.line.number, entry.line.email):
            if key:
                keys[key.lower()] = entry
        name(entry.line.first_name, entry.line.last_name, entry)
    for one in accounts:
        if one.pk in listed or not one.is_active or one.is_guest:
            continue
        for known in (one.staff_number, one.email):
            if known:
                keys.setdefault(known.lower(), one.pk)
        name(one.first_name, one.last_name, one.pk)
    return names | keys


def _in_circles(entries: Sequence[Entry], accounts: Sequence[Known]) -> Iterable[Entry]:
    """Those of the list who would be above themselves. Accounts that the list does not name keep their manager."""
    entry_of = {entry.known.pk: entry for entry in entries if entry.known is not None}
    kept = {one.pk: one.manager_id for one in accounts}

    def above(node: int | Entry) -> int | Entry | None:
        if isinstance(node, int):
            found: int | Entry | None = kept.get(node)
        else:
            found = node.above if node.above is not None else node.known.manager_id if node.known is not None else None
        return entry_of.get(found, found) if isinstance(found, int) else found

    seen: dict[int, int] = {}  # a node by its identity, and the walk that met it
    circles = []
    for walk, start in enumerate(entries):
        node: int | Entry | None = start
        path = []
        while node is not None and (key := _key(node)) not in seen:
            seen[key] = walk
            path.append(node)
            node = above(node)
        if node is not None and seen[_key(node)] == walk:
            first = next(place for place, one in enumerate(path) if _key(one) == _key(node))
            circles += [one for one in path[first:] if not isinstance(one, int) and one.above is not None]
    return circles


def _key(node: int | Entry) -> int:
    return node if isinstance(node, int) else -id(node)
