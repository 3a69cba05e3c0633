"""Who reacted: names for whoever reads the thread, of the people whom they may see, and nowhere in the cards that all share."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from communities import feeds
from communities.actions.reactions import react
from communities.models import ReactionKind
from rse.people.models import Person
from tests.communities.pages import counted, text
from tests.conftest import Cast
from tests.factories import NOW, make_comment, make_member, make_person

SignIn = Callable[[Person], Client]
pytestmark = pytest.mark.django_db


def kinds() -> list[str]:
    return list(ReactionKind.objects.filter(is_active=True).order_by("position").values_list("key", flat=True))


def test_the_sums_lead_to_who_reacted_and_how(cast: Cast, sign_in: SignIn) -> None:
    first, second = kinds()[:2]
    for person, kind in [(cast.alice, first), (cast.alice, second), (cast.erin, first)]:
        react(by=person, post=cast.closed_post, kind=kind, at=NOW)
    url = reverse("post-reactors", args=[cast.closed_post.pk])
    bob = sign_in(cast.bob)
    card = text(bob.get(f"/c/{cast.closed.slug}/"))
    assert f'href="{url}"' in card
    names = text(bob.get(f"{url}?fragment=1"))
    assert cast.alice.name in names and cast.erin.name in names and "<html" not in names
    assert "Qui a réagi" in text(bob.get(url))
    assert sign_in(cast.carol).get(url).status_code == 404
    assert [(row.person, row.keys) for row in feeds.reactors(cast.bob, cast.closed_post).named] == [
        (cast.erin, [first]),
        (cast.alice, [first, second]),
    ]
    feeds.reactors(cast.bob, cast.closed_post)
    with counted(3):
        feeds.reactors(cast.bob, cast.closed_post)


def test_the_same_for_a_comment_and_for_a_program(cast: Cast, sign_in: SignIn) -> None:
    comment = make_comment(cast.bob, cast.closed_post, "Oui.")
    react(by=cast.erin, post=cast.closed_post, comment=comment, kind=kinds()[0], at=NOW)
    bob, carol = sign_in(cast.bob), sign_in(cast.carol)
    url = reverse("comment-reactors", args=[cast.closed_post.pk, comment.pk])
    assert f'href="{url}"' in text(bob.get(f"/p/{cast.closed_post.pk}/"))
    assert f'href="{url}"' in text(bob.get(f"/p/{cast.closed_post.pk}/counts"))
    assert cast.erin.name in text(bob.get(url))
    assert "Personne n’a encore réagi" in text(bob.get(reverse("post-reactors", args=[cast.closed_post.pk])))
    assert bob.get(reverse("comment-reactors", args=[cast.open_post.pk, comment.pk])).status_code == 404
    api = f"/api/v1/comments/{comment.pk}/reactions"
    assert bob.get(api).json()["named"][0]["kinds"] == [kinds()[0]]
    assert bob.get(f"/api/v1/posts/{cast.closed_post.pk}/reactions").json() == {"named": [], "others": 0}
    assert carol.get(api).status_code == 404


def test_twenty_are_named_and_the_others_counted_and_nobody_unseen_is(cast: Cast, sign_in: SignIn) -> None:
    make_member(cast.dave, cast.partners)
    people = [make_person(f"Nom{n}") for n in range(22)]
    for person in people:
        make_member(person, cast.partners)
        react(by=person, post=cast.partners_post, kind=kinds()[0], at=NOW)
    shown = feeds.reactors(cast.bob, cast.partners_post)
    assert ([row.person for row in shown.named], shown.others) == (people[:1:-1], 2)
    page = text(sign_in(cast.bob).get(f"/p/{cast.partners_post.pk}/reactions/who"))
    assert "et 2 autres" in page
    react(by=cast.guest, post=cast.partners_post, kind=kinds()[0], at=NOW)
    assert feeds.reactors(cast.guest, cast.partners_post).named[0].person == cast.guest
    react(by=cast.carol, post=cast.open_post, kind=kinds()[0], at=NOW)
    stranger = feeds.reactors(cast.guest, cast.open_post)  # whoever they are, only people whom they may see
    assert (stranger.named, stranger.others) == ([], 1)
