"""Praise: who is thanked, what for, who hears of it, and where it shows."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from communities import feeds
from communities.actions.notifications import notify, waiting
from communities.actions.posts import create_post, delete_post, purge_deleted
from communities.models import Event, Notification, Post, Praise, PraisedPerson
from rse.lib.refusal import Refused
from rse.people.models import Person
from tests.communities.api.program import Program
from tests.communities.pages import counted, publish, text
from tests.conftest import Cast
from tests.factories import NOW, make_member, make_person

SignIn = Callable[[Person], Client]
pytestmark = pytest.mark.django_db


def praise(by: Person, community: Any, *people: Person | str, what_for: str = "Le dépannage de nuit") -> Post:
    names = [each.name if isinstance(each, Person) else each for each in people]
    return create_post(by=by, community=community, kind="praise", body="Bravo.", details={"people": names, "what_for": what_for}, at=NOW)


def tell() -> None:
    while ids := waiting(at=timezone.now(), older_than=timedelta(0)):
        for event_id in ids:
            notify(event_id=event_id, at=NOW)


def test_several_people_are_praised_without_a_script_and_each_hears_of_it(cast: Cast, sign_in: SignIn) -> None:
    answer = publish(
        sign_in(cast.bob), community=cast.closed.slug, kind="praise", body="Bravo.", people=f"{cast.alice.name}, {cast.erin.name},",
        what_for="Le dépannage de nuit",
    )  # fmt: skip
    post = Post.objects.get(kind="praise")
    assert answer["Location"] == f"/p/{post.pk}/"
    page = text(sign_in(cast.erin).get(f"/p/{post.pk}/"))
    for shown in ("Le dépannage de nuit", cast.alice.name, cast.erin.name, f"/people/{cast.alice.pk}/"):
        assert shown in page
    tell()
    told = Notification.objects.filter(post=post)
    assert {(row.notice, row.person_id, row.actor_id) for row in told} == {
        ("praise", cast.alice.pk, cast.bob.pk),
        ("praise", cast.erin.pk, cast.bob.pk),
    }
    assert Event.objects.filter(verb="mention", root_id=post.pk, via="praise").count() == 2
    assert "heart-handshake" in text(sign_in(cast.alice).get("/notifications/"))


def test_it_shows_on_the_profile_to_those_who_may_read_it(cast: Cast, sign_in: SignIn) -> None:
    praise(cast.bob, cast.closed, cast.erin, what_for="Un secret d’atelier")
    public = praise(cast.bob, cast.open, cast.erin, what_for="Une aide à tous")
    address = f"/people/{cast.erin.pk}/"
    seen, unseen = text(sign_in(cast.alice).get(address)), text(sign_in(cast.carol).get(address))
    assert "Un secret d’atelier" in seen and "Une aide à tous" in seen
    assert "Un secret d’atelier" not in unseen and "Une aide à tous" in unseen
    delete_post(by=cast.bob, post=public, at=NOW)
    assert "Une aide à tous" not in text(sign_in(cast.carol).get(address))
    with counted(1):
        assert [row.what_for for row in feeds.praise_received(cast.alice, cast.erin)] == ["Un secret d’atelier"]


@pytest.mark.parametrize(
    ("field", "people", "what_for"),
    [
        ("people", [], "L’aide"),
        ("people", ["Personne Inconnue"], "L’aide"),
        ("people", ["bob"], "L’aide"),  # oneself
        ("people", ["erin", "carol"], "L’aide"),  # outside the community
        ("people", ["mallory"], "L’aide"),  # gone
        ("what_for", ["erin"], "  "),
        ("what_for", ["erin"], "x" * 121),
    ],
)
def test_an_unfit_praise_is_refused_beside_the_field_at_fault(cast: Cast, field: str, people: list[str], what_for: str) -> None:
    before = Post.objects.count()
    with pytest.raises(Refused) as refusal:
        praise(cast.bob, cast.closed, *(cast.people.get(name, name) for name in people), what_for=what_for)
    assert refusal.value.field == field
    assert (Post.objects.count(), Praise.objects.count()) == (before, 0)


def test_a_guest_cannot_name_whom_they_may_not_see(cast: Cast) -> None:
    with pytest.raises(Refused) as hidden:
        praise(cast.guest, cast.partners, cast.carol)
    with pytest.raises(Refused) as absent:
        praise(cast.guest, cast.partners, "Carol Inconnue")
    assert str(hidden.value).replace(cast.carol.name, "X") == str(absent.value).replace("Carol Inconnue", "X")


def test_at_most_twenty_are_praised_and_each_once(cast: Cast) -> None:
    people = [make_person(f"Soudeur{number}") for number in range(21)]
    for person in people:
        make_member(person, cast.closed)
    with pytest.raises(Refused):
        praise(cast.bob, cast.closed, *people)
    post = praise(cast.bob, cast.closed, *people[:20], people[0])
    assert PraisedPerson.objects.filter(praise=post.pk).count() == 20


def test_the_composer_keeps_what_was_typed_of_a_refused_praise(cast: Cast, sign_in: SignIn) -> None:
    answer = publish(
        sign_in(cast.bob), community=cast.closed.slug, kind="praise", body="Bravo.", people="Personne Inconnue", what_for="L’aide"
    )
    assert answer.status_code == 422
    assert 'value="Personne Inconnue"' in text(answer)
    assert "id_people_error" in text(answer)


def test_the_words_of_a_deleted_praise_go_with_its_post(cast: Cast) -> None:
    post = praise(cast.bob, cast.closed, cast.erin)
    delete_post(by=cast.bob, post=post, at=NOW)
    purge_deleted(before=NOW + timedelta(days=31))
    assert not Praise.objects.exists()


def test_whom_one_praises_and_what_for_may_be_corrected(cast: Cast, sign_in: SignIn) -> None:
    post, bob = praise(cast.bob, cast.closed, cast.alice, what_for="Le depanage"), sign_in(cast.bob)
    tell()
    page = text(bob.get(f"/p/{post.pk}/edit"))
    assert 'value="Le depanage"' in page
    assert f'value="{cast.alice.name}"' in page
    words = {"title": "", "body": "Bravo.", "people": f"{cast.alice.name}, {cast.erin.name}"}
    assert bob.post(f"/p/{post.pk}/edit", words | {"what_for": ""}).status_code == 422
    assert bob.post(f"/p/{post.pk}/edit", words | {"what_for": "Le dépannage"}).status_code == 302
    tell()
    assert Notification.objects.filter(notice="praise", person=cast.alice).count() == 1, "told once"
    assert Notification.objects.filter(notice="praise", person=cast.erin).count() == 1
    page = text(sign_in(cast.alice).get(f"/p/{post.pk}/"))
    assert "Le dépannage" in page and cast.erin.name in page and "modifié" in page
    praised = Program(cast.bob)("PATCH", f"posts/{post.pk}", {"body": "Bravo.", "praise": {"people": [cast.erin.pk]}})["praise"]
    assert ([each["id"] for each in praised["people"]], praised["what_for"]) == ([cast.erin.pk], "Le dépannage")
