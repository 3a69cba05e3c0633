"""A link to a comment leads to it, with those around it, however long the thread."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from communities.actions.comments import delete_comment
from communities.actions.posts import accept_answer
from communities.feeds.around import CONTEXT
from communities.models import Comment, Notification, Post
from rse.people.models import Person
from tests.communities.pages import counted, ids, text
from tests.conftest import Cast
from tests.factories import NOW, make_comment, make_post

SignIn = Callable[[Person], Client]
pytestmark = pytest.mark.django_db


@pytest.fixture
def question(cast: Cast) -> Post:
    return make_post(cast.erin, cast.open, "Qui sait ?", title="Longue question", kind="question")


@pytest.fixture
def long(cast: Cast, question: Post) -> list[Comment]:
    """Its hundred and twenty comments, oldest first."""
    return [make_comment(cast.bob, question, f"Réponse {n}.", at=NOW + timedelta(seconds=n + 1)) for n in range(120)]


def thread(page: str) -> list[int]:
    return ids(page.split('id="thread"')[1].split("</ol>\n    <form")[0])


def test_the_page_holds_the_comment_with_others_around_it(cast: Cast, question: Post, long: list[Comment], sign_in: SignIn) -> None:
    bob, sought = sign_in(cast.bob), long[80]
    bob.get(f"/p/{question.pk}/?at={sought.pk}")
    with counted(at_most=14):
        page = text(bob.get(f"/p/{question.pk}/?at={sought.pk}"))
    assert thread(page) == [comment.pk for comment in long[80 - CONTEXT : 120]]
    assert f'<li class="cm is-sought" id="c{sought.pk}"' in page
    assert page.count("is-sought") == 1
    assert f"?until={long[70].pk}" in page
    assert 'id="more"' not in page
    middle = text(bob.get(f"/p/{question.pk}/?at={long[40].pk}"))
    assert thread(middle) == [comment.pk for comment in long[30:80]]
    assert f"?from={long[79].pk}" in middle


def test_one_goes_on_from_there_both_ways_with_and_without_a_script(
    cast: Cast, question: Post, long: list[Comment], sign_in: SignIn
) -> None:
    bob = sign_in(cast.bob)
    fragment = text(bob.get(f"/p/{question.pk}/?until={long[70].pk}", headers={"HX-Request": "true"}))
    assert ids(fragment) == [comment.pk for comment in long[20:70]]
    assert f"?until={long[20].pk}" in fragment
    assert 'id="more"' not in fragment
    page = text(bob.get(f"/p/{question.pk}/?until={long[20].pk}"))
    assert thread(page) == [comment.pk for comment in long[:20]]
    assert f"?from={long[20].pk - 1}" in page
    assert 'id="earlier"' not in page
    following = text(bob.get(f"/p/{question.pk}/?from={long[20].pk - 1}"))
    assert thread(following)[0] == long[20].pk
    assert f"?until={long[20].pk}" in following


def test_a_reply_is_found_under_the_comment_it_answers(cast: Cast, question: Post, long: list[Comment], sign_in: SignIn) -> None:
    reply = make_comment(cast.erin, question, "Plus bas.", parent=long[90], at=NOW + timedelta(hours=1))
    page = text(sign_in(cast.bob).get(f"/p/{question.pk}/?at={reply.pk}"))
    shown = thread(page)
    assert shown[shown.index(long[90].pk) + 1] == reply.pk
    assert f'<li class="cm is-sought" id="c{reply.pk}"' in page


def test_the_accepted_answer_is_shown_once_and_first_on_the_first_page_only(
    cast: Cast, question: Post, long: list[Comment], sign_in: SignIn
) -> None:
    accept_answer(by=cast.erin, post=question, comment=long[85], at=NOW)
    bob = sign_in(cast.bob)
    assert long[85].pk not in thread(text(bob.get(f"/p/{question.pk}/?at={long[80].pk}")))
    for address in (f"?at={long[85].pk}", f"?at={long[3].pk}"):
        shown = thread(text(bob.get(f"/p/{question.pk}/{address}")))
        assert shown[0] == long[85].pk
        assert len(shown) == len(set(shown))


def test_a_deleted_comment_says_so_and_one_of_elsewhere_is_absent(cast: Cast, question: Post, long: list[Comment], sign_in: SignIn) -> None:
    delete_comment(by=cast.bob, comment=long[80], at=NOW)
    bob, carol = sign_in(cast.bob), sign_in(cast.carol)
    page = text(bob.get(f"/p/{question.pk}/?at={long[80].pk}"))
    assert "Ce commentaire a été supprimé." in page.split(f'id="c{long[80].pk}"')[1].split("</li>")[0]
    hidden = Comment.objects.get(post=cast.closed_post)
    for client in (bob, carol):
        assert client.get(f"/p/{question.pk}/?at={hidden.pk}").status_code == 404
    assert carol.get(f"/p/{cast.closed_post.pk}/?at={hidden.pk}").status_code == 404
    assert bob.get(f"/p/{cast.closed_post.pk}/?at={hidden.pk}").status_code == 200
    assert bob.get(f"/p/{question.pk}/?at=abc").status_code == 400


def test_a_notification_and_a_reply_sent_lead_to_the_comment(cast: Cast, question: Post, long: list[Comment], sign_in: SignIn) -> None:
    told = Notification.objects.create(
        person=cast.bob, event_id=1, notice="reply", actor=cast.erin, community=cast.open, post=question, comment=long[80], at=NOW
    )
    bob = sign_in(cast.bob)
    assert bob.get(f"/notifications/{told.pk}/")["Location"] == f"/p/{question.pk}/?at={long[80].pk}#c{long[80].pk}"
    sent = bob.post(f"/p/{question.pk}/comments", {"body": "À la fin.", "client_key": "", "parent": ""})
    last = Comment.objects.get(body="À la fin.")
    assert sent["Location"] == f"/p/{question.pk}/?at={last.pk}#c{last.pk}"
    assert last.pk in thread(text(bob.get(sent["Location"])))
