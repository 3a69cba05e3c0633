"""Posts kept for later: one's own list, the latest kept first, of what one may still read."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from communities.actions.marks import save_post, unsave_post
from communities.actions.memberships import leave_community
from communities.actions.posts import delete_post
from communities.actions.reactions import react
from communities.feeds.mine import Mine, own_of
from communities.models import Event, PostMark, ReactionKind
from rse.people.models import Person
from tests.communities.pages import counted, ids, text
from tests.conftest import Cast
from tests.factories import NOW, make_post

SignIn = Callable[[Person], Client]
pytestmark = pytest.mark.django_db


def test_a_post_is_kept_from_its_card_and_let_go_again(cast: Cast, sign_in: SignIn) -> None:
    bob, address = sign_in(cast.bob), f"/p/{cast.open_post.pk}/saved"
    button = f'id="save-{cast.open_post.pk}" name="saved" value="{{}}" aria-pressed="{{}}"'
    assert button.format("false", "false") in text(bob.get("/"))
    for _twice in range(2):
        assert bob.post(address, {"saved": "false"})["Location"] == f"/p/{cast.open_post.pk}/"
    assert button.format("true", "true") in text(bob.get("/"))
    assert ids(text(bob.get("/kept/"))) == [cast.open_post.pk]
    for _twice in range(2):
        answer = bob.post(address, {"saved": "true"}, headers={"HX-Request": "true"})
        assert button.format("false", "false") in text(answer)
    assert ids(text(bob.get("/kept/"))) == []
    assert bob.post(address, {"saved": "perhaps"}).status_code == 400


def test_it_is_ones_own_and_leaves_no_trace(cast: Cast, sign_in: SignIn) -> None:
    before = Event.objects.count()
    version = cast.open_post.version
    save_post(by=cast.bob, post=cast.open_post, at=NOW)
    cast.open_post.refresh_from_db()
    assert Event.objects.count() == before
    assert cast.open_post.version == version
    assert ids(text(sign_in(cast.erin).get("/kept/"))) == []
    assert f'id="save-{cast.open_post.pk}" name="saved" value="false"' in text(sign_in(cast.erin).get("/"))


def test_what_one_may_not_read_is_not_kept_and_a_right_lost_takes_it_off_the_list(cast: Cast, sign_in: SignIn) -> None:
    with pytest.raises(PermissionDenied):
        save_post(by=cast.carol, post=cast.closed_post, at=NOW)
    for post in (cast.closed_post, cast.open_post, cast.secret_post):
        save_post(by=cast.bob, post=post, at=NOW)
    bob = sign_in(cast.bob)
    assert ids(text(bob.get("/kept/"))) == [cast.secret_post.pk, cast.open_post.pk, cast.closed_post.pk]
    leave_community(by=cast.bob, community=cast.closed, at=NOW)
    delete_post(by=cast.erin, post=cast.open_post, at=NOW)
    page = text(bob.get("/kept/"))
    assert ids(page) == [cast.secret_post.pk]
    assert "turbine-fermée" not in page
    assert unsave_post(by=cast.bob, post=cast.closed_post), "one's own note goes whatever one reads"


def test_the_list_has_pages_in_the_order_of_keeping_and_costs_the_same(cast: Cast, sign_in: SignIn) -> None:
    posts = [make_post(cast.erin, cast.open, str(n), at=NOW + timedelta(minutes=n)) for n in range(25)]
    for post in reversed(posts):
        save_post(by=cast.bob, post=post, at=NOW)
    bob = sign_in(cast.bob)
    bob.get("/kept/")
    with counted(at_most=8):
        page = text(bob.get("/kept/"))
    assert ids(page) == [post.pk for post in posts[:20]]
    last = PostMark.objects.get(person=cast.bob, post=posts[19]).pk
    assert f"?before={last}" in page
    rest = text(bob.get(f"/kept/?before={last}", headers={"HX-Request": "true"}))
    assert ids(rest) == [post.pk for post in posts[20:]]
    assert "<html" not in rest


def test_an_empty_list_says_what_to_do(cast: Cast, sign_in: SignIn) -> None:
    assert "Rien de gardé pour l’instant" in text(sign_in(cast.carol).get("/kept/"))


def test_what_is_mine_on_a_page_of_posts_takes_one_query(cast: Cast) -> None:
    kind = ReactionKind.objects.filter(is_active=True).earliest("position").pk
    react(by=cast.bob, post=cast.open_post, kind=kind, at=NOW)
    react(by=cast.erin, post=cast.partners_post, kind=kind, at=NOW)
    save_post(by=cast.bob, post=cast.open_post, at=NOW)
    save_post(by=cast.bob, post=cast.closed_post, at=NOW)
    posts = [cast.open_post.pk, cast.closed_post.pk, cast.partners_post.pk]
    own_of(cast.bob, posts)
    with counted(at_most=1):
        own = own_of(cast.bob, posts).there
    assert own == {cast.open_post.pk: Mine(frozenset({kind}), is_saved=True), cast.closed_post.pk: Mine(is_saved=True)}
