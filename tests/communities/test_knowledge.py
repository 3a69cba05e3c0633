"""Who knows what: with their consent only, by what the reader may read only, in no rank, and gone at once when taken back."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from communities import feeds
from communities.actions.comments import delete_comment
from communities.actions.levels import set_level_of_person
from communities.actions.posts import accept_answer
from communities.models import Community
from rse.people.actions.knowledge import change_knowledge
from rse.people.actions.people import deactivate
from rse.people.actions.profiles import change_profile
from rse.people.models import Person
from tests.communities.pages import counted, text
from tests.conftest import Cast
from tests.factories import NOW, make_comment, make_member, make_person, make_post

SignIn = Callable[[Person], Client]
pytestmark = pytest.mark.django_db


def consent(person: Person, *, is_shown: bool = True, is_suggested: bool = True) -> None:
    change_knowledge(by=person, person=person, is_shown=is_shown, is_suggested=is_suggested, at=NOW)


def answered(asker: Person, by: Person, community: Community, *, words: str = "Qui sait ? #hydraulique", days: int = 0) -> None:
    at = NOW - timedelta(days=days)
    post = make_post(asker, community, words, title="Qui sait ?", kind="question", at=at)
    accept_answer(by=asker, post=post, comment=make_comment(by, post, "Ainsi.", at=at), at=at)


def have(person: Person, *skills: str) -> None:
    change_profile(by=person, person=person, at=NOW, job_title="", about="", phone="", skills=skills)


def proofs(reader: Person, subject: str = "hydraulique") -> dict[str, tuple[int, str]]:
    return {each.person.first_name: (each.answers, each.skill) for each in feeds.knowers(reader, subject)}


def test_only_answers_where_the_reader_reads_count(cast: Cast, sign_in: SignIn) -> None:
    answered(cast.erin, cast.bob, cast.open)
    answered(cast.alice, cast.bob, cast.closed, words="Et là ? #Hydraulique", days=3)
    answered(cast.alice, cast.bob, cast.secret, days=2)
    assert proofs(cast.alice) == {}  # he has not agreed
    consent(cast.bob)
    assert proofs(cast.alice) == {cast.bob.first_name: (3, "")}
    assert proofs(cast.erin) == {cast.bob.first_name: (2, "")}
    assert proofs(cast.carol) == {cast.bob.first_name: (1, "")}
    page = text(sign_in(cast.carol).get("/people/knows/?topic=Hydraulique"))
    assert "1 réponse retenue sur #hydraulique" in page
    assert "1 réponse retenue" in text(sign_in(cast.carol).get(f"/people/{cast.bob.pk}/"))
    assert "3 réponses retenues" in text(sign_in(cast.alice).get(f"/people/{cast.bob.pk}/"))


def test_one_who_answered_in_a_closed_community_only_is_not_there_for_others(cast: Cast, sign_in: SignIn) -> None:
    answered(cast.alice, cast.bob, cast.closed)
    consent(cast.bob)
    carol = sign_in(cast.carol)
    page, unused = (
        text(carol.get(f"/people/knows/?topic={topic}")).split("<main")[1].split("<footer")[0] for topic in ("hydraulique", "jamais")
    )
    assert cast.bob.name not in page
    assert page.replace("hydraulique", "jamais") == unused  # as one that nobody used


def test_a_protected_community_proves_nothing_even_to_its_own(cast: Cast) -> None:
    Community.objects.filter(pk=cast.closed.pk).update(protected=True)
    answered(cast.alice, cast.bob, cast.closed)
    consent(cast.bob)
    assert proofs(cast.erin) == {}


def test_a_consent_taken_back_is_gone_everywhere_at_once(cast: Cast, sign_in: SignIn) -> None:
    answered(cast.erin, cast.bob, cast.open)
    have(cast.bob, "Hydraulique")
    bob, erin = sign_in(cast.bob), sign_in(cast.erin)
    surfaces = {
        "/people/knows/?topic=hydraulique": f"/people/{cast.bob.pk}/",
        f"/people/{cast.bob.pk}/": "/people/knows/?topic=hydraulique",
        "/api/v1/people/knows?topic=hydraulique": f'"id":{cast.bob.pk}',
        f"/similar?kind=question&title=Une+fuite+hydraulique&community={cast.open.slug}": f"@{cast.bob.name}",
    }
    assert bob.post("/account/knowledge/", {"is_shown": "on", "is_suggested": "on"}).status_code == 302
    assert {address for address, mark in surfaces.items() if mark in text(erin.get(address))} == set(surfaces)
    assert bob.post("/account/knowledge/", {"is_suggested": "on"}).status_code == 302
    assert [address for address, mark in surfaces.items() if mark in text(erin.get(address))] == []
    assert "Hydraulique" in text(erin.get(f"/people/{cast.bob.pk}/"))  # his skills are his profile's


def test_nobody_consents_for_another(cast: Cast) -> None:
    from django.core.exceptions import PermissionDenied

    for by in (cast.ada, cast.max):
        with pytest.raises(PermissionDenied):
            change_knowledge(by=by, person=cast.bob, is_shown=True, is_suggested=True, at=NOW)


def test_people_come_by_name_whatever_they_answered_and_a_skill_meets_the_topic_of_its_letters(cast: Cast) -> None:
    first, last = make_person("Zoe", last_name="Abel"), make_person("Abel", last_name="Zola")
    for person in (first, last):
        make_member(person, cast.open)
        consent(person)
    for _each in range(3):
        answered(cast.erin, last, cast.open, words="#soudure-tig ?")
    have(first, "Soudure TIG")
    assert list(proofs(cast.carol, "soudure tig").items()) == [("Zoe", (0, "Soudure TIG")), ("Abel", (3, ""))]
    assert proofs(cast.carol, "#Soudure-TIG") == proofs(cast.carol, "soudure tig")
    page = feeds.knowers(cast.carol, "soudure tig", size=1)
    assert [each.person.pk for each in feeds.knowers(cast.carol, "soudure tig", after=page.next_cursor or "", size=1)] == [last.pk]


def test_the_left_the_blocked_and_the_deleted_are_absent(cast: Cast) -> None:
    answered(cast.erin, cast.bob, cast.open)
    consent(cast.bob)
    set_level_of_person(by=cast.carol, other=cast.bob, level="block", at=NOW)
    assert proofs(cast.carol) == {}
    assert proofs(cast.alice) != {}
    comment = feeds.topic_feed(cast.alice, "hydraulique").page.rows
    assert comment
    deactivate(by=None, person=cast.bob, at=NOW)
    assert proofs(cast.alice) == {}


def test_an_answer_that_was_deleted_proves_nothing(cast: Cast) -> None:
    post = make_post(cast.erin, cast.open, "#hydraulique ?", title="Qui ?", kind="question")
    comment = make_comment(cast.bob, post, "Ainsi.")
    accept_answer(by=cast.erin, post=post, comment=comment, at=NOW)
    consent(cast.bob)
    assert proofs(cast.carol) == {cast.bob.first_name: (1, "")}
    delete_comment(by=cast.bob, comment=comment, at=NOW)
    assert proofs(cast.carol) == {}


def test_whom_to_ask_is_suggested_where_they_read_and_never_against_their_wish(cast: Cast) -> None:
    have(cast.bob, "Pompe centrifuge")
    have(cast.carol, "Pompe centrifuge")
    for person in (cast.bob, cast.carol):
        consent(person)

    def asked(by: Person, community: Community | None) -> set[str]:
        return {each.person.first_name for each in feeds.askable(by, "Comment caler ma pompe centrifuge ?", community=community)}

    assert asked(cast.erin, cast.open) == {cast.bob.first_name, cast.carol.first_name}
    assert asked(cast.alice, cast.closed) == {cast.bob.first_name}  # carol would not read it
    assert asked(cast.bob, cast.open) == {cast.carol.first_name}  # not oneself
    assert asked(cast.erin, None) == set()
    set_level_of_person(by=cast.carol, other=cast.erin, level="block", at=NOW)
    assert asked(cast.erin, cast.open) == {cast.bob.first_name}
    consent(cast.bob, is_suggested=False)
    assert asked(cast.erin, cast.open) == set()
    assert cast.bob.first_name in proofs(cast.erin, "pompe centrifuge")


def test_a_guest_has_no_page_of_who_knows(cast: Cast, sign_in: SignIn) -> None:
    assert sign_in(cast.guest).get("/people/knows/?topic=hydraulique").status_code == 403


def test_the_page_costs_the_same_for_many(cast: Cast, sign_in: SignIn) -> None:
    carol = sign_in(cast.carol)
    carol.get("/people/knows/?topic=hydraulique")
    for number in range(15):
        person = make_person("Sait", last_name=f"Sait {number}")
        make_member(person, cast.open)
        consent(person)
        have(person, "Hydraulique")
        answered(cast.erin, person, cast.open)
    with counted(at_most=8):
        assert "Sait 14" in text(carol.get("/people/knows/?topic=hydraulique"))
