"""Publishing, editing, deleting: the composer and what it keeps."""

from collections.abc import Callable

import pytest
from django.test import Client

from communities.models import Event, Post
from rse.people.models import Person
from tests.communities.pages import hidden, publish, text
from tests.conftest import Cast
from tests.factories import PASSWORD, make_person

SignIn = Callable[[Person], Client]
pytestmark = pytest.mark.django_db


def test_a_member_publishes_a_question(cast: Cast, sign_in: SignIn) -> None:
    bob = sign_in(cast.bob)
    answer = publish(bob, community=cast.open.slug, kind="question", title="Quel couple ?", body="Brides **DN80**.")
    post = Post.objects.get(title="Quel couple ?")
    assert answer["Location"] == f"/p/{post.pk}/"
    page = text(bob.get(answer["Location"]))
    assert "<strong>DN80</strong>" in page
    assert Event.objects.filter(verb="post", object_id=post.pk, actor_id=cast.bob.pk).count() == 1


def test_from_home_one_comes_back_home(cast: Cast, sign_in: SignIn) -> None:
    bob = sign_in(cast.bob)
    answer = publish(bob, community=cast.open.slug, body="Bonjour.", next="/")
    assert answer["Location"] == "/"
    elsewhere = publish(bob, community=cast.open.slug, body="Encore.", next="https://attacker.example/")
    assert elsewhere["Location"].startswith("/p/")
    assert "javascript:" not in text(bob.get("/p/new?next=javascript:alert(1)")).split('class="dialog-f"')[1]


def test_a_double_click_publishes_once(cast: Cast, sign_in: SignIn) -> None:
    bob = sign_in(cast.bob)
    form = hidden(text(bob.get("/p/new"))) | {"community": cast.open.slug, "kind": "message", "body": "Une fois."}
    assert bob.post("/p/new", form)["Location"] == bob.post("/p/new", form)["Location"]
    assert Post.objects.filter(body="Une fois.").count() == 1


@pytest.mark.parametrize("body", ["", "   \n", "é" * 20_001])
def test_unfit_words_are_refused_and_kept(cast: Cast, sign_in: SignIn, body: str) -> None:
    answer = publish(sign_in(cast.bob), community=cast.open.slug, title="Titre gardé", body=body)
    assert answer.status_code == 422
    assert "Titre gardé" in text(answer)
    assert body.strip()[:100] in text(answer)
    assert "id_body_error" in text(answer)


def test_one_publishes_only_where_one_is_a_member(cast: Cast, sign_in: SignIn) -> None:
    for person, community in [(cast.carol, cast.open), (cast.carol, cast.closed), (cast.erin, cast.archived), (cast.dave, cast.closed)]:
        answer = publish(sign_in(person), community=community.slug, body="Texte à garder.")
        assert answer.status_code in (200, 422)
        assert not Post.objects.filter(body="Texte à garder.").exists()


def test_the_destination_is_shown_and_can_be_chosen_by_the_address(cast: Cast, sign_in: SignIn) -> None:
    page = text(sign_in(cast.bob).get(f"/p/new?community={cast.closed.slug}&kind=question"))
    assert f'value="{cast.closed.slug}" data-access="closed" selected' in page
    assert cast.archived.name not in page


def test_an_author_edits_and_others_may_not(cast: Cast, sign_in: SignIn) -> None:
    address = f"/p/{cast.closed_post.pk}/edit"
    assert sign_in(cast.bob).post(address, {"title": "", "body": "Corrigé."}).status_code == 302
    assert "Corrigé." in text(sign_in(cast.bob).get(f"/p/{cast.closed_post.pk}/"))
    assert sign_in(cast.alice).get(address).status_code == 403
    assert sign_in(cast.alice).post(address, {"title": "", "body": "À ma façon."}).status_code == 403
    assert sign_in(cast.carol).post(address, {"title": "", "body": "À ma façon."}).status_code == 404


def test_deleting_asks_first_and_leaves_nothing_to_read(cast: Cast, sign_in: SignIn) -> None:
    erin, address = sign_in(cast.erin), f"/p/{cast.closed_post.pk}/delete"
    assert "turbine-fermée" in text(erin.get(address))
    assert Post.objects.get(pk=cast.closed_post.pk).deleted_at is None
    assert sign_in(cast.guest).post(address).status_code == 404
    assert erin.post(address).status_code == 302
    assert sign_in(cast.bob).get(f"/p/{cast.closed_post.pk}/").status_code == 404


def test_a_session_that_ends_in_mid_post_keeps_the_words(cast: Cast, sign_in: SignIn) -> None:
    bob = sign_in(cast.bob)
    form = hidden(text(bob.get("/p/new"))) | {"community": cast.closed.slug, "kind": "question", "title": "T", "body": "Long travail."}
    bob.session.flush()
    answer = bob.post("/p/new", form)
    assert answer["Location"].startswith("/login/")
    assert "data-toast" in text(bob.get(answer["Location"])), "the sign-in page says that the text is kept"
    signed_in = bob.post(answer["Location"], {"login": cast.bob.email, "password": PASSWORD})
    assert signed_in["Location"] == "/p/new"
    page = text(bob.get("/p/new"))
    assert "Long travail." in page
    assert f'value="{cast.closed.slug}" data-access="closed" selected' in page
    assert not Post.objects.filter(body="Long travail.").exists()


def test_the_kept_words_are_for_their_writer_only(cast: Cast, sign_in: SignIn) -> None:
    browser = sign_in(cast.bob)
    form = hidden(text(browser.get("/p/new"))) | {"community": cast.open.slug, "kind": "message", "body": "Pour Bob seul."}
    browser.session.flush()
    answer = browser.post("/p/new", form)
    browser.post(answer["Location"], {"login": cast.erin.email, "password": PASSWORD})
    assert "Pour Bob seul." not in text(browser.get("/p/new"))


def test_words_without_a_writers_mark_are_not_stored(client: Client, db: None) -> None:
    answer = client.post("/p/new", {"body": "x" * 1000, "writer": "1:forged"})
    assert answer["Location"].startswith("/login/")
    assert "kept_words" not in client.session


def test_a_form_without_its_token_gives_the_words_back(cast: Cast) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(cast.bob)
    form = {"community": cast.open.slug, "kind": "message", "body": "Presque perdu."}
    ours = browser.post("/p/new", form, headers={"Origin": "http://testserver"})
    theirs = browser.post("/p/new", form, headers={"Origin": "https://attacker.example"})
    assert ours.status_code == theirs.status_code == 403
    assert "Presque perdu." in text(ours)
    assert "Presque perdu." not in text(theirs)
    again = hidden(text(ours)) | {"body": "Presque perdu.", "csrfmiddlewaretoken": _token(text(ours))}
    assert browser.post("/p/new", again, headers={"Origin": "http://testserver"}).status_code == 302
    assert Post.objects.filter(body="Presque perdu.").count() == 1


def test_whoever_has_no_community_learns_where_to_find_one(sign_in: SignIn, db: None) -> None:
    page = text(sign_in(make_person("Lou")).get("/p/new"))
    assert 'href="/c/"' in page
    assert "<textarea" not in page


def _token(page: str) -> str:
    return page.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]


def test_a_question_may_be_one_sentence_and_a_message_needs_a_text(cast: Cast, sign_in: SignIn) -> None:
    bob, asked = sign_in(cast.bob), {"community": cast.open.slug, "title": "Quel joint pour la bride B-12 ?"}
    assert publish(bob, **asked, kind="question").status_code == 302
    assert Post.objects.get(title=asked["title"]).body == ""
    assert publish(bob, **asked, kind="message").status_code == 422
    assert publish(bob, **asked | {"title": " "}, kind="question").status_code == 422
    address = f"/p/{Post.objects.get(title=asked['title']).pk}/edit"
    assert bob.post(address, {"title": "Quel joint ?", "body": "", "version": "1"}).status_code == 302
    assert bob.post(address, {"title": "", "body": "", "version": "2"}).status_code == 422


def test_a_place_where_one_may_not_publish_is_not_replaced_by_another(cast: Cast, sign_in: SignIn) -> None:
    bob = sign_in(cast.bob)
    for named, is_there in (("nulle-part", False), (cast.open.slug, True)):
        choice = text(bob.get(f"/p/new?community={named}")).split('id="id_community"')[1].split("</select>")[0]
        assert choice.count(" selected") == 1
        assert ('<option value="" selected disabled>' in choice) == (not is_there)
