"""Who joins which community, when, on whose invitation, and who leaves it again."""

from datetime import datetime, timedelta
from random import Random

from adoption.science.weeks import starts_at
from rse.management.demo.company import ENGLISH_SITE
from rse.management.demo.people import FULL_WEEKS, Employee
from rse.management.demo.places import PLACES, Place
from rse.management.demo.plan import Plan, Stay
from rse.management.demo.season import ZONE, at_work

_LEAVES = 0.05
_INVITED = 0.12
_PEOPLE_OF_THE_DEMO = ("employee", "animator", "manager", "guest")
_KEPT_OUT = {("machines", "employee"), ("energie", "employee"), ("soudage", "animator")}  # they ask, or are invited (waiting.py)


def open_places(plan: Plan, rng: Random, *, first: int, weeks: int) -> None:
    """The communities, each by its owner, with its animators."""
    for place in PLACES:
        opened_at = starts_at(first + place.opens * weeks // FULL_WEEKS, ZONE) + timedelta(hours=9, minutes=rng.randrange(60))
        owner = _owner(plan.people, place, opened_at)
        opened_at = max(opened_at, owner.joined_at + timedelta(hours=1))
        plan.places.append((place, opened_at, owner.index))
        plan.stays.append(Stay(owner.index, place.key, opened_at, role="owner"))


def fill_places(plan: Plan, rng: Random, *, weeks: int) -> None:
    """Everyone else, at their own pace; animators are the first to come."""
    for place, opened_at, owner in plan.places:
        comers = _comers(plan.people, place, rng, owner)
        for rank, person in enumerate(comers):
            at = _arrival(rng, person, opened_at, quick=rank < place.animators - 1, pace=weeks / FULL_WEEKS)
            if at < plan.end and (person.left_at is None or at < person.left_at):
                plan.stays.append(_stay(plan, rng, place, person, at, role="animator" if rank < place.animators - 1 else "member"))


def _stay(plan: Plan, rng: Random, place: Place, person: Employee, at: datetime, *, role: str) -> Stay:
    stay = Stay(person.index, place.key, at, person.left_at, role)
    if role == "member" and not person.label and stay.to_at is None and rng.random() < _LEAVES:
        gone_at = at_work(rng, at + timedelta(days=rng.uniform(20, 250)), on_shift=person.on_shift)
        stay.to_at = gone_at if gone_at < plan.end else None
    if place.access == "open" and rng.random() < _INVITED:
        hosts = [s.person for s in plan.stays if s.place == place.key and s.from_at < at - timedelta(days=3) and s.to_at is None]
        stay.by = rng.choice(hosts) if hosts else None
    return stay


def _owner(people: list[Employee], place: Place, opened_at: datetime) -> Employee:
    """Its appointed owner; else whoever is keenest among the leads, the members or, failing them, everyone present."""
    if place.owner:
        return next(person for person in people if person.label == place.owner)
    if place.team_only:
        return _team_lead(people, next(iter(place.shares)))
    present = [p for p in people if p.left_at is None and p.joined_at <= opened_at and not p.is_guest and not p.label]
    at_home = [p for p in present if (p.site if place.key == ENGLISH_SITE else p.department) == _home(place)]
    leads = [person for person in at_home if person.reports]
    return max(leads or at_home or present, key=lambda person: person.appetite)


def _home(place: Place) -> str:
    return ENGLISH_SITE if place.key == ENGLISH_SITE else next(iter(place.shares))


def _team_lead(people: list[Employee], department: str) -> Employee:
    leads = [p for p in people if p.department == department and p.reports and any(not people[r].reports for r in p.reports)]
    return max(leads, key=lambda lead: len(lead.reports))


def _comers(people: list[Employee], place: Place, rng: Random, owner: int) -> list[Employee]:
    """Those who will join, the keenest first half the time."""
    if place.team_only:
        found = [people[index] for index in people[owner].reports]
    else:
        found = [p for p in people if p.index != owner and rng.random() < _chance(place, p)]
    found = [person for person in found if not person.is_guest or place.key == "maintenance"]
    if place.key == "maintenance":
        found += [p for p in people if p.label in _PEOPLE_OF_THE_DEMO and p not in found and p.index != owner]
    return sorted(found, key=lambda person: (person.is_guest, -person.appetite + rng.random() * 0.6))


def _chance(place: Place, person: Employee) -> float:
    if person.is_guest or (place.key, person.label) in _KEPT_OUT:
        return 0.0
    if place.key == "halden" and person.site == "halden":
        return 0.9
    if place.managers and person.reports:
        return place.managers
    share = place.shares.get(person.department, 0.0)
    if person.label and place.access == "open":
        share = max(share, 0.45)
    return share * (0.35 + 1.3 * person.appetite if share < 0.6 else 1.0)


def _arrival(rng: Random, person: Employee, opened_at: datetime, *, quick: bool, pace: float) -> datetime:
    start = max(person.joined_at, opened_at)
    days = rng.uniform(0, 2) if quick else rng.expovariate(1 / 45) if rng.random() < 0.6 else rng.uniform(10, 240)
    return at_work(rng, start + timedelta(days=days * pace), on_shift=person.on_shift)
