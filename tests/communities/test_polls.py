"""Polls: asked, voted in, closed; what shows when, and what a secret vote never tells."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from communities import feeds, tasks
from communities.actions.polls import close_due, vote
from communities.actions.posts import create_post, delete_post, edit_post, purge_deleted
from communities.feeds.polls import K
from communities.models import Ballot, Event, Poll, PollOption, Post
from rse.lib.refusal import Refused
from rse.people.models import Person
from tests.communities.api.program import Program
from tests.communities.pages import counted, publish, text
from tests.conftest import Cast
from tests.factories import NOW, make_member, make_person

SignIn = Callable[[Person], Client]
pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=2)
SECRET: dict[str, Any] = {"is_secret": True, "closes_at": LATER}


def ask(by: Person, community: Any, *, options: tuple[str, ...] = ("Mardi", "Jeudi", "Vendredi"), **details: object) -> Post:
    return create_post(
        by=by, community=community, kind="poll", title="Quel jour ?", body="", details={"options": options, **details}, at=NOW
    )


def votes(post: Post) -> list[int]:
    return list(PollOption.objects.filter(poll=post.pk).order_by("position").values_list("votes", flat=True))


# Asking -------------------------------------------------------------------------------------------


def test_a_poll_is_asked_without_a_script_and_answered_by_whoever_reads_it(cast: Cast, sign_in: SignIn) -> None:
    answer = publish(
        sign_in(cast.bob), community=cast.open.slug, kind="poll", title="Quel jour ?", body="", options="Mardi\n\nJeudi\n", choice="one",
        results="always",
    )  # fmt: skip
    post = Post.objects.get(title="Quel jour ?")
    assert answer["Location"] == f"/p/{post.pk}/"
    carol = sign_in(cast.carol)
    page = text(carol.get(f"/p/{post.pk}/"))
    assert page.count('type="radio" name="options"') == 2
    assert carol.post(f"/p/{post.pk}/vote", {"options": "2"})["Location"] == f"/p/{post.pk}/"
    page = text(carol.get(f"/p/{post.pk}/"))
    assert 'value="2" checked' in page
    assert "100" in page
    assert votes(post) == [0, 1]


@pytest.mark.parametrize(
    ("field", "asked"),
    [
        ("options", {"options": ("Une seule",)}),
        ("options", {"options": ("Oui", "oui ")}),
        ("options", {"options": tuple(f"Choix {number}" for number in range(11))}),
        ("options", {"options": ("x" * 121, "y")}),
        ("options", {"options": "Oui"}),
        ("choice", {"choice": "all"}),
        ("results", {"results": "never"}),
        ("closes_at", {"closes_at": NOW}),
        ("closes_at", {"closes_at": NOW + timedelta(days=400)}),
        ("closes_at", {"is_secret": True}),
    ],
)
def test_an_unfit_poll_is_refused_beside_the_field_at_fault(cast: Cast, field: str, asked: dict[str, Any]) -> None:
    before = Post.objects.count()
    with pytest.raises(Refused) as refusal:
        ask(cast.bob, cast.open, **asked)
    assert refusal.value.field == field
    assert Post.objects.count() == before


def test_the_composer_keeps_what_was_typed_of_a_refused_poll(cast: Cast, sign_in: SignIn) -> None:
    answer = publish(
        sign_in(cast.bob), community=cast.open.slug, kind="poll", title="Quel jour ?", body="", options="Une seule réponse",
        choice="many", results="voted", is_secret="1", closes_at="32 janvier",
    )  # fmt: skip
    page = text(answer)
    assert answer.status_code == 422
    assert "Une seule réponse</textarea>" in page
    assert 'value="many" selected' in page
    assert 'value="voted" selected' in page
    assert 'name="is_secret" value="1" aria-describedby="id_is_secret_hint" checked' in page
    assert "id_closes_at_error" in page


def test_the_fields_of_a_poll_refuse_no_other_kind(cast: Cast, sign_in: SignIn) -> None:
    assert publish(sign_in(cast.bob), community=cast.open.slug, body="Bonjour.", closes_at="32 janvier", options="x").status_code == 302


def test_a_poll_needs_its_question_also_when_edited(cast: Cast) -> None:
    post = ask(cast.bob, cast.open)
    with pytest.raises(Refused) as refusal:
        edit_post(by=cast.bob, post=post, title=" ", body="", at=NOW)
    assert refusal.value.field == "title"
    assert edit_post(by=cast.bob, post=post, title="Quel jour plutôt ?", body="", at=NOW).title == "Quel jour plutôt ?"


# Voting -------------------------------------------------------------------------------------------


def test_a_vote_counts_once_and_can_be_changed(cast: Cast) -> None:
    post = ask(cast.bob, cast.open)
    vote(by=cast.carol, post=post, options=[1], at=NOW)
    vote(by=cast.carol, post=post, options=[1], at=NOW)
    assert votes(post) == [1, 0, 0]
    vote(by=cast.carol, post=post, options=[3], at=NOW)
    assert votes(post) == [0, 0, 1]
    assert Poll.objects.get(pk=post.pk).ballots == 1
    told = Event.objects.filter(verb="poll_vote", root_id=post.pk)
    assert [(event.object_type, event.actor_id, event.target_id) for event in told] == [("ballot", cast.carol.pk, cast.bob.pk)]
    assert told[0].object_id == Ballot.objects.get(poll=post.pk).pk


def test_several_choices_are_each_a_share_of_those_who_voted(cast: Cast) -> None:
    post = ask(cast.bob, cast.open, choice="many")
    vote(by=cast.carol, post=post, options=[1, 2], at=NOW)
    vote(by=cast.dave, post=post, options=[2], at=NOW)
    poll = feeds.post_in_full(cast.carol, post).poll
    assert poll is not None
    assert [option.percent for option in poll.row.options] == [50, 100, 0]


@pytest.mark.parametrize("options", [[], [4], [0], [1, 2]])
def test_an_unfit_vote_changes_nothing(cast: Cast, options: list[int]) -> None:
    post = ask(cast.bob, cast.open)
    with pytest.raises(Refused):
        vote(by=cast.carol, post=post, options=options, at=NOW)
    assert not Ballot.objects.exists()


def test_who_may_not_react_may_not_vote(cast: Cast, sign_in: SignIn) -> None:
    post = ask(cast.bob, cast.closed)
    for person in (cast.carol, cast.dave, cast.guest, cast.mallory):
        with pytest.raises(PermissionDenied):
            vote(by=person, post=post, options=[1], at=NOW)
    assert sign_in(cast.carol).post(f"/p/{post.pk}/vote", {"options": "1"}).status_code == 404
    assert sign_in(cast.alice).post(f"/p/{post.pk}/vote", {"options": "1"}).status_code == 302


def test_what_is_no_poll_takes_no_vote(cast: Cast, sign_in: SignIn) -> None:
    with pytest.raises(Refused):
        vote(by=cast.bob, post=cast.open_post, options=[1], at=NOW)
    answer = sign_in(cast.bob).post(f"/p/{cast.open_post.pk}/vote", {"options": "1"}, headers={"HX-Request": "true"})
    assert answer.status_code == 422


@pytest.mark.parametrize("options", ["a", "-1", "²", "1" * 40])
def test_a_vote_that_no_page_of_ours_sends_is_a_bad_request(cast: Cast, sign_in: SignIn, options: str) -> None:
    post = ask(cast.bob, cast.open)
    assert sign_in(cast.carol).post(f"/p/{post.pk}/vote", {"options": options}).status_code == 400


def test_a_script_gets_the_poll_anew_and_why_a_vote_was_refused(cast: Cast, sign_in: SignIn) -> None:
    post, carol = ask(cast.bob, cast.open), sign_in(cast.carol)
    answer = carol.post(f"/p/{post.pk}/vote", {"options": "1"}, headers={"HX-Request": "true"})
    assert text(answer).strip().startswith(f'<form class="poll-form" id="poll-{post.pk}"')
    assert 'value="1" checked' in text(answer)
    refused = carol.post(f"/p/{post.pk}/vote", {}, headers={"HX-Request": "true"})
    assert refused.status_code == 422
    assert 'role="alert"' in text(refused)
    assert 'value="1" checked' in text(refused)


def test_each_reader_sees_their_own_vote_only(cast: Cast, sign_in: SignIn) -> None:
    post = ask(cast.bob, cast.open)
    vote(by=cast.carol, post=post, options=[2], at=NOW)
    assert 'value="2" checked' in text(sign_in(cast.carol).get(f"/p/{post.pk}/"))
    assert " checked" not in text(sign_in(cast.erin).get(f"/p/{post.pk}/")).split(f'id="poll-{post.pk}"')[1].split("</form>")[0]


# When results show --------------------------------------------------------------------------------


def test_results_wait_for_ones_vote_or_for_the_closing(cast: Cast, sign_in: SignIn) -> None:
    voted = ask(cast.bob, cast.open, results="voted", closes_at=LATER)
    closed = ask(cast.bob, cast.open, results="closed", closes_at=LATER)
    for post in (voted, closed):
        vote(by=cast.carol, post=post, options=[2], at=NOW)

    def shows(person: Person, post: Post) -> bool:
        return "poll-fill" in text(sign_in(person).get(f"/p/{post.pk}/"))

    assert (shows(cast.carol, voted), shows(cast.erin, voted)) == (True, False)
    assert (shows(cast.carol, closed), shows(cast.bob, closed)) == (False, False)
    assert close_due(LATER) == 2
    assert all(shows(person, post) for person in (cast.carol, cast.erin) for post in (voted, closed))


def test_a_poll_that_has_closed_takes_no_vote_even_before_its_closing_is_done(cast: Cast) -> None:
    post = ask(cast.bob, cast.open, closes_at=LATER)
    with pytest.raises(Refused):
        vote(by=cast.carol, post=post, options=[1], at=LATER)
    before = Post.objects.get(pk=post.pk).version
    assert (close_due(LATER - timedelta(seconds=1)), close_due(LATER), close_due(LATER)) == (0, 1, 0)
    assert Post.objects.get(pk=post.pk).version == before + 1
    assert close_due in tasks.DUE


# Secret -------------------------------------------------------------------------------------------


def test_a_secret_vote_is_kept_nowhere_and_cannot_be_changed(cast: Cast, sign_in: SignIn) -> None:
    post = ask(cast.bob, cast.open, results="always", **SECRET)
    assert Poll.objects.get(pk=post.pk).results == "closed"
    vote(by=cast.carol, post=post, options=[2], at=NOW)
    assert Ballot.objects.get(poll=post.pk).options is None
    with pytest.raises(Refused):
        vote(by=cast.carol, post=post, options=[1], at=NOW)
    assert votes(post) == [0, 1, 0]
    page = text(sign_in(cast.carol).get(f"/p/{post.pk}/"))
    assert 'name="options"' not in page
    assert "poll-fill" not in page
    with pytest.raises(IntegrityError), transaction.atomic():
        Ballot.objects.filter(poll=post.pk).update(options=[2])


@pytest.mark.parametrize("ballots", [K - 1, K])
def test_the_results_of_a_secret_poll_show_at_the_closing_from_five_votes_on(cast: Cast, sign_in: SignIn, ballots: int) -> None:
    post = ask(cast.bob, cast.open, **SECRET)
    for number in range(ballots):
        voter = make_person(f"Votant{number}")
        make_member(voter, cast.open)
        vote(by=voter, post=post, options=[1], at=NOW)
        poll = feeds.post_in_full(voter, post).poll
        assert poll is not None
        assert {option["votes"] for option in poll.options} == {None}, "each state, one vote after the other, would tell that vote"
        assert {option.votes for option in poll.row.options} == {0}
    close_due(LATER)
    page = text(sign_in(cast.erin).get(f"/p/{post.pk}/"))
    assert ("poll-fill" in page) == (ballots >= K)


# Lists, deletion ----------------------------------------------------------------------------------


def test_polls_cost_a_page_no_query_once_their_cards_are_made(cast: Cast) -> None:
    rows = []
    for _number in range(4):
        post = ask(cast.bob, cast.open)
        vote(by=cast.carol, post=post, options=[1], at=NOW)
        post.refresh_from_db()
        rows.append(feeds.PostRow(post.pk, post.version))
    with counted(6):  # the posts, their polls, their files, the reactions on offer, what is one’s own, one’s roles
        first = feeds.cards(cast.carol, rows)
    with counted(2):
        again = feeds.cards(cast.carol, rows)
    assert [card.html for card in first] == [card.html for card in again]
    assert all('value="1" checked' in card.html for card in again)


def test_a_deleted_poll_takes_no_vote_and_its_choices_go_with_its_words(cast: Cast) -> None:
    post = ask(cast.bob, cast.open, closes_at=LATER)
    delete_post(by=cast.bob, post=post, at=NOW)
    with pytest.raises(PermissionDenied):
        vote(by=cast.carol, post=post, options=[1], at=NOW)
    close_due(LATER)
    assert purge_deleted(before=NOW + timedelta(days=31)) >= 1
    assert Post.objects.get(pk=post.pk).title == ""
    assert not PollOption.objects.filter(poll=post.pk).exists()


def test_nobody_has_two_ballots(cast: Cast) -> None:
    post = ask(cast.bob, cast.open)
    vote(by=cast.carol, post=post, options=[1], at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Ballot.objects.create(poll_id=post.pk, person=cast.carol, at=NOW, options=[2])


# Changing and closing by hand ---------------------------------------------------------------------


def test_the_words_of_a_poll_stay_once_somebody_else_voted(cast: Cast, sign_in: SignIn) -> None:
    post, bob = ask(cast.bob, cast.open), sign_in(cast.bob)
    vote(by=cast.bob, post=post, options=[1], at=NOW)
    assert bob.post(f"/p/{post.pk}/edit", {"title": "Quel jour plutôt ?", "body": ""}).status_code == 302
    vote(by=cast.carol, post=post, options=[1], at=NOW)
    refused = bob.post(f"/p/{post.pk}/edit", {"title": "Qui est contre ?", "body": ""})
    assert refused.status_code == 422
    assert 'value="Qui est contre ?"' in text(refused)
    assert Post.objects.get(pk=post.pk).title == "Quel jour plutôt ?"


def test_its_date_may_change_as_long_as_it_is_open(cast: Cast, sign_in: SignIn) -> None:
    post, bob = ask(cast.bob, cast.open, closes_at=LATER, results="closed"), sign_in(cast.bob)
    address, same = f"/p/{post.pk}/edit", {"title": "Quel jour ?", "body": ""}
    assert 'id="id_closes_at"' in text(bob.get(address))
    assert bob.post(address, same | {"closes_at": ""}).status_code == 422, "its results would never show"
    assert bob.post(address, same | {"closes_at": "2020-01-01T10:00"}).status_code == 422
    later = (timezone.now() + timedelta(days=9)).strftime("%Y-%m-%dT%H:%M")
    assert bob.post(address, same | {"closes_at": later}).status_code == 302
    assert Poll.objects.filter(pk=post.pk, closes_at__gt=timezone.now() + timedelta(days=8)).exists()
    assert Post.objects.get(pk=post.pk).edited_at is not None
    assert "Fermeture" in text(sign_in(cast.carol).get(f"/p/{post.pk}/history"))


def test_results_at_the_closing_need_a_closing(cast: Cast) -> None:
    with pytest.raises(Refused):
        ask(cast.bob, cast.open, results="closed")


def test_its_author_and_the_animation_close_it_and_others_do_not(cast: Cast, sign_in: SignIn) -> None:
    post = ask(cast.bob, cast.open)
    vote(by=cast.carol, post=post, options=[2], at=NOW)
    address = f"/p/{post.pk}/close"
    assert address not in text(sign_in(cast.carol).get(f"/p/{post.pk}/"))
    assert sign_in(cast.carol).post(address).status_code == 403
    bob = sign_in(cast.bob)
    assert address in text(bob.get(f"/p/{post.pk}/"))
    assert "data-question" in text(bob.get(address))
    assert bob.post(address).status_code == 302
    assert Poll.objects.get(pk=post.pk).closed_at is not None
    assert "sondage fermé" in text(sign_in(cast.carol).get(f"/p/{post.pk}/"))
    with pytest.raises(Refused):
        vote(by=cast.carol, post=post, options=[1], at=NOW)
    assert votes(post) == [0, 1, 0]
    other = ask(cast.bob, cast.open)
    assert Program(cast.erin)("PUT", f"posts/{other.pk}/closure")["poll"]["is_open"] is False
