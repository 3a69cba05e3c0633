"""One rule, in any world: which, this one, who, and a plain loop over the facts, for everybody and everything."""

import random
from datetime import timedelta

import pytest

from communities import access, feeds
from communities.actions.posts import delete_post
from communities.models import Community, Membership, Post
from rse.people.actions.people import deactivate
from rse.people.models import Person
from tests.factories import CLOSED, NOW, OPEN, SECRET, make_community, make_member, make_person, make_post

LATER = NOW + timedelta(minutes=10)


@pytest.mark.parametrize("seed", range(6))
def test_the_askings_agree_in_any_world(db: None, seed: int) -> None:
    chance = random.Random(seed)
    people = [make_person(f"P{number}", is_guest=chance.random() < 0.3) for number in range(8)]
    founder = make_person("Fondatrice")
    places = [make_community(f"Lieu {number}", owner=founder, access=chance.choice([OPEN, CLOSED, SECRET])) for number in range(5)]
    for place in places:
        for person in chance.sample(people, chance.randrange(4)):
            make_member(person, place)
    posts = [make_post(founder, chance.choice(places), f"Mot {number}") for number in range(8)]
    for post in chance.sample(posts, 2):
        delete_post(by=founder, post=post, at=LATER)
    for person in chance.sample(people, 2):
        deactivate(by=None, person=person, at=LATER)
    people = list(Person.objects.order_by("pk"))
    members = set(Membership.objects.values_list("person_id", "community_id"))
    for place in Community.objects.all():
        expected = {person for person in people if _reads(person, place, members)}
        assert {person for person in people if place in access.readable_communities(person)} == expected
        assert {person for person in people if access.may_read_community(person, place)} == expected
        assert set(access.community_readers(place)) == expected
        assert access.readers_among([one.pk for one in people], community_id=place.pk) == {one.pk for one in expected}
        known = {one for one in people if one.is_active and ((place.listed and not one.is_guest) or (one.pk, place.pk) in members)}
        assert {person for person in people if place in access.communities(person)} == known
    for post in Post.objects.select_related("community"):
        expected = set() if post.deleted_at else {one for one in people if _reads(one, post.community, members)}
        assert {person for person in people if post in access.posts(person)} == expected
        assert {person for person in people if access.may_read(person, post)} == expected
        assert set(access.readers(post)) == expected
        assert access.readers_among([one.pk for one in people], post_id=post.pk) == {one.pk for one in expected}
        shown = {one for one in people if post.pk in {row.id for row in feeds.home_feed(one, everything=True)}}
        assert shown == expected
    for other in people:
        expected = {one for one in people if _sees(one, other, members)}
        assert {one for one in people if other in access.people(one)} == expected
        assert {one for one in people if access.may_see(one, other)} == expected
        assert set(access.people_among(Person.objects.all(), seen=other)) == expected
        assert set(access.seers(other)) == expected


def _reads(person: Person, place: Community, members: set[tuple[int, int]]) -> bool:
    return person.is_active and ((place.readers == "everyone" and not person.is_guest) or (person.pk, place.pk) in members)


def _sees(person: Person, other: Person, members: set[tuple[int, int]]) -> bool:
    mine, theirs = ({place for one, place in members if one == who.pk} for who in (person, other))
    colleagues = not person.is_guest and not other.is_guest
    return person.is_active and (colleagues or bool(mine & theirs) or person == other)
