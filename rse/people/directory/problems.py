"""What is wrong in a staff list, line by line: some lines are left aside, others go in without what is wrong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# Lines left aside: there is nobody to open an account for.
ASIDE: dict[str, str | Promise] = {
    "no_email": _("No e-mail address"),
    "bad_email": _("This is not an e-mail address"),
    "email_twice": _("The e-mail address is that of another line"),
    "email_taken": _("The e-mail address belongs to another account"),
    "guest": _("The e-mail address is that of a guest"),
    "no_name": _("No name"),
    "number_long": _("The staff number is longer than 40 characters"),
    "number_twice": _("The staff number is that of another line"),
    "protected": _("This account has a role: only an administrator changes it"),
}
# Lines that go in without it.
WITHOUT: dict[str, str | Promise] = {
    "no_number": _("No staff number: known by the e-mail address alone"),
    "email_kept": _("Another e-mail address than that of the account: only an administrator changes it"),
    "manager_unknown": _("The manager is not found: goes in without"),
    "manager_several": _("Several people bear the name of the manager: goes in without"),
    "manager_circle": _("The manager is below the person, in a circle: goes in without"),
    "unit_long": _("The name of a unit is longer than 120 characters: goes in without"),
    "no_unit": _("No unit"),
    "formula": _("A cell held a formula: taken as plain text"),
    "last_admin": _("The last administrator cannot leave"),
}
WORDS = ASIDE | WITHOUT
QUIET = {"no_unit", "no_number"}  # told by their number, line by line only in the list to download


@dataclass(frozen=True)
class Problem:
    """`value`: what the cell held, cut."""

    line: int
    kind: str
    value: str = ""

    @property
    def aside(self) -> bool:
        return self.kind in ASIDE

    @property
    def words(self) -> str:
        return str(WORDS[self.kind])


@dataclass(frozen=True)
class Kind:
    """All the problems of one kind: how many, and the first few."""

    words: str
    aside: bool
    count: int
    first: tuple[Problem, ...]

    @property
    def more(self) -> int:
        return self.count - len(self.first)


def by_kind(problems: Sequence[Problem], *, shown: int = 5) -> tuple[Kind, ...]:
    """Lines left aside first, then the most frequent."""
    ordered = sorted(problems, key=lambda one: (one.kind, one.line))
    kinds = []
    for _kind, group in groupby(ordered, key=lambda one: one.kind):
        some = tuple(group)
        kinds.append(Kind(some[0].words, some[0].aside, len(some), some[:shown]))
    return tuple(sorted(kinds, key=lambda one: (not one.aside, -one.count)))
