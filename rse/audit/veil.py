"""What of the log not all of its readers may know: whoever knows the rule says which rows, here.

Of a veiled row its reader learns that there was such an act, and when: not by whom, nor on what. Of one whose target they may not
read, who did it, and not on which thing.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q

if TYPE_CHECKING:
    from rse.people.models import Person


@dataclass(frozen=True)
class Veil:
    """Over AuditEvent: the rows of which the act and the time may be known, and those of which all may but the target."""

    rows: Q
    targets: Q


VeilRule = Callable[["Person"], Veil]

_rules: list[VeilRule] = []


def veil_by(rule: VeilRule) -> None:
    """Have `rule` say what is veiled to a person."""
    if rule not in _rules:
        _rules.append(rule)


def veil_for(person: "Person") -> Veil:
    """What is veiled to this person, by all the rules."""
    rows, targets = Q(pk__in=[]), Q(pk__in=[])
    for rule in _rules:
        found = rule(person)
        rows, targets = rows | found.rows, targets | found.targets
    return Veil(rows, targets)
