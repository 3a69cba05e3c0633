"""The centre of notifications: like things together, the unread first, read and unread at will, the reason of each."""

from collections.abc import Callable

import pytest
from django.test import Client

from communities import feeds
from communities.actions.comments import delete_comment
from communities.actions.notifications import notify
from communities.models import Notification, PendingEvent, Post
from rse.people.models import Person
from tests.communities.pages import text
from tests.conftest import Cast
from tests.factories import NOW, make_comment, make_member, make_post

SignIn = Callable[[Person], Client]
pytestmark = pytest.mark.django_db


def tell() -> None:
    for event_id in PendingEvent.objects.order_by("event_id").values_list("event_id", flat=True):
        notify(event_id=event_id, at=NOW)


@pytest.fixture
def answered(cast: Cast) -> Post:
    """A post of bob's that erin and alice answered, erin twice; all else that waited for him is read."""
    tell()
    Notification.objects.update(read_at=NOW)
    make_member(cast.alice, cast.open)
    post = make_post(cast.bob, cast.open, "Qui sait ?", title="Qui sait ?")
    for person in (cast.erin, cast.alice, cast.erin):
        make_comment(person, post, "Moi.")
    tell()
    return post


def test_answers_of_one_thread_are_one_group_and_names_who_answered(cast: Cast, sign_in: SignIn, answered: Post) -> None:
    first = feeds.centre(cast.bob).rows[0]
    assert (first.size, first.people, first.others, first.is_unread) == (3, 2, 1, True)
    bob = sign_in(cast.bob)
    page = text(bob.get("/notifications/"))
    assert "et <b>1 autre</b> vous ont répondu" in page
    assert page.index(">Non lues</h2>") < page.index("vous ont répondu") < page.index(">Déjà lues</h2>")
    assert "Quelqu’un a répondu à ce que vous avez écrit" in page
    sign = bob.get("/notifications/signs").json()
    assert sign["unread"] == 3
    panel = text(bob.get("/notifications/latest"))
    assert 'id="bell-panel"' in panel and "vous ont répondu" in panel


def test_a_group_is_marked_read_and_unread_and_followed_whole(cast: Cast, sign_in: SignIn, answered: Post) -> None:
    bob, head = sign_in(cast.bob), feeds.centre(cast.bob).rows[0].head
    bob.post(f"/notifications/{head.pk}/mark", {"read": "1"})
    assert feeds.unread_notifications(cast.bob) == 0
    bob.post(f"/notifications/{head.pk}/mark", {"read": "0"})
    assert feeds.unread_notifications(cast.bob) >= 3
    place = bob.get(f"/notifications/{head.pk}/?group=1")["Location"]
    assert place == f"/p/{answered.pk}/?at={head.comment_id}#c{head.comment_id}"
    assert not Notification.objects.filter(person=cast.bob, post=answered, read_at=None).exists()
    assert sign_in(cast.erin).post(f"/notifications/{head.pk}/mark", {"read": "1"}).status_code == 404


def test_what_was_deleted_leaves_the_group_and_the_count(cast: Cast, answered: Post) -> None:
    head = feeds.centre(cast.bob).rows[0].head
    assert head.comment is not None
    delete_comment(by=head.comment.author, comment=head.comment, at=NOW)
    first = feeds.centre(cast.bob).rows[0]
    assert first.size == 2 and feeds.unread_notifications(cast.bob) == 2


def test_filters_and_pages_hold_each_group_once(cast: Cast, sign_in: SignIn, answered: Post) -> None:
    for number in range(7):
        make_post(cast.erin, cast.open, f"@{cast.bob.name}, {number}.")
    tell()
    whole = [group.head.pk for group in feeds.centre(cast.bob, size=100).rows]
    walked, after = [], ""
    while True:
        page = feeds.centre(cast.bob, after=after, size=3)
        walked += [group.head.pk for group in page.rows]
        if not page.next_cursor:
            break
        after = page.next_cursor
    assert walked == whole and len(set(walked)) == len(walked)
    states = [group.is_unread for group in feeds.centre(cast.bob, size=100).rows]
    assert states == sorted(states, reverse=True), "the unread first"
    assert {group.head.notice for group in feeds.centre(cast.bob, show="mentions", size=100).rows} == {"mention"}
    assert all(group.is_unread for group in feeds.centre(cast.bob, show="unread", size=100).rows)
    bob = sign_in(cast.bob)
    assert bob.get("/notifications/?after=x1").status_code == 400
    shown = bob.get("/api/v1/notifications/groups?show=unread&size=2").json()
    assert len(shown["results"]) == 2 and shown["next"].startswith("u") and shown["results"][0]["unread"]
    assert shown["results"][0]["why"]


def test_the_centre_costs_the_same_whatever_it_holds(cast: Cast, answered: Post, django_assert_num_queries: Callable[..., object]) -> None:
    for number in range(12):
        make_comment(cast.erin, answered, f"Encore {number}.")
        make_post(cast.erin, cast.open, f"@{cast.bob.name}, {number}.")
    tell()
    with django_assert_num_queries(2):  # type: ignore[attr-defined]
        assert len(feeds.centre(cast.bob).rows) >= 13
