"""What a staff list would change: who is new, who changes, who leaves, and every problem with its line. Nothing is written here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.utils import timezone

from rse.people.directory.columns import Columns
from rse.people.directory.lines import Line, read_lines
from rse.people.directory.managers import Above, resolve
from rse.people.directory.problems import Kind, Problem, by_kind
from rse.people.directory.table import Table
from rse.people.directory.units import Tree
from rse.people.models import Person, Role

_COLUMNS = (
    "pk", "staff_number", "email", "first_name", "last_name", "job_title", "language", "unit_id", "site_id", "manager_id", "roles",
    "is_guest", "is_active",
)  # fmt: skip


@dataclass(frozen=True)
class Known:
    """An account there is."""

    pk: int
    staff_number: str | None
    email: str
    first_name: str
    last_name: str
    job_title: str
    language: str
    unit_id: int | None
    site_id: int | None
    manager_id: int | None
    roles: list[str]
    is_guest: bool
    is_active: bool


@dataclass
class Entry:
    """A line and the account it is about, None when it is new; `above`: who manages them."""

    line: Line
    known: Known | None
    above: Above = None
    email: str = ""  # as it will be kept


@dataclass
class Plan:
    """Entries new and changed in the order of the file; accounts to close; problems in the order of the file."""

    rows: int = 0
    new: list[Entry] = field(default_factory=list)
    changed: list[Entry] = field(default_factory=list)
    same: int = 0
    leaving: list[Known] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    new_units: list[str] = field(default_factory=list)

    @property
    def aside(self) -> int:
        """Lines left aside."""
        return len({problem.line for problem in self.problems if problem.aside})

    @property
    def kinds(self) -> tuple[Kind, ...]:
        return by_kind(self.problems)

    @property
    def writes(self) -> int:
        return len(self.new) + len(self.changed) + len(self.leaving)


def make_plan(table: Table, columns: Columns, *, by: Person | None, at: datetime, whole: bool) -> Plan:
    """Compare the list with the accounts there are. `whole`: accounts with a staff number that it does not name have left."""
    plan = Plan(rows=len(table.rows))
    trusted = by is None or by.has_role(Role.ADMIN)
    accounts = _Accounts(trusted)
    lines = read_lines(table, columns, today=timezone.localdate(at), problems=plan.problems)
    entries = [entry for line in lines if (entry := accounts.entry(line, plan.problems)) is not None]
    present = [entry for entry in entries if not entry.line.left]
    if "manager" in columns:
        resolve(present, accounts.all, plan.problems)
    tree = Tree.load()
    for entry in present:
        tree.note(entry.line)
        if entry.known is None:
            plan.new.append(entry)
        elif differs(entry, entry.known, tree, columns):
            plan.changed.append(entry)
        else:
            plan.same += 1
    plan.new_units = tree.missing()
    cells = {row.cell(columns.get(name)).lower() for row in table.rows for name in ("number", "email")}
    plan.leaving = accounts.leaving(entries, plan.problems, unsaid=None if not whole else cells)
    plan.problems.sort(key=lambda one: (one.line, one.kind))
    return plan


def differs(entry: Entry, known: Known, tree: Tree, columns: Columns) -> bool:
    """Whether the list says something else than the account. What the list has no column for, or leaves empty, stays."""
    line = entry.line
    said = [
        (line.number or known.staff_number, known.staff_number),
        (entry.email, known.email),
        (line.first_name or known.first_name, known.first_name),
        (line.last_name, known.last_name),
        (line.job or known.job_title, known.job_title),
        (line.language or known.language, known.language),
        (tree.unit_id(line.unit) if line.unit else known.unit_id, known.unit_id),
        (tree.site_id(line.site) if line.site else known.site_id, known.site_id),
        (entry.above if "manager" in columns and entry.above is not None else known.manager_id, known.manager_id),
        (True, known.is_active),
    ]
    return any(new != old for new, old in said)


class _Accounts:
    """The accounts there are, by number and by address."""

    def __init__(self, trusted: bool) -> None:
        self.trusted = trusted
        self.all = [Known(*row) for row in Person.objects.order_by("pk").values_list(*_COLUMNS)]
        self.by_number = {one.staff_number.lower(): one for one in self.all if one.staff_number}
        self.by_email = {one.email: one for one in self.all}

    def entry(self, line: Line, problems: list[Problem]) -> Entry | None:
        """The line beside its account: that of its number, else that of its address when it has no other number."""
        named = self.by_email.get(line.email)
        known = self.by_number.get(line.number.lower()) if line.number else None
        if known is None and named is not None and (not line.number or not named.staff_number):
            known = named
        wrong = self._wrong(known, named)
        if wrong:
            problems.append(Problem(line.line, wrong, line.email))
            return None
        email = line.email
        if known is not None and known.email != email and not self.trusted:
            problems.append(Problem(line.line, "email_kept", line.email))
            email = known.email
        return Entry(line, known, email=email)

    def _wrong(self, known: Known | None, named: Known | None) -> str | None:
        if named is not None and (known is None or known.pk != named.pk):
            return "email_taken"
        if known is not None and known.is_guest:
            return "guest"
        if known is not None and known.roles and not self.trusted:
            return "protected"
        return None

    def leaving(self, entries: Sequence[Entry], problems: list[Problem], *, unsaid: set[str] | None) -> list[Known]:
        """Who the list says has left, and whose number and address are in none of its cells (None: they stay).

        A line in error does not close its account; the last administrator never leaves.
        """
        said = {entry.known.pk: entry for entry in entries if entry.known is not None}
        gone = [entry.known for entry in entries if entry.line.left and entry.known is not None and entry.known.is_active]
        if unsaid is not None:
            gone += [
                one for one in self.all
                if one.staff_number and one.is_active and not one.is_guest and one.pk not in said
                and not {one.staff_number.lower(), one.email} & unsaid and (self.trusted or not one.roles)
            ]  # fmt: skip
        leaving = {one.pk for one in gone}
        admins = [one for one in self.all if one.is_active and Role.ADMIN in one.roles]
        if admins and all(one.pk in leaving for one in admins):
            kept = admins[0]
            line = said[kept.pk].line.line if kept.pk in said else 0
            problems.append(Problem(line, "last_admin", kept.email))
            gone = [one for one in gone if one.pk != kept.pk]
        return gone
