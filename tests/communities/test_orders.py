"""Home and the page of a topic by last activity and by use: each post once, in its order, of what the reader may see, in few queries."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from communities import feeds
from communities.actions.levels import set_level_of_person, set_level_of_topic
from communities.actions.posts import delete_post
from communities.actions.reactions import react
from communities.models import Post, Topic
from rse.lib.pages import Page
from rse.people.models import Person
from tests.communities.pages import counted, ids, text
from tests.conftest import Cast
from tests.factories import NOW, make_comment, make_community, make_person, make_post

SignIn = Callable[[Person], Client]
pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=3)


@pytest.fixture
def posts(cast: Cast) -> list[Post]:
    """Fifty posts of Erin's that bear one topic, in two communities by turns, oldest first; every third was answered by bob, the
    oldest last."""
    places = [cast.open, cast.partners]
    made = [make_post(cast.erin, places[n % 2], f"Suite {n} #Calage", at=NOW - timedelta(minutes=90 - n)) for n in range(50)]
    for n in range(0, 50, 3):
        make_comment(cast.bob, made[n], at=NOW - timedelta(minutes=n))
    return made


def all_of_home(person: Person, **asked: Any) -> list[int]:
    return walk(lambda cursor: feeds.home_in_order(person, at=LATER, cursor=cursor, size=7, **asked))


def all_of_topic(person: Person, **asked: Any) -> list[int]:
    return walk(lambda cursor: feeds.topic_in_order(person, "calage", at=LATER, cursor=cursor, size=7, **asked))


def walk(page_after: Callable[[str], Page[feeds.PostRow]]) -> list[int]:
    """All that the pages hold, gone through by their cursors, each of them in one query."""
    found: list[int] = []
    cursor: str | None = ""
    while cursor is not None:
        with counted(at_most=1):
            page = page_after(cursor)
        found += [row.id for row in page.rows]
        cursor = page.next_cursor
    return found


def by_activity(posts: list[Post]) -> list[int]:
    rows = Post.objects.filter(pk__in=[post.pk for post in posts]).values_list("last_activity_at", "pk")
    return [pk for _at, pk in sorted(rows, reverse=True)]


def test_activity_brings_each_post_once_and_in_its_order(cast: Cast, posts: list[Post]) -> None:
    for found in (all_of_home(cast.bob, sort="activity"), all_of_home(cast.carol, sort="activity", everything=True)):
        readable = [post for post in posts if post.pk in found]
        assert [id_ for id_ in found if id_ in {post.pk for post in posts}] == by_activity(readable)
        assert len(found) == len(set(found))
    assert all_of_topic(cast.bob, sort="activity") == by_activity(posts)
    newest = [post.pk for post in reversed(posts)]
    assert all_of_topic(cast.bob, sort="newest") == newest
    assert [id_ for id_ in all_of_home(cast.bob, sort="newest") if id_ in newest] == newest


def test_activity_of_the_same_instant_is_neither_missed_nor_doubled(cast: Cast, posts: list[Post]) -> None:
    Post.objects.update(last_activity_at=NOW)
    for found in (all_of_home(cast.bob, sort="activity"), all_of_topic(cast.bob, sort="activity")):
        assert found == sorted(set(found), reverse=True)
        assert {post.pk for post in posts} <= set(found)


def test_the_top_is_of_its_period_and_of_those_who_read(cast: Cast, posts: list[Post]) -> None:
    best, old = posts[1], make_post(cast.erin, cast.open, "Ancien #Calage", at=NOW - timedelta(days=20))
    react(by=cast.bob, post=best, kind="utile", at=NOW)
    react(by=cast.bob, post=posts[3], kind="utile", at=NOW)
    make_comment(cast.bob, old)
    answered = [posts[3].pk, *(posts[n].pk for n in range(48, -1, -3) if n != 3)]
    for walked in (all_of_home, all_of_topic):
        week, month = walked(cast.bob, sort="top", period="week"), walked(cast.bob, sort="top", period="month")
        own = {post.pk for post in posts} | {old.pk}
        assert [id_ for id_ in week if id_ in own][:1] == answered[:1]
        assert {id_ for id_ in week if id_ in own} == {*answered, best.pk}
        assert {id_ for id_ in month if id_ in own} == {*answered, best.pk, old.pk}
    everywhere = all_of_home(cast.carol, sort="top", everything=True)
    of_open = {post.pk for post in posts if post.community_id == cast.open.pk}
    assert set(everywhere) & {post.pk for post in posts} == of_open & {*answered, best.pk}


def test_home_takes_whom_and_what_one_follows_and_leaves_out_what_one_mutes(cast: Cast) -> None:
    def own(**asked: Any) -> list[int]:
        return [id_ for id_ in all_of_home(cast.carol, **asked) if id_ in (of_erin.pk, tagged.pk)]

    of_erin = make_post(cast.erin, cast.open, "De #Loin", at=NOW)
    tagged = make_post(cast.bob, cast.open, "Sur le #Calage", at=NOW + timedelta(minutes=1))
    make_comment(cast.bob, of_erin, at=NOW + timedelta(minutes=9))
    make_comment(cast.erin, tagged, at=NOW + timedelta(minutes=8))
    orders = ({"sort": "activity"}, {"sort": "top"})
    for asked in orders:
        assert own(**asked) == []
    set_level_of_person(by=cast.carol, other=cast.erin, level="follow", at=NOW)
    set_level_of_topic(by=cast.carol, topic=Topic.objects.get(key="calage"), level="follow", name="Calage", at=NOW)
    assert own(sort="activity") == [of_erin.pk, tagged.pk]
    assert own(sort="top") == [tagged.pk, of_erin.pk], "of equals the newest first"
    set_level_of_person(by=cast.bob, other=cast.erin, level="mute", at=NOW)
    set_level_of_topic(by=cast.carol, topic=Topic.objects.get(key="loin"), level="mute", name="Loin", at=NOW)
    for asked in orders:
        for everything in (False, True):
            assert of_erin.pk not in all_of_home(cast.bob, everything=everything, **asked)
            assert of_erin.pk not in all_of_home(cast.carol, everything=everything, **asked)
            assert tagged.pk in all_of_home(cast.carol, everything=everything, **asked)
    page = feeds.home_in_order(cast.bob, sort="activity", at=LATER)
    assert page.leaves_out
    delete_post(by=cast.bob, post=tagged, at=NOW)
    assert tagged.pk not in all_of_home(cast.carol, sort="activity") + all_of_topic(cast.carol, sort="activity")


def test_what_one_may_not_read_is_in_no_order(cast: Cast) -> None:
    hidden = make_post(cast.alice, cast.closed, "Fermé #Calage", at=NOW)
    make_comment(cast.bob, hidden)
    set_level_of_person(by=cast.carol, other=cast.alice, level="follow", at=NOW)
    for sort in ("activity", "top"):
        assert hidden.pk in all_of_home(cast.bob, sort=sort) and hidden.pk in all_of_topic(cast.bob, sort=sort)
        for everything in (False, True):
            assert hidden.pk not in all_of_home(cast.carol, sort=sort, everything=everything)
        assert all_of_topic(cast.carol, sort=sort) == []
        assert all_of_home(cast.mallory, sort=sort) == [] == all_of_topic(cast.mallory, sort=sort)


@pytest.mark.parametrize("address", ["/", "/?all=1", "/topics/calage/"])
def test_a_page_says_its_order_and_goes_on_in_it(cast: Cast, posts: list[Post], sign_in: SignIn, address: str) -> None:
    bob, everything = sign_in(cast.bob), "all=1" in address
    for sort in ("activity", "top"):
        page = text(bob.get(address, {"all": "1", "sort": sort} if everything else {"sort": sort}))
        assert f'sort={sort}" aria-current="true"' in page and 'class="seen-line"' not in page
        assert "data-live-show" not in page and "data-dated" not in page
        found = ids(page.partition('id="feed"')[2])
        while "before=" in page.split('id="more"')[-1]:
            link = page.split('id="more"')[1].split('href="')[1].split('"')[0].replace("&amp;", "&")
            page = text(bob.get(f"{address.split('?')[0]}{link}", headers={"HX-Request": "true"}))
            assert "<html" not in page
            found += ids(page)
        expected = all_of_topic(cast.bob, sort=sort) if "topics" in address else all_of_home(cast.bob, sort=sort, everything=everything)
        assert found == expected
    assert 'aria-current="true">Plus récentes' in text(bob.get(address))


def test_programs_ask_for_an_order_too(cast: Cast, posts: list[Post], sign_in: SignIn) -> None:
    bob = sign_in(cast.bob)
    for path, expected in (("feed?", all_of_home), ("topics/calage/posts?", all_of_topic)):
        page = bob.get(f"/api/v1/{path}sort=activity&size=20").json()
        found = [int(row["id"]) for row in page["results"]]
        while page["next"]:
            page = bob.get(f"/api/v1/{path}sort=activity&size=20&cursor={page['next']}").json()
            found += [int(row["id"]) for row in page["results"]]
        assert found == expected(cast.bob, sort="activity")


def test_ones_own_order_of_home_does_not_hide_the_one_asked_for(cast: Cast, posts: list[Post], sign_in: SignIn) -> None:
    bob = sign_in(cast.bob)
    Person.objects.filter(pk=cast.bob.pk).update(feed="for_you")
    assert 'data-sorted="activity"' in text(bob.get("/?sort=activity"))
    assert "?sort=activity" not in text(bob.get("/")), "For you has an order of its own"


def test_home_in_any_order_costs_ten_queries(cast: Cast, posts: list[Post], sign_in: SignIn) -> None:
    bob = sign_in(cast.bob)
    for query in ("sort=activity", "sort=top", "sort=top&period=year", "all=1&sort=activity", "all=1&sort=top"):
        bob.get(f"/?{query}")
        with counted(at_most=10):
            bob.get(f"/?{query}")
    for query in ("", "sort=activity", "sort=top"):
        bob.get(f"/topics/calage/?{query}")
        with counted(at_most=13):
            bob.get(f"/topics/calage/?{query}")


def test_a_value_of_nobody_is_refused_in_words(cast: Cast, posts: list[Post], sign_in: SignIn) -> None:
    bob = sign_in(cast.bob)
    for bad in ("sort=best", "sort=top&period=ever", "sort=activity&before=12", "sort=top&before=1-2", f"sort=activity&before={9**19}-1"):
        for address in ("/", "/topics/calage/"):
            assert bob.get(f"{address}?{bad}").status_code == 400, bad
    for path in ("feed", "topics/calage/posts"):
        assert bob.get(f"/api/v1/{path}?sort=best").status_code == 400
        assert bob.get(f"/api/v1/{path}?sort=activity&cursor=12").json() == {"cursor": "Ce curseur ne vient pas d’une de nos pages."}
        assert bob.get(f"/api/v1/{path}?sort=newest&cursor=1-2").status_code == 400
    assert "La liste s’arrête ici" in text(bob.get("/?sort=top&period=week&before=1-1-1"))


def test_a_community_without_a_post_offers_no_order_and_no_filter(cast: Cast, sign_in: SignIn) -> None:
    empty = make_community(owner=cast.bob)
    page = text(sign_in(cast.bob).get(f"/c/{empty.slug}/"))
    assert "La première maille" in page
    assert "Plus récentes" not in page
    assert "Toutes les publications" not in page
    make_post(cast.bob, empty)
    page = text(sign_in(cast.bob).get(f"/c/{empty.slug}/"))
    assert "Plus récentes" in page
    assert "Toutes les publications" in page


def test_home_without_a_post_offers_no_order(cast: Cast, sign_in: SignIn) -> None:
    newcomer = make_person()
    assert "Plus récentes" not in text(sign_in(newcomer).get("/"))
    assert "Plus récentes" in text(sign_in(newcomer).get("/?sort=activity")), "one goes back from an order where nothing is"
