"""The posts of a community in another order: by their last activity, and those that most people found useful or answered."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from communities import feeds
from communities.actions.comments import delete_comment
from communities.actions.pins import pin_post
from communities.actions.reactions import react
from communities.feeds.sorts import points
from communities.models import Post
from rse.people.models import Person
from tests.communities.pages import counted, ids, text
from tests.conftest import Cast
from tests.factories import NOW, make_comment, make_post

SignIn = Callable[[Person], Client]
pytestmark = pytest.mark.django_db


@pytest.fixture
def posts(cast: Cast) -> list[Post]:
    """Fifty posts of Erin's in the open community, oldest first; every third was answered by bob, the oldest last."""
    made = [make_post(cast.erin, cast.open, f"Suite {n}.", at=NOW - timedelta(minutes=90 - n)) for n in range(50)]
    for n in range(0, 50, 3):
        make_comment(cast.bob, made[n], at=NOW - timedelta(minutes=n))
    return made


def everything(cast: Cast, **asked: object) -> list[int]:
    """All that the pages of that order hold, gone through by their cursors."""
    found: list[int] = []
    cursor = ""
    while True:
        page = feeds.community_in_order(cast.bob, cast.open, at=NOW + timedelta(hours=1), cursor=cursor, size=7, **asked)  # type: ignore[arg-type]
        found += [row.id for row in page]
        if page.next_cursor is None:
            return found
        cursor = page.next_cursor


def test_points_are_people_and_nothing_else() -> None:
    assert points(0, 0) == 0
    assert points(2, 3) == points(3, 2) == points(0, 5) == 5


@pytest.mark.parametrize("sort", ["newest", "activity"])
def test_each_post_comes_once_and_in_its_order(cast: Cast, posts: list[Post], sort: str) -> None:
    place = {post.pk: (post.last_activity_at, post.pk) for post in Post.objects.filter(community=cast.open, deleted_at=None)}
    expected = sorted(place, key=lambda id_: place[id_] if sort == "activity" else id_, reverse=True)
    assert everything(cast, sort=sort) == expected
    if sort == "activity":
        assert expected[0] == cast.open_post.pk or expected[0] == posts[0].pk


def test_activity_of_the_same_instant_is_neither_missed_nor_doubled(cast: Cast, posts: list[Post]) -> None:
    Post.objects.filter(community=cast.open).update(last_activity_at=NOW)
    found = everything(cast, sort="activity")
    assert found == sorted(found, reverse=True)
    assert len(found) == len(set(found)) == 51


def test_the_top_counts_each_person_once_and_its_author_never(cast: Cast, posts: list[Post]) -> None:
    most, second, own, answered = posts[1], posts[2], posts[4], posts[5]
    for person in (cast.bob, cast.carol, cast.sam):
        react(by=person, post=most, kind="utile", at=NOW)
    react(by=cast.bob, post=second, kind="utile", at=NOW)
    make_comment(cast.bob, second)
    make_comment(cast.bob, second, "Encore.")
    react(by=cast.erin, post=own, kind="utile", at=NOW)
    make_comment(cast.erin, own)
    react(by=cast.bob, post=answered, kind="merci", at=NOW)
    delete_comment(by=cast.bob, comment=make_comment(cast.bob, answered), at=NOW)
    found = everything(cast, sort="top")
    assert found[:2] == [most.pk, second.pk]
    assert found[2:] == [posts[n].pk for n in range(48, -1, -3)], "of equals the newest first"
    assert own.pk not in found and answered.pk not in found


def test_the_top_is_that_of_its_period(cast: Cast) -> None:
    old = make_post(cast.erin, cast.open, "Ancien.", at=NOW - timedelta(days=20))
    make_comment(cast.bob, old)
    assert everything(cast, sort="top", period="week") == []
    assert everything(cast, sort="top", period="month") == everything(cast, sort="top", period="year") == [old.pk]


def test_a_page_says_its_order_and_goes_on_in_it(cast: Cast, posts: list[Post], sign_in: SignIn) -> None:
    bob, address = sign_in(cast.bob), f"/c/{cast.open.slug}/"
    for sort in ("activity", "top"):
        page = text(bob.get(f"{address}?sort={sort}"))
        assert f'href="?sort={sort}" aria-current="true"' in page
        assert 'class="seen-line"' not in page, "what was read stands anywhere in this order"
        assert "data-live-show" not in page and f'data-sorted="{sort}"' in page
        expected = everything(cast, sort=sort)
        found = ids(page)
        while "&amp;before=" in page.split('id="more"')[-1]:
            link = page.split('id="more"')[1].split('href="')[1].split('"')[0].replace("&amp;", "&")
            page = text(bob.get(f"{address}{link}", headers={"HX-Request": "true"}))
            assert "<html" not in page
            found += ids(page)
        assert found == expected
    newest = text(bob.get(address))
    assert "data-live-show" in newest and "data-sorted" not in newest


def test_pinned_posts_stand_above_every_order_and_only_there(cast: Cast, posts: list[Post], sign_in: SignIn) -> None:
    pin_post(by=cast.erin, post=posts[0], at=NOW)
    for sort in ("activity", "top"):
        page = text(sign_in(cast.bob).get(f"/c/{cast.open.slug}/?sort={sort}"))
        assert ids(page)[0] == posts[0].pk
        assert ids(page).count(posts[0].pk) == 1


def test_a_value_of_nobody_is_refused_in_words(cast: Cast, as_bob_json: Callable[..., int], sign_in: SignIn) -> None:
    bob, address = sign_in(cast.bob), f"/c/{cast.open.slug}/"
    for bad in ("sort=best", "sort=top&period=ever", "sort=activity&before=12", "sort=top&before=1-2", f"sort=activity&before={9**19}-1"):
        answer = bob.get(f"{address}?{bad}")
        assert answer.status_code == 400, bad
    assert as_bob_json(f"communities/{cast.open.slug}/posts?sort=best") == 400
    assert as_bob_json(f"communities/{cast.open.slug}/posts?sort=top&cursor=12") == 400
    assert as_bob_json(f"communities/{cast.open.slug}/posts?sort=newest&cursor=1-2") == 400
    assert as_bob_json(f"communities/{cast.open.slug}/posts?sort=top&period=week") == 200


def test_an_order_reads_no_more_than_the_newest_does(cast: Cast, posts: list[Post], sign_in: SignIn) -> None:
    bob, carol = sign_in(cast.bob), sign_in(cast.carol)
    for sort in feeds.SORTS:
        address = f"/c/{cast.open.slug}/?sort={sort}"
        bob.get(address)
        with counted(at_most=16):
            bob.get(address)
        assert carol.get(f"/c/{cast.closed.slug}/?sort={sort}&fragment=1").status_code == 404
        assert not ids(text(carol.get(f"/c/{cast.closed.slug}/?sort={sort}")))


def test_programs_ask_for_an_order_too(cast: Cast, posts: list[Post], sign_in: SignIn) -> None:
    bob, address = sign_in(cast.bob), f"/api/v1/communities/{cast.open.slug}/posts?sort=activity&size=20"
    page = bob.get(address).json()
    found = [int(row["id"]) for row in page["results"]]
    while page["next"]:
        page = bob.get(f"{address}&cursor={page['next']}").json()
        found += [int(row["id"]) for row in page["results"]]
    assert found == everything(cast, sort="activity")


@pytest.fixture
def as_bob_json(cast: Cast, sign_in: SignIn) -> Callable[[str], int]:
    bob = sign_in(cast.bob)
    return lambda path: bob.get(f"/api/v1/{path}").status_code
