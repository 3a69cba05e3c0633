"""The first steps of a person: begun by their first sign-in, put away at will, over once all is done."""

from rse.people.models import Person
from rse.people.models.person import Arrival


def begin_arrival(*, by: Person) -> bool:
    """Open one's first steps, once in the life of an account. Returns whether they begin now."""
    began = bool(Person.objects.filter(pk=by.pk, arrival="").update(arrival=Arrival.OPEN))
    if began:
        by.arrival = Arrival.OPEN
    return began


def put_arrival_away(*, by: Person) -> None:
    """Show the list of one's first steps no more. Doing it twice changes nothing."""
    _turn(by, Arrival.AWAY, but_for=Arrival.DONE)


def bring_arrival_back(*, by: Person) -> None:
    """Show it again, or for the first time to whoever was here before there was one."""
    _turn(by, Arrival.OPEN, but_for=Arrival.OPEN)


def end_arrival(*, by: Person) -> None:
    """All is done: the list goes by itself."""
    _turn(by, Arrival.DONE, but_for=Arrival.AWAY)


def _turn(person: Person, arrival: Arrival, *, but_for: Arrival) -> None:
    if Person.objects.filter(pk=person.pk).exclude(arrival=but_for).update(arrival=arrival):
        person.arrival = arrival
