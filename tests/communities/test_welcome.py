"""The first visit: led there once, three steps that can wait, then an act; what is done shows by itself."""

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from communities.actions.comments import create_comment
from communities.actions.memberships import invite
from communities.feeds import communities_for_newcomer
from communities.models import Comment, JoinRequest, Membership, Reaction
from rse.people.actions.people import change_position, find_unit
from rse.people.actions.profiles import add_skills
from rse.people.models import Person, Profile
from tests.communities.pages import text
from tests.conftest import Cast
from tests.factories import NOW, PASSWORD, make_community, make_member, make_person, make_post
from tests.people.pictures import picture

SignIn = Callable[[Person], Client]
pytestmark = pytest.mark.django_db


def _enter(person: Person, asked: str = "") -> str:
    """Where the sign-in form leads."""
    answer = Client().post(f"/login/{asked}", {"login": person.email, "password": PASSWORD})
    return str(answer["Location"])


def test_the_first_sign_in_leads_there_once_and_never_away_from_a_page_asked_for() -> None:
    person, other = make_person("Lea"), make_person("Noe")
    assert _enter(person) == "/welcome/"
    assert _enter(person) == "/"
    assert _enter(other, "?next=/c/") == "/c/"
    other.refresh_from_db()
    assert other.arrival == "open"


def test_each_step_waits_and_the_way_goes_on_from_the_facts(cast: Cast, sign_in: SignIn) -> None:
    browser = sign_in(cast.carol)
    assert browser.get("/welcome/")["Location"] == "/welcome/photo/"
    assert 'href="/welcome/skills/"' in text(browser.get("/welcome/photo/"))
    photo = SimpleUploadedFile("p.png", picture(), "image/png")
    assert browser.post("/welcome/photo/", {"photo": photo, "job_title": "Soudeuse"})["Location"] == "/welcome/skills/"
    cast.carol.refresh_from_db()
    assert cast.carol.photo and cast.carol.job_title == "Soudeuse"
    assert browser.get("/welcome/")["Location"] == "/welcome/skills/"
    assert browser.post("/welcome/skills/", {"skill": ["TIG", "MIG"], "own": "Inox , "})["Location"] == "/welcome/communities/"
    assert Profile.objects.get(person=cast.carol).skills == ["TIG", "MIG", "Inox"]
    assert browser.get("/welcome/")["Location"] == "/welcome/communities/"


def test_what_is_not_fit_is_said_and_nothing_typed_is_lost(cast: Cast, sign_in: SignIn) -> None:
    browser = sign_in(cast.carol)
    answer = browser.post("/welcome/skills/", {"own": "x" * 80})
    assert answer.status_code == 422 and "x" * 80 in text(answer)
    photo = SimpleUploadedFile("p.png", b"no picture", "image/png")
    answer = browser.post("/welcome/photo/", {"photo": photo, "job_title": "Tourneuse"})
    assert answer.status_code == 422 and "Tourneuse" in text(answer)


def test_skills_of_the_unit_come_first_and_a_guest_is_asked_none(cast: Cast, sign_in: SignIn) -> None:
    add_skills(by=cast.bob, person=cast.bob, skills=["Turbines"], at=NOW)
    page = text(sign_in(cast.carol).get("/welcome/skills/"))
    assert "Turbines" in page
    guest = sign_in(cast.guest)
    assert guest.get("/welcome/skills/").status_code == 403 == guest.get("/welcome/communities/").status_code
    assert "/welcome/skills/" not in text(guest.get("/welcome/photo/"))


def test_communities_are_joined_or_asked_and_none_that_is_not_offered(cast: Cast, sign_in: SignIn) -> None:
    browser = sign_in(cast.carol)
    page = text(browser.get("/welcome/communities/"))
    assert cast.open.slug in page and cast.closed.slug in page
    assert cast.secret.name not in page and cast.archived.name not in page
    slugs = [cast.open.slug, cast.partners.slug, cast.secret.slug, "nulle-part"]
    assert browser.post("/welcome/communities/", {"community": slugs})["Location"] == "/welcome/act/"
    joined = set(Membership.objects.filter(person=cast.carol).values_list("community_id", flat=True))
    asked = set(JoinRequest.objects.filter(person=cast.carol, state="pending").values_list("community_id", flat=True))
    assert joined == {cast.open.pk} and cast.partners.pk in asked and cast.secret.pk not in asked


def test_the_organisations_own_communities_come_first_and_say_so(cast: Cast, sign_in: SignIn, settings: pytest.FixtureRequest) -> None:
    places = [make_community(f"Place {letter}") for letter in "abcdefghij"]
    settings.DEFAULT_COMMUNITIES = [places[-1].slug]  # type: ignore[attr-defined]
    page = text(sign_in(cast.carol).get("/welcome/communities/"))
    assert page.index(places[-1].name) < page.index("badge-brand") < page.index('name="community"', page.index(places[-1].name))


def test_colleagues_are_counted_where_one_reads_and_nowhere_else(cast: Cast, sign_in: SignIn) -> None:
    site = find_unit(name="Vaubrun", kind="site")
    for person in (cast.bob, cast.carol):
        change_position(by=cast.ada, person=person, site=site, at=NOW)
    found = {row.community.pk: row for row in communities_for_newcomer(Person.objects.get(pk=cast.carol.pk))}
    assert found[cast.open.pk].of_site == 1
    assert found[cast.closed.pk].of_site == 0 == found[cast.partners.pk].of_site


def test_the_first_act_is_a_reaction_an_answer_or_a_hello_where_one_may(cast: Cast, sign_in: SignIn) -> None:
    make_member(cast.carol, cast.open)
    question = make_post(cast.erin, cast.open, "Qui sait caler une pompe ?", title="Caler une pompe", kind="question")
    browser = sign_in(cast.carol)
    page = text(browser.get("/welcome/act/"))
    assert "Caler une pompe" in page and "nacelle-ouverte" in page
    assert "turbine-fermée" not in page
    assert browser.get("/welcome/done/")["Location"] == "/welcome/act/"
    assert browser.post("/welcome/act/", {"post": cast.closed_post.pk, "kind": "utile"}).status_code == 404
    assert browser.post("/welcome/act/", {"post": question.pk, "body": " "}).status_code == 422
    assert browser.post("/welcome/act/", {"post": cast.open_post.pk, "kind": "utile"})["Location"] == "/welcome/done/"
    answered = {"post": question.pk, "body": "Avec un comparateur.", "client_key": "k1"}
    assert [browser.post("/welcome/act/", answered).status_code for _twice in range(2)] == [302, 302]
    assert Reaction.objects.filter(person=cast.carol).count() == 1 == Comment.objects.filter(author=cast.carol).count()
    assert browser.get("/welcome/done/").status_code == 200


def test_the_list_ticks_itself_goes_for_good_and_comes_back(cast: Cast, sign_in: SignIn) -> None:
    browser = sign_in(cast.carol)
    assert "welcome-list" not in text(browser.get("/"))
    browser.get("/welcome/")
    assert text(browser.get("/")).count('class="is-done"') == 0
    add_skills(by=cast.carol, person=cast.carol, skills=["a", "b", "c"], at=NOW)
    assert text(browser.get("/")).count('class="is-done"') == 1
    browser.post("/welcome/list")
    browser.get("/welcome/")
    assert "welcome-list" not in text(browser.get("/"))
    browser.post("/welcome/list", {"back": "1"})
    assert "welcome-list" in text(browser.get("/"))


def test_the_list_goes_by_itself_once_all_is_done(cast: Cast, sign_in: SignIn) -> None:
    browser = sign_in(cast.guest)
    browser.get("/welcome/")
    assert "welcome-list" in text(browser.get("/"))
    create_comment(by=cast.guest, post=cast.partners_post, body="Bonjour.", at=NOW)
    Person.objects.filter(pk=cast.guest.pk).update(photo="photos/x.webp")
    assert "welcome-list" not in text(browser.get("/"))
    cast.guest.refresh_from_db()
    assert cast.guest.arrival == "done"


def test_whoever_was_invited_reads_it_on_home_beside_the_list(cast: Cast, sign_in: SignIn) -> None:
    invite(by=cast.erin, community=cast.partners, person=cast.carol, at=NOW)
    browser = sign_in(cast.carol)
    browser.get("/welcome/")
    assert cast.partners.name in text(browser.get("/"))
