"""Calls: naming the community in which one writes tells its members, after a confirmation, once each and not too often."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from communities.actions.calls import MentionAsked
from communities.actions.comments import create_comment, edit_comment
from communities.actions.drafts import Begun
from communities.actions.levels import set_level_of_person, set_level_of_thread
from communities.actions.memberships import leave_community
from communities.actions.notifications import notify, waiting
from communities.actions.posts import delete_post, edit_post
from communities.actions.schedules import claim_due, publish_claimed, schedule_post
from communities.models import Call, Community, Draft, Event, Notification, Post
from rse.lib.refusal import Refused
from rse.people.models import Person
from tests.communities.pages import counted, publish, text
from tests.conftest import Cast
from tests.factories import NOW, make_comment, make_member, make_person, make_post

SignIn = Callable[[Person], Client]
pytestmark = pytest.mark.django_db


def words_for(community: Community) -> str:
    return f"@{community.name} : la ligne 2 repart."


def tell() -> None:
    while ids := waiting(at=timezone.now() + timedelta(days=1), older_than=timedelta(0)):
        for event_id in ids:
            notify(event_id=event_id, at=NOW)


def told(notice: str = "call", **about: object) -> list[str]:
    return sorted(Notification.objects.filter(notice=notice, **about).values_list("person__first_name", flat=True))


def test_the_composer_says_how_many_it_tells_and_sends_nothing_before_the_box_is_ticked(cast: Cast, sign_in: SignIn) -> None:
    cast.closed.refresh_from_db()
    alice, words = sign_in(cast.alice), {"community": cast.closed.slug, "body": words_for(cast.closed)}
    asked = publish(alice, **words)
    assert asked.status_code == 422
    page = text(asked)
    assert "Cela préviendra 2 personnes" in page
    assert 'name="confirms_mention"' in page
    assert "la ligne 2 repart" in page
    assert not Post.objects.filter(body__contains="la ligne 2").exists()
    assert publish(alice, **words, confirms_mention="1").status_code == 302
    post = Post.objects.get(body__contains="la ligne 2")
    assert f'<a href="/c/{cast.closed.slug}/" class="mention"' in post.body_html
    assert Event.objects.filter(verb="mention", via="community", root_id=post.pk, target_id=None).count() == 1
    tell()
    assert told() == ["Bob", "Erin"]
    shown = text(sign_in(cast.bob).get("/notifications/"))
    assert f"parle à tous les membres de {cast.closed.name}" in shown
    tell()
    assert Notification.objects.filter(notice="call").count() == 2


def test_another_member_reads_a_plain_name_and_is_told_why_it_is_greyed(cast: Cast, sign_in: SignIn) -> None:
    bob = sign_in(cast.bob)
    page = text(bob.get("/suggest", {"mark": "@", "q": "appels", "community": cast.closed.slug}))
    assert 'aria-disabled="true"' in page
    assert "réservé à celles et ceux qui l’animent" in page
    assert publish(bob, community=cast.closed.slug, body=words_for(cast.closed)).status_code == 302
    assert "mention" not in Post.objects.get(body__contains="la ligne 2").body_html
    tell()
    assert told() == []
    shown = text(sign_in(cast.erin).get("/suggest", {"mark": "@", "q": "appels", "community": cast.closed.slug}))
    assert 'aria-disabled="true"' not in shown
    assert f'data-text="@{cast.closed.name}"' in shown
    assert "préviendra 2 personnes" in shown
    elsewhere = text(sign_in(cast.erin).get("/suggest", {"mark": "@", "q": "appels", "community": cast.open.slug}))
    assert f'data-text="[{cast.closed.name}](/c/{cast.closed.slug}/)"' in elsewhere
    make_member(cast.sam, cast.closed)
    sponsor = text(sign_in(cast.sam).get("/suggest", {"mark": "@", "q": "appels", "community": cast.closed.slug}))
    assert "préviendra 3 personnes" in sponsor


def test_the_name_of_another_community_tells_nobody(cast: Cast) -> None:
    make_post(cast.erin, cast.open, words_for(cast.closed), confirms_mention=False)
    tell()
    assert told() == []


def test_who_muted_or_blocked_the_writer_or_the_thread_or_left_hears_nothing(cast: Cast) -> None:
    muters = {name: make_person(name) for name in ("Nina", "Paul", "Rosa", "Hugo")}
    for person in muters.values():
        make_member(person, cast.closed)
    post = make_post(cast.bob, cast.closed)
    set_level_of_person(by=muters["Nina"], other=cast.alice, level="mute", at=NOW)
    set_level_of_person(by=muters["Paul"], other=cast.alice, level="block", at=NOW)
    set_level_of_thread(by=muters["Rosa"], post=post, level="mute", at=NOW)
    with pytest.raises(MentionAsked) as asked:
        create_comment(by=cast.alice, post=post, body=words_for(cast.closed), confirms_mention=False, at=NOW)
    assert asked.value.people == 2  # Erin and Hugo: Bob hears of a reply to his post
    create_comment(by=cast.alice, post=post, body=words_for(cast.closed), confirms_mention=True, at=NOW)
    leave_community(by=muters["Hugo"], community=cast.closed, at=NOW)
    tell()
    assert told() == ["Erin"]
    assert told("reply", post=post) == ["Bob"]


def test_a_thread_tells_each_member_once(cast: Cast) -> None:
    post = make_post(cast.alice, cast.closed, words_for(cast.closed), confirms_mention=True)
    tell()
    create_comment(by=cast.alice, post=post, body=f"Rappel pour @{cast.closed.name}.", confirms_mention=False, at=NOW)
    newcomer = make_person("Nouvelle")
    make_member(newcomer, cast.closed)
    with pytest.raises(MentionAsked) as asked:
        create_comment(by=cast.alice, post=post, body=f"Encore @{cast.closed.name}.", confirms_mention=False, at=NOW)
    assert asked.value.people == 1
    create_comment(by=cast.alice, post=post, body=f"Encore @{cast.closed.name}.", confirms_mention=True, at=NOW)
    tell()
    assert told() == ["Bob", "Erin", "Nouvelle"]


def test_whom_it_names_too_hears_of_the_mention_only(cast: Cast) -> None:
    make_post(cast.alice, cast.closed, f"@{cast.closed.name} et @{cast.bob.name}", confirms_mention=True)
    tell()
    assert (told(), told("mention")) == (["Erin"], ["Bob"])


def test_an_edit_asks_for_what_it_adds_and_tells_nobody_of_what_was_there(cast: Cast, sign_in: SignIn) -> None:
    post = make_post(cast.alice, cast.closed, "Bonjour.")
    alice = sign_in(cast.alice)
    asked = alice.post(f"/p/{post.pk}/edit", {"title": "", "body": words_for(cast.closed)})
    assert asked.status_code == 422
    assert "préviendra 2 personnes" in text(asked)
    alice.post(f"/p/{post.pk}/edit", {"title": "", "body": words_for(cast.closed), "confirms_mention": "1"})
    post.refresh_from_db()
    assert 'class="mention"' in post.body_html
    edit_post(by=cast.alice, post=post, body=f"Encore : {words_for(cast.closed)}", confirms_mention=False, at=NOW)
    post.refresh_from_db()
    assert 'class="mention"' in post.body_html
    comment = make_comment(cast.alice, make_post(cast.alice, cast.closed), "Bien.")
    edit_comment(by=cast.alice, comment=comment, body=words_for(cast.closed), confirms_mention=True, at=NOW)
    tell()
    assert told() == ["Bob", "Bob", "Erin", "Erin"]
    assert Call.objects.count() == 2


def test_it_tells_so_often_a_week_and_no_more(cast: Cast, settings: Any) -> None:
    settings.COMMUNITY_MENTIONS_A_WEEK = 1
    first = make_post(cast.alice, cast.closed, words_for(cast.closed), confirms_mention=True, at=NOW - timedelta(days=2))
    delete_post(by=cast.alice, post=first, at=NOW)
    with pytest.raises(Refused) as full:
        make_post(cast.erin, cast.closed, words_for(cast.closed), confirms_mention=True)
    assert full.value.field == "body"
    make_post(cast.erin, cast.open, words_for(cast.open), confirms_mention=True)
    make_post(cast.erin, cast.closed, words_for(cast.closed), confirms_mention=True, at=NOW + timedelta(days=6))
    settings.COMMUNITY_MENTIONS_A_WEEK = 0
    with pytest.raises(Refused):
        make_post(cast.alice, cast.secret, words_for(cast.secret), confirms_mention=True)


def test_nobody_is_told_of_what_is_gone_before_they_were(cast: Cast) -> None:
    post = make_post(cast.alice, cast.closed, words_for(cast.closed), confirms_mention=True)
    delete_post(by=cast.alice, post=post, at=NOW)
    tell()
    assert told() == []


def test_what_is_scheduled_keeps_its_confirmation(cast: Cast) -> None:
    begun = Begun(body=words_for(cast.closed), title="", kind="message", community=cast.closed, details={})
    later = timezone.now() + timedelta(hours=2)
    with pytest.raises(MentionAsked):
        schedule_post(by=cast.alice, client_key="k", begun=begun, publish_at=later, confirms_mention=False, at=timezone.now())
    draft = schedule_post(by=cast.alice, client_key="k", begun=begun, publish_at=later, confirms_mention=True, at=timezone.now())
    assert claim_due(later) == [draft.pk]
    assert isinstance(publish_claimed(draft.pk, at=later), Post)
    assert not Draft.objects.exists()
    tell()
    assert told() == ["Bob", "Erin"]


def test_a_program_confirms_too(cast: Cast, sign_in: SignIn) -> None:
    alice, url = sign_in(cast.alice), f"/api/v1/communities/{cast.closed.slug}/posts"
    asked = alice.post(url, {"body": words_for(cast.closed)}, content_type="application/json")
    assert (asked.status_code, asked.json()["code"], asked.json()["people"]) == (409, "mention", 2)
    made = alice.post(url, {"body": words_for(cast.closed), "confirms_mention": True}, content_type="application/json")
    assert made.status_code == 201
    thread = f"/api/v1/posts/{made.json()['id']}/comments"
    assert alice.post(thread, {"body": words_for(cast.closed)}, content_type="application/json").status_code == 409
    tell()
    assert told() == ["Bob", "Erin"]


def test_a_name_of_any_form_is_known_and_costs_nothing_where_it_is_not_written(cast: Cast) -> None:
    Community.objects.filter(pk=cast.closed.pk).update(name="R&D (bancs, essais) — Île-de-France & Nord")
    cast.closed.refresh_from_db()
    post = make_post(cast.alice, cast.closed, f"Voir @{cast.closed.name.upper()}. Et la suite.", confirms_mention=True)
    assert post.body_html.count('class="mention"') == 1
    assert "</a>. Et la suite" in post.body_html
    with counted(14):
        make_post(cast.alice, cast.closed, "Rien à dire à alice@example.org.", confirms_mention=False)
