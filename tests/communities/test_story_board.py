"""The board of first successes: states, communities, units, what one may read of it, and the home of the units concerned."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from communities import feeds
from communities.actions.posts import delete_post
from communities.actions.stories import countersign, retire
from communities.models import Story
from rse.people.actions.people import change_position
from rse.people.models import Person, Unit
from tests.communities.pages import counted, ids, text
from tests.communities.test_stories import tell
from tests.conftest import Cast
from tests.factories import NOW, TODAY

SignIn = Callable[[Person], Client]
pytestmark = pytest.mark.django_db


@pytest.fixture
def works(cast: Cast) -> Unit:
    """The unit where bob and carol work."""
    unit = Unit.objects.create(name="Atelier de Lorient", kind="site")
    for person in (cast.bob, cast.carol):
        change_position(by=None, person=person, unit=unit, at=NOW - timedelta(days=30))
        person.refresh_from_db()
    return unit


def titles(person: Person, **chosen: object) -> list[str]:
    return [row.title for row in feeds.story_board(person, today=TODAY, **chosen)]  # type: ignore[arg-type]


def test_each_story_is_in_one_state(cast: Cast) -> None:
    told = {name: tell(cast.bob, cast.open, title=name) for name in ("confirmé", "à confirmer", "dépassé", "retiré", "effacé")}
    for name in ("confirmé", "dépassé", "retiré"):
        countersign(by=cast.erin, post=told[name], at=NOW)
    retire(by=cast.erin, post=told["retiré"], at=NOW)
    delete_post(by=cast.bob, post=told["effacé"], at=NOW)
    Story.objects.filter(pk=told["dépassé"].pk).update(renew_on=TODAY)
    expected = {"confirmed": ["confirmé"], "submitted": ["à confirmer"], "again": ["dépassé"], "retired": ["retiré"]}
    assert {state: titles(cast.carol, state=state) for state in expected} == expected
    assert feeds.story_counts(cast.carol, today=TODAY) == dict.fromkeys(expected, 1)
    assert sorted(titles(cast.carol)) == sorted(["retiré", "dépassé", "à confirmer", "confirmé"])


def test_what_one_may_not_read_is_neither_listed_nor_counted_nor_offered(cast: Cast, works: Unit) -> None:
    for place in (cast.open, cast.closed, cast.secret):
        tell(cast.bob, place, title=f"dans {place.name}", people=[cast.bob.name])
    assert titles(cast.carol) == [f"dans {cast.open.name}"]
    assert sum(feeds.story_counts(cast.carol, today=TODAY).values()) == 1
    assert feeds.story_places(cast.carol) == [cast.open]
    assert titles(cast.guest) == []
    assert feeds.story_units(cast.guest) == []
    assert len(titles(cast.bob, unit=works.pk)) == 3
    assert titles(cast.bob, community=cast.secret.pk) == [f"dans {cast.secret.name}"]


def test_the_page_chooses_by_state_community_and_unit(cast: Cast, works: Unit, sign_in: SignIn) -> None:
    mine = tell(cast.bob, cast.open, title="Moins de pannes", people=[cast.bob.name])
    other = tell(cast.erin, cast.closed, title="Moins de mails", people=[cast.erin.name])
    countersign(by=cast.alice, post=other, at=NOW)
    client = sign_in(cast.bob)
    assert set(ids(text(client.get("/stories/")))) == {other.pk, mine.pk}
    assert ids(text(client.get("/stories/?state=confirmed"))) == [other.pk]
    assert ids(text(client.get(f"/stories/?community={cast.open.slug}"))) == [mine.pk]
    assert ids(text(client.get(f"/stories/?unit={works.pk}"))) == [mine.pk]
    for odd in ("?state=odd", "?unit=99999999999999999999", "?unit=x", "?community=nowhere"):
        assert set(ids(text(client.get(f"/stories/{odd}")))) == {other.pk, mine.pk}
    assert client.get("/stories/?before=x").status_code == 400
    assert "Atelier de Lorient" in text(client.get("/stories/"))


def test_pages_follow_one_another(cast: Cast, sign_in: SignIn) -> None:
    told = sorted(tell(cast.bob, cast.open, title=f"Succès {number}").pk for number in range(23))
    client = sign_in(cast.bob)
    first = text(client.get("/stories/"))
    assert ids(first) == told[:2:-1]
    assert ids(text(client.get(f"/stories/?before={told[3]}"))) == told[2::-1]


def test_a_success_of_my_unit_is_on_my_home_for_three_weeks(cast: Cast, works: Unit, sign_in: SignIn) -> None:
    post = tell(cast.bob, cast.open, title="Moins de pannes", people=[cast.bob.name])
    hidden = tell(cast.bob, cast.closed, title="Sous clé", people=[cast.bob.name])
    assert feeds.stories_of_my_unit(cast.carol, NOW) == []
    for each in (post, hidden):
        countersign(by=cast.erin, post=each, at=NOW)
    assert [row.id for row in feeds.stories_of_my_unit(cast.carol, NOW)] == [], "where there are any is asked once a minute"


def test_it_shows_to_those_of_the_unit_who_may_read_it(cast: Cast, works: Unit, sign_in: SignIn) -> None:
    post = tell(cast.bob, cast.open, title="Moins de pannes", people=[cast.bob.name])
    hidden = tell(cast.bob, cast.closed, title="Sous clé", people=[cast.bob.name])
    for each in (post, hidden):
        countersign(by=cast.erin, post=each, at=NOW)
    assert [row.id for row in feeds.stories_of_my_unit(cast.carol, NOW)] == [post.pk]
    assert {row.id for row in feeds.stories_of_my_unit(cast.bob, NOW)} == {post.pk, hidden.pk}
    assert feeds.stories_of_my_unit(cast.erin, NOW) == []
    assert feeds.stories_of_my_unit(cast.carol, NOW + timedelta(days=22)) == []
    page = text(sign_in(cast.carol).get("/"))
    assert f"/p/{post.pk}/" in page[page.index("state=confirmed") :]
    with counted(0):
        feeds.stories_of_my_unit(cast.erin, NOW)
    with counted(1):
        feeds.stories_of_my_unit(cast.carol, NOW)


def test_the_board_costs_the_same_whatever_there_is(cast: Cast) -> None:
    for number in range(6):
        tell(cast.bob, cast.open, title=f"Succès {number}", people=[cast.bob.name, cast.carol.name])
    with counted(2):
        assert len(feeds.story_board(cast.carol, today=TODAY)) == 6
    with counted(1):
        assert feeds.story_counts(cast.carol, today=TODAY)["submitted"] == 6
