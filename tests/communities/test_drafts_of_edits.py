"""Edits and replies that are not sent: kept as one writes, found again on any device, gone once said or thrown away."""

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from communities.actions.posts import edit_post
from communities.models import Comment, Draft, Post, Purpose
from rse.people.models import Person
from tests.communities.api.program import Program
from tests.communities.pages import hidden, publish, text
from tests.communities.paper import pdf
from tests.conftest import Cast
from tests.factories import NOW, PASSWORD, make_comment

SignIn = Callable[[Person], Client]
pytestmark = pytest.mark.django_db


@pytest.fixture
def mine(cast: Cast) -> Post:
    """A post of bob's."""
    return Post.objects.create(
        id=cast.open_post.pk + 1, community=cast.open, author=cast.bob, kind="message", title="Le joint", body="Il fuit.",
        body_html="<p>Il fuit.</p>", at=NOW, last_activity_at=NOW,
    )  # fmt: skip


def _form(client: Client, post: Post, **words: str) -> dict[str, str]:
    return hidden(text(client.get(f"/p/{post.pk}/edit"))) | {"title": post.title, "body": post.body} | words


def test_an_edit_not_saved_is_found_on_another_device_and_ends_once_saved(mine: Post, cast: Cast, sign_in: SignIn) -> None:
    here, there = sign_in(cast.bob), sign_in(cast.bob)
    kept = here.post(f"/p/{mine.pk}/edit/draft", _form(here, mine, body="Il fuit depuis lundi."))
    assert (kept.status_code, kept.json()["draft_version"]) == (200, 1)
    mine.refresh_from_db()
    assert mine.body == "Il fuit.", "nobody reads what is not saved"
    assert f"/p/{mine.pk}/edit" in text(there.get("/drafts/"))
    page = text(there.get(f"/p/{mine.pk}/edit"))
    assert ">Il fuit depuis lundi.</textarea>" in page
    assert "data-edit-begun" in page
    assert (hidden(page)["draft_version"], hidden(page)["version"]) == ("1", "1")
    assert there.post(f"/p/{mine.pk}/edit", hidden(page) | {"title": mine.title, "body": "Il fuit depuis mardi."}).status_code == 302
    mine.refresh_from_db()
    assert mine.body == "Il fuit depuis mardi."
    assert not Draft.objects.exists()
    assert ">Il fuit depuis mardi.</textarea>" in text(here.get(f"/p/{mine.pk}/edit"))


def test_an_edit_is_thrown_away_by_its_own_button_and_what_is_the_same_again_is_no_edit(mine: Post, cast: Cast, sign_in: SignIn) -> None:
    bob = sign_in(cast.bob)
    form = _form(bob, mine, body="Autrement.")
    bob.post(f"/p/{mine.pk}/edit/draft", form)
    assert bob.post(f"/p/{mine.pk}/edit/draft", form | {"body": mine.body, "draft_version": "1"}).status_code == 204
    assert not Draft.objects.exists()
    bob.post(f"/p/{mine.pk}/edit/draft", form)
    dropped = bob.post(f"/drafts/edit{mine.pk}/drop", form | {"next": f"/p/{mine.pk}/edit"})
    assert (dropped["Location"], dropped.cookies["sent"].value) == (f"/p/{mine.pk}/edit", f"edit{mine.pk}")
    assert ">Il fuit.</textarea>" in text(bob.get(f"/p/{mine.pk}/edit"))


def test_an_edit_begun_before_another_was_saved_is_shown_beside_it(mine: Post, cast: Cast, sign_in: SignIn) -> None:
    bob = sign_in(cast.bob)
    bob.post(f"/p/{mine.pk}/edit/draft", _form(bob, mine, body="Ma version."))
    edit_post(by=cast.bob, post=mine, title=mine.title, body="Par un programme.", at=NOW)
    assert Draft.objects.get().body == "Ma version.", "an edit made elsewhere does not end it"
    page = text(bob.get(f"/p/{mine.pk}/edit"))
    assert ">Ma version.</textarea>" in page
    assert ">Par un programme.</textarea>" in page
    assert hidden(page)["version"] == "2"


def test_an_edit_that_went_on_elsewhere_is_not_ended_by_an_older_one(mine: Post, cast: Cast, sign_in: SignIn) -> None:
    bob = sign_in(cast.bob)
    form = _form(bob, mine, body="Un")
    bob.post(f"/p/{mine.pk}/edit/draft", form)
    other = bob.post(f"/p/{mine.pk}/edit/draft", form | {"body": "Deux", "draft_version": "1"})
    assert other.json()["draft_version"] == 2
    late = bob.post(f"/p/{mine.pk}/edit/draft", form | {"body": "Trois", "draft_version": "1"})
    assert (late.status_code, late.json()["body"]) == (409, "Deux")
    bob.post(f"/p/{mine.pk}/edit", form | {"body": "Trois", "draft_version": "1"})
    assert Draft.objects.get().body == "Deux"


def test_an_edit_of_a_reply_is_kept_too_and_only_its_author_may(cast: Cast, sign_in: SignIn) -> None:
    comment = make_comment(cast.bob, cast.closed_post, "Ma réponse.")
    bob, address = sign_in(cast.bob), f"/p/{cast.closed_post.pk}/comments/{comment.pk}/edit"
    form = hidden(text(bob.get(address))) | {"body": "Ma réponse, mieux."}
    assert bob.post(f"{address}/draft", form).status_code == 200
    assert address in text(bob.get("/drafts/"))
    assert sign_in(cast.erin).post(f"{address}/draft", form).status_code == 403
    assert sign_in(cast.carol).post(f"{address}/draft", form).status_code == 404
    page = text(bob.get(address))
    assert ">Ma réponse, mieux.</textarea>" in page
    assert bob.post(address, hidden(page) | {"body": "Ma réponse, mieux."}).status_code == 302
    assert not Draft.objects.exists()


def test_a_reply_not_sent_is_found_in_its_thread_and_among_the_drafts(cast: Cast, sign_in: SignIn) -> None:
    here, there = sign_in(cast.bob), sign_in(cast.bob)
    thread = f"/p/{cast.closed_post.pk}/"
    form = hidden(text(here.get(thread))) | {"body": "Je crois que"}
    assert here.post(f"/p/{cast.closed_post.pk}/reply/{form['client_key']}", form).json()["version"] == 1
    assert f"{thread}?draft={form['client_key']}#reply" in text(there.get("/drafts/"))
    page = text(there.get(thread))
    assert ">Je crois que</textarea>" in page
    again = hidden(page)
    assert (again["client_key"], again["version"]) == (form["client_key"], "1")
    assert there.post(f"{thread}comments", again | {"body": "Je crois que oui."}).status_code == 302
    assert Comment.objects.filter(author=cast.bob).latest("id").body == "Je crois que oui."
    assert not Draft.objects.exists()
    assert here.post(f"/p/{cast.closed_post.pk}/reply/{form['client_key']}", form).status_code == 410
    assert not Draft.objects.exists()


def test_each_comment_answered_keeps_its_own_words(cast: Cast, sign_in: SignIn) -> None:
    first, last = make_comment(cast.erin, cast.closed_post, "Un."), make_comment(cast.alice, cast.closed_post, "Deux.")
    bob, thread = sign_in(cast.bob), f"/p/{cast.closed_post.pk}/"
    for key, parent, body in (("aupost", "", "Au sujet"), ("alun", str(first.pk), "Au premier"), ("audeux", str(last.pk), "Au second")):
        bob.post(f"/p/{cast.closed_post.pk}/reply/{key}", {"body": body, "parent": parent})
    page = text(bob.get(thread))
    assert ">Au sujet</textarea>" in page
    assert "?draft=alun#reply" in page
    assert cast.erin.name in page
    page = text(bob.get(f"{thread}?reply={last.pk}"))
    assert ">Au second</textarea>" in page
    assert (hidden(page)["parent"], hidden(page)["client_key"]) == (str(last.pk), "audeux")
    assert ">Au premier</textarea>" in text(bob.get(f"{thread}?draft=alun"))
    assert bob.post("/drafts/alun/drop")["Location"] == "/drafts/"
    assert "Au premier" not in text(bob.get(thread))


def test_words_for_a_thread_one_reads_no_more_stay_with_their_writer_without_its_name(cast: Cast, sign_in: SignIn) -> None:
    draft = Draft.objects.create(
        person=cast.dave,
        client_key="avant",
        purpose=Purpose.REPLY,
        thread=cast.closed_post,
        kind="message",
        body="J’allais dire.",
        updated_at=NOW,
    )
    page = text(sign_in(cast.dave).get("/drafts/"))
    assert draft.body in page
    assert f"/p/{cast.closed_post.pk}/" not in page
    assert "turbine-fermée" not in page
    assert sign_in(cast.dave).post(f"/p/{cast.closed_post.pk}/reply/avant", {"body": "x", "version": "1"}).status_code == 404
    assert draft.body not in text(sign_in(cast.alice).get("/drafts/"))


def test_a_reply_or_an_edit_is_never_offered_as_a_post(mine: Post, cast: Cast, sign_in: SignIn) -> None:
    bob = sign_in(cast.bob)
    bob.post(f"/p/{mine.pk}/edit/draft", _form(bob, mine, body="Une autre phrase."))
    bob.post(f"/p/{mine.pk}/reply/unereponse", {"body": "Une réponse."})
    assert "Une autre phrase." not in text(bob.get("/p/new")) + text(bob.get("/"))
    for key in (f"edit{mine.pk}", "unereponse"):
        assert bob.get(f"/p/new?draft={key}").status_code == 404
        assert bob.post(f"/drafts/{key}", {"body": "Pris pour une publication."}).status_code == 422
        Program(cast.bob)("GET", f"drafts/{key}", status=404)
    assert Program(cast.bob)("GET", "drafts")["results"] == []
    assert publish(bob, community=cast.open.slug, body="À part.").status_code == 302
    assert Draft.objects.count() == 2


def test_files_of_a_reply_come_back_with_it_after_signing_in_again(cast: Cast, sign_in: SignIn) -> None:
    bob, thread = sign_in(cast.bob), f"/p/{cast.closed_post.pk}/"
    form = hidden(text(bob.get(thread))) | {"body": "Voici le plan."}
    bob.post("/files/", {"key": form["client_key"], "files": SimpleUploadedFile("plan.pdf", pdf(), "application/pdf")})
    bob.session.flush()
    answer = bob.post(f"{thread}comments", form)
    bob.post(answer["Location"], {"login": cast.bob.email, "password": PASSWORD})
    page = text(bob.get(thread))
    assert ">Voici le plan.</textarea>" in page
    assert "plan.pdf" in page


def test_an_unsaid_edit_keeps_whether_it_must_be_read(cast: Cast, sign_in: SignIn) -> None:
    erin = sign_in(cast.erin)
    publish(erin, community=cast.open.slug, kind="announcement", title="À lire", body="Lisez.", must_read="1")
    post = Post.objects.get(title="À lire")
    form = hidden(text(erin.get(f"/p/{post.pk}/edit"))) | {"title": "À lire", "body": "Lisez bien.", "read_by": ""}
    assert erin.post(f"/p/{post.pk}/edit/draft", form).status_code == 200
    page = text(erin.get(f"/p/{post.pk}/edit"))
    assert 'id="id_must_read"' in page
    assert "checked" not in page.split('id="id_must_read"')[1].split(">")[0]
