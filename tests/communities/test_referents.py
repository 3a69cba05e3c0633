"""Referents of topics: named by those who animate, told, free to decline, shown to whoever reads their community."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from communities import access, feeds
from communities.actions.memberships import leave_community
from communities.actions.notifications import notify, waiting
from communities.actions.referents import name_topic_referent, release_absent
from communities.models import Notification, TopicReferent
from rse.lib.refusal import Refused
from rse.people.models import Person
from tests.communities.pages import counted, text
from tests.conftest import Cast
from tests.factories import NOW, make_comment, make_member, make_post

SignIn = Callable[[Person], Client]
pytestmark = pytest.mark.django_db


def tell() -> None:
    while ids := waiting(at=timezone.now() + timedelta(minutes=1), older_than=timedelta(0)):
        for event_id in ids:
            notify(event_id=event_id, at=NOW)


def test_those_who_animate_name_a_member_who_is_told_and_declines_with_one_click(cast: Cast, sign_in: SignIn) -> None:
    erin, bob = sign_in(cast.erin), sign_in(cast.bob)
    url = reverse("referent-list", args=[cast.closed.slug])
    assert bob.post(url, {"topic": "#Pompes", "person": cast.bob.pk}).status_code == 403
    assert "Nommer" not in text(bob.get(url))
    assert '<option value="" selected>Choisir</option>' in erin.get(url).content.decode(), "nobody is named by chance"
    assert erin.post(url, {"topic": "#Pompes", "person": ""}).status_code == 422
    assert erin.post(url, {"topic": "#12", "person": cast.bob.pk}).status_code == 422
    assert erin.post(url, {"topic": "#Pompes", "person": cast.carol.pk}).status_code == 422
    for _twice in range(2):
        assert erin.post(url, {"topic": "#Pompes", "person": cast.bob.pk}).status_code == 302
    referent = TopicReferent.objects.get()
    tell()
    notification = Notification.objects.get(person=cast.bob, notice="topic_referent")
    assert "vous désigne pour répondre d’un sujet" in text(bob.get("/notifications/"))
    assert bob.get(f"/notifications/{notification.pk}/")["Location"] == url
    release = reverse("referent-release", args=[cast.closed.slug, referent.pk])
    assert release in text(bob.get(url))
    make_member(cast.carol, cast.closed)
    carol = sign_in(cast.carol)
    assert release not in text(carol.get(url))
    assert carol.post(release).status_code == 403
    assert bob.post(release).status_code == 302
    assert not TopicReferent.objects.exists()
    with pytest.raises(PermissionDenied):
        name_topic_referent(by=cast.bob, community=cast.closed, topic="pompes", person=cast.bob, at=NOW)
    with pytest.raises(Refused):
        name_topic_referent(by=cast.erin, community=cast.closed, topic="pompes", person=cast.dave, at=NOW)


def test_a_referent_vouches_for_the_questions_of_the_topic_there_and_for_no_others(cast: Cast, sign_in: SignIn) -> None:
    name_topic_referent(by=cast.alice, community=cast.closed, topic="pompes", person=cast.bob, at=NOW)
    question = make_post(cast.erin, cast.closed, "Elle fuit #Pompes", title="Pourquoi ?", kind="question")
    other = make_post(cast.erin, cast.closed, "Elle fuit #vannes", title="Pourquoi ?", kind="question")
    elsewhere = make_post(cast.erin, cast.open, "Elle fuit #pompes", title="Pourquoi ?", kind="question")
    assert [access.may_vouch(cast.bob, post) for post in (question, other, elsewhere)] == [True, False, False]
    answer = make_comment(cast.erin, question, "Le joint.")
    mark = reverse("answer-mark", args=[question.pk, answer.pk])
    bob = sign_in(cast.bob)
    assert mark in text(bob.get(reverse("post-show", args=[question.pk])))
    assert bob.post(mark, {"state": "validated", "note": ""}).status_code == 302
    leave_community(by=cast.bob, community=cast.closed, at=NOW)
    assert not access.may_vouch(cast.bob, question)
    assert release_absent() == 1


def test_the_page_of_a_topic_shows_them_to_whoever_reads_their_community(cast: Cast, sign_in: SignIn) -> None:
    make_post(cast.erin, cast.open, "Vu #pompes")
    name_topic_referent(by=cast.alice, community=cast.closed, topic="pompes", person=cast.bob, at=NOW)
    inside, outside = text(sign_in(cast.alice).get("/topics/pompes/")), text(sign_in(cast.carol).get("/topics/pompes/"))
    assert f"/people/{cast.bob.pk}/" in inside
    assert "Référent ou référente" in inside and "Référent ou référente" not in outside
    assert f"{reverse('referent-list', args=[cast.closed.slug])}?topic=pompes" in inside
    assert cast.closed.slug not in outside
    assert feeds.referents_of_topic(cast.alice, "vannes") == []
    with counted(0):
        assert feeds.referents_of_topic(cast.alice, "vannes") == []
    with counted(1):
        assert [row.person for row in feeds.referents_of_topic(cast.alice, "pompes")] == [cast.bob]
    with counted(1):
        assert feeds.referents_of_topic(cast.carol, "pompes") == []


def test_a_program_names_and_releases(cast: Cast, sign_in: SignIn) -> None:
    alice, url = sign_in(cast.alice), f"/api/v1/communities/{cast.closed.slug}/referents"
    made = alice.post(url, {"topic": "#Pompes", "person": cast.bob.pk}, content_type="application/json")
    assert (made.status_code, made.json()["topic"], made.json()["person"]["id"]) == (201, "pompes", cast.bob.pk)
    assert len(sign_in(cast.bob).get(url).json()["results"]) == 1
    assert sign_in(cast.carol).get(url).status_code == 404
    assert sign_in(cast.bob).delete(f"{url}/{made.json()['id']}").status_code == 204
