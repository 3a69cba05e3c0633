"""Threads: replies, the accepted answer, reactions, counters, what a page of a thread is."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from communities.models import Comment, Event, Post, Reaction
from rse.people.models import Person
from tests.communities.pages import counted, hidden, ids, text
from tests.conftest import Cast
from tests.factories import NOW, PASSWORD, make_comment, make_post

SignIn = Callable[[Person], Client]
pytestmark = pytest.mark.django_db


def test_a_member_replies_and_lands_on_the_reply(cast: Cast, sign_in: SignIn) -> None:
    bob, address = sign_in(cast.bob), f"/p/{cast.open_post.pk}/"
    form = hidden(text(bob.get(address)))
    answer = bob.post(f"{address}comments", {"body": "Vu, merci.", "client_key": form["client_key"]})
    comment = Comment.objects.get(body="Vu, merci.")
    assert answer["Location"] == f"{address}#c{comment.pk}"
    again = bob.post(f"{address}comments", {"body": "Vu, merci.", "client_key": form["client_key"]})
    assert again["Location"] == answer["Location"]
    assert Event.objects.filter(verb="comment", object_id=comment.pk).count() == 1


def test_a_reply_to_a_reply_joins_its_thread(cast: Cast, sign_in: SignIn) -> None:
    first = make_comment(cast.erin, cast.open_post)
    second = make_comment(cast.bob, cast.open_post, parent=first)
    bob, address = sign_in(cast.bob), f"/p/{cast.open_post.pk}/"
    assert f'name="parent" value="{second.pk}"' in text(bob.get(f"{address}?reply={second.pk}"))
    bob.post(f"{address}comments", {"body": "Troisième.", "parent": second.pk})
    assert Comment.objects.get(body="Troisième.").parent_id == first.pk


def test_an_outsider_reads_and_is_told_how_to_reply(cast: Cast, sign_in: SignIn) -> None:
    carol, address = sign_in(cast.carol), f"/p/{cast.open_post.pk}/"
    page = text(carol.get(address))
    assert f"/c/{cast.open.slug}/join" in page
    assert "<textarea" not in page
    assert carol.post(f"{address}comments", {"body": "Quand même."}).status_code == 403
    assert carol.get(f"/p/{cast.closed_post.pk}/").status_code == 404
    assert carol.post(f"/p/{cast.closed_post.pk}/comments", {"body": "Quand même."}).status_code == 404


def test_an_unfit_reply_is_refused_and_kept(cast: Cast, sign_in: SignIn) -> None:
    answer = sign_in(cast.bob).post(f"/p/{cast.open_post.pk}/comments", {"body": "x" * 20_001})
    assert answer.status_code == 422
    assert "x" * 500 in text(answer)
    assert "trop long de 1 caractère (20\u202f000 au plus)" in text(answer)


def test_a_session_that_ends_in_mid_reply_keeps_the_words(cast: Cast, sign_in: SignIn) -> None:
    bob, address = sign_in(cast.bob), f"/p/{cast.open_post.pk}/"
    form = hidden(text(bob.get(address))) | {"body": "Réponse longue."}
    bob.session.flush()
    answer = bob.post(f"{address}comments", form)
    signed_in = bob.post(answer["Location"], {"login": cast.bob.email, "password": PASSWORD})
    page = bob.get(signed_in["Location"], follow=True)
    assert page.redirect_chain[-1][0] == f"{address}#reply"
    assert "Réponse longue." in text(page)


def test_the_accepted_answer_comes_first(cast: Cast, sign_in: SignIn) -> None:
    question = make_post(cast.bob, cast.open, "Corps.", title="Question", kind="question")
    comments = [make_comment(cast.erin, question, f"Réponse {n}", at=NOW + timedelta(minutes=n)) for n in range(3)]
    bob, address = sign_in(cast.bob), f"/p/{question.pk}/"
    answer = bob.post(f"{address}accept", {"answer": comments[2].pk})
    assert answer["Location"] == f"{address}#c{comments[2].pk}"
    page = text(bob.get(address))
    assert ids(page) == [comments[2].pk, comments[0].pk, comments[1].pk]
    assert "is-answer" in page
    assert "Réponse 2" in text(bob.get("/")), "the feed shows the answer"
    bob.post(f"{address}accept", {"answer": ""})
    assert "is-answer" not in text(bob.get(address))


def test_only_the_asker_and_the_animation_accept(cast: Cast, sign_in: SignIn) -> None:
    question = make_post(cast.bob, cast.closed, "Corps.", kind="question")
    comment = make_comment(cast.alice, question)
    address = f"/p/{question.pk}/accept"
    assert sign_in(cast.carol).post(address, {"answer": comment.pk}).status_code == 404
    make_post(cast.erin, cast.open, "x")
    other = make_post(cast.alice, cast.closed, "Corps.", kind="question")
    mine = make_comment(cast.bob, other)
    assert sign_in(cast.bob).post(f"/p/{other.pk}/accept", {"answer": mine.pk}).status_code == 403
    assert sign_in(cast.erin).post(address, {"answer": comment.pk}).status_code == 302
    assert Post.objects.get(pk=question.pk).accepted_comment_id == comment.pk


def test_a_message_has_no_accepted_answer_and_says_so(cast: Cast, sign_in: SignIn) -> None:
    comment = make_comment(cast.bob, cast.open_post)
    answer = sign_in(cast.erin).post(f"/p/{cast.open_post.pk}/accept", {"answer": comment.pk}, follow=True)
    assert answer.status_code == 200
    assert "data-stay" in text(answer), "the refusal is told"


def test_reactions_are_given_and_taken_back_by_the_same_form(cast: Cast, sign_in: SignIn) -> None:
    bob, address = sign_in(cast.bob), f"/p/{cast.open_post.pk}/reactions"
    for _twice in range(2):
        assert bob.post(address, {"kind": "utile:false"}).status_code == 302
    assert Post.objects.get(pk=cast.open_post.pk).reaction_counts == {"utile": 1}
    assert 'value="utile:true"' in text(bob.get("/"))
    assert 'value="utile:false"' in text(sign_in(cast.erin).get("/")), "a card holds nothing of another viewer"
    for _twice in range(2):
        bob.post(address, {"kind": "utile:true"})
    assert Post.objects.get(pk=cast.open_post.pk).reaction_counts == {}


def test_a_script_gets_the_bar_anew(cast: Cast, sign_in: SignIn) -> None:
    comment = make_comment(cast.erin, cast.open_post)
    bob, address = sign_in(cast.bob), f"/p/{cast.open_post.pk}/reactions"
    bar = text(bob.post(address, {"kind": "merci:false", "comment": comment.pk}, headers={"HX-Request": "true"}))
    assert f'id="foot-{comment.pk}"' in bar
    assert 'value="merci:true"' in bar
    assert "<html" not in bar
    assert Reaction.objects.filter(comment=comment, person=cast.bob).count() == 1


def test_reacting_needs_reading(cast: Cast, sign_in: SignIn) -> None:
    assert sign_in(cast.carol).post(f"/p/{cast.open_post.pk}/reactions", {"kind": "utile:false"}).status_code == 302
    assert sign_in(cast.carol).post(f"/p/{cast.closed_post.pk}/reactions", {"kind": "utile:false"}).status_code == 404
    assert sign_in(cast.erin).post(f"/p/{cast.archived_post.pk}/reactions", {"kind": "utile:false"}).status_code == 403
    assert Reaction.objects.count() == 1


def test_an_unknown_reaction_is_told_not_an_error(cast: Cast, sign_in: SignIn) -> None:
    bob, address = sign_in(cast.bob), f"/p/{cast.open_post.pk}/reactions"
    assert bob.post(address, {"kind": "bravo:false"}, follow=True).status_code == 200
    assert bob.post(address, {"kind": "bravo:false"}, headers={"HX-Request": "true"})["HX-Refresh"] == "true"
    assert bob.post(address, {"kind": "utile"}).status_code == 400
    assert bob.post(address).status_code == 400


def test_comments_are_edited_and_deleted_by_those_who_may(cast: Cast, sign_in: SignIn) -> None:
    comment = make_comment(cast.bob, cast.closed_post, "Première version.")
    address = f"/p/{cast.closed_post.pk}/comments/{comment.pk}"
    assert sign_in(cast.alice).post(f"{address}/edit", {"body": "Autre."}).status_code == 403
    assert sign_in(cast.carol).post(f"{address}/edit", {"body": "Autre."}).status_code == 404
    assert sign_in(cast.bob).get(f"/p/{cast.open_post.pk}/comments/{comment.pk}/edit").status_code == 404
    assert sign_in(cast.bob).post(f"{address}/edit", {"body": "Deuxième version."}).status_code == 302
    assert "Deuxième version." in text(sign_in(cast.bob).get(f"/p/{cast.closed_post.pk}/"))
    assert sign_in(cast.alice).post(f"{address}/delete").status_code == 302
    page = text(sign_in(cast.bob).get(f"/p/{cast.closed_post.pk}/"))
    assert "Deuxième version." not in page
    assert "cm-gone" in page


def test_a_thread_of_fifty_comments_costs_twelve_queries(cast: Cast, sign_in: SignIn) -> None:
    for number in range(55):
        make_comment(cast.erin, cast.open_post, f"Commentaire {number}", at=NOW + timedelta(seconds=number))
    bob, address = sign_in(cast.bob), f"/p/{cast.open_post.pk}/"
    page = text(bob.get(address))
    with counted(at_most=12):
        bob.get(address)
    assert len(ids(page)) == 50
    cursor = page.split("?from=")[1].split('"')[0]
    more = text(bob.get(f"{address}?from={cursor}", headers={"HX-Request": "true"}))
    assert len(ids(more)) == 5
    assert "<html" not in more


def test_newer_comments_and_counters_come_as_fragments(cast: Cast, sign_in: SignIn) -> None:
    first = make_comment(cast.erin, cast.open_post, "Ancien.")
    reply = make_comment(cast.erin, cast.open_post, "Récent.", parent=first, at=NOW + timedelta(minutes=1))
    bob, address = sign_in(cast.bob), f"/p/{cast.open_post.pk}/"
    fragment = text(bob.get(f"{address}?fragment=1&after={first.pk}"))
    assert ids(fragment) == [reply.pk]
    assert f'data-parent="{first.pk}"' in fragment
    bob.post(f"{address}reactions", {"kind": "utile:false", "comment": reply.pk})
    counts = text(bob.get(f"{address}counts"))
    assert f'id="n-{cast.open_post.pk}"' in counts
    assert f'id="sum-{reply.pk}"' in counts
    assert "Récent." not in counts
    assert sign_in(cast.carol).get(f"/p/{cast.closed_post.pk}/counts").status_code == 404


def test_what_people_type_never_becomes_markup(cast: Cast, sign_in: SignIn) -> None:
    attack = '<script>alert(1)</script> <img src=x onerror=alert(2)> [clic](javascript:alert(3)) "><b onmouseover=alert(4)>'
    post = make_post(cast.bob, cast.open, attack, title=attack[:100])
    make_comment(cast.bob, post, attack)
    for address in ("/", f"/p/{post.pk}/", f"/c/{cast.open.slug}/", f"/people/{cast.bob.pk}/", f"/p/{post.pk}/edit"):
        page = text(sign_in(cast.bob).get(address))
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert 'href="javascript' not in page
        assert "<b onmouseover" not in page


def test_words_for_a_thread_that_went_are_given_back(cast: Cast, sign_in: SignIn) -> None:
    bob, address = sign_in(cast.bob), f"/p/{cast.closed_post.pk}/comments"
    sign_in(cast.erin).post(f"/p/{cast.closed_post.pk}/delete")
    answer = bob.post(address, {"body": "Une heure de travail."})
    assert answer.status_code == 404
    assert "Une heure de travail." in text(answer)
    outside = sign_in(cast.carol).post(f"/p/{cast.open_post.pk}/comments", {"body": "Pas membre."})
    assert outside.status_code == 403
    assert "Pas membre." in text(outside)


def test_the_reaction_one_gave_stands_in_front_under_its_name(cast: Cast, sign_in: SignIn) -> None:
    bob = sign_in(cast.bob)
    bob.post(f"/p/{cast.open_post.pk}/reactions", {"kind": "merci:false"})
    for client, first, pressed in ((bob, "merci", "true"), (sign_in(cast.erin), "utile", "false")):
        front, menu = (
            text(client.get(f"/p/{cast.open_post.pk}/")).split(f'id="foot-{cast.open_post.pk}"')[1].split("</details>")[0].split("<details")
        )
        assert re.findall(r'value="(\w+):(\w+)" aria-pressed="(\w+)"', front) == [(first, pressed, pressed)]
        assert f'value="{first}:' not in menu and menu.count('aria-pressed="false"') == menu.count('name="kind"') == 3


def test_what_else_one_may_do_with_a_comment_is_in_its_menu(cast: Cast, sign_in: SignIn) -> None:
    comment = make_comment(cast.erin, cast.open_post, "Le jeu vient du palier.")
    edit, delete, report = (f"/p/{cast.open_post.pk}/comments/{comment.pk}/{act}" for act in ("edit", "delete", "report"))
    for person, there, absent in ((cast.erin, {edit, delete}, {report}), (cast.carol, {report}, {edit, delete})):
        page = text(sign_in(person).get(f"/p/{cast.open_post.pk}/"))
        menu = page.split(f'id="sum-{comment.pk}"')[1].split("</details>")[0]
        assert all(f'href="{address}"' in menu for address in there)
        assert not any(address in page for address in absent)
        assert f"?at={comment.pk}#c{comment.pk}" in menu


def test_a_thread_is_put_in_another_order_from_four_replies_on(cast: Cast, sign_in: SignIn) -> None:
    bob, address = sign_in(cast.bob), f"/p/{cast.open_post.pk}/"
    for count in (1, 2, 3, 4):
        make_comment(cast.erin, cast.open_post, f"Réponse {count}.")
        assert ("?sort=useful" in text(bob.get(address))) == (count == 4)
