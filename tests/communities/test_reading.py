"""What one has read: in view for two seconds, by opening the thread, all at once; and where one had read down to."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from communities.actions import reads
from communities.actions.posts import delete_post
from communities.actions.reads import mark_all_read, mark_posts_read, undo_mark_all_read
from communities.models import Event, Membership, Post, ReadUndo
from communities.tasks import housekeeping
from rse.lib.refusal import Refused
from rse.people.models import Person
from tests.communities.pages import counted, ids, text
from tests.conftest import Cast
from tests.factories import NOW, make_post

SignIn = Callable[[Person], Client]
pytestmark = pytest.mark.django_db
LINE = '<p class="seen-line" role="none">'


@pytest.fixture
def posts(cast: Cast) -> list[Post]:
    """Six posts of Erin's in the open community, oldest first; all older ones were read by bob."""
    mark_all_read(by=cast.bob, at=NOW)
    ReadUndo.objects.all().delete()
    return [make_post(cast.erin, cast.open, f"Suite {n}.", at=NOW + timedelta(minutes=n)) for n in range(1, 7)]


def mark(cast: Cast, person: Person | None = None) -> tuple[int, list[int] | None]:
    membership = Membership.objects.get(person=person or cast.bob, community=cast.open)
    return membership.last_read_id, membership.read_ids


def unread(page: str) -> list[int]:
    return [id_ for id_ in ids(page) if f'data-id="{id_}" data-unread=' in page]


def test_a_page_shown_is_not_read_and_reading_leaves_no_trace(cast: Cast, posts: list[Post], sign_in: SignIn) -> None:
    bob, before = sign_in(cast.bob), Event.objects.count()
    newest_first = [post.pk for post in reversed(posts)]
    for address in ("/", f"/c/{cast.open.slug}/"):
        for _twice in range(2):
            assert unread(text(bob.get(address))) == newest_first
    answer = bob.post("/read", {"ids": ",".join(map(str, newest_first))})
    assert answer.json() == {"read": [str(cast.open.pk)]}
    assert unread(text(bob.get("/"))) == []
    assert Event.objects.count() == before
    assert unread(text(sign_in(cast.erin).get("/"))).count(posts[0].pk) == 0, "one's own posts wait for nobody"


def test_marks_only_move_up_and_what_is_read_above_a_gap_is_held(cast: Cast, posts: list[Post]) -> None:
    start = mark(cast)[0]
    assert mark_posts_read(by=cast.bob, post_ids=[posts[3].pk, posts[1].pk], at=NOW) == []
    assert mark(cast) == (start, [posts[1].pk, posts[3].pk])
    mark_posts_read(by=cast.bob, post_ids=[posts[0].pk], at=NOW)
    assert mark(cast) == (posts[1].pk, [posts[3].pk])
    mark_posts_read(by=cast.bob, post_ids=[posts[0].pk, cast.open_post.pk], at=NOW)
    assert mark(cast) == (posts[1].pk, [posts[3].pk])
    mark_posts_read(by=cast.bob, post_ids=[posts[5].pk, posts[4].pk], at=NOW)
    assert mark(cast) == (posts[1].pk, [post.pk for post in posts[3:]])
    assert mark_posts_read(by=cast.bob, post_ids=[posts[2].pk], at=NOW) == [cast.open.pk]
    assert mark(cast) == (posts[5].pk, None)


def test_too_many_held_above_a_gap_take_the_mark_along(cast: Cast, posts: list[Post], monkeypatch: pytest.MonkeyPatch) -> None:
    sql = reads._READ.sql.replace(f"ids[{reads.MAX_HELD + 1}]", "ids[3]")
    monkeypatch.setattr(reads, "_READ", type(reads._READ)(sql))
    mark_posts_read(by=cast.bob, post_ids=[post.pk for post in posts[1:]], at=NOW)
    assert mark(cast) == (posts[3].pk, [posts[4].pk, posts[5].pk])


def test_what_is_gone_or_ones_own_or_a_month_old_leaves_no_gap(cast: Cast, posts: list[Post], sign_in: SignIn) -> None:
    make_post(cast.bob, cast.open, "De moi.", at=NOW + timedelta(minutes=20))
    mark_posts_read(by=cast.bob, post_ids=[post.pk for post in posts[1:]], at=NOW)
    assert mark(cast)[1]
    delete_post(by=cast.erin, post=posts[0], at=NOW)
    assert mark_posts_read(by=cast.bob, post_ids=[posts[1].pk], at=NOW) == [cast.open.pk]
    old = make_post(cast.erin, cast.partners, "Ancien.", at=NOW - timedelta(days=40))
    Membership.objects.filter(person=cast.bob, community=cast.partners).update(last_read_id=0)
    page = text(sign_in(cast.bob).get(f"/c/{cast.partners.slug}/"))
    assert f'data-id="{old.pk}" data-unread="faded"' in page
    assert mark_posts_read(by=cast.bob, post_ids=[cast.partners_post.pk], at=NOW) == [cast.partners.pk]


def test_a_deleted_post_takes_its_dot_along(cast: Cast, posts: list[Post], sign_in: SignIn) -> None:
    bob, dot = sign_in(cast.bob), f'data-community="{cast.open.pk}" class="unread"'
    assert dot in text(bob.get("/"))
    for post in reversed(posts):
        delete_post(by=cast.erin, post=post, at=NOW)
    assert dot not in text(bob.get("/"))


def test_what_was_read_with_the_newest_above_a_gap_still_shows_the_dot(cast: Cast, posts: list[Post], sign_in: SignIn) -> None:
    mark_posts_read(by=cast.bob, post_ids=[post.pk for post in posts[1:]], at=NOW)
    page = text(sign_in(cast.bob).get("/"))
    assert f'data-community="{cast.open.pk}" class="unread"' in page
    assert unread(page) == [posts[0].pk]


def test_nobody_marks_where_they_are_no_member(cast: Cast, posts: list[Post], sign_in: SignIn) -> None:
    carol = sign_in(cast.carol)
    answer = carol.post("/read", {"ids": f"{posts[0].pk},{cast.secret_post.pk},12"})
    assert answer.json() == {"read": []}
    assert unread(text(carol.get("/?all=1"))) == []
    assert carol.post("/read", {"ids": "abc"}).status_code == 400
    assert carol.post("/read/all", {"community": cast.secret.slug}).status_code == 404


def test_opening_the_thread_reads_the_post(cast: Cast, posts: list[Post], sign_in: SignIn) -> None:
    bob = sign_in(cast.bob)
    bob.get(f"/p/{posts[2].pk}/")
    assert unread(text(bob.get("/"))) == [post.pk for post in reversed(posts) if post != posts[2]]
    bob.get(f"/p/{posts[3].pk}/?fragment=1")
    assert posts[3].pk in unread(text(bob.get("/")))


def test_one_line_stands_above_the_first_post_that_was_read(cast: Cast, posts: list[Post], sign_in: SignIn) -> None:
    bob = sign_in(cast.bob)
    mark_posts_read(by=cast.bob, post_ids=[posts[2].pk], at=NOW)
    for address in ("/", f"/c/{cast.open.slug}/"):
        page = text(bob.get(address))
        assert page.count(LINE) == 1
        assert ids(page.split(LINE)[1])[0] == posts[2].pk
    mark_all_read(by=cast.bob, at=NOW)
    assert LINE not in text(bob.get("/")), "all was read: there is no line to draw"


def test_the_line_is_on_the_page_where_reading_begins(cast: Cast, posts: list[Post], sign_in: SignIn) -> None:
    for n in range(17):
        make_post(cast.erin, cast.open, str(n), at=NOW + timedelta(hours=1, minutes=n))
    bob = sign_in(cast.bob)
    first = text(bob.get("/"))
    assert LINE not in first
    assert f"?before={ids(first)[-1]}&amp;new=1" in first
    rest = text(bob.get(f"/?before={ids(first)[-1]}&new=1"))
    assert ids(rest.split(LINE)[1])[0] < posts[0].pk
    assert LINE not in text(bob.get(f"/?before={ids(first)[-1]}"))


def test_marking_all_is_undone_exactly(cast: Cast, posts: list[Post], sign_in: SignIn) -> None:
    bob = sign_in(cast.bob)
    mark_posts_read(by=cast.bob, post_ids=[posts[2].pk, posts[4].pk], at=NOW)
    before = list(Membership.objects.filter(person=cast.bob).order_by("pk").values_list("last_read_id", "read_ids"))
    page = bob.post("/read/all", {"next": "/?all=1"}, follow=True)
    assert page.redirect_chain == [("/?all=1", 302)]
    assert unread(text(page)) == []
    key = ReadUndo.objects.get(person=cast.bob).pk
    assert f'action="/read/undo?key={key}&amp;next=%2F%3Fall%3D1"' in text(page)
    assert mark_all_read(by=cast.bob, at=NOW) is None, "a second click undoes nothing"
    with pytest.raises(Refused):
        undo_mark_all_read(by=cast.erin, key=key, at=NOW)
    assert bob.post("/read/undo", {"key": key})["Location"] == "/"
    assert list(Membership.objects.filter(person=cast.bob).order_by("pk").values_list("last_read_id", "read_ids")) == before
    with pytest.raises(Refused):
        undo_mark_all_read(by=cast.bob, key=key, at=NOW)


def test_what_came_after_the_page_is_not_marked_with_the_rest(cast: Cast, posts: list[Post], sign_in: SignIn) -> None:
    bob = sign_in(cast.bob)
    mark_posts_read(by=cast.bob, post_ids=[posts[5].pk], at=NOW)
    answer = bob.post("/read/all", {"up_to": str(posts[3].pk), "community": cast.open.slug}, headers={"HX-Request": "true"})
    assert answer.json()["key"]
    assert unread(text(bob.get("/"))) == [posts[4].pk]
    bob.post("/read/all", {"up_to": str((1 << 63) - 1)})
    newest = make_post(cast.erin, cast.open, "Encore.", at=NOW + timedelta(hours=2))
    assert unread(text(bob.get("/"))) == [newest.pk]


def test_what_undoes_is_forgotten(cast: Cast, posts: list[Post]) -> None:
    undo = mark_all_read(by=cast.bob, at=NOW - timedelta(days=2))
    assert undo is not None
    with pytest.raises(Refused):
        undo_mark_all_read(by=cast.bob, key=undo.key, at=NOW)
    housekeeping()
    assert not ReadUndo.objects.exists()


def test_reading_costs_one_query_however_many_posts(cast: Cast, posts: list[Post]) -> None:
    mark_posts_read(by=cast.bob, post_ids=[posts[0].pk], at=NOW)
    every = [post.pk for post in Post.objects.all()]
    with counted(at_most=3):  # its own, and the savepoint around it
        mark_posts_read(by=cast.bob, post_ids=every, at=NOW)


def test_programs_mark_and_take_back_too(cast: Cast, posts: list[Post], sign_in: SignIn) -> None:
    bob = sign_in(cast.bob)
    answer = bob.post("/api/v1/read", {"ids": [posts[0].pk]}, content_type="application/json")
    assert answer.json() == {"read": []}
    key = bob.post("/api/v1/read/all", {"community": cast.open.slug}, content_type="application/json").json()["key"]
    assert mark(cast) == (posts[5].pk, None)
    assert bob.post("/api/v1/read/undo", {"key": key}, content_type="application/json").status_code == 204
    assert mark(cast) == (posts[0].pk, None)
    assert bob.post("/api/v1/read/undo", {"key": key}, content_type="application/json").status_code == 400


def test_one_card_is_given_as_the_feed_shows_it(cast: Cast, posts: list[Post], sign_in: SignIn) -> None:
    bob, address = sign_in(cast.bob), f"/p/{posts[0].pk}/card"
    fragment = text(bob.get(address))
    assert unread(fragment) == ids(fragment) == [posts[0].pk]
    card = fragment.split("csrf")[0].split(">", 1)[1]  # in its item, which says its place on that page
    assert card in text(bob.get("/"))
    assert "<html" not in fragment
    bob.get(address)
    with counted(at_most=7):
        bob.get(address)
    assert sign_in(cast.carol).get(f"/p/{cast.closed_post.pk}/card").status_code == 404
    assert sign_in(cast.carol).get(f"/p/{cast.deleted_post.pk}/card").status_code == 404
