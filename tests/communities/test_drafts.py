"""Drafts: kept as one writes, found again elsewhere, gone once published, nobody else's."""

from collections.abc import Callable

import pytest
from django.core.files.base import ContentFile
from django.test import Client

from communities import access
from communities.actions import drafts
from communities.actions.drafts import Begun, Published, Stale, save_draft
from communities.actions.uploads import upload
from communities.models import Draft, Post
from rse.lib.refusal import Refused
from rse.people.models import Person
from tests.communities.api.program import Program
from tests.communities.pages import counted, hidden, publish, text
from tests.conftest import Cast
from tests.factories import NOW

SignIn = Callable[[Person], Client]
pytestmark = pytest.mark.django_db
KEY = "clef42"


def _save(person: Person, body: str, *, version: int = 0, key: str = KEY, **begun: object) -> Draft:
    draft = save_draft(by=person, client_key=key, begun=Begun(body=body, **begun), version=version, at=NOW)  # type: ignore[arg-type]
    assert draft is not None
    return draft


def test_what_is_begun_here_is_found_there_and_published_once(cast: Cast, sign_in: SignIn) -> None:
    here, there = sign_in(cast.bob), sign_in(cast.bob)
    form = hidden(text(here.get("/p/new"))) | {
        "community": cast.closed.slug,
        "kind": "question",
        "title": "Quel joint ?",
        "body": "Pour la",
    }
    answer = here.post(f"/drafts/{form['client_key']}", form)
    assert (answer.status_code, answer.json()["version"]) == (200, 1)
    offered = text(there.get("/p/new"))
    assert "Quel joint ?" in offered
    assert f"?draft={form['client_key']}" in offered
    page = text(there.get(f"/p/new?draft={form['client_key']}"))
    assert ">Pour la</textarea>" in page
    assert f'value="{cast.closed.slug}" data-access="closed" selected' in page
    again = hidden(page)
    assert (again["client_key"], again["version"]) == (form["client_key"], "1")
    assert there.post("/p/new", form | again | {"body": "Pour la bride."}).status_code == 302
    assert Post.objects.get(title="Quel joint ?").body == "Pour la bride."
    assert not Draft.objects.exists()
    assert here.post(f"/drafts/{form['client_key']}", form).status_code == 410
    assert not Draft.objects.exists()


def test_a_refused_post_leaves_its_draft(cast: Cast, sign_in: SignIn) -> None:
    _save(cast.bob, "À garder.")
    assert publish(sign_in(cast.bob), community=cast.open.slug, body=" ", client_key=KEY).status_code == 422
    assert Draft.objects.get().body == "À garder."


def test_two_devices_do_not_overwrite_each_other(cast: Cast) -> None:
    first = _save(cast.bob, "Un")
    second = _save(cast.bob, "Un deux", version=first.version)
    assert second.version == first.version + 1
    with pytest.raises(Stale) as other:
        _save(cast.bob, "Un trois", version=first.version)
    assert other.value.draft.body == "Un deux"
    with pytest.raises(Stale):
        save_draft(by=cast.bob, client_key=KEY, begun=Begun(), version=first.version, at=NOW)
    assert _save(cast.bob, "Un deux", version=first.version).version == second.version
    assert _save(cast.bob, "Un trois", version=second.version).body == "Un trois"


def test_without_scripts_a_button_keeps_it_and_both_texts_are_shown_when_it_changed_elsewhere(cast: Cast, sign_in: SignIn) -> None:
    bob = sign_in(cast.bob)
    form = hidden(text(bob.get("/p/new"))) | {"do": "draft", "kind": "message", "title": "", "body": "Sans script."}
    assert bob.post("/p/new", form)["Location"] == "/drafts/"
    assert "Sans script." in text(bob.get("/drafts/"))
    assert not Post.objects.filter(body="Sans script.").exists()
    _save(cast.bob, "De l’autre appareil.", version=1, key=form["client_key"])
    answer = bob.post("/p/new", form | {"body": "D’ici.", "version": "1"})
    assert answer.status_code == 409
    assert "D’ici." in text(answer)
    assert "De l’autre appareil." in text(answer)
    assert bob.post("/p/new", form | hidden(text(answer)) | {"body": "D’ici."}).status_code == 302
    assert Draft.objects.get().body == "D’ici."


def test_a_draft_emptied_goes_and_one_dropped_stays_gone(cast: Cast, sign_in: SignIn) -> None:
    bob, kept = sign_in(cast.bob), _save(cast.bob, "Peu de chose.")
    answer = bob.post(f"/drafts/{KEY}", {"body": "  ", "version": str(kept.version)})
    assert (answer.status_code, Draft.objects.count()) == (204, 0)
    _save(cast.bob, "Autre chose.")
    answer = bob.post(f"/drafts/{KEY}/drop")
    assert answer.cookies["sent"].value == KEY
    assert not Draft.objects.exists()
    assert bob.post(f"/drafts/{KEY}/drop").status_code == 404


def test_a_draft_is_nobody_elses(cast: Cast, sign_in: SignIn) -> None:
    _save(cast.bob, "Rien que pour moi.", community=cast.closed)
    for person in (cast.alice, cast.ada, cast.max, cast.guest):
        client = sign_in(person)
        assert client.get(f"/p/new?draft={KEY}").status_code == 404
        assert client.post(f"/drafts/{KEY}/drop").status_code == 404
        assert "Rien que pour moi." not in text(client.get("/drafts/")) + text(client.get("/p/new"))
        Program(person)("GET", f"drafts/{KEY}", status=404)
    assert _save(cast.alice, "La même clef.").body == "La même clef."
    assert Draft.objects.get(person=cast.bob).body == "Rien que pour moi."


def test_a_place_one_left_is_not_named_and_has_to_be_chosen_again(cast: Cast, sign_in: SignIn) -> None:
    _save(cast.dave, "Suite de l’appel.", community=cast.closed)
    _save(cast.guest, "Suite discrète.", community=cast.secret)
    for person, place in ((cast.dave, cast.closed), (cast.guest, cast.secret)):
        listed = text(sign_in(person).get("/drafts/"))
        assert place.name not in listed.split("<h1")[1]
        assert "Suite" in listed
        assert " selected" in text(sign_in(person).get(f"/p/new?draft={KEY}")).split('name="community"')[1].split("</select>")[0]
    assert Program(cast.guest)("GET", f"drafts/{KEY}")["community"] is None


def test_a_save_that_comes_after_publication_brings_nothing_back(cast: Cast, sign_in: SignIn) -> None:
    publish(sign_in(cast.bob), community=cast.open.slug, body="Déjà dit.", client_key=KEY)
    with pytest.raises(Published):
        _save(cast.bob, "Déjà di")
    Draft.objects.create(person=cast.bob, client_key=KEY, kind="message", body="Déjà di", updated_at=NOW)
    assert list(access.drafts(cast.bob)) == []


def test_what_cannot_be_kept_is_refused_in_words(cast: Cast, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drafts, "MAX_DRAFTS", 1)
    _save(cast.bob, "Le seul.")
    for begun in (Begun(body="x" * 100_001), Begun(body="x", title="t" * 201), Begun(body="x", kind="rumour"), Begun(body="Un de trop")):
        with pytest.raises(Refused):
            save_draft(by=cast.bob, client_key="autre", begun=begun, at=NOW)
    answer = sign_in(cast.bob).post("/drafts/autre", {"body": "Un de trop"})
    assert answer.status_code == 422
    assert "1" in answer.json()["detail"]


def test_the_fields_of_a_kind_come_back_with_the_draft(cast: Cast, sign_in: SignIn) -> None:
    bob = sign_in(cast.bob)
    poll = {"kind": "poll", "body": "", "options": "Lundi\nMardi", "choice": "many", "results": "always", "is_secret": "1"}
    answer = bob.post(f"/drafts/{KEY}", poll | {"writer": "w", "do": "x", "version": ""})
    assert (answer.status_code, answer.json()["choice"]) == (200, "many")
    assert set(Draft.objects.get().details) == {"options", "choice", "results", "is_secret"}
    page = text(bob.get(f"/p/new?draft={KEY}"))
    assert ">Lundi\nMardi</textarea>" in page
    assert '<option value="many" selected>' in page
    assert 'name="is_secret" value="1" aria-describedby="id_is_secret_hint" checked' in page


def test_a_program_keeps_lists_and_drops_drafts(cast: Cast) -> None:
    as_bob = Program(cast.bob)
    kept = as_bob("PUT", f"drafts/{KEY}", {"body": "Par un programme.", "community": cast.open.slug})
    assert (kept["version"], kept["community"]) == (1, cast.open.slug)
    assert as_bob("PUT", f"drafts/{KEY}", {"body": "Plus tard.", "version": 1})["version"] == 2
    assert as_bob("PUT", f"drafts/{KEY}", {"body": "Trop tard.", "version": 1}, status=409)["body"] == "Plus tard."
    assert [row["key"] for row in as_bob("GET", "drafts")["results"]] == [KEY]
    as_bob("PUT", f"drafts/{KEY}", {"body": "x", "version": 2, "community": "inconnue"}, status=404)
    as_bob("PUT", f"drafts/{KEY}", {"version": 2}, status=204)
    as_bob("DELETE", f"drafts/{KEY}", status=404)
    as_bob("PUT", f"drafts/{KEY}", {"body": "Encore."})
    as_bob("DELETE", f"drafts/{KEY}", status=204)
    as_bob("PUT", f"drafts/{KEY}", {"body": "Publié."})
    as_bob("POST", f"communities/{cast.open.slug}/posts", {"body": "Publié.", "client_key": KEY}, status=201)
    assert as_bob("GET", "drafts")["results"] == []
    as_bob("PUT", f"drafts/{KEY}", {"body": "Publié !"}, status=410)


def test_the_list_asks_the_same_however_many_there_are(cast: Cast, sign_in: SignIn) -> None:
    bob = sign_in(cast.bob)
    for number in range(12):
        _save(cast.bob, f"Brouillon {number}", key=f"clef{number}", community=cast.closed)
    bob.get("/drafts/")
    with counted(at_most=8):
        assert text(bob.get("/drafts/")).count("Brouillon 1") == 3


def test_a_draft_is_listed_without_its_marks_and_by_its_files_when_it_has_no_words(cast: Cast, sign_in: SignIn) -> None:
    bob = sign_in(cast.bob)
    _save(cast.bob, "# Bilan\n\n**Deux** fuites, [voir](https://exemple.fr/)", title="Pompe")
    for name in ("a.txt", "b.txt"):
        upload(by=cast.bob, file=ContentFile(b"texte"), name=name, client_key="fichiers", at=NOW)
    _save(cast.bob, "", key="fichiers", community=cast.closed)
    page = text(bob.get("/drafts/"))
    assert "Bilan Deux fuites, voir" in page and "**" not in page
    assert "2 fichiers" in page and "2 fichiers" not in text(sign_in(cast.erin).get("/drafts/"))
