"""Muting a community: it stays out of one's feed and tells one little, and one stays its member."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from communities import feeds
from communities.actions.levels import set_level_of_person, set_level_of_thread, set_level_of_topic
from communities.actions.memberships import join_community, leave_community, request_to_join
from communities.actions.notifications import notify
from communities.actions.tellings import set_level_of_community
from communities.models import Event, Notification, PendingEvent, Topic
from rse.lib.refusal import Refused
from rse.people.models import Person
from tests.communities.pages import ids, text
from tests.conftest import Cast
from tests.factories import NOW, make_comment, make_post

SignIn = Callable[[Person], Client]
pytestmark = pytest.mark.django_db


def told(person: Person) -> list[str]:
    for event_id in PendingEvent.objects.order_by("event_id").values_list("event_id", flat=True):
        notify(event_id=event_id, at=NOW)
    return list(Notification.objects.filter(person=person).order_by("id").values_list("notice", flat=True))


def shown(person: Person) -> tuple[list[int], list[int], list[int], list[int]]:
    """Recent, the whole company, for you, and the questions that wait."""
    return (
        [row.id for row in feeds.home_feed(person)],
        [row.id for row in feeds.home_feed(person, everything=True)],
        [row.id for row in feeds.for_you(person, at=NOW + timedelta(hours=1)).rows],
        [post.pk for post in feeds.waiting_questions(person)],
    )


def test_what_is_said_in_a_muted_community_leaves_ones_feeds_whatever_else_one_follows(cast: Cast) -> None:
    post = make_post(cast.erin, cast.open, "La #pompe ?", at=NOW + timedelta(minutes=1), kind="question", title="Une pompe ?")
    set_level_of_person(by=cast.bob, other=cast.erin, level="follow", at=NOW)
    set_level_of_topic(by=cast.bob, topic=Topic.objects.get(key="pompe"), level="follow", at=NOW)
    assert all(post.pk in each for each in shown(cast.bob))
    assert not feeds.home_feed(cast.bob).leaves_out
    set_level_of_community(by=cast.bob, community=cast.open, level="nothing", at=NOW)
    assert not any(post.pk in each for each in shown(cast.bob))
    assert cast.closed_post.pk in shown(cast.bob)[0], "the others come as before"
    assert feeds.home_feed(cast.bob).leaves_out and feeds.home_feed(cast.bob, everything=True).leaves_out
    assert post.pk in shown(cast.erin)[0]
    set_level_of_community(by=cast.bob, community=cast.open, level="", at=NOW)
    assert all(post.pk in each for each in shown(cast.bob))


def test_its_page_says_so_and_unmutes_it_in_one_click(cast: Cast, sign_in: SignIn) -> None:
    make_post(cast.erin, cast.open, "Du neuf.", at=NOW + timedelta(minutes=1))
    bob, address = sign_in(cast.bob), f"/c/{cast.open.slug}/"
    line = f'data-community="{cast.open.pk}"'
    assert "Ce que cette communauté me signale" in text(bob.get(address))
    assert f'{line} class="unread"' in text(bob.get("/topics/"))
    events = Event.objects.count()
    assert bob.post(f"{address}level", {"level": "nothing"})["Location"] == address
    page = text(bob.get(address))
    assert 'value="nothing" aria-pressed="true"' in page and cast.open_post.pk in ids(page), "one reads it there, a member as before"
    assert "seul arrive ce qui me nomme" in page, "what it still tells is said"
    assert f'{line} class="unread is-muted"' in text(bob.get("/topics/"))
    following = text(bob.get("/following/"))
    assert cast.open.name in following.split('id="muted"')[1].split('id="blocked"')[0]
    assert bob.get("/api/v1/following").json()["muted_communities"][0]["name"] == cast.open.name
    assert "is-muted" not in text(sign_in(cast.erin).get("/topics/"))
    assert bob.post(f"{address}level", {"level": "", "next": "/following/"})["Location"] == "/following/"
    assert "is-muted" not in text(bob.get("/topics/"))
    assert Event.objects.count() == events, "nobody is told"


def test_it_tells_of_mentions_and_of_what_must_be_read_and_of_no_talk(cast: Cast) -> None:
    mine = make_post(cast.bob, cast.open, "Mon message.", at=NOW + timedelta(minutes=1))
    set_level_of_thread(by=cast.bob, post=cast.open_post, level="follow", at=NOW)
    set_level_of_community(by=cast.bob, community=cast.open, level="nothing", at=NOW)
    before = told(cast.bob)
    make_comment(cast.erin, mine, "Une réponse.")
    make_comment(cast.erin, cast.open_post, "Dans un fil suivi.")
    make_post(cast.erin, cast.open, f"@{cast.open.name}, un mot pour tous.", at=NOW + timedelta(minutes=2), confirms_mention=True)
    assert told(cast.bob) == before
    make_comment(cast.erin, mine, f"@{cast.bob.name}, ton avis ?")
    later, asked = NOW + timedelta(minutes=3), {"must_read": True, "read_by": None}
    make_post(cast.erin, cast.open, "À lire.", kind="announcement", title="Sécurité", details=asked, at=later)
    assert told(cast.bob) == [*before, "mention", "must_read"]
    make_comment(cast.alice, cast.closed_post, "Ailleurs.")
    assert told(cast.bob)[-1] == "reply", "the other communities tell as before"
    set_level_of_community(by=cast.bob, community=cast.open, level="", at=NOW)
    make_comment(cast.erin, mine, "Une autre.")
    assert told(cast.bob).count("reply") == before.count("reply") + 2


def test_who_animates_a_muted_community_still_hears_of_what_waits_for_them(cast: Cast) -> None:
    set_level_of_community(by=cast.alice, community=cast.closed, level="nothing", at=NOW)
    request_to_join(by=cast.carol, community=cast.closed, at=NOW)
    assert "join_request" in told(cast.alice)


def test_one_mutes_what_one_belongs_to_and_nothing_else(cast: Cast, sign_in: SignIn) -> None:
    with pytest.raises(PermissionDenied):
        set_level_of_community(by=cast.carol, community=cast.open, level="nothing", at=NOW)
    with pytest.raises(Refused):
        set_level_of_community(by=cast.bob, community=cast.open, level="block", at=NOW)
    carol = sign_in(cast.carol)
    assert carol.post(f"/c/{cast.secret.slug}/level", {"level": "nothing"}).status_code == 404
    assert (
        carol.put(f"/api/v1/communities/{cast.secret.slug}/level", {"level": "nothing"}, content_type="application/json").status_code == 404
    )
    bob = sign_in(cast.bob)
    assert bob.put(f"/api/v1/communities/{cast.open.slug}/level", {"level": "nothing"}, content_type="application/json").status_code == 204
    assert cast.open_post.pk not in shown(cast.bob)[0]
    assert bob.delete(f"/api/v1/communities/{cast.open.slug}/level").status_code == 204
    assert cast.open_post.pk in shown(cast.bob)[0]
    set_level_of_community(by=cast.bob, community=cast.open, level="nothing", at=NOW)
    leave_community(by=cast.bob, community=cast.open, at=NOW)
    join_community(by=cast.bob, community=cast.open, at=NOW)
    assert cast.open_post.pk in shown(cast.bob)[0], "who comes back hears it again"
