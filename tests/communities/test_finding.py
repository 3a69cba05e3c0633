"""Finding communities: tabs and orders, what a card shows, and suggestions whose reason tells no secret."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client

from communities import feeds
from communities.actions.communities import change_settings
from communities.actions.levels import set_level_of_person, set_level_of_topic
from communities.actions.memberships import join_community
from communities.models import Community, Topic
from rse.people.actions.profiles import change_profile
from rse.people.models import Person, Unit
from tests.communities.pages import counted, text
from tests.conftest import Cast
from tests.factories import CLOSED, NOW, OPEN, SECRET, make_community, make_member, make_person, make_post

SignIn = Callable[[Person], Client]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def afresh() -> None:
    cache.clear()


def why(person: Person) -> dict[str, tuple[int, str, str]]:
    return {row.name: (each.colleagues, each.skill, each.topic) for row, each in feeds.suggested_communities(person)}


def colleagues(of: Person, count: int, *communities: Community) -> list[Person]:
    """That many people of their unit, in these communities."""
    unit = Unit.objects.get_or_create(name="Atelier", name_key="atelier")[0]
    Person.objects.filter(pk=of.pk).update(unit=unit)
    of.unit = unit
    people = [make_person("Proche", unit=unit) for _each in range(count)]
    for person in people:
        for community in communities:
            make_member(person, community)
    return people


def test_a_suggestion_says_why_in_words(cast: Cast, sign_in: SignIn) -> None:
    weld = make_community("Soudage et chaudronnerie", owner=cast.erin)
    talk = make_community("Machines", owner=cast.erin)
    make_post(cast.erin, talk, "#Calage de la presse.")
    colleagues(cast.carol, 3, weld)
    change_profile(by=cast.carol, person=cast.carol, at=NOW, job_title="", about="", phone="", skills=["Soudage"])
    set_level_of_topic(by=cast.carol, topic=Topic.objects.get(key="calage"), level="follow", name="Calage", at=NOW)
    assert why(cast.carol) == {weld.name: (3, "Soudage", ""), talk.name: (0, "", "Calage")}
    page = text(sign_in(cast.carol).get("/c/?tab=suggested"))
    assert "3 collègues de votre entité y sont" in page
    assert "Soudage" in page and "#Calage" in page
    assert f'action="/c/{weld.slug}/dismiss"' in page


def test_of_a_closed_community_colleagues_are_told_from_three_on_and_never_all(cast: Cast) -> None:
    two, three, everyone = (make_community(name, owner=cast.erin, access=CLOSED) for name in ("Deux", "Trois", "Tous"))
    first, second, third, fourth = colleagues(cast.carol, 4)
    for person in (first, second, third):
        make_member(person, three)
    for person in (first, second):
        make_member(person, two)
    for person in (first, second, third, fourth):
        make_member(person, everyone)
    assert why(cast.carol) == {"Trois": (3, "", "")}


def test_secret_protected_and_forbidden_ones_are_never_suggested(cast: Cast) -> None:
    hidden = make_community("Caché", owner=cast.erin, access=SECRET)
    guarded = make_community("Section syndicale", owner=cast.erin)
    Community.objects.filter(pk=guarded.pk).update(protected=True)
    mine = make_community("Où je suis", owner=cast.carol)
    colleagues(cast.carol, 4, hidden, guarded, mine)
    assert why(cast.carol) == {}
    assert feeds.suggested_communities(cast.guest) == []


def test_what_is_kept_is_looked_at_again_before_it_is_shown(cast: Cast, sign_in: SignIn) -> None:
    place, other = make_community("Ouverte encore", owner=cast.erin), make_community("Autre", owner=cast.erin)
    make_post(cast.erin, other, "#Calage")
    set_level_of_topic(by=cast.carol, topic=Topic.objects.get(key="calage"), level="follow", name="Calage", at=NOW)
    colleagues(cast.carol, 4, place)
    assert set(why(cast.carol)) == {place.name, other.name}
    for community in (place, other):
        change_settings(by=cast.erin, community=community, purpose="", settings=CLOSED, charter="", at=NOW)
    assert why(cast.carol) == {}  # four of four would tell who, and the topic is not hers to read


def test_one_set_aside_comes_no_more_and_can_be_taken_back(cast: Cast, sign_in: SignIn) -> None:
    place = make_community("Pas pour moi", owner=cast.erin)
    colleagues(cast.carol, 3, place)
    carol = sign_in(cast.carol)
    assert place.name in why(cast.carol)
    assert carol.post(f"/c/{place.slug}/dismiss").status_code == 302
    assert place.name not in why(cast.carol)
    assert place.name not in {row.name for row in feeds.communities_to_discover(cast.carol, size=50)}
    page = text(carol.get("/c/?tab=suggested"))
    assert "1 communauté mise de côté" in page
    assert place.name in text(carol.get("/c/?tab=all"))
    assert carol.post(f"/c/{place.slug}/dismiss", {"again": "1"}).status_code == 302
    assert place.name in why(cast.carol)
    join_community(by=cast.carol, community=place, at=NOW)
    assert place.name not in why(cast.carol)
    assert sign_in(cast.carol).post(f"/c/{cast.secret.slug}/dismiss").status_code == 404


def test_a_card_shows_a_post_that_one_may_read_and_how_to_ask(cast: Cast, sign_in: SignIn) -> None:
    page = text(sign_in(cast.carol).get("/c/?tab=all"))
    assert cast.open_post.title in page or "nacelle-ouverte" in page
    assert cast.closed_post.title not in page
    assert "Demandez à rejoindre" in page
    assert cast.secret.name not in page
    set_level_of_person(by=cast.carol, other=cast.open_post.author, level="block", at=NOW)
    cards = {card.community.pk: card for card in feeds.community_cards(cast.carol, feeds.communities_directory(cast.carol))}
    sample = cards[cast.open.pk].sample
    assert sample is None or sample.author_id != cast.open_post.author_id


def test_the_orders_tell_nothing_of_what_one_does_not_read(cast: Cast) -> None:
    make_post(cast.alice, cast.closed, "Très récent.", at=NOW + timedelta(hours=1))
    busy = make_community("Zone active", owner=cast.erin, access=OPEN)
    make_post(cast.erin, busy, "Récent.", at=NOW + timedelta(minutes=1))
    by_activity = [row.pk for row in feeds.communities_directory(cast.carol, order="activity")]
    assert by_activity[0] == busy.pk
    assert by_activity.index(cast.closed.pk) > by_activity.index(cast.open.pk)
    assert next(row.pk for row in feeds.communities_directory(cast.alice, order="activity")) == cast.closed.pk
    names = [row.name_key for row in feeds.communities_directory(cast.carol, order="name")]
    assert names == sorted(names)
    counts = [row.members_count for row in feeds.communities_directory(cast.carol, order="members")]
    assert counts == sorted(counts, reverse=True)


def test_the_page_costs_the_same_for_many(cast: Cast, sign_in: SignIn) -> None:
    for number in range(25):
        make_post(cast.erin, make_community(f"Lieu {number:02d}", owner=cast.erin), "Bonjour.")
    carol = sign_in(cast.carol)
    carol.get("/c/?tab=all")
    with counted(at_most=9):
        carol.get("/c/?tab=all")
    colleagues(cast.carol, 3, *Community.objects.filter(name__startswith="Lieu"))
    carol.get("/c/?tab=suggested")
    with counted(at_most=10):
        assert "Lieu 00" in text(carol.get("/c/?tab=suggested"))
