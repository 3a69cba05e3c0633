"""Practices: agreed on by those who animate, applied by members who are only counted, looked at again each year."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from communities import feeds
from communities.actions.memberships import leave_community
from communities.actions.notifications import notify, waiting
from communities.actions.practices import (
    apply_practice,
    change_practice,
    count_adoptions,
    create_practice,
    name_referent,
    release_absent,
    remind_reviews,
    retire_practice,
    review_practice,
    stop_applying,
)
from communities.models import Community, Event, Notification, Practice, PracticeAdoption
from rse.lib.refusal import Refused
from rse.people.models import Person
from tests.communities.api.program import Program
from tests.communities.pages import counted, text
from tests.conftest import Cast
from tests.factories import NOW, TODAY, make_member, make_person

SignIn = Callable[[Person], Client]
pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(minutes=1)
YEAR = NOW + timedelta(days=366)


def practice(cast: Cast, **fields: object) -> Practice:
    given: dict[str, object] = {"by": cast.alice, "community": cast.closed, "title": "On répond en un jour", "at": NOW} | fields
    return create_practice(**given)  # type: ignore[arg-type]


def told(person: Person, notices: tuple[str, ...] = ("practice_review", "practice_orphan")) -> list[str]:
    while ids := waiting(at=YEAR + timedelta(days=9), older_than=timedelta(0)):
        for event_id in ids:
            notify(event_id=event_id, at=LATER)
    return list(Notification.objects.filter(person=person, notice__in=notices).order_by("id").values_list("notice", flat=True))


def test_those_who_animate_keep_practices_and_a_referent_changes_the_words(cast: Cast) -> None:
    for outsider in (cast.bob, cast.carol, cast.dave, cast.ada):
        with pytest.raises(PermissionDenied):
            practice(cast, by=outsider)
    with pytest.raises(Refused):
        practice(cast, title=" ")
    with pytest.raises(Refused):
        practice(cast, referent=cast.carol)
    one = practice(cast, by=cast.erin, text="Même **bref**.", referent=cast.bob)
    assert (one.version, one.html) == (1, "<p>Même <strong>bref</strong>.</p>")
    assert change_practice(by=cast.bob, practice=one, title="On répond en deux jours", text="", at=LATER).version == 2
    assert change_practice(by=cast.bob, practice=one, title="On répond en deux jours", text="", at=LATER).version == 2
    with pytest.raises(PermissionDenied):
        name_referent(by=cast.bob, practice=one, referent=None, at=NOW)
    with pytest.raises(PermissionDenied):
        retire_practice(by=cast.bob, practice=one, at=LATER)
    name_referent(by=cast.erin, practice=one, referent=None, at=NOW)
    with pytest.raises(PermissionDenied):
        review_practice(by=cast.bob, practice=one, at=LATER)
    retire_practice(by=cast.alice, practice=one, at=LATER)
    with pytest.raises(Refused):
        change_practice(by=cast.alice, practice=one, title="Trop tard", text="", at=LATER)


def test_who_applies_one_is_counted_by_five_and_never_named(cast: Cast, sign_in: SignIn) -> None:
    one, members = practice(cast), [make_person() for _ in range(11)]
    shown = []
    for person in members:
        apply_practice(by=make_member(person, cast.closed).person, practice=one, at=NOW)
        apply_practice(by=person, practice=one, at=LATER)
        count_adoptions()
        shown.append(Practice.objects.get().applied_shown)
    assert shown == [0, 0, 0, 0, 5, 5, 5, 5, 5, 10, 10]
    stop_applying(by=members[0], practice=one)
    count_adoptions()
    assert Practice.objects.get().applied_shown == 10
    with pytest.raises(PermissionDenied):
        apply_practice(by=cast.carol, practice=one, at=NOW)
    page = text(sign_in(cast.bob).get(reverse("practice-list", args=[cast.closed.slug])))
    assert "10 personnes" in page
    assert not [person for person in members if person.name in page]
    assert not Event.objects.filter(object_type="practice").exists()
    beside = text(sign_in(cast.bob).get(reverse("community-show", args=[cast.closed.slug])))
    assert "Nos pratiques communes" in beside and "On répond en un jour" in beside
    assert sign_in(cast.carol).get(reverse("practice-list", args=[cast.closed.slug])).status_code == 404


def test_a_changed_practice_is_still_applied_and_says_so_to_whoever_does(cast: Cast, sign_in: SignIn) -> None:
    one, bob = practice(cast), sign_in(cast.bob)
    url, apply = reverse("practice-list", args=[cast.closed.slug]), reverse("practice-apply", args=[cast.closed.slug, one.pk])
    bob.post(apply, {"applies": "true"})
    change_practice(by=cast.alice, practice=one, title="On répond en deux jours", text="", at=LATER)
    assert "Je l’applique toujours" in text(bob.get(url))
    assert PracticeAdoption.objects.get().version == 1
    bob.post(apply, {"applies": "true"})
    assert PracticeAdoption.objects.get().version == 2
    assert "Je l’applique toujours" not in text(bob.get(url))
    bob.post(apply, {"applies": "false"})
    assert not PracticeAdoption.objects.exists()


def test_the_review_is_asked_of_the_referent_and_else_of_those_who_animate(cast: Cast, sign_in: SignIn) -> None:
    practice(cast, referent=cast.bob)
    practice(cast, title="Sans personne")
    assert remind_reviews(NOW) == 0
    assert (remind_reviews(YEAR), remind_reviews(YEAR)) == (2, 0)
    assert told(cast.bob) == ["practice_review"]
    assert told(cast.alice) == ["practice_review"]
    Practice.objects.update(review_on=TODAY)
    assert "À revoir" in text(sign_in(cast.bob).get(reverse("practice-list", args=[cast.closed.slug])))
    for each in Practice.objects.all():
        review_practice(by=cast.alice, practice=each, at=YEAR)
    assert remind_reviews(YEAR) == 0


def test_a_referent_who_leaves_is_shown_no_more_and_those_who_animate_hear_of_it(cast: Cast, sign_in: SignIn) -> None:
    one, alice = practice(cast, referent=cast.bob), sign_in(cast.alice)
    url = reverse("practice-list", args=[cast.closed.slug])
    assert f"{cast.bob.name} en répond" in text(alice.get(url))
    leave_community(by=cast.bob, community=cast.closed, at=LATER)
    assert "Personne n’en répond" in text(alice.get(url))
    with pytest.raises(PermissionDenied):
        change_practice(by=cast.bob, practice=one, title="Encore moi", text="", at=LATER)
    assert (release_absent(LATER), release_absent(LATER)) == (1, 0)
    assert Practice.objects.get().referent is None
    assert told(cast.erin) == ["practice_orphan"]
    assert told(cast.bob) == []


def test_the_pages_keep_practices(cast: Cast, sign_in: SignIn) -> None:
    erin, slug = sign_in(cast.erin), cast.closed.slug
    new = reverse("practice-create", args=[slug])
    assert erin.post(new, {"title": "", "text": "Des mots à garder"}).status_code == 422
    erin.post(new, {"title": "On donne la machine", "text": "", "referent": str(cast.bob.pk)})
    one = Practice.objects.get()
    assert one.referent == cast.bob
    edit = reverse("practice-edit", args=[slug, one.pk])
    assert "referent" not in text(sign_in(cast.bob).get(edit))
    sign_in(cast.bob).post(edit, {"title": "On donne le site et la machine", "text": "", "referent": ""})
    one.refresh_from_db()
    assert (one.title, one.referent) == ("On donne le site et la machine", cast.bob)
    assert "data-question" in text(erin.get(reverse("practice-retire", args=[slug, one.pk])))
    erin.post(reverse("practice-retire", args=[slug, one.pk]))
    assert erin.get(edit).status_code == 404


def test_the_list_costs_few_queries(cast: Cast) -> None:
    with counted(1):
        assert feeds.practices(cast.bob, cast.closed, today=TODAY) == []
    for number in range(4):
        practice(cast, title=f"Pratique {number}", referent=cast.bob)
    place = Community.objects.get(pk=cast.closed.pk)
    with counted(3):
        assert len(feeds.practices(cast.bob, place, today=TODAY)) == 4
    with counted(1):  # beside the posts of the community
        assert [row.practice.title for row in feeds.practices_in_brief(place)] == [f"Pratique {number}" for number in range(4)]


def test_the_api_does_the_same(cast: Cast) -> None:
    alice, bob, path = Program(cast.alice), Program(cast.bob), f"communities/{cast.closed.slug}/practices"
    bob("POST", path, {"title": "On répond"}, status=403)
    made = alice("POST", path, {"title": "On répond", "referent": cast.bob.pk}, status=201)
    one = f"{path}/{made['id']}"
    bob("PUT", f"{one}/application", status=204)
    row = bob("GET", path)["results"][0]
    assert (row["applies"], row["applied"], row["referent"]["id"], row["changed_since"]) == (True, None, cast.bob.pk, False)
    assert bob("PATCH", one, {"title": "On répond vite"})["changed_since"] is True
    bob("PATCH", one, {"referent": None}, status=403)
    bob("DELETE", f"{one}/application", status=204)
    bob("DELETE", one, status=403)
    alice("DELETE", one, status=204)
    Program(cast.carol)("GET", path, status=404)


def test_who_comes_to_answer_for_a_practice_is_told(cast: Cast, sign_in: SignIn) -> None:
    one = practice(cast, referent=cast.bob)
    assert told(cast.bob, ("practice_named",)) == ["practice_named"]
    assert "vous désigne pour répondre d’une pratique" in text(sign_in(cast.bob).get("/notifications/"))
    name_referent(by=cast.alice, practice=one, referent=cast.bob, at=LATER)
    assert told(cast.bob, ("practice_named",)) == ["practice_named"]
    name_referent(by=cast.alice, practice=one, referent=cast.alice, at=LATER)
    assert told(cast.alice, ("practice_named",)) == []


def test_former_words_are_kept_with_what_changed_and_outlive_the_practice(cast: Cast, sign_in: SignIn) -> None:
    one = practice(cast, text="Même bref.", referent=cast.bob)
    url = reverse("practice-history", args=[cast.closed.slug, one.pk])
    bob, carol = sign_in(cast.bob), sign_in(cast.carol)
    assert "n’a jamais changé" in text(bob.get(url))
    change_practice(by=cast.bob, practice=one, title="On répond en deux jours", text="Même bref.", at=LATER)
    change_practice(by=cast.bob, practice=one, title="On répond en deux jours", text="Même bref.", at=LATER)
    one.refresh_from_db()
    with counted(3):
        rows = feeds.practice_history(one)
    assert [(row.number, row.title, row.by) for row in rows] == [
        (2, "On répond en deux jours", cast.bob),
        (1, "On répond en un jour", cast.alice),
    ]
    page = text(bob.get(url))
    assert "<ins>" in page and "<del>" in page
    assert url in text(bob.get(reverse("practice-list", args=[cast.closed.slug])))
    assert carol.get(url).status_code == 404
    retired = reverse("practice-retired", args=[cast.closed.slug])
    assert "Aucune pratique" in text(bob.get(retired))
    retire_practice(by=cast.alice, practice=one, at=LATER)
    assert url in text(bob.get(retired)) and bob.get(url).status_code == 200
    assert (carol.get(retired).status_code, carol.get(url).status_code) == (404, 404)
    api = f"/api/v1/communities/{cast.closed.slug}/practices"
    assert [row["id"] for row in bob.get(f"{api}/retired").json()["results"]] == [one.pk]
    assert [row["number"] for row in bob.get(f"{api}/{one.pk}/versions").json()["results"]] == [2, 1]
