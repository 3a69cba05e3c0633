"""Why people leave: counted for those who moderate, in groups that hide each one."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from communities import feeds
from communities.actions.memberships import leave_community
from communities.models import Community
from rse.people.models import Person
from tests.communities.pages import text
from tests.conftest import Cast
from tests.factories import NOW, make_member, make_person

SignIn = Callable[[Person], Client]
pytestmark = pytest.mark.django_db
MONTH = timedelta(days=31)


def _leave(community: Community, *reasons: str, at: datetime = NOW) -> list[Person]:
    people = [make_person(f"Partant{number}") for number, _reason in enumerate(reasons)]
    for person, reason in zip(people, reasons, strict=True):
        make_member(person, community)
        leave_community(by=person, community=community, reason=reason, at=at)
    return people


def _shown(community: Community, at: datetime) -> dict[str, int]:
    return dict(feeds.leave_reasons(community, at=at).reasons)


def test_four_people_are_not_counted_and_five_are_once_their_month_is_over(cast: Cast) -> None:
    _leave(cast.closed, "too_much", "too_much", "too_quiet", "other")
    assert _shown(cast.closed, NOW + MONTH) == {}
    _leave(cast.closed, "too_much", "")
    assert _shown(cast.closed, NOW) == {}
    shown = feeds.leave_reasons(cast.closed, at=NOW + MONTH)
    assert (shown.people, [people for _words, people in shown.reasons]) == (5, [3, 1, 1])
    assert _shown(cast.open, NOW + MONTH) == {}


def test_what_is_shown_never_changes_by_fewer_than_five_people(cast: Cast) -> None:
    _leave(cast.closed, *["too_much"] * 5)
    _leave(cast.closed, "not_at_ease", at=NOW + MONTH)
    assert sum(_shown(cast.closed, NOW + 2 * MONTH).values()) == 5, "the sixth would be read in the difference"
    _leave(cast.closed, *["other"] * 3, at=NOW + 2 * MONTH)
    assert sum(_shown(cast.closed, NOW + 3 * MONTH).values()) == 5
    _leave(cast.closed, "other", at=NOW + 3 * MONTH)
    assert sum(_shown(cast.closed, NOW + 4 * MONTH).values()) == 10


def test_owner_and_animators_read_the_counts_and_nobody_else(cast: Cast, sign_in: SignIn) -> None:
    address = f"/c/{cast.closed.slug}/members"
    for person in (cast.alice, cast.erin):
        page = text(sign_in(person).get(address))
        assert 'id="leaving"' in page and "au moins 5 personnes" in page
    gone = _leave(cast.closed, *["not_at_ease"] * 5, at=NOW - 400 * timedelta(days=1))
    for person in (cast.alice, cast.erin):
        page = text(sign_in(person).get(address))
        assert "Je n’y suis pas à l’aise" in page and "<strong>5</strong>" in page
        assert not [one.name for one in gone if one.name in page]
    for person, place in ((cast.bob, cast.closed), (cast.carol, cast.open), (cast.pia, cast.open)):
        page = text(sign_in(person).get(f"/c/{place.slug}/members"))
        assert 'id="members"' in page and 'id="leaving"' not in page
