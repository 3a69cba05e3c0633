"""Communities with weeks made by hand, for the pauses."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from adoption.actions.pauses import announce, consent, draw, propose_pause
from adoption.history import Place, places
from adoption.history.clock import zone
from adoption.models import NETWORK, CommunityWeek, FillState, Pause, PauseScope
from adoption.science import weeks
from communities.models import Community
from rse.people.models import Person
from tests.factories import make_community, make_member, make_person

START = date(2027, 3, 1)  # a Monday; eight clean weeks later no low season has come
WEEK = weeks.week_of_day(START)
NOW = datetime(2027, 2, 1, 9, tzinfo=zone())
YEAR = 52
Level = Callable[[int], int]  # engaged people by week, counted from the start


@dataclass
class Town:
    """Some communities, who owns them, and who pilots."""

    pilot: Person
    owners: list[Person]
    communities: list[Community]

    def place(self, number: int) -> Place:
        return places()[self.communities[number].pk]


def town(size: int, people: Sequence[int] = ()) -> Town:
    """`size` communities of 40 people, or of `people`, counted up to the week before NOW."""
    pilot = make_person("Pia", roles=["pilot"], language="en")
    owners = [make_person(f"Owner{i}", language="en") for i in range(size)]
    communities = [make_community(f"Atelier {i:02d}", owner=owner) for i, owner in enumerate(owners)]
    shared = make_person("Partout")
    for community in communities[:2]:
        make_member(shared, community)
    made = Town(pilot, owners, communities)
    for i, community in enumerate(communities):
        count(community.pk, -YEAR - 10, -5, people=people[i] if people else 40)
    count(NETWORK, -YEAR - 10, -5, people=40 * size)
    FillState.objects.update_or_create(pk=1, defaults={"through": WEEK - 5})
    return made


def count(
    id_: int, first: int, last: int, *, people: int = 40, level: Level | None = None, push: Level | None = None, animators: int = 1
) -> None:
    """Rows of weeks `first..last` from the start; half of the people are engaged unless told, and push is three a week before it."""
    engaged = level or (lambda week: people // 2)
    pushed = push or (lambda week: 3 if week < 0 else 0)
    CommunityWeek.objects.bulk_create(
        CommunityWeek(
            week=WEEK + week, community_id=id_, eligible=people + animators, peers=people, animators=animators, engaged28=engaged(week),
            arrived=engaged(week) // 5, gone=engaged(week) // 5, push=pushed(week),
        )
        for week in range(first, last + 1)
    )  # fmt: skip


def through(week: int) -> datetime:
    """Weeks are counted up to `week` from the start; the morning after it."""
    FillState.objects.filter(pk=1).update(through=WEEK + week)
    return weeks.ends_at(WEEK + week, zone()) + timedelta(hours=9)


def proposed(of: Town, *, scope: str = PauseScope.COMMUNITIES, clean_weeks: int = 8, seed: int = 7) -> Pause:
    return propose_pause(
        by=of.pilot, scope=scope, start=START, clean_weeks=clean_weeks, reason="To know whether we live by ourselves", seed=seed, at=NOW
    )


def agreed(of: Town, *numbers: int, scope: str = PauseScope.COMMUNITIES) -> Pause:
    """A pause to which the communities of these numbers, or all, have agreed."""
    pause = proposed(of, scope=scope)
    for number in numbers or range(len(of.communities)):
        consent(by=of.owners[number], pause=pause, place=of.place(number), at=NOW)
    return pause


def announced(of: Town) -> Pause:
    pause = draw(by=of.pilot, pause=agreed(of), at=NOW)
    return announce(by=of.pilot, pause=pause, text="We pause.\nFor eight weeks.", at=NOW)
