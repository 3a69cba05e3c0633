"""The last comments of a thread under the card of its post, in every feed: which, to whom, and that they are those of now."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from communities.actions.comments import create_comment, delete_comment, edit_comment
from communities.actions.levels import set_level_of_person
from communities.actions.posts import accept_answer
from communities.actions.reliance import mark_answer
from communities.actions.removals import restore_comment
from communities.actions.threads import mark_thread_seen
from communities.models import Comment, Post
from rse.people.models import Person
from tests.communities.pages import counted, text
from tests.conftest import Cast
from tests.factories import NOW, make_comment, make_member, make_post

SignIn = Callable[[Person], Client]
pytestmark = pytest.mark.django_db


@pytest.fixture
def post(cast: Cast) -> Post:
    make_member(cast.carol, cast.open)
    return make_post(cast.erin, cast.open, "Qui a la clé ? #Clé", title="La clé")


def say(author: Person, post: Post, *words: str) -> list[Comment]:
    return [make_comment(author, post, each, at=NOW + timedelta(minutes=n)) for n, each in enumerate(words, start=1)]


def under(page: str, post: Post) -> str:
    """What stands under the card of that post."""
    card = page.split(f'id="p{post.pk}"', 1)[1].split("</article>", 1)[0]
    return card.partition('<div class="peeks">')[2]


def said(page: str, post: Post) -> list[str]:
    return [re.sub(r"\s+", " ", words).strip() for words in re.findall(r'class="peek-said"[^>]*>(.*?) <span', under(page, post), re.S)]


def home(client: Client) -> str:
    return text(client.get("/"))


def test_every_feed_shows_the_last_two_and_how_many_came_before(cast: Cast, post: Post, sign_in: SignIn) -> None:
    comments = say(cast.carol, post, "Un.", "Deux.", "Trois.", "Quatre.")
    bob = sign_in(cast.bob)
    for address in ("/", f"/c/{cast.open.slug}/", f"/people/{cast.erin.pk}/posts/", "/topics/cle/", f"/p/{post.pk}/card"):
        page = text(bob.get(address))
        assert said(page, post) == ["Trois.", "Quatre."], address
        assert "Voir les 2 réponses précédentes" in under(page, post)
        assert f'href="/p/{post.pk}/#replies"' in under(page, post)
        assert f'href="/p/{post.pk}/?at={comments[3].pk}#c{comments[3].pk}"' in under(page, post)
        assert cast.carol.name in under(page, post)
    thread = text(bob.get(f"/p/{post.pk}/?at={comments[3].pk}"))
    assert "peeks" not in thread and "is-sought" in thread


def test_a_card_without_comments_or_with_two_says_nothing_of_others(cast: Cast, post: Post, sign_in: SignIn) -> None:
    bob = sign_in(cast.bob)
    assert not under(home(bob), post)
    say(cast.carol, post, "Un.", "Deux.")
    page = home(bob)
    assert said(page, post) == ["Un.", "Deux."] and "précédente" not in under(page, post)
    say(cast.carol, post, "Un, bis.", "Deux, bis.", "Trois, bis.")
    assert "Voir les 3 réponses précédentes" in under(home(bob), post)


def test_a_comment_written_changed_deleted_or_restored_is_so_at_once(cast: Cast, post: Post, sign_in: SignIn) -> None:
    bob = sign_in(cast.bob)
    say(cast.carol, post, "Un.", "Deux.")
    assert said(home(bob), post) == ["Un.", "Deux."]
    comment = create_comment(by=cast.carol, post=post, body="Trois.", at=NOW + timedelta(minutes=5))
    assert said(home(bob), post) == ["Deux.", "Trois."]
    edit_comment(by=cast.carol, comment=comment, body="Trois, enfin.", at=NOW + timedelta(minutes=6))
    assert said(home(bob), post) == ["Deux.", "Trois, enfin."]
    delete_comment(by=cast.carol, comment=comment, at=NOW + timedelta(minutes=7))
    page = home(bob)
    assert said(page, post) == ["Un.", "Deux."] and "précédente" not in under(page, post) and "enfin" not in page
    restore_comment(by=cast.carol, comment=comment, at=NOW + timedelta(minutes=7))
    assert said(home(bob), post) == ["Deux.", "Trois, enfin."]


def test_whoever_saw_the_thread_is_shown_what_came_since_and_others_are_not(cast: Cast, post: Post, sign_in: SignIn) -> None:
    [first, *_rest] = say(cast.carol, post, "Un.", "Deux.", "Trois.", "Quatre.")
    mark_thread_seen(by=cast.bob, post=post, up_to=first.pk)
    bob, erin = home(sign_in(cast.bob)), home(sign_in(cast.erin))
    assert said(bob, post) == ["Deux.", "Trois.", "Quatre."] and under(bob, post).count("is-unread") == 3
    assert "Voir la réponse précédente" in under(bob, post)
    assert said(erin, post) == ["Trois.", "Quatre."] and "is-unread" not in under(erin, post)
    for n in range(5, 12):
        make_comment(cast.carol, post, f"Le {n}.", at=NOW + timedelta(minutes=n))
    bob = home(sign_in(cast.bob))
    assert said(bob, post) == ["Le 7.", "Le 8.", "Le 9.", "Le 10.", "Le 11."]
    assert "Voir les 6 réponses précédentes" in under(bob, post)


def test_what_oneself_wrote_is_not_unread(cast: Cast, post: Post, sign_in: SignIn) -> None:
    [first] = say(cast.carol, post, "Un.")
    mark_thread_seen(by=cast.bob, post=post, up_to=first.pk)
    for n in range(2, 6):
        make_comment(cast.bob, post, f"Le {n}.", at=NOW + timedelta(minutes=n))
    page = home(sign_in(cast.bob))
    assert said(page, post) == ["Le 4.", "Le 5."] and "is-unread" not in under(page, post)


def test_the_words_of_whom_one_blocked_are_folded_for_oneself_only(cast: Cast, post: Post, sign_in: SignIn) -> None:
    say(cast.carol, post, "Un.")
    make_comment(cast.erin, post, "Deux.", at=NOW + timedelta(minutes=2))
    set_level_of_person(by=cast.bob, other=cast.carol, level="block", at=NOW)
    page, other = under(home(sign_in(cast.bob)), post), under(home(sign_in(cast.erin)), post)
    folded = page.partition('<details class="folded">')[2].partition("</details>")[0]
    assert "Un." in folded and "Deux." not in folded
    assert page.count("<details") == 1 and "<details" not in other
    assert "précédente" not in page, "counted as in the thread"


def test_an_answer_that_the_card_shows_is_not_said_twice(cast: Cast, sign_in: SignIn) -> None:
    make_member(cast.carol, cast.open)
    post = make_post(cast.bob, cast.open, "Pourquoi ?", title="Pourquoi ?", kind="question")
    _one, two, three, _four = say(cast.carol, post, "Un.", "Deux.", "Trois.", "Quatre.")
    accept_answer(by=cast.bob, post=post, comment=three, at=NOW)
    bob = sign_in(cast.bob)
    page = home(bob)
    assert said(page, post) == ["Deux.", "Quatre."]
    assert "Voir la réponse précédente" in under(page, post)
    mark_answer(by=cast.erin, comment=two, state="validated", note="", review_on=None, at=NOW)
    page = home(bob)
    assert said(page, post) == ["Un.", "Quatre."] and "précédente" not in under(page, post)


def test_a_long_comment_is_cut_and_a_mere_file_is_named(cast: Cast, post: Post, sign_in: SignIn) -> None:
    make_comment(cast.carol, post, "Une **longue** histoire. " * 30)
    bare = make_comment(cast.carol, post, "x", at=NOW + timedelta(minutes=2))
    Comment.objects.filter(pk=bare.pk).update(body="", body_html="")
    cut, named = said(home(sign_in(cast.bob)), post)
    assert len(cut) < 140 and cut.endswith("…") and "<strong>" not in cut
    assert named == "Fichier joint"


def test_the_lines_of_a_whole_page_cost_one_query_once_and_none_after(cast: Cast, sign_in: SignIn) -> None:
    for n in range(20):
        each = make_post(cast.erin, cast.open, f"Message {n}.", at=NOW + timedelta(hours=1, minutes=n))
        make_comment(cast.erin, each, "Dit.")
    bob = sign_in(cast.bob)
    home(bob)
    with counted(at_most=10):
        page = home(bob)
    assert page.count('<div class="peeks">') == 20


def test_whoever_may_not_read_the_thread_sees_nothing_of_it(cast: Cast, sign_in: SignIn) -> None:
    make_comment(cast.alice, cast.closed_post, "mot-tu", at=NOW)
    assert "mot-tu" in home(sign_in(cast.bob))
    carol = sign_in(cast.carol)
    for address in ("/", "/?all=1", f"/people/{cast.alice.pk}/posts/", f"/c/{cast.closed.slug}/", f"/p/{cast.closed_post.pk}/card"):
        assert "mot-tu" not in text(carol.get(address)), address
