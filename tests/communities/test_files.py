"""Files beside words: sent, published, read under the rule of their text, changed, gone with it."""

import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.test import Client

from communities.actions.attachments import FileChanges, forget_deleted, forget_unpublished
from communities.actions.comments import delete_comment
from communities.actions.drafts import Begun, drop_draft, save_draft
from communities.actions.memberships import leave_community
from communities.actions.posts import delete_post, edit_post
from communities.actions.previews import make_preview, previews_due
from communities.actions.schedules import claim_due, publish_claimed, schedule_post
from communities.models import Attachment, Comment, Event, Post
from rse.people.models import Person
from tests.communities.pages import counted, text
from tests.communities.paper import office, open_document, paged, pdf, put, sent, sheet
from tests.conftest import Cast
from tests.factories import NOW, make_comment, make_post
from tests.people.pictures import located_picture, picture

SignIn = Callable[[Person], Client]
pytestmark = pytest.mark.django_db
KEY = "formulaire"  # that of `put`


def composed(cast: Cast, **more: Any) -> dict[str, Any]:
    return {"community": cast.closed.slug, "kind": "message", "title": "", "body": "Voici.", "client_key": KEY} | more


def test_what_is_sent_is_known_by_what_it_holds(cast: Cast) -> None:
    found = {
        put(cast.bob, name, content).name: (put(cast.bob, name, content, key="autre").kind)
        for name, content in [
            ("Photo de l’atelier.JPG", picture()),
            ("rapport.exe", pdf()),
            ("note.docx", office()),
            ("tableau.xlsx", sheet()),
            ("lettre.odt", open_document()),
            ("calcul.ods", open_document("spreadsheet")),
            ("notes.txt", "Été à la forge".encode("cp1252")),
            ("relevé.csv", b"a;b\n1;2\n"),
        ]
    }
    assert found == {
        "Photo de l’atelier.webp": "image",
        "rapport.exe.pdf": "pdf",
        "note.docx": "document",
        "tableau.xlsx": "sheet",
        "lettre.odt": "document",
        "calcul.ods": "sheet",
        "notes.txt": "text",
        "relevé.csv": "sheet",
    }


def test_a_picture_is_made_anew_upright_and_without_what_the_camera_wrote(cast: Cast) -> None:
    row = put(cast.bob, content=located_picture())
    assert (row.width, row.height) == (300, 600)
    content = default_storage.open(row.key).read()
    assert b"Camille" not in content
    assert b"Exif" not in content
    wide = put(cast.bob, content=picture(size=(5000, 2500)))
    assert (wide.width, wide.height, wide.preview_width, wide.preview_height) == (2048, 1024, 640, 320)


def test_a_form_with_files_publishes_without_a_script(cast: Cast, sign_in: SignIn) -> None:
    bob = sign_in(cast.bob)
    files = [sent(), sent("plan.pdf", pdf())]
    answer = bob.post("/p/new", composed(cast, body="", files=files))
    assert answer.status_code == 302
    post = Post.objects.get(client_key=KEY)
    rows = list(Attachment.objects.filter(post=post).order_by("position"))
    assert [(row.name, row.position, row.community_id) for row in rows] == [
        ("photo.webp", 0, cast.closed.pk),
        ("plan.pdf", 1, cast.closed.pk),
    ]
    page = text(bob.get(f"/p/{post.pk}/"))
    assert f"/files/{rows[0].token}/preview" in page
    assert 'width="640" height="480"' in page
    assert "plan.pdf" in page
    assert Event.objects.filter(verb="upload", object_type="post", object_id=post.pk, actor_id=cast.bob.pk).count() == 1


def test_a_file_sent_before_goes_with_the_post_and_a_bad_one_loses_nothing(cast: Cast, sign_in: SignIn) -> None:
    bob = sign_in(cast.bob)
    line = text(bob.post("/files/", {"key": KEY, "files": sent("Schéma.png", picture("PNG"))}))
    row = Attachment.objects.get(owner=cast.bob)
    assert f'name="file" value="{row.token}"' in line
    refused = bob.post("/files/", {"key": KEY, "files": sent("x.svg", b"<svg/>")})
    assert refused.status_code == 422
    assert "n’est pas accept" in text(refused)
    page = bob.post("/p/new", composed(cast, file=row.token, files=sent("x.svg", b"<svg/>"), **{f"alt-{row.token}": "Une pompe"}))
    assert page.status_code == 422
    assert "Voici." in text(page)
    assert 'value="Une pompe"' in text(page)
    bob.post("/p/new", composed(cast, file=row.token))
    row.refresh_from_db()
    assert (row.post, row.alt) == (Post.objects.get(client_key=KEY), "Une pompe")


def test_without_a_script_a_file_is_taken_away_and_the_words_stay(cast: Cast, sign_in: SignIn) -> None:
    bob, row = sign_in(cast.bob), put(cast.bob)
    page = bob.post("/p/new", composed(cast, file=row.token, do=f"remove:{row.token}"))
    assert page.status_code == 200
    assert "Voici." in text(page)
    assert not Attachment.objects.exists()
    assert not Post.objects.filter(client_key=KEY).exists()
    row = put(cast.bob)
    page = bob.post(
        f"/p/{cast.closed_post.pk}/comments", {"body": "Oui.", "client_key": KEY, "file": row.token, "do": f"remove:{row.token}"}
    )
    assert "Oui." in text(page)
    assert not Attachment.objects.exists()


def test_only_who_reads_the_text_gets_its_files_and_only_as_long_as_they_do(
    cast: Cast, sign_in: SignIn, django_capture_on_commit_callbacks: Any
) -> None:
    row = put(cast.bob, "plan.pdf", pdf())
    address = f"/files/{row.token}/{row.name}"
    people = {name: sign_in(getattr(cast, name)) for name in ("alice", "bob", "carol", "ada", "guest")}
    assert {name: client.get(address).status_code for name, client in people.items()} == {
        "alice": 404, "bob": 200, "carol": 404, "ada": 404, "guest": 404,
    }  # fmt: skip
    post = make_post(cast.bob, cast.closed, "Le plan.", files=[row.token])
    assert {name: client.get(address).status_code for name, client in people.items()} == {
        "alice": 200, "bob": 200, "carol": 404, "ada": 404, "guest": 404,
    }  # fmt: skip
    answer = people["alice"].get(address)
    assert answer["Content-Disposition"] == 'attachment; filename="plan.pdf"'
    assert answer["Cache-Control"] == "private, no-cache"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert people["alice"].get(address, headers={"If-None-Match": answer["ETag"]}).status_code == 304
    leave_community(by=cast.bob, community=cast.closed, at=NOW)
    assert people["bob"].get(address, headers={"If-None-Match": answer["ETag"]}).status_code == 404
    delete_post(by=cast.alice, post=post, at=NOW)
    assert people["alice"].get(address).status_code == 404
    assert default_storage.exists(row.key)
    with django_capture_on_commit_callbacks(execute=True):
        assert forget_deleted(before=NOW) == 0
        assert forget_deleted(before=NOW + timedelta(seconds=1)) == 1
    assert not default_storage.exists(row.key)


def test_the_files_of_a_deleted_comment_are_out_of_sight_at_once(cast: Cast, sign_in: SignIn) -> None:
    row = put(cast.bob)
    comment = make_comment(cast.bob, cast.closed_post, "", files=[row.token])
    alice = sign_in(cast.alice)
    page = text(alice.get(f"/p/{cast.closed_post.pk}/"))
    assert f"/files/{row.token}/preview" in page
    assert alice.get(f"/files/{row.token}/preview").status_code == 200
    delete_comment(by=cast.bob, comment=comment, at=NOW)
    assert alice.get(f"/files/{row.token}/preview").status_code == 404
    assert row.token not in text(alice.get(f"/p/{cast.closed_post.pk}/"))
    assert row.token not in text(alice.get(f"/c/{cast.closed.slug}/documents"))


def test_nobody_publishes_or_changes_the_file_of_another(cast: Cast, sign_in: SignIn) -> None:
    row = put(cast.alice)
    bob = sign_in(cast.bob)
    assert bob.post("/p/new", composed(cast, file=row.token)).status_code == 422
    for act in ("remove", "describe"):
        assert bob.post(f"/files/{row.token}/{act}", {"alt": "Volé"}).status_code == 404
    row.refresh_from_db()
    assert (row.post, row.alt) == (None, "")
    make_post(cast.alice, cast.closed, "Mien.", files=[row.token])
    assert sign_in(cast.alice).post(f"/files/{row.token}/remove").status_code == 404  # by editing its post


def test_an_edition_adds_takes_away_and_describes(cast: Cast, sign_in: SignIn, django_capture_on_commit_callbacks: Any) -> None:
    kept, gone = put(cast.bob, alt="Avant"), put(cast.bob, "b.pdf", pdf())
    post = make_post(cast.bob, cast.closed, "Deux.", files=[kept.token, gone.token])
    bob, before = sign_in(cast.bob), post.version
    page = text(bob.get(f"/p/{post.pk}/edit"))
    assert 'value="Avant"' in page
    assert f'name="drop" value="{gone.token}"' in page
    body = {"title": "", "body": "Deux.", "drop": gone.token, f"alt-{kept.token}": "Après", "files": sent("c.csv", b"a;b")}
    with django_capture_on_commit_callbacks(execute=True):
        assert bob.post(f"/p/{post.pk}/edit", body).status_code == 302
    rows = Attachment.objects.filter(post=post).order_by("position")
    assert [(row.name, row.alt) for row in rows] == [("photo.webp", "Après"), ("c.csv", "")]
    assert not default_storage.exists(gone.key)
    post.refresh_from_db()
    assert post.version > before
    page = text(sign_in(cast.alice).get(f"/p/{post.pk}/history"))
    assert f"<del>{gone.name}</del>" in page and "<ins>c.csv</ins>" in page and "photo.webp" in page
    assert bob.post(f"/p/{post.pk}/edit", {"title": "", "body": ""}).status_code == 302  # it still has files
    edit_post(by=cast.bob, post=post, body="Mot.", at=NOW, files=FileChanges(drop=[row.token for row in rows]))
    assert bob.post(f"/p/{post.pk}/edit", {"title": "", "body": ""}).status_code == 422
    comment = make_comment(cast.bob, post, "Oui.")
    bob.post(f"/p/{post.pk}/comments/{comment.pk}/edit", {"body": "Oui.", "files": sent()})
    assert Attachment.objects.get(comment=comment).post_id == post.pk


def test_a_draft_keeps_its_files_and_takes_them_along(cast: Cast, sign_in: SignIn, django_capture_on_commit_callbacks: Any) -> None:
    row, left = put(cast.bob), put(cast.bob, key="oublié")
    bob = sign_in(cast.bob)
    assert bob.post(f"/drafts/{KEY}", {"body": "", "file": row.token, f"alt-{row.token}": "x"}).status_code == 200
    page = text(bob.get(f"/p/new?draft={KEY}"))
    assert f'name="file" value="{row.token}"' in page
    assert left.token not in page
    assert f'value="{row.token}"' in text(bob.get(f"/files/?key={KEY}"))
    assert row.token not in text(sign_in(cast.alice).get(f"/files/?key={KEY}"))
    with django_capture_on_commit_callbacks(execute=True):
        assert forget_unpublished(before=NOW + timedelta(days=1)) == 1
    assert [each.pk for each in Attachment.objects.all()] == [row.pk]
    with django_capture_on_commit_callbacks(execute=True):
        drop_draft(by=cast.bob, client_key=KEY)
    assert not Attachment.objects.exists()
    assert not default_storage.exists(row.key)
    assert save_draft(by=cast.bob, client_key=KEY, begun=Begun(), at=NOW) is None


def test_what_is_published_at_a_chosen_hour_takes_its_files_along(cast: Cast) -> None:
    row, hour = put(cast.bob), NOW + timedelta(hours=2)
    schedule_post(by=cast.bob, client_key=KEY, begun=Begun(community=cast.closed), publish_at=hour, at=NOW)
    for draft_id in claim_due(hour):
        publish_claimed(draft_id, at=hour)
    row.refresh_from_db()
    assert row.post == Post.objects.get(client_key=KEY)


def test_the_first_page_of_a_pdf_is_drawn_once_and_a_bad_one_goes_without(cast: Cast, sign_in: SignIn) -> None:
    good, bad = put(cast.bob, "bon.pdf", pdf()), put(cast.bob, "mauvais.pdf", b"%PDF-1.4 rien %%EOF")
    post = make_post(cast.bob, cast.closed, "", files=[good.token, bad.token])
    assert set(previews_due(NOW)) == {good.pk, bad.pk}
    assert make_preview(attachment_id=good.pk, at=NOW)
    assert not make_preview(attachment_id=good.pk, at=NOW)
    assert not make_preview(attachment_id=bad.pk, at=NOW)
    assert previews_due(NOW + timedelta(days=1)) == []
    assert Post.objects.get(pk=post.pk).version == post.version + 1
    alice = sign_in(cast.alice)
    shown = alice.get(f"/files/{good.token}/preview")
    assert shown["Content-Type"] == "image/webp"
    assert sign_in(cast.carol).get(f"/files/{good.token}/preview").status_code == 404
    assert alice.get(f"/files/{bad.token}/preview").status_code == 404


def test_the_first_page_that_a_document_carries_is_shown_like_that_of_a_pdf(cast: Cast, sign_in: SignIn) -> None:
    with_page, plain, text_only = (
        put(cast.bob, "a.docx", paged(picture(size=(200, 260)))),
        put(cast.bob, "b.docx", office()),
        put(cast.bob, "c.csv", b"a;b"),
    )
    post = make_post(cast.bob, cast.closed, "", files=[with_page.token, plain.token, text_only.token])
    assert set(previews_due(NOW)) == {with_page.pk, plain.pk}
    assert make_preview(attachment_id=with_page.pk, at=NOW)
    assert not make_preview(attachment_id=plain.pk, at=NOW)
    assert previews_due(NOW + timedelta(days=1)) == []
    alice = sign_in(cast.alice)
    page = text(alice.get(f"/p/{post.pk}/"))
    assert f"/files/{with_page.token}/preview" in page
    assert f"/files/{plain.token}/preview" not in page
    assert alice.get(f"/files/{with_page.token}/preview")["Content-Type"] == "image/webp"
    assert sign_in(cast.carol).get(f"/files/{with_page.token}/preview").status_code == 404


@pytest.mark.parametrize(("name", "instead"), [("Note.DOC", ".docx"), ("b.xls", ".xlsx"), ("c.ppt", ".pptx")])
def test_an_old_office_format_is_refused_with_what_to_save_it_as(cast: Cast, sign_in: SignIn, name: str, instead: str) -> None:
    client, old = sign_in(cast.bob), b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
    answer = client.post("/files/", {"key": KEY, "files": sent(name, old)})
    assert answer.status_code == 422
    assert instead in text(answer)
    assert instead not in text(client.post("/files/", {"key": KEY, "files": sent("outil.exe", old)}))
    assert client.post("/files/", {"key": KEY, "files": sent(name, office())}).status_code == 200, "it is judged by what it holds"
    assert Attachment.objects.get().name.endswith(".docx")


def test_limits_are_said(cast: Cast, sign_in: SignIn, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    bob, now = sign_in(cast.bob), time.time()
    monkeypatch.setattr("rse.lib.rates.time.time", lambda: now)  # all within one minute
    settings.ATTACHMENT_BYTES = 1_000
    assert "trop lourd" in text(bob.post("/files/", {"key": KEY, "files": sent("a.txt", b"a" * 1_001)}))
    settings.ATTACHMENT_DAY_BYTES = 1_500
    assert bob.post("/files/", {"key": KEY, "files": sent("a.txt", b"a" * 900)}).status_code == 200
    assert "demain" in text(bob.post("/files/", {"key": KEY, "files": sent("b.txt", b"a" * 900)}))
    settings.ATTACHMENT_DAY_BYTES, settings.ATTACHMENT_PERSON_BYTES = 10_000, 1_500
    assert bob.post("/files/", {"key": KEY, "files": sent("c.txt", b"a" * 900)}).status_code == 422
    settings.ATTACHMENT_PERSON_BYTES = 10_000
    for number in range(9):
        assert bob.post("/files/", {"key": KEY, "files": sent(f"{number}.txt", b"a")}).status_code == 200
    assert "10" in text(bob.post("/files/", {"key": KEY, "files": sent("d.txt", b"a")}))
    assert bob.post("/files/", {"key": KEY}).status_code == 422
    assert bob.post("/files/", {"key": "", "files": sent("e.txt", b"a")}).status_code == 422
    for number in range(60):
        answer = bob.post("/files/", {"key": f"k{number}", "files": sent("f.txt", b"a")})
    assert answer.status_code == 422


def test_the_same_form_twice_publishes_its_files_once(cast: Cast, sign_in: SignIn) -> None:
    row, bob = put(cast.bob), sign_in(cast.bob)
    for _time in range(2):
        assert bob.post("/p/new", composed(cast, file=row.token)).status_code == 302
    assert Post.objects.filter(client_key=KEY).count() == 1
    assert Event.objects.filter(verb="upload").count() == 1


def test_a_card_shows_four_pictures_and_says_how_many_more(cast: Cast, sign_in: SignIn) -> None:
    tokens = [put(cast.bob).token for _number in range(6)]
    post = make_post(cast.bob, cast.closed, "Six.", files=tokens)
    bob = sign_in(cast.bob)
    card = text(bob.get(f"/c/{cast.closed.slug}/"))
    assert "+2" in card
    assert [token for token in tokens if token in card] == tokens[:4]
    whole = text(bob.get(f"/p/{post.pk}/"))
    assert [token for token in tokens if token in whole] == tokens


def test_the_files_of_a_page_of_new_cards_cost_one_query(cast: Cast, sign_in: SignIn) -> None:
    for number in range(5):
        make_post(cast.bob, cast.closed, f"{number}", files=[put(cast.bob, key=f"k{number}").token])
    bob = sign_in(cast.bob)
    with counted(at_most=18) as _queries:
        page = text(bob.get(f"/c/{cast.closed.slug}/"))
    assert page.count('class="shots') == 5


# The documents of a community ----------------------------------------------------------------------


def test_documents_are_those_that_one_reads_newest_first_by_name_and_kind(cast: Cast, sign_in: SignIn) -> None:
    first = put(cast.bob, "Procédure d’arrêt.pdf", pdf())
    make_post(cast.bob, cast.closed, "Un.", files=[first.token], at=NOW + timedelta(minutes=2))
    second = put(cast.alice, "Photo.png", picture("PNG"))
    make_comment(cast.alice, cast.closed_post, "Deux.", files=[second.token], at=NOW + timedelta(minutes=1))
    hidden = put(cast.alice, "Discret.pdf", pdf())
    make_post(cast.alice, cast.secret, "Trois.", files=[hidden.token])
    waiting = put(cast.bob, "Pas encore.pdf", pdf())
    address = f"/c/{cast.closed.slug}/documents"
    bob = sign_in(cast.bob)
    page = text(bob.get(address))
    assert page.index("Procédure d’arrêt.pdf") < page.index("Photo.webp")
    assert hidden.name not in page
    assert waiting.name not in page
    assert "Procédure" in text(bob.get(f"{address}?q=PROCEDURE"))
    assert "Photo" not in text(bob.get(f"{address}?q=procedure"))
    assert "Photo" in text(bob.get(f"{address}?kind=image"))
    assert "Procédure" not in text(bob.get(f"{address}?kind=image"))
    assert "Aucun fichier" in text(bob.get(f"{address}?q=introuvable"))
    assert sign_in(cast.carol).get(address).status_code == 404


def test_documents_come_in_pages_at_a_steady_cost(cast: Cast, sign_in: SignIn) -> None:
    for number in range(25):
        row = put(cast.erin, f"note {number:02}.txt", b"mot", key=f"k{number}")
        make_post(cast.erin, cast.open, "Note.", files=[row.token], at=NOW + timedelta(minutes=number))
    bob = sign_in(cast.bob)
    bob.get(f"/c/{cast.open.slug}/documents")
    with counted(at_most=9):
        page = text(bob.get(f"/c/{cast.open.slug}/documents"))
    assert page.count("note ") >= 20
    cursor = page.split("before=")[1].split('"')[0]
    rest = text(bob.get(f"/c/{cast.open.slug}/documents?before={cursor}"))
    assert "note 04.txt" in rest
    assert "note 05.txt" not in rest


# Programs -------------------------------------------------------------------------------------------


def test_programs_send_publish_replace_and_list(cast: Cast, sign_in: SignIn) -> None:
    bob = sign_in(cast.bob)
    made = bob.post("/api/v1/files", {"file": sent("Plan.pdf", pdf()), "client_key": KEY})
    assert made.status_code == 201
    token = made.json()["token"]
    assert bob.post("/api/v1/files", {"file": sent("x.svg", b"<svg/>"), "client_key": KEY}).status_code == 400
    body = {"body": "Voici.", "files": [token]}
    post = bob.post(f"/api/v1/communities/{cast.closed.slug}/posts", body, content_type="application/json").json()
    assert [file["name"] for file in post["files"]] == ["Plan.pdf"]
    assert bob.get(post["files"][0]["url"]).status_code == 200
    answer = bob.post(f"/api/v1/posts/{post['id']}/comments", {"body": "x", "files": ["0" * 32]}, content_type="application/json")
    assert answer.status_code == 400
    listed = sign_in(cast.alice).get(f"/api/v1/communities/{cast.closed.slug}/documents?q=plan").json()["results"]
    assert [(row["file"]["token"], row["post"]) for row in listed] == [(token, post["id"])]
    other = bob.post("/api/v1/files", {"file": sent(), "client_key": KEY}).json()["token"]
    assert bob.patch(f"/api/v1/files/{other}", {"alt": "Une pompe"}, content_type="application/json").json()["alt"] == "Une pompe"
    changed = bob.patch(f"/api/v1/posts/{post['id']}", {"body": "Voici.", "files": [other]}, content_type="application/json").json()
    assert [file["alt"] for file in changed["files"]] == ["Une pompe"]
    assert sign_in(cast.alice).get(f"/api/v1/files/{token}").status_code == 404
    spare = bob.post("/api/v1/files", {"file": sent(), "client_key": KEY}).json()["token"]
    assert bob.delete(f"/api/v1/files/{spare}").status_code == 204
    assert Comment.objects.filter(body="x").count() == 0
