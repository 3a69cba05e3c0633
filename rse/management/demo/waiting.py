"""What waits for the people of the demonstration today: fresh answers, a question without one, a request, invitations."""

from datetime import timedelta
from random import Random
from typing import TYPE_CHECKING

from adoption.actions import decisions, pioneers
from communities.actions import memberships, notifications
from rse.management.demo.plan import Conversation, Plan, Said
from rse.management.demo.season import worked_before
from rse.management.demo.threads import tell, threads
from rse.people.models import Person

if TYPE_CHECKING:
    from communities.models import Community

PIONEERS = 12
FIRST = timedelta(weeks=8)
NOTIFIED, _UNREAD = timedelta(days=12), timedelta(days=2)
_AGES = ((15, 4), (7, 2), (2, 1))  # hours of work since each post of recent.txt, and between its answers
_LETTERS = {"E": "employee", "M": "animator"}


def add_recent(plan: Plan, rng: Random) -> None:
    """The conversations of texts/recent.txt, told in the largest community in the last hours."""
    by_label = {person.label: person for person in plan.people if person.label}
    before = plan.end - timedelta(days=7)
    members = [plan.people[s.person] for s in plan.stays if s.place == "maintenance" and s.to_at is None and s.from_at < before]
    keenest = sorted((p for p in members if not p.label and p.is_here(plan.end)), key=lambda person: -person.appetite)[:14]
    others = rng.sample(keenest, min(len(keenest), 6))
    for thread, (age, step) in zip(threads("recent"), _AGES, strict=True):
        free = iter(others)
        cast = {letter: by_label[_LETTERS[letter]] if letter in _LETTERS else next(free) for letter in thread.speakers}
        told = tell(
            thread,
            rng,
            at=plan.end,
            names={key: p.name for key, p in cast.items()},
            sites={key: p.place_of_work for key, p in cast.items()},
        )
        said = []
        for rank, turn in enumerate(told.turns):
            at = worked_before(plan.end, age - step * rank) - timedelta(minutes=rng.randrange(20))
            said.append(Said(cast[turn.speaker].index, turn.text, at, answers=None if rank == 0 else 0))
        plan.conversations.append(Conversation("maintenance", told.title, told.is_question, told.language, said))


def _name_pioneers(plan: Plan, people: list[Person], pilot: Person) -> None:
    """A dozen of the keenest who came with the first wave, but for those who have a part in the demonstration."""
    opening = min(person.joined_at for person in plan.people)
    there = [p for p in plan.people if not (p.label or p.is_guest or p.roles) and p.is_here(plan.end) and p.joined_at < opening + FIRST]
    keenest = sorted(there, key=lambda person: (-person.appetite, person.index))[:PIONEERS]
    pioneers.name_pioneers(by=pilot, people=[people[one.index] for one in keenest], from_at=opening + FIRST, at=plan.end)


def leave_waiting(plan: Plan, people: list[Person], places: dict[str, "Community"], source: str) -> None:
    """A request for the animator, invitations for the employee and the animator, and the notifications of the last days."""
    by_label = {planned.label: person for planned, person in zip(plan.people, people, strict=True) if planned.label}
    hosts = {place.key: people[owner] for place, _at, owner in plan.places}
    memberships.request_to_join(
        by=by_label["employee"], community=places["machines"], at=plan.end - timedelta(hours=5), source=source,
        note="Je prépare la consignation du banc d’essai BE-2 et j’aimerais relire les fiches avec vous avant l’arrêt.",
    )  # fmt: skip
    for label, key, hours in (("employee", "energie", 26), ("animator", "soudage", 50)):
        memberships.invite(
            by=hosts[key], community=places[key], person=by_label[label], at=plan.end - timedelta(hours=hours), source=source
        )
    notifications.notify_since(since=plan.end - NOTIFIED, read_until=plan.end - _UNREAD, source=source, at=plan.end)
    _name_pioneers(plan, people, by_label["pilot"])
    decisions.set_perimeter(
        by=by_label["pilot"], from_at=min(person.joined_at for person in plan.people), at=plan.end,
        headcount=sum(not person.is_guest for person in plan.people), reason="Toute l’entreprise, Halden Bridge compris",
    )  # fmt: skip
