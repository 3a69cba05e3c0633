"""Whether anything waits for a person: the query of their communities tells it too, so that the page need not ask again.

Remembered on the person of the request, and believed only where it says that there was nothing: what waits is then counted.
"""

from typing import NamedTuple

from rse.people.models import Person


class Waiting(NamedTuple):
    """Whether notifications are unread, and invitations unanswered; both true of whom nothing was asked."""

    unread: bool = True
    invited: bool = True


def remember(person: Person, waiting: Waiting) -> None:
    vars(person)["_waiting"] = waiting


def waiting(person: Person) -> Waiting:
    known: Waiting = vars(person).get("_waiting", Waiting())
    return known
