"""No form loses its words: not when the session ends, not when its token is no longer good, not without scripts."""

from collections.abc import Callable, Mapping

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from communities.actions.practices import create_practice
from communities.actions.proposals import give_opinion, propose_change
from communities.models import Attachment, Opinion, Post, Story, StoryRenewal
from rse.people.models import Person
from tests.communities.api.program import Program
from tests.communities.pages import hidden, text
from tests.communities.paper import pdf
from tests.communities.test_stories import tell
from tests.conftest import Cast
from tests.factories import NOW, PASSWORD

SignIn = Callable[[Person], Client]
pytestmark = pytest.mark.django_db
OURS = {"Origin": "http://testserver"}


def signed_in_again(client: Client, person: Person, address: str, form: dict[str, str]) -> str:
    """The session ends, the form is sent, its writer signs in: the page that they are led to."""
    client.session.flush()
    answer = client.post(address, form)
    assert answer["Location"].startswith("/login/"), answer.status_code
    led = client.post(answer["Location"], {"login": person.email, "password": PASSWORD}, follow=True)
    assert led.status_code == 200, led.status_code
    return text(led)


def written(page: str, form: str) -> dict[str, str]:
    """The hidden fields of the form of that address."""
    return hidden(page.split(f'action="{form}"')[1].split("</form>")[0])


def test_a_practice_waits_for_its_writer(cast: Cast, sign_in: SignIn) -> None:
    erin, address = sign_in(cast.erin), f"/c/{cast.open.slug}/practices/new"
    form = written(text(erin.get(address)), address) | {"title": "Couper avant d’ouvrir", "text": "Toujours."}
    page = signed_in_again(erin, cast.erin, address, form)
    assert 'value="Couper avant d’ouvrir"' in page
    assert "Toujours.</textarea>" in page
    practice = create_practice(by=cast.erin, community=cast.open, title="Une", text="Deux", referent=None, at=NOW)
    address = f"/c/{cast.open.slug}/practices/{practice.pk}/edit"
    form = written(text(erin.get(address)), address) | {"title": "Une", "text": "Trois"}
    assert "Trois</textarea>" in signed_in_again(erin, cast.erin, address, form)


def test_a_testimonial_waits_for_its_writer_and_its_consents_are_asked_anew(cast: Cast, sign_in: SignIn) -> None:
    post, bob = tell(cast.erin, cast.open), sign_in(cast.bob)
    page = text(bob.get(f"/p/{post.pk}/"))
    address = page.split('id="id_quote"')[0].rsplit('action="', 1)[1].split('"')[0]
    form = written(page, address) | {"quote": "Deux heures gagnées.", "uses": "internal"}
    page = signed_in_again(bob, cast.bob, address, form)
    assert ">Deux heures gagnées.</textarea>" in page
    assert 'value="internal" checked' not in page
    assert bob.get(address).status_code == 302


def test_the_word_that_goes_with_a_confirmation_or_a_renewal_waits_for_its_writer(cast: Cast, sign_in: SignIn) -> None:
    post = tell(cast.erin, cast.open)
    for person, act in ((cast.bob, "countersign"), (cast.erin, "renew")):
        client, address = sign_in(person), f"/p/{post.pk}/{act}"
        assert f'href="{address}"' in text(client.get(f"/p/{post.pk}/"))
        form = written(text(client.get(address)), address) | {"note": "Vu sur la ligne 2."}
        page = signed_in_again(client, person, address, form)
        assert 'value="Vu sur la ligne 2."' in page
        assert client.post(address, written(page, address) | {"note": "Vu sur la ligne 2."}).status_code == 302
        assert Story.objects.get(pk=post.pk).countersign_note == "Vu sur la ligne 2."
        assert StoryRenewal.objects.filter(story=post.pk, note="Vu sur la ligne 2.").exists() == (act == "renew")
        assert sign_in(cast.carol).get(address).status_code == 403


def test_what_one_says_of_a_proposal_waits_too(cast: Cast, sign_in: SignIn) -> None:
    proposal = propose_change(by=cast.erin, community=cast.open, text="On coupe.", why="Pour durer.", at=NOW)
    bob, page = sign_in(cast.bob), f"/c/{cast.open.slug}/proposals/{proposal.pk}"
    shown = text(bob.get(page, follow=True))
    address = shown.split('name="says"')[0].rsplit('action="', 1)[1].split('"')[0]
    form = written(shown, address) | {"says": "object", "reason": "Trop court."}
    assert "Trop court.</textarea>" in signed_in_again(bob, cast.bob, address, form)
    assert not Opinion.objects.exists()


def test_a_remark_goes_along_with_a_consent(cast: Cast, sign_in: SignIn) -> None:
    proposal = propose_change(by=cast.erin, community=cast.open, text="On coupe.", why="Pour durer.", at=NOW)
    give_opinion(by=cast.bob, proposal=proposal, consents=True, reason="Avec une réserve.", at=NOW)
    page = text(sign_in(cast.erin).get(f"/c/{cast.open.slug}/proposals/{proposal.pk}", follow=True))
    assert "Avec une réserve." in page
    assert f"{cast.bob.name} consent" in page
    assert "Personne n’objecte." in page, "a remark is no objection"
    told = Program(cast.erin)("GET", f"communities/{cast.open.slug}/proposals/{proposal.pk}")
    assert (told["consents"], told["objections"], told["remarks"][0]["reason"]) == (1, [], "Avec une réserve.")


@pytest.mark.parametrize("door", ["/p/{post}/vote", "/p/{post}/read", "/p/{post}/reactions"])
def test_a_door_that_takes_no_words_leads_back_to_the_page_of_its_form(cast: Cast, door: str) -> None:
    address, page = door.format(post=cast.open_post.pk), f"/p/{cast.open_post.pk}/?all=1"
    answer = Client().post(address, headers={"Referer": f"http://testserver{page}"})
    assert answer["Location"] == f"/login/?next={page.replace('?', '%3F').replace('=', '%3D')}"
    assert Client().post(address, headers={"Referer": "https://ailleurs.example/p/1/"})["Location"] == "/login/?next=/"


def _without_token(person: Person, address: str, form: Mapping[str, str]) -> tuple[Client, str]:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(person)
    answer = browser.post(address, form, headers=OURS)
    assert answer.status_code == 403
    return browser, text(answer)


def test_a_story_and_a_poll_come_back_whole_when_their_token_is_gone(cast: Cast) -> None:
    poll = {"community": cast.open.slug, "kind": "poll", "title": "Quel jour ?", "body": "", "options": "Lundi\nMardi", "choice": "one"}
    browser, page = _without_token(cast.bob, "/p/new", poll | {"results": "always"})
    assert ">Lundi\nMardi</textarea>" in page
    token = page.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    again = hidden(page) | {"title": "Quel jour ?", "options": "Lundi\nMardi", "csrfmiddlewaretoken": token}
    assert browser.post("/p/new", again, headers=OURS).status_code == 302
    assert Post.objects.get(title="Quel jour ?").kind == "poll"
    story = {"community": cast.open.slug, "kind": "story", "body": "", "situation": "Avant, rien.", "change": "Un relais.", "months": "6"}
    _browser, page = _without_token(cast.bob, "/p/new", story)
    assert "Avant, rien." in page
    assert hidden(page)["months"] == "6"


def test_other_words_come_back_too_and_a_password_never(cast: Cast) -> None:
    for words in ({"quote": "Deux heures."}, {"reason": "Trop court.", "says": "object"}, {"text": "Toujours.", "title": "Une"}):
        _browser, page = _without_token(cast.bob, "/p/new", words | {"password": "secret-absolu"})
        assert str(next(iter(words.values()))) in page
        assert "secret-absolu" not in page
    _browser, page = _without_token(cast.bob, "/login/", {"login": cast.bob.email, "password": "secret-absolu"})
    assert "secret-absolu" not in page
    assert cast.bob.email not in page.split("<main")[1]


def test_a_file_chosen_before_a_preview_stays_with_the_text(cast: Cast, sign_in: SignIn) -> None:
    bob = sign_in(cast.bob)
    form = hidden(text(bob.get("/p/new"))) | {"community": cast.open.slug, "kind": "message", "title": "", "body": "Le plan."}
    plan = SimpleUploadedFile("plan.pdf", pdf(), "application/pdf")
    page = text(bob.post("/preview", form | {"preview_of": "/p/new", "files": plan}))
    assert "plan.pdf" in page
    again = hidden(page)
    assert again["file"] == Attachment.objects.get().token
    assert bob.post("/p/new", again | {"body": "Le plan."}).status_code == 302
    assert Attachment.objects.get().post == Post.objects.get(body="Le plan.")
    odd = SimpleUploadedFile("page.html", b"<p>", "text/html")
    refused = bob.post("/preview", form | {"preview_of": "/p/new", "files": odd})
    assert refused.status_code == 422
    assert "page.html" in text(refused)


def test_without_scripts_no_sentence_says_more_than_is_known_of_who_will_read(cast: Cast, sign_in: SignIn) -> None:
    page = text(sign_in(cast.bob).get("/p/new"))
    for audience in ("open", "members"):
        assert f'data-audience="{audience}" hidden' in page
    assert "<noscript>" in page
