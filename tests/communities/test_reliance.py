"""Answers one may rely on: marked by those who may vouch, tried by who asked, offered while a question is typed."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.urls import reverse

from communities import feeds
from communities.actions.comments import edit_comment
from communities.actions.memberships import leave_community
from communities.actions.notifications import notify, waiting
from communities.actions.posts import accept_answer, delete_post
from communities.actions.practices import create_practice
from communities.actions.referents import name_topic_referent
from communities.actions.reliance import ask_due, mark_answer, remind_reviews, tell_outcome
from communities.models import AnswerMark, AnswerTrial, Comment, Notification, Post
from rse.lib.refusal import Refused
from rse.people.models import Person
from tests.communities.api.program import Program
from tests.communities.pages import ids, text
from tests.conftest import Cast
from tests.factories import NOW, TODAY, make_comment, make_member, make_post

SignIn = Callable[[Person], Client]
pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(minutes=1)
FORTNIGHT = NOW + timedelta(days=14, minutes=5)


def question(cast: Cast, title: str = "Comment purger la pompe P-104 ?", by: Person | None = None) -> Post:
    return make_post(by or cast.bob, cast.closed, "Elle se désamorce.", title=title, kind="question")


def told(person: Person) -> list[str]:
    while waiting_ids := waiting(at=NOW + timedelta(days=800), older_than=timedelta(0)):
        for event_id in waiting_ids:
            notify(event_id=event_id, at=LATER)
    return list(
        Notification.objects.filter(person=person, notice__in=["answer_trial", "answer_review", "answer_reworded"]).values_list(
            "notice", flat=True
        )
    )


def test_those_who_animate_and_the_referents_of_its_topics_mark_answers_and_others_do_not(cast: Cast) -> None:
    asked = make_post(cast.bob, cast.closed, "Elle se désamorce. #pompes", title="Comment purger ?", kind="question")
    answer = make_comment(cast.alice, asked, "Ouvrir le purgeur.")
    make_member(cast.carol, cast.closed)
    for outsider in (cast.bob, cast.carol, cast.dave, cast.ada):
        with pytest.raises(PermissionDenied):
            mark_answer(by=outsider, comment=answer, state="validated", at=NOW)
    create_practice(by=cast.alice, community=cast.closed, title="On consigne avant", referent=cast.carol, at=NOW)
    name_topic_referent(by=cast.alice, community=cast.closed, topic="#vannes", person=cast.carol, at=NOW)
    with pytest.raises(PermissionDenied):  # neither a practice nor another topic says that she knows this one
        mark_answer(by=cast.carol, comment=answer, state="validated", at=NOW)
    name_topic_referent(by=cast.alice, community=cast.closed, topic="#Pompes", person=cast.carol, at=NOW)
    mark_answer(by=cast.carol, comment=answer, state="validated", note="Fait trois fois", at=NOW)
    mark_answer(by=cast.erin, comment=answer, state="dangerous", note="Pas sous pression", at=LATER)
    assert [mark.state for mark in feeds.mark_history(answer)] == ["dangerous", "validated"]
    assert AnswerMark.objects.get(ended_at=None).by == cast.erin
    for unfit in ({"state": "sûr"}, {"state": "validated", "review_on": TODAY}):
        with pytest.raises(Refused):
            mark_answer(by=cast.erin, comment=answer, at=LATER, **unfit)
    mark_answer(by=cast.erin, comment=answer, state="", at=LATER)
    assert not AnswerMark.objects.filter(ended_at=None).exists()
    message = make_comment(cast.bob, make_post(cast.alice, cast.closed, "Un message."), "Une réponse.")
    with pytest.raises(PermissionDenied):
        mark_answer(by=cast.alice, comment=message, state="validated", at=NOW)


def test_validated_answers_come_first_and_warnings_show(cast: Cast, sign_in: SignIn) -> None:
    post = question(cast)
    first, second, third = (make_comment(cast.erin, post, words) for words in ("Un.", "Deux.", "Trois."))
    accept_answer(by=cast.bob, post=post, comment=second, at=NOW)
    alice, bob = sign_in(cast.alice), sign_in(cast.bob)
    url = reverse("answer-mark", args=[post.pk, third.pk])
    assert "data-question" in text(alice.get(url))
    assert bob.get(url).status_code == 403
    assert alice.post(url, {"state": "validated", "note": "Sûr"}).status_code == 302
    alice.post(reverse("answer-mark", args=[post.pk, first.pk]), {"state": "dangerous", "note": "Brûle le joint"})
    post = Post.objects.get(pk=post.pk)
    assert [row.id for row in feeds.thread(cast.bob, post)] == [third.pk, second.pk, first.pk]
    page = text(bob.get(reverse("post-show", args=[post.pk])))
    assert ids(page) == [third.pk, second.pk, first.pk]
    assert f"Validée par {cast.alice.name}" in page and "Dangereuse" in page and "Brûle le joint" in page
    assert url not in page and url in text(alice.get(reverse("post-show", args=[post.pk])))
    card = text(bob.get(reverse("community-show", args=[cast.closed.slug])))
    assert "Réponse validée" in card and "Réponse retenue" in card
    delete_comment_of(third, cast)
    assert next(iter(feeds.thread(cast.bob, Post.objects.get(pk=post.pk)))).id == second.pk


def delete_comment_of(comment: Comment, cast: Cast) -> None:
    Comment.objects.filter(pk=comment.pk).update(deleted_at=NOW)


def test_a_review_that_is_due_shows_and_tells_whoever_marked(cast: Cast, sign_in: SignIn) -> None:
    post = question(cast)
    mark_answer(by=cast.erin, comment=make_comment(cast.alice, post, "Un."), state="validated", at=NOW)
    assert remind_reviews(NOW) == 0
    year = NOW + timedelta(days=366)
    assert (remind_reviews(year), remind_reviews(year)) == (1, 0)
    assert told(cast.erin) == ["answer_review"]
    assert told(cast.alice) == []
    assert "À revoir" in text(sign_in(cast.bob).get(reverse("post-show", args=[post.pk])))


def test_the_asker_is_asked_once_two_weeks_later_whether_it_held(cast: Cast, sign_in: SignIn) -> None:
    post = question(cast)
    answer = make_comment(cast.alice, post, "Ouvrir le purgeur.")
    for comment in (answer, None, answer):
        accept_answer(by=cast.bob, post=post, comment=comment, at=NOW)
    assert ask_due(NOW) == 0
    assert (ask_due(FORTNIGHT), ask_due(FORTNIGHT)) == (1, 0)
    assert told(cast.bob) == ["answer_trial"]
    assert told(cast.alice) == []
    bob, url = sign_in(cast.bob), reverse("answer-held", args=[post.pk])
    notice = Notification.objects.get(person=cast.bob, notice="answer_trial")
    assert bob.get(reverse("notification-follow", args=[notice.pk])).headers["Location"] == url
    assert sign_in(cast.alice).get(url).status_code == 403
    assert bob.post(url, {"outcome": "", "words": "À garder"}).status_code == 422
    assert bob.post(url, {"outcome": "yes", "words": "Toujours sec."}).status_code == 302
    assert Comment.objects.get(body="Toujours sec.").parent == answer
    assert "A tenu, selon la personne qui a demandé" in text(sign_in(cast.erin).get(reverse("post-show", args=[post.pk])))


def test_a_no_opens_the_question_again_when_the_asker_says_so(cast: Cast) -> None:
    post = question(cast)
    answer = make_comment(cast.alice, post, "Ouvrir le purgeur.")
    accept_answer(by=cast.bob, post=post, comment=answer, at=NOW)
    with pytest.raises(PermissionDenied):
        tell_outcome(by=cast.alice, post=post, outcome="no", reopen=True, at=LATER)
    tell_outcome(by=cast.bob, post=post, outcome="no", at=LATER)
    assert Post.objects.get(pk=post.pk).accepted_comment == answer
    tell_outcome(by=cast.bob, post=post, outcome="no", reopen=True, at=LATER)
    assert Post.objects.get(pk=post.pk).accepted_comment is None
    assert AnswerTrial.objects.get().outcome == "no"
    assert ask_due(FORTNIGHT) == 0
    with pytest.raises(PermissionDenied):
        tell_outcome(by=cast.bob, post=post, outcome="yes", at=LATER)


def test_questions_asked_already_are_offered_the_answered_ones_first(cast: Cast, sign_in: SignIn) -> None:
    waits, answered = question(cast, "La pompe P-104 se désamorce le matin"), question(cast, "Pompe P-104 désamorcée, que faire ?")
    question(cast, "Qui a le planning des congés ?")
    hidden = make_post(cast.alice, cast.secret, "Secret.", title="Pompe P-104 désamorcée en secret", kind="question")
    accept_answer(by=cast.bob, post=answered, comment=make_comment(cast.alice, answered, "Un."), at=NOW)
    found = feeds.similar_questions(cast.bob, "Ma pompe P-104 est DESAMORCEE", community=cast.closed)
    assert [row.id for row in found] == [answered.pk, waits.pk, hidden.pk]
    assert [row.rank for row in found] == [2, 0, 0]
    mark_answer(by=cast.alice, comment=make_comment(cast.erin, waits, "Deux."), state="validated", at=NOW)
    assert [row.rank for row in feeds.similar_questions(cast.erin, "Ma pompe P-104 est désamorcée")] == [3, 2]
    assert feeds.similar_questions(cast.carol, "Ma pompe P-104 est désamorcée") == []
    assert feeds.similar_questions(cast.bob, "pompe") == []
    assert feeds.similar_questions(cast.carol, "' ; | & ! :* (pompe") == []
    delete_post(by=cast.bob, post=answered, at=LATER)
    bob = sign_in(cast.bob)
    page = text(bob.get("/similar", {"kind": "question", "title": "Ma pompe P-104 est désamorcée", "community": cast.closed.slug}))
    assert "Réponse validée" in page and f"/p/{answered.pk}/" not in page
    assert text(bob.get("/similar", {"kind": "message", "title": "Ma pompe P-104 est désamorcée"})) == ""
    assert 'id="similar"' in text(bob.get("/p/new?kind=question"))


def test_the_index_serves_the_questions_asked_already(cast: Cast) -> None:
    from communities.feeds.similar import VECTOR

    words = {"community": cast.open, "author": cast.erin, "body": "Autre chose. " * 20, "at": NOW, "last_activity_at": NOW}
    Post.objects.bulk_create([Post(pk=number, **words) for number in range(1, 500)])  # of a few posts, any index will do
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE communities_post; SET LOCAL enable_seqscan = off; SET LOCAL enable_indexscan = off")
        cursor.execute(
            f"EXPLAIN SELECT id FROM communities_post WHERE kind = 'question' AND deleted_at IS NULL "
            f"AND {VECTOR} @@ to_tsquery('french', 'pompe | joint')"
        )
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "post_question_words" in plan


def test_the_api_does_the_same(cast: Cast) -> None:
    post = question(cast)
    answer = make_comment(cast.erin, post, "Ouvrir le purgeur.")
    alice, bob = Program(cast.alice), Program(cast.bob)
    assert alice("PUT", f"comments/{answer.pk}/mark", {"state": "validated", "note": "Sûr"})["reliability"]["state"] == "validated"
    bob("PUT", f"comments/{answer.pk}/mark", {"state": "validated"}, status=403)
    assert bob("GET", f"posts/{post.pk}")["validated_answer"] == str(answer.pk)
    assert bob("GET", "questions/similar?q=purger+la+pompe")["results"][0]["rank"] == 3
    bob("PUT", f"posts/{post.pk}/accepted-answer", {"comment": str(answer.pk)})
    alice("PUT", f"posts/{post.pk}/outcome", {"outcome": "yes"}, status=403)
    bob("PUT", f"posts/{post.pk}/outcome", {"outcome": "partly", "words": "Presque."})
    assert bob("GET", f"comments/{answer.pk}")["outcome"] == "partly"
    assert alice("DELETE", f"comments/{answer.pk}/mark")["reliability"] is None


def test_whoever_validated_an_answer_is_told_when_it_says_something_else(cast: Cast, sign_in: SignIn) -> None:
    post = question(cast)
    sure, risky = (make_comment(cast.alice, post, words) for words in ("Ouvrir le purgeur.", "Taper dessus."))
    mark_answer(by=cast.erin, comment=sure, state="validated", at=NOW)
    mark_answer(by=cast.erin, comment=risky, state="dangerous", at=NOW)
    for comment in (sure, risky):
        edit_comment(by=cast.alice, comment=comment, body=comment.body, at=LATER)
    assert AnswerMark.objects.filter(ended_at=None).count() == 2, "the same words are the same answer"
    for comment in (sure, risky):
        edit_comment(by=cast.alice, comment=comment, body="Mettre la main dedans.", at=LATER)
    assert [mark.state for mark in AnswerMark.objects.filter(ended_at=None)] == ["dangerous"], "a warning stays"
    assert told(cast.erin) == ["answer_reworded"]
    assert "votre validation ne s’affiche plus" in text(sign_in(cast.erin).get("/notifications/"))


def test_nobody_validates_their_own_answer(cast: Cast) -> None:
    answer = make_comment(cast.erin, question(cast), "Moi.")
    with pytest.raises(Refused):
        mark_answer(by=cast.erin, comment=answer, state="validated", at=NOW)
    mark_answer(by=cast.erin, comment=answer, state="obsolete", at=NOW)
    mark_answer(by=cast.alice, comment=answer, state="validated", at=LATER)


def test_the_review_of_who_left_goes_to_those_who_animate(cast: Cast) -> None:
    make_member(cast.carol, cast.closed)
    name_topic_referent(by=cast.alice, community=cast.closed, topic="#Pompes", person=cast.carol, at=NOW)
    post = make_post(cast.bob, cast.closed, "Elle se désamorce. #Pompes", title="Que faire ?", kind="question")
    mark_answer(by=cast.carol, comment=make_comment(cast.bob, post, "Un."), state="validated", at=NOW)
    leave_community(by=cast.carol, community=cast.closed, at=LATER)
    remind_reviews(NOW + timedelta(days=366))
    assert (told(cast.carol), told(cast.alice), told(cast.erin)) == ([], ["answer_review"], ["answer_review"])


def test_an_answer_accepted_again_after_two_weeks_is_asked_about_two_weeks_later(cast: Cast, sign_in: SignIn) -> None:
    post = question(cast)
    first, other = make_comment(cast.alice, post, "Un."), make_comment(cast.erin, post, "Deux.")
    accept_answer(by=cast.bob, post=post, comment=first, at=NOW)
    accept_answer(by=cast.bob, post=post, comment=other, at=NOW + timedelta(days=13))
    assert ask_due(FORTNIGHT) == 0
    accept_answer(by=cast.bob, post=post, comment=first, at=FORTNIGHT)
    assert ask_due(FORTNIGHT + timedelta(days=15)) == 1
    accept_answer(by=cast.bob, post=post, comment=None, at=FORTNIGHT)
    told(cast.bob)
    notice = Notification.objects.get(person=cast.bob, notice="answer_trial")
    leads_to = sign_in(cast.bob).get(reverse("notification-follow", args=[notice.pk])).headers["Location"]
    assert leads_to.startswith(reverse("post-show", args=[post.pk])), "there is nothing to say any more"


def test_an_answer_accepted_thrice_is_told_once(cast: Cast) -> None:
    post = question(cast)
    answer = make_comment(cast.alice, post, "Un.")
    for comment in (answer, None, answer, None, answer):
        accept_answer(by=cast.bob, post=post, comment=comment, at=NOW)
        told(cast.alice)
    assert Notification.objects.filter(person=cast.alice, notice="answer_accepted").count() == 1


def test_whoever_left_says_whether_it_held_and_is_not_asked_for_words(cast: Cast, sign_in: SignIn) -> None:
    post = make_post(cast.bob, cast.open, "Elle fuit.", title="Pourquoi ?", kind="question")
    accept_answer(by=cast.bob, post=post, comment=make_comment(cast.erin, post, "Le joint."), at=NOW)
    leave_community(by=cast.bob, community=cast.open, at=LATER)
    bob, url = sign_in(cast.bob), reverse("answer-held", args=[post.pk])
    assert 'name="words"' not in text(bob.get(url))
    assert bob.post(url, {"outcome": "yes", "words": "Oui."}).status_code == 302
    assert AnswerTrial.objects.get().outcome == "yes"


def test_an_accepted_answer_that_is_warned_of_does_not_look_right(cast: Cast, sign_in: SignIn) -> None:
    post = question(cast)
    answer = make_comment(cast.alice, post, "Ouvrir la vanne.")
    accept_answer(by=cast.bob, post=post, comment=answer, at=NOW)
    bob, feed = sign_in(cast.bob), reverse("community-show", args=[cast.closed.slug])
    for state, warns in (("", False), ("dangerous", True), ("obsolete", True), ("validated", False)):
        mark_answer(by=cast.erin, comment=answer, state=state, note="Voir la fiche M-12", at=NOW)
        card, thread = text(bob.get(feed)), text(bob.get(reverse("post-show", args=[post.pk])))
        assert ("answer-warned" in card) == warns
        assert ("Question résolue" in card) == ("Question résolue" in thread) == (not warns)
        if state:
            assert card.index("Réponse retenue") < card.index("Voir la fiche M-12") < card.index("Ouvrir la vanne.")


def test_marking_proposes_nothing_and_takes_away_only_what_is_there(cast: Cast, sign_in: SignIn) -> None:
    post = question(cast)
    answer = make_comment(cast.alice, post, "Un.")
    erin, url = sign_in(cast.erin), reverse("answer-mark", args=[post.pk, answer.pk])
    page = text(erin.get(url))
    assert " checked" not in page and 'name="state" value=""' not in page
    assert erin.post(url, {"note": "Sûr"}).status_code == 422
    assert erin.post(url, {"state": "dangerous"}).status_code == 302
    page = text(erin.get(url))
    assert 'value="dangerous"' in page and page.count(" checked") == 1 and 'name="state" value=""' in page
    assert erin.post(url, {"state": ""}).status_code == 302
    assert not AnswerMark.objects.filter(ended_at=None).exists()


def test_who_may_mark_still_may_once_they_have_reacted(cast: Cast, sign_in: SignIn) -> None:
    post = make_post(cast.bob, cast.closed, "Elle se désamorce. #Pompes", title="Que faire ?", kind="question")
    answer = make_comment(cast.alice, post, "Un.")
    make_member(cast.carol, cast.closed)
    name_topic_referent(by=cast.alice, community=cast.closed, topic="#Pompes", person=cast.carol, at=NOW)
    given, mark = {"kind": "utile:false", "comment": answer.pk}, reverse("answer-mark", args=[post.pk, answer.pk])
    for person, may in ((cast.carol, True), (cast.erin, True), (cast.bob, False)):
        foot = sign_in(person).post(reverse("reaction-toggle", args=[post.pk]), given, headers={"HX-Request": "true"})
        assert (mark in text(foot)) == may
