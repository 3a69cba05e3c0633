"""Shares: a post passed on to another community, and what each reader sees of it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from communities import feeds
from communities.actions.communities import change_settings
from communities.actions.memberships import remove_member
from communities.actions.posts import create_post, delete_post, edit_post, purge_deleted
from communities.actions.removals import settle_due
from communities.models import Community, Event, Post, Share
from rse.lib.refusal import Refused
from rse.people.models import Person
from tests.communities.api.program import Program
from tests.communities.pages import counted, hidden, text
from tests.conftest import Cast
from tests.factories import NOW, SECRET, make_community, make_member, make_post

SignIn = Callable[[Person], Client]
pytestmark = pytest.mark.django_db
HIDDEN = "Une publication d’une communauté que vous ne pouvez pas lire."


def share(by: Person, original: Post, community: Community, *, body: str = "", **more: Any) -> Post:
    return create_post(by=by, community=community, kind="share", body=body, details={"original": original}, at=NOW, **more)


def feed_of(client: Client, community: Community) -> str:
    return text(client.get(f"/c/{community.slug}/?fragment=1"))


def test_a_share_shows_its_original_to_who_may_read_it_and_nothing_to_the_others(cast: Cast, sign_in: SignIn) -> None:
    made = share(cast.bob, cast.closed_post, cast.open, body="À lire.")
    event = Event.objects.get(object_id=made.pk, verb="post")
    assert (event.via, event.community_id) == ("share", cast.open.pk)
    erin, carol = sign_in(cast.erin), sign_in(cast.carol)
    for _warm in range(2):  # a card drawn for one is not shown to the other
        inside, outside = feed_of(erin, cast.open), feed_of(carol, cast.open)
        assert "turbine-fermée" in inside and cast.closed.name in inside and f"/p/{cast.closed_post.pk}/" in inside
        assert HIDDEN in outside and "À lire." in outside
        for page in (outside, text(carol.get(f"/p/{made.pk}/")), text(carol.get("/?all=1"))):
            assert "turbine-fermée" not in page and str(cast.closed_post.pk) not in page
    assert HIDDEN not in text(erin.get(f"/p/{made.pk}/"))


def test_a_guest_sees_nothing_of_what_employees_pass_on(cast: Cast, sign_in: SignIn) -> None:
    made = share(cast.erin, cast.open_post, cast.partners)
    page = text(sign_in(cast.guest).get(f"/p/{made.pk}/"))
    assert HIDDEN in page
    assert "nacelle" not in page and str(cast.open_post.pk) not in page and cast.open.name not in page
    assert "nacelle" in text(sign_in(cast.bob).get(f"/p/{made.pk}/"))


def test_a_right_lost_takes_the_original_out_of_the_share(cast: Cast, sign_in: SignIn) -> None:
    made = share(cast.erin, cast.closed_post, cast.open)
    bob = sign_in(cast.bob)
    assert "turbine" in text(bob.get(f"/p/{made.pk}/"))
    remove_member(by=cast.alice, community=cast.closed, person=cast.bob, at=NOW)
    page = text(bob.get(f"/p/{made.pk}/"))
    assert HIDDEN in page and "turbine" not in page


def test_nothing_leaves_a_secret_or_protected_community_from_its_menu(cast: Cast, sign_in: SignIn) -> None:
    with pytest.raises(Refused):
        share(cast.bob, cast.secret_post, cast.open)
    bob = sign_in(cast.bob)
    assert "/share" not in text(bob.get(f"/p/{cast.secret_post.pk}/"))
    assert bob.get(f"/p/{cast.secret_post.pk}/share").status_code == 403
    assert sign_in(cast.carol).get(f"/p/{cast.secret_post.pk}/share").status_code == 404
    Community.objects.filter(pk=cast.closed.pk).update(protected=True)
    cast.closed_post.refresh_from_db()
    with pytest.raises(Refused):
        share(cast.bob, cast.closed_post, cast.open)
    assert not Share.objects.exists()


def test_a_community_that_becomes_secret_takes_its_posts_out_of_shares(cast: Cast, sign_in: SignIn) -> None:
    made = share(cast.bob, cast.closed_post, cast.open)
    change_settings(by=cast.alice, community=cast.closed, purpose="", settings=SECRET, charter="", at=NOW)
    page, told = text(sign_in(cast.carol).get(f"/p/{made.pk}/")), Program(cast.carol)("GET", f"posts/{made.pk}")
    assert HIDDEN in page and cast.closed.name not in page
    assert told["shared"] == {"state": "hidden", "post": None}
    assert str(cast.closed_post.pk) not in str(told)


def test_a_deleted_original_is_gone_for_its_readers_and_no_news_for_the_others(cast: Cast, sign_in: SignIn) -> None:
    made = share(cast.bob, cast.closed_post, cast.open)
    erin, carol = sign_in(cast.erin), sign_in(cast.carol)
    before = feed_of(carol, cast.open)
    delete_post(by=cast.bob, post=cast.closed_post, at=NOW)
    settle_due(NOW + timedelta(minutes=2))
    assert "n’est plus là" in text(erin.get(f"/p/{made.pk}/"))
    assert "turbine" not in text(erin.get(f"/p/{made.pk}/"))
    assert HIDDEN in before and HIDDEN in feed_of(carol, cast.open)
    assert "plus là" not in feed_of(carol, cast.open)


def test_an_edit_of_the_original_shows_at_once(cast: Cast, sign_in: SignIn) -> None:
    made = share(cast.bob, cast.closed_post, cast.open)
    erin = sign_in(cast.erin)
    erin.get(f"/p/{made.pk}/")
    edit_post(by=cast.bob, post=cast.closed_post, body="Mots corrigés.", title="Titre corrigé", at=NOW)
    page = text(erin.get(f"/p/{made.pk}/"))
    assert "Titre corrigé" in page and "turbine-fermée" not in page


def test_a_share_of_a_share_shares_the_original(cast: Cast) -> None:
    first = share(cast.bob, cast.closed_post, cast.open)
    second = share(cast.bob, first, cast.partners)
    assert Share.objects.get(post=second).original_id == cast.closed_post.pk
    with pytest.raises(Refused):
        share(cast.bob, first, cast.closed)
    aside = make_community("Atelier de Carol", owner=cast.carol)
    with pytest.raises(Refused):  # she reads the share, not what it shares
        share(cast.carol, first, aside)


def test_what_may_not_be_shared_there_is_refused(cast: Cast) -> None:
    with pytest.raises(PermissionDenied):
        share(cast.carol, cast.open_post, cast.closed)
    for original, place in ((cast.closed_post, cast.closed), (cast.deleted_post, cast.closed)):
        with pytest.raises(Refused):
            share(cast.bob, original, place)
    with pytest.raises(Refused):
        create_post(by=cast.bob, community=cast.open, kind="share", body="", at=NOW)


def test_the_form_asks_where_and_says_what_others_will_see(cast: Cast, sign_in: SignIn) -> None:
    bob, address = sign_in(cast.bob), f"/p/{cast.closed_post.pk}/share"
    page = text(bob.get(address))
    assert f'value="{cast.open.slug}"' in page and f'value="{cast.closed.slug}"' not in page
    assert "est fermée" in page
    fields = {name: value for name, value in hidden(page).items() if name in ("client_key", "writer")}
    for _twice in range(2):
        answer = bob.post(address, fields | {"community": cast.open.slug, "body": "Pour vous."})
        made = Post.objects.get(kind="share")
        assert answer["Location"] == f"/p/{made.pk}/"
    assert bob.post(address, {"community": "nulle-part", "body": "Gardé."}).status_code == 422
    assert "Gardé.</textarea>" in text(bob.post(address, {"community": "nulle-part", "body": "Gardé."}))
    assert address in text(bob.get(f"/p/{cast.closed_post.pk}/"))
    assert "Partage" not in text(bob.get("/p/new")).split('name="kind"', 1)[1].split("</fieldset>")[0]


def test_where_a_post_was_shared_is_told_of_readable_places_only(cast: Cast, sign_in: SignIn) -> None:
    share(cast.bob, cast.open_post, cast.closed)
    share(cast.bob, cast.open_post, cast.secret)
    assert len(feeds.shared_in(cast.alice, cast.open_post)) == 2
    assert [each.slug for each in feeds.shared_in(cast.erin, cast.open_post)] == [cast.closed.slug]
    assert feeds.shared_in(cast.carol, cast.open_post) == []
    assert "Partagée" not in text(sign_in(cast.carol).get(f"/p/{cast.open_post.pk}/"))
    assert "Partagée 1 fois" in text(sign_in(cast.erin).get(f"/p/{cast.open_post.pk}/"))
    assert len(Program(cast.erin)("GET", f"posts/{cast.open_post.pk}/shares")["results"]) == 1
    assert cast.secret.slug not in str(Program(cast.erin)("GET", f"posts/{cast.open_post.pk}/shares"))


def test_shares_cost_a_page_one_query_and_other_pages_none(cast: Cast) -> None:
    make_member(cast.carol, cast.open)
    rows = []
    for number in range(4):
        made = share(cast.bob, make_post(cast.bob, cast.closed, f"Mot {number}"), cast.open)
        rows.append(feeds.PostRow(made.pk, made.version))
    plain = feeds.PostRow(cast.open_post.pk, cast.open_post.version)
    for person in (cast.erin, cast.carol):
        feeds.cards(person, [plain, *rows])
        with counted(3):
            feeds.cards(person, [plain, *rows])
        with counted(2):
            feeds.cards(person, [plain])


def test_the_words_of_a_share_go_with_it_and_its_original_stays(cast: Cast) -> None:
    made = share(cast.bob, cast.closed_post, cast.open, body="À lire.")
    delete_post(by=cast.bob, post=made, at=NOW)
    settle_due(NOW + timedelta(minutes=2))
    purge_deleted(before=NOW + timedelta(days=31))
    assert not Share.objects.exists()
    cast.closed_post.refresh_from_db()
    assert cast.closed_post.deleted_at is None


def test_programs_share_and_see_what_is_theirs_to_read(cast: Cast) -> None:
    bob, carol = Program(cast.bob), Program(cast.carol)
    sent = {"community": cast.open.slug, "body": "À lire.", "client_key": "un"}
    made = bob("POST", f"posts/{cast.closed_post.pk}/shares", sent, status=201)
    assert bob("POST", f"posts/{cast.closed_post.pk}/shares", sent, status=201)["id"] == made["id"]
    assert (made["kind"], made["shared"]["state"], made["shared"]["post"]["id"]) == ("share", "shown", str(cast.closed_post.pk))
    seen = carol("GET", f"posts/{made['id']}")
    assert seen["shared"] == {"state": "hidden", "post": None}
    for answer in (seen, carol("GET", "feed?everything=1"), carol("GET", f"communities/{cast.open.slug}/posts")):
        assert str(cast.closed_post.pk) not in str(answer) and "turbine" not in str(answer)
    carol("POST", f"posts/{cast.closed_post.pk}/shares", sent, status=404)
    carol("POST", f"posts/{cast.open_post.pk}/shares", {"community": cast.closed.slug}, status=404)
    assert "original" in bob("POST", f"posts/{cast.secret_post.pk}/shares", sent | {"client_key": "deux"}, status=400)
    assert "kind" in bob("POST", f"communities/{cast.open.slug}/posts", {"kind": "share", "body": ""}, status=400)
