"""The statement of home, which looks at a part of each source only, gives what one that looks at all of them would."""

import random
from datetime import timedelta

import pytest
from django.db.models import Q

from communities import access, feeds
from communities.actions.posts import delete_post
from communities.feeds.levels import left_out
from communities.models import CommunityTelling, Membership, PersonLevel, Post, PostTopic, Topic, TopicLevel
from rse.people.models import Person
from tests.factories import CLOSED, NOW, OPEN, SECRET, make_community, make_member, make_person, make_post

pytestmark = pytest.mark.django_db
TOPICS = ("pompe", "joint", "palier", "moteur")
SIZE = 7


@pytest.fixture
def world() -> list[Person]:
    """People of a small company, each with places, colleagues and topics that they follow, mute or block, as the dice fall."""
    draw = random.Random(11)
    people = [make_person() for _ in range(7)] + [make_person("Gil", is_guest=True)]
    places = []
    for number in range(8):
        owner = draw.choice(people[:-1])
        place = make_community(owner=owner, access=(OPEN, OPEN, CLOSED, SECRET)[number % 4])
        for person in people:
            if person != owner and draw.random() < (0.4 if not person.is_guest else 0.2):
                make_member(person, place)
        places.append(place)
    for minute in range(110):
        place = draw.choice(places)
        author = draw.choice([row.person for row in Membership.objects.filter(community=place).select_related("person")])
        words = " ".join(f"#{topic}" for topic in TOPICS if draw.random() < 0.2)
        post = make_post(author, place, f"Essai {minute}. {words}", at=NOW + timedelta(minutes=minute))
        if draw.random() < 0.05:
            delete_post(by=author, post=post, at=NOW + timedelta(minutes=minute, seconds=1))
    for person in people:
        for other in people:
            if other != person and draw.random() < 0.5:
                level = draw.choice(["follow", "follow", "mute", "block"])
                PersonLevel.objects.create(person=person, other=other, level=level, since=NOW)
        for topic in Topic.objects.all():
            if draw.random() < 0.7:
                TopicLevel.objects.create(person=person, topic=topic, level=draw.choice(["follow", "follow", "mute"]), since=NOW)
        muted = draw.choice(places)
        if Membership.objects.filter(person=person, community=muted).exists():
            CommunityTelling.objects.create(person=person, community=muted, level="nothing", since=NOW)
    return [Person.objects.get(pk=person.pk) for person in people]


def test_home_is_the_newest_of_all_sources_page_after_page(world: list[Person]) -> None:
    lengths = []
    for person in world:
        wanted, got = _wanted(person), []
        page = feeds.home_feed(person, size=SIZE)
        got += [row.id for row in page.rows]
        while page.next_cursor:
            page = feeds.home_feed(person, before=int(page.next_cursor), size=SIZE)
            got += [row.id for row in page.rows]
        assert got == wanted
        lengths.append(len(wanted))
        if len(wanted) > SIZE:
            assert [row.id for row in feeds.home_feed(person, after=wanted[SIZE]).rows] == wanted[:SIZE]
    assert sum(length > 2 * SIZE for length in lengths) >= 5, "most have pages to turn"


def test_for_you_orders_the_same_posts(world: list[Person]) -> None:
    for person in world:
        ranked = feeds.for_you(person, at=NOW + timedelta(hours=3), size=200)
        assert sorted(row.id for row in ranked.rows) == sorted(_wanted(person)[:100])


def _wanted(person: Person) -> list[int]:
    """By the rule, over every post."""
    mine = Q(community__in=Membership.objects.filter(person=person).values("community"))
    followed = Q(author__in=PersonLevel.objects.filter(person=person, level="follow").values("other"))
    topics = TopicLevel.objects.filter(person=person, level="follow").values("topic")
    bearing = Q(pk__in=PostTopic.objects.filter(topic__in=topics).values("post"))
    sources = mine if person.is_guest else mine | followed | bearing
    posts = access.posts(person).filter(sources).exclude(left_out(person))
    return list(Post.objects.filter(pk__in=posts.values("pk")).order_by("-id").values_list("id", flat=True))
