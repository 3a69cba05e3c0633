"""A thread as whoever comes back reads it: what is new and the last two, the rest folded; and its other orders."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from communities import feeds
from communities.actions.posts import accept_answer
from communities.actions.reactions import react
from communities.models import Comment, Event, Post, ThreadSeen
from rse.people.models import Person
from tests.communities.pages import counted, ids, text
from tests.conftest import Cast
from tests.factories import NOW, make_comment, make_post

SignIn = Callable[[Person], Client]
pytestmark = pytest.mark.django_db


@pytest.fixture
def question(cast: Cast) -> Post:
    return make_post(cast.bob, cast.open, "Qui sait ?", title="Longue question", kind="question")


@pytest.fixture
def long(cast: Cast, question: Post) -> list[Comment]:
    """Its twenty comments by erin, oldest first."""
    return [make_comment(cast.erin, question, f"Réponse {n}.", at=NOW + timedelta(seconds=n + 1)) for n in range(20)]


def pks(*comments: Comment) -> list[int]:
    return [comment.pk for comment in comments]


def thread(page: str) -> list[int]:
    return ids(page.split('id="thread"')[1].split('<form id="accept"')[0])


def bars(page: str) -> list[int]:
    return [id_ for id_ in thread(page) if f'data-id="{id_}" data-unread="unread"' in page]


def opened(page: str, client: Client) -> str:
    """What a click on the fold brings."""
    return text(client.get(page.split('class="fold"')[1].split('hx-get="')[1].split('"')[0].replace("&amp;", "&")))


def test_who_opens_a_thread_first_sees_it_whole_then_the_last_two(cast: Cast, question: Post, long: list[Comment], sign_in: SignIn) -> None:
    bob, address = sign_in(cast.bob), f"/p/{question.pk}/"
    events = Event.objects.count()
    first = text(bob.get(address))
    assert thread(first) == pks(*long)
    assert 'class="fold"' not in first and bars(first) == [], "all is new: nothing is marked"
    again = text(bob.get(address))
    assert thread(again) == pks(*long[18:])
    assert "Voir les 18 commentaires précédents" in again
    assert ids(opened(again, bob)) == pks(*long[:18])
    assert thread(text(bob.get(f"{address}?all=1"))) == pks(*long), "without a script the link leads to the whole thread"
    assert Event.objects.count() == events, "what one has seen is told to nobody"
    assert thread(text(sign_in(cast.carol).get(address))) == pks(*long), "each has seen what they have seen"


def test_what_came_since_is_shown_and_marked_wherever_it_is(cast: Cast, question: Post, long: list[Comment], sign_in: SignIn) -> None:
    bob, address = sign_in(cast.bob), f"/p/{question.pk}/"
    bob.get(address)
    mine = make_comment(cast.bob, question, "De moi.", at=NOW + timedelta(minutes=1))
    reply = make_comment(cast.erin, question, "Plus haut.", parent=long[9], at=NOW + timedelta(minutes=2))
    news = [make_comment(cast.erin, question, f"Neuf {n}.", at=NOW + timedelta(minutes=3 + n)) for n in range(3)]
    page = text(bob.get(address))
    assert thread(page) == pks(long[9], reply, mine, *news)
    assert bars(page) == pks(reply, *news), "one's own words are no news"
    assert page.count('class="fold"') == 2
    assert "Voir les 9 commentaires précédents" in page and "Voir les 10 commentaires précédents" in page
    assert bars(text(bob.get(address))) == []


def test_many_replies_to_one_comment_fold_under_it(cast: Cast, question: Post, sign_in: SignIn) -> None:
    top = make_comment(cast.erin, question)
    replies = [make_comment(cast.erin, question, f"{n}", parent=top, at=NOW + timedelta(seconds=n + 1)) for n in range(8)]
    bob, address = sign_in(cast.bob), f"/p/{question.pk}/"
    bob.get(address)
    page = text(bob.get(address))
    assert thread(page) == pks(top, *replies[6:])
    assert "Voir les 6 réponses précédentes" in page
    assert ids(opened(page, bob)) == pks(*replies[:6])


def test_answers_and_the_comment_that_a_link_or_a_form_names_are_always_there(
    cast: Cast, question: Post, long: list[Comment], sign_in: SignIn
) -> None:
    bob, address = sign_in(cast.bob), f"/p/{question.pk}/"
    bob.get(address)
    accept_answer(by=cast.bob, post=question, comment=long[4], at=NOW)
    assert thread(text(bob.get(address))) == pks(long[4], *long[18:])
    assert thread(text(bob.get(f"{address}?reply={long[7].pk}"))) == pks(long[4], long[7], *long[18:])
    assert long[3].pk in thread(text(bob.get(f"{address}?at={long[3].pk}")))
    edited = bob.post(f"{address}accept", {"answer": long[5].pk})
    assert edited["Location"] == f"{address}?at={long[5].pk}#c{long[5].pk}"


def test_a_few_comments_are_not_folded(cast: Cast, question: Post, sign_in: SignIn) -> None:
    few = [make_comment(cast.erin, question, f"{n}", at=NOW + timedelta(seconds=n)) for n in range(4)]
    bob, address = sign_in(cast.bob), f"/p/{question.pk}/"
    for _twice in range(2):
        assert thread(text(bob.get(address))) == pks(*few)


def test_only_what_was_on_the_page_is_seen(cast: Cast, question: Post, sign_in: SignIn) -> None:
    many = [make_comment(cast.erin, question, f"{n}", at=NOW + timedelta(seconds=n + 1)) for n in range(60)]
    bob, address = sign_in(cast.bob), f"/p/{question.pk}/"
    bob.get(address)
    assert ThreadSeen.objects.get(person=cast.bob).last_id == many[50].pk - 1
    page = text(bob.get(address))
    assert thread(page) == pks(*many[50:])
    assert "Voir les 50 commentaires précédents" in page
    carol = sign_in(cast.carol)
    carol.get(f"{address}?from={many[49].pk}")
    assert not ThreadSeen.objects.filter(person=cast.carol).exists(), "the first fifty were not on it"
    carol.get(address)
    carol.get(f"{address}?from={many[49].pk}", headers={"HX-Request": "true"})
    assert ThreadSeen.objects.get(person=cast.carol).last_id == many[59].pk


def test_what_comes_while_one_looks_is_seen_and_behind_ones_back_is_not(
    cast: Cast, question: Post, long: list[Comment], sign_in: SignIn
) -> None:
    bob, address = sign_in(cast.bob), f"/p/{question.pk}/"
    bob.get(address)
    news = make_comment(cast.erin, question, "Neuf.", at=NOW + timedelta(minutes=3))
    bob.get(f"{address}?fragment=1&after={long[19].pk}")
    assert ThreadSeen.objects.get().last_id == long[19].pk
    bob.get(f"{address}?fragment=1&after={long[19].pk}&here=1")
    assert ThreadSeen.objects.get().last_id == news.pk
    assert bars(text(bob.get(address))) == []


def test_a_thread_orders_its_comments(cast: Cast, question: Post, long: list[Comment], sign_in: SignIn) -> None:
    for person in (cast.bob, cast.carol):
        react(by=person, post=question, comment=long[7], kind="utile", at=NOW)
    react(by=cast.bob, post=question, comment=long[9], kind="utile", at=NOW)
    react(by=cast.bob, post=question, comment=long[11], kind="merci", at=NOW)
    accept_answer(by=cast.bob, post=question, comment=long[2], at=NOW)
    others = [comment for comment in long if comment not in (long[2], long[7], long[9])]
    newest = [long[2], *(comment for comment in reversed(long) if comment is not long[2])]
    expected = {"newest": pks(*newest), "useful": pks(long[2], long[7], long[9], *others)}
    bob, address = sign_in(cast.bob), f"/p/{question.pk}/"
    for sort, order in expected.items():
        page = text(bob.get(f"{address}?sort={sort}"))
        assert thread(page) == order
        assert f'?sort={sort}" aria-current="true"' in page
        found, cursor = [], ""
        while True:
            part = feeds.thread_in_order(cast.bob, Post.objects.get(pk=question.pk), sort=sort, cursor=cursor, size=6)
            found += [row.id for row in part]
            if part.next_cursor is None:
                break
            cursor = part.next_cursor
        assert found == order
        answer = bob.get(f"/api/v1/posts/{question.pk}/comments?sort={sort}").json()
        assert [int(row["id"]) for row in answer["results"]] == order
    for bad in ("sort=best", "sort=useful&from=12", "sort=newest&from=1-2", "between=a-b"):
        assert bob.get(f"{address}?{bad}").status_code == 400, bad
    assert bob.get(f"/api/v1/posts/{question.pk}/comments?sort=best").status_code == 400
    assert bob.get(f"/api/v1/posts/{question.pk}/comments?sort=useful&cursor=x").status_code == 400


def test_no_order_opens_what_is_closed_and_none_costs_more(cast: Cast, question: Post, long: list[Comment], sign_in: SignIn) -> None:
    bob, carol = sign_in(cast.bob), sign_in(cast.carol)
    for asked in ("", "?sort=newest", "?sort=useful", "?all=1"):
        bob.get(f"/p/{question.pk}/{asked}")
        with counted(at_most=14):
            bob.get(f"/p/{question.pk}/{asked}")
        assert carol.get(f"/p/{cast.closed_post.pk}/{asked}").status_code == 404
    assert carol.get(f"/p/{cast.closed_post.pk}/?between=0-9000000000000000000&fragment=1").status_code == 404
    bob.get(f"/p/{question.pk}/?between=0-{long[18].pk}&fragment=1")
    with counted(at_most=10):
        bob.get(f"/p/{question.pk}/?between=0-{long[18].pk}&fragment=1")
