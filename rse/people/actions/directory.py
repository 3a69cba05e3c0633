"""Staff lists: give one, choose its columns, look at what it would do, take it whole or not at all, drop it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from rse.audit import log
from rse.lib.fold import fold
from rse.lib.refusal import Refused
from rse.lib.text import one_line
from rse.people.access import may_import_people, require
from rse.people.actions.batches import NewPerson, create_people
from rse.people.actions.people import SPELLED, tell_rights_changed
from rse.people.actions.tokens import forget_token
from rse.people.directory.columns import check, guess
from rse.people.directory.plan import Entry, Known, Plan, make_plan
from rse.people.directory.table import Table, read_table
from rse.people.directory.units import Tree
from rse.people.models import Person, PersonSpell, StaffList

KEPT_FOR = timedelta(days=7)
CLAIMED_FOR = timedelta(minutes=30)
BATCH = 500


@transaction.atomic
def give_list(*, by: Person | None, name: str, content: bytes, at: datetime) -> StaffList:
    """Keep a file with the columns guessed from its header, in the place of one that still waits.

    Raises Refused on what cannot be read as a table.
    """
    require(may_import_people(by))
    table = read_table(content, name=name)
    StaffList.objects.filter(taken_at=None, asked_at=None).delete()
    return StaffList.objects.create(by=by, at=at, name=one_line(name)[:200] or "—", content=content, columns=guess(table.header))


@transaction.atomic
def choose_columns(*, by: Person | None, listed: StaffList, columns: Mapping[str, int], whole: bool) -> StaffList:
    """Say which column holds what, and whether everybody is in the list. Raises Refused when an address or a name has none."""
    require(may_import_people(by))
    listed = _waiting(listed)
    listed.columns, listed.whole = check(columns, table_of(listed).header), whole
    listed.save(update_fields=["columns", "whole"])
    return listed


@transaction.atomic
def drop_list(*, by: Person | None, listed: StaffList) -> None:
    """Forget a list that was not taken."""
    require(may_import_people(by))
    _waiting(listed).delete()


@transaction.atomic
def ask_to_take(*, by: Person | None, listed: StaffList, at: datetime) -> StaffList:
    """Have a list taken by a task; the row is what counts, a message only hastens it."""
    require(may_import_people(by))
    listed = _waiting(listed)
    check(listed.columns, table_of(listed).header)
    listed.asked_at = at
    listed.save(update_fields=["asked_at"])
    return listed


def table_of(listed: StaffList) -> Table:
    if listed.content is None:
        raise Refused(_("This list is no longer here: give it again."), field="file")
    return read_table(bytes(listed.content), name=listed.name)


def plan_of(listed: StaffList, *, by: Person | None, at: datetime) -> Plan:
    """The dry run: what the list would do now. Raises Refused when its columns are not chosen."""
    table = table_of(listed)
    return make_plan(table, check(listed.columns, table.header), by=by, at=at, whole=listed.whole)


def lists_asked(*, at: datetime) -> list[int]:
    """The lists that wait for a task, or whose task has died."""
    asked = StaffList.objects.filter(taken_at=None, asked_at__isnull=False)
    free = asked.filter(claimed_at=None) | asked.filter(claimed_at__lt=at - CLAIMED_FOR)
    return list(free.order_by("id").values_list("id", flat=True))


def take_asked(listed_id: int, *, at: datetime) -> Plan | None:
    """Take a list that waits, once: None when somebody else does, or when it cannot be, which its outcome then says."""
    free = StaffList.objects.filter(pk=listed_id, taken_at=None, asked_at__isnull=False)
    free = free.filter(claimed_at=None) | free.filter(claimed_at__lt=at - CLAIMED_FOR)
    if not free.update(claimed_at=at):
        return None
    listed = StaffList.objects.select_related("by").get(pk=listed_id)
    try:
        return take_list(by=listed.by, listed=listed, at=at)
    except Refused as refusal:
        StaffList.objects.filter(pk=listed_id).update(taken_at=at, content=None, outcome={"refused": str(refusal)})
        return None


@transaction.atomic
def take_list(*, by: Person | None, listed: StaffList, at: datetime) -> Plan:
    """Open, change and close the accounts of a list, all or none. Lines in error are left aside, as the dry run says."""
    require(may_import_people(by))
    listed = StaffList.objects.select_for_update(of=("self",)).get(pk=listed.pk)
    if listed.taken_at is not None:
        raise Refused(_("This list has been taken already."))
    plan = plan_of(listed, by=by, at=at)
    _write(plan, by=by, at=at)
    listed.taken_at, listed.content = at, None
    listed.outcome = {
        "new": len(plan.new), "changed": len(plan.changed), "left": len(plan.leaving), "same": plan.same, "aside": plan.aside,
        "units": len(plan.new_units),
    }  # fmt: skip
    listed.save(update_fields=["taken_at", "content", "outcome"])
    log.record(actor=by, act="people.list", target_type="stafflist", target_id=listed.pk, detail=listed.outcome, at=at)
    return plan


def forget_lists(*, at: datetime) -> int:
    """Empty the lists that nobody took within a week."""
    return StaffList.objects.filter(taken_at=None, asked_at=None, at__lt=at - KEPT_FOR).delete()[0]


def _waiting(listed: StaffList) -> StaffList:
    found = StaffList.objects.select_for_update(of=("self",)).filter(pk=listed.pk, taken_at=None, asked_at=None).first()
    if found is None:
        raise Refused(_("This list is no longer here: give it again."), field="file")
    return found


def _write(plan: Plan, *, by: Person | None, at: datetime) -> None:
    tree = Tree.load()
    for entry in (*plan.new, *plan.changed):
        tree.make(entry.line)
    made = _open(plan.new, tree, by=by, at=at)
    _change(plan.changed, tree, made, at=at)
    _close(plan.leaving, at=at)


def _open(entries: list[Entry], tree: Tree, *, by: Person | None, at: datetime) -> dict[int, Person]:
    """The new accounts, by the line they come from."""
    rows = {id(entry): _new(entry, tree, at) for entry in entries}
    for entry in entries:
        above = entry.above
        rows[id(entry)].manager = Person(pk=above) if isinstance(above, int) else rows.get(id(above))
    create_people(list(rows.values()), by=by, at=at, source="staff list")
    return {key: row.person for key, row in rows.items()}


def _new(entry: Entry, tree: Tree, at: datetime) -> NewPerson:
    line = entry.line
    return NewPerson(
        email=entry.email, first_name=line.first_name, last_name=line.last_name, staff_number=line.number or None, job_title=line.job,
        unit=tree.unit(line.unit) if line.unit else None, site=tree.site(line.site) if line.site else None,
        language=line.language or "fr", joined_at=at,
    )  # fmt: skip


def _change(entries: list[Entry], tree: Tree, made: dict[int, Person], *, at: datetime) -> None:
    known = Person.objects.in_bulk([entry.known.pk for entry in entries if entry.known])
    turned, people = [], []
    for entry in entries:
        assert entry.known is not None
        person = known[entry.known.pk]
        before = [getattr(person, name) for name in SPELLED]
        _put(person, entry, tree, made)
        people.append(person)
        if [getattr(person, name) for name in SPELLED] != before:
            turned.append(person)
    fields = [
        "staff_number", "email", "first_name", "last_name", "name_key", "job_title", "language", "unit", "site", "manager", "is_active",
        "deactivated_at",
    ]  # fmt: skip
    Person.objects.bulk_update(people, fields, batch_size=BATCH)
    _turn(turned, at=at)
    for person in turned:
        tell_rights_changed(person)


def _put(person: Person, entry: Entry, tree: Tree, made: dict[int, Person]) -> None:
    line, above = entry.line, entry.above
    person.staff_number = line.number or person.staff_number
    person.email = entry.email
    person.first_name, person.last_name = line.first_name or person.first_name, line.last_name
    person.name_key = fold(f"{person.last_name} {person.first_name}")
    person.job_title, person.language = line.job or person.job_title, line.language or person.language
    if line.unit:
        person.unit = tree.unit(line.unit)
    if line.site:
        person.site = tree.site(line.site)
    if above is not None:
        person.manager_id = above if isinstance(above, int) else made[id(above)].pk
    person.is_active, person.deactivated_at = True, None


def _close(leaving: list[Known], *, at: datetime) -> None:
    """Accounts of who has left: no more sign-in, every session, socket and token ends; what was written stays."""
    people = list(Person.objects.filter(pk__in=[one.pk for one in leaving], is_active=True))
    ids = [person.pk for person in people]
    Person.objects.filter(pk__in=ids).update(is_active=False, deactivated_at=at, session_epoch=F("session_epoch") + 1)
    for person in people:
        person.is_active, person.deactivated_at = False, at
        forget_token(person)
        tell_rights_changed(person)
    _turn(people, at=at)


def _turn(people: list[Person], *, at: datetime) -> None:
    """End the spells that run and begin those of now, in batches."""
    ids = [person.pk for person in people]
    current = PersonSpell.objects.filter(person__in=ids, to_at=None)
    current.filter(from_at__gte=at).delete()
    current.update(to_at=at)
    PersonSpell.objects.bulk_create(
        [PersonSpell(person=one, from_at=at, **{name: getattr(one, name) for name in SPELLED}) for one in people], batch_size=BATCH
    )
