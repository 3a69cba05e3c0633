"""The board of first successes: where each stands, by community and by unit; and those of one's own unit, for the home page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from communities import access
from communities.models import Basis, Community, Story, StoryPerson, StoryState
from rse.lib.kept import Kept
from rse.lib.pages import PAGE_SIZE, Page
from rse.people.models import Person, Unit

CONFIRMED, SUBMITTED, AGAIN, RETIRED = "confirmed", "submitted", "again", "retired"
STATES = (CONFIRMED, SUBMITTED, AGAIN, RETIRED)
FRESH = timedelta(weeks=3)  # a success of one's unit stays on home so long after it was confirmed; ours
MOST_ON_HOME = 2
_REMEMBERED = 60.0
_units: Kept[frozenset[int]] = Kept(1, seconds=_REMEMBERED)


@dataclass(frozen=True)
class BoardRow:
    """A story in a few lines. `state` is one of STATES; `units` names where its people work; without a figure `amount` is None."""

    id: int
    title: str
    change: str
    community: str
    slug: str
    state: str
    amount: Decimal | None
    unit: str
    period: str
    basis: str
    happened_on: date
    renew_on: date
    confirmed_by: str
    units: tuple[str, ...]


def story_board(
    person: Person, *, state: str = "", community: int | None = None, unit: int | None = None, today: date, before: int | None = None
) -> Page[BoardRow]:
    """Newest first, of the stories that this person may read; four queries at most. `unit`: those of people who work there."""
    found = _stories(person, community, unit)
    if state:
        found = found.filter(_in_state(state, today))
    if before is not None:
        found = found.filter(pk__lt=before)
    rows = list(found.select_related("post", "community", "countersigned_by").order_by("-pk")[: PAGE_SIZE + 1])
    units = _units_of(rows[:PAGE_SIZE])
    more = len(rows) > PAGE_SIZE
    return Page([_row(story, units.get(story.pk, ()), today) for story in rows[:PAGE_SIZE]], str(rows[PAGE_SIZE - 1].pk) if more else None)


def story_counts(person: Person, *, community: int | None = None, unit: int | None = None, today: date) -> dict[str, int]:
    """How many stories this person may read are in each of STATES; one query."""
    counted = {state: Count("pk", filter=_in_state(state, today)) for state in STATES}
    return dict(_stories(person, community, unit).aggregate(**counted))


def story_places(person: Person) -> list[Community]:
    """The communities whose stories this person may read, by name."""
    told = Story.objects.filter(pk__in=access.posts(person).values("pk")).values("community")
    return list(access.communities(person).filter(pk__in=told).order_by("name_key", "pk"))


def story_units(person: Person) -> list[Unit]:
    """The units of the people of these stories whom this person may see, by name."""
    told = StoryPerson.objects.filter(story__in=access.posts(person).values("pk"), person__in=access.people(person))
    return list(Unit.objects.filter(pk__in=told.values("person__unit")).order_by("name_key", "pk"))


def stories_of_my_unit(person: Person, at: datetime) -> list[BoardRow]:
    """The successes of this person's unit that were confirmed lately, newest first. Mostly no query: where there are any is remembered
    for a minute.
    """
    if person.unit_id is None or person.unit_id not in _units.make("units", lambda: _lately(at)):
        return []
    fresh = _stories(person, None, person.unit_id).filter(state=StoryState.COUNTERSIGNED, countersigned_at__gte=at - FRESH, due_at=None)
    rows = list(fresh.select_related("post", "community", "countersigned_by").order_by("-countersigned_at", "-pk")[:MOST_ON_HOME])
    return [_row(story, (), timezone.localdate(at)) for story in rows]


def _lately(at: datetime) -> frozenset[int]:
    """Units of the people of stories confirmed lately."""
    fresh = Story.objects.filter(state=StoryState.COUNTERSIGNED, countersigned_at__gte=at - FRESH)
    units = StoryPerson.objects.filter(story__in=fresh.values("pk"), person__is_active=True).values_list("person__unit", flat=True)
    return frozenset(unit for unit in units.distinct() if unit is not None)


def _stories(person: Person, community: int | None, unit: int | None) -> QuerySet[Story]:
    found = Story.objects.filter(pk__in=access.posts(person).values("pk"))
    if community is not None:
        found = found.filter(community=community)
    if unit is not None:
        theirs = StoryPerson.objects.filter(story=OuterRef("pk"), person__unit=unit, person__in=access.people(person))
        found = found.filter(Exists(theirs))
    return found


def _in_state(state: str, today: date) -> Q:
    """Retired, to be confirmed again once its date has passed, else as it was last signed."""
    past = Q(renew_on__lte=today)
    return {
        RETIRED: Q(state=StoryState.RETIRED),
        AGAIN: past & ~Q(state=StoryState.RETIRED),
        CONFIRMED: ~past & Q(state=StoryState.COUNTERSIGNED),
        SUBMITTED: ~past & Q(state=StoryState.SUBMITTED),
    }[state]


def _units_of(stories: Sequence[Story]) -> dict[int, tuple[str, ...]]:
    found: dict[int, dict[str, None]] = {}
    people = StoryPerson.objects.filter(story__in=[story.pk for story in stories], person__unit__isnull=False)
    for story, name in people.order_by("person__unit__name_key").values_list("story", "person__unit__name"):
        found.setdefault(story, {})[name] = None
    return {story: tuple(names) for story, names in found.items()}


def _row(story: Story, units: tuple[str, ...], today: date) -> BoardRow:
    if story.state == StoryState.RETIRED:
        state = RETIRED
    elif story.renew_on <= today:
        state = AGAIN
    else:
        state = CONFIRMED if story.state == StoryState.COUNTERSIGNED else SUBMITTED
    return BoardRow(
        id=story.pk, title=story.post.title, change=story.change, community=story.community.name, slug=story.community.slug, state=state,
        amount=story.amount, unit=story.unit, period=story.period, basis=str(Basis(story.basis).label) if story.basis else "",
        happened_on=story.happened_on, renew_on=story.renew_on,
        confirmed_by=story.countersigned_by.name if story.countersigned_by else "", units=units,
    )  # fmt: skip
