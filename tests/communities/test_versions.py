"""What was said before an edit: kept, shown with what changed, and no edit overwrites another unseen."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client

from communities.actions.comments import delete_comment, edit_comment
from communities.actions.posts import delete_post, edit_post, purge_deleted
from communities.actions.reports import create_report, decide_report
from communities.models import Comment, Event, Post, Report, TextVersion
from rse.audit.models import AuditEvent
from rse.lib.word_diff import Piece, word_diff
from rse.people.models import Person
from tests.communities.api.program import Program
from tests.communities.pages import counted, hidden, text
from tests.conftest import Cast
from tests.factories import NOW, make_comment

SignIn = Callable[[Person], Client]
pytestmark = pytest.mark.django_db


def test_an_edit_keeps_what_was_there_for_whoever_reads_it(cast: Cast, sign_in: SignIn) -> None:
    bob, address = sign_in(cast.bob), f"/p/{cast.closed_post.pk}/"
    assert f"{address}history" not in text(bob.get(address))
    bob.post(f"{address}edit", {"title": "turbine-fermée", "body": "Le repère ouvert <b>est</b> turbine-fermée."})
    assert f'href="{address}history"' in text(sign_in(cast.alice).get(address))
    page = text(sign_in(cast.erin).get(f"{address}history"))
    assert "fermé" in page.split("<del>")[2].split("</del>")[0]
    assert "ouvert &lt;b&gt;" in page.split("<ins>")[2].split("</ins>")[0]
    assert page.index("Version actuelle") < page.index("Première version")
    assert f"Message de {cast.bob.name}" in page.split("<main")[1]
    for outside in (cast.carol, cast.guest, cast.ada):
        assert sign_in(outside).get(f"{address}history").status_code == 404


def test_a_reply_has_its_versions_too_until_it_is_deleted(cast: Cast, sign_in: SignIn) -> None:
    comment = make_comment(cast.bob, cast.closed_post, "Avant-hier.")
    address = f"/p/{cast.closed_post.pk}/comments/{comment.pk}"
    bob = sign_in(cast.bob)
    bob.post(f"{address}/edit", {"body": "Hier."})
    bob.post(f"{address}/edit", {"body": "Ce matin."})
    assert f"{address}/history" in text(bob.get(f"/p/{cast.closed_post.pk}/"))
    page = text(sign_in(cast.alice).get(f"{address}/history"))
    assert "Version 2" in page
    assert "Avant-hier." in page
    assert bob.get(f"/p/{cast.open_post.pk}/comments/{comment.pk}/history").status_code == 404
    delete_comment(by=cast.bob, comment=comment, at=NOW)
    assert bob.get(f"{address}/history").status_code == 404


def test_the_same_words_again_change_nothing(cast: Cast, sign_in: SignIn) -> None:
    comment = make_comment(cast.bob, cast.closed_post, "Pareil.")
    post, bob = cast.closed_post, sign_in(cast.bob)
    assert bob.post(f"/p/{post.pk}/edit", {"title": post.title, "body": f"{post.body}\n"}).status_code == 302
    assert bob.post(f"/p/{post.pk}/comments/{comment.pk}/edit", {"body": " Pareil."}).status_code == 302
    assert not TextVersion.objects.exists()
    assert not Event.objects.filter(verb="edit").exists()
    assert Post.objects.get(pk=post.pk).edited_at is None
    assert Comment.objects.get(pk=comment.pk).version == comment.version


def test_who_is_overtaken_by_another_tab_is_told_with_both_texts(cast: Cast, sign_in: SignIn) -> None:
    bob, address = sign_in(cast.bob), f"/p/{cast.closed_post.pk}/edit"
    one, other = (hidden(text(bob.get(address))) for _tab in range(2))
    assert one["version"] == "1"
    assert bob.post(address, one | {"title": "T", "body": "Du premier onglet."}).status_code == 302
    answer = bob.post(address, other | {"title": "T", "body": "Du second onglet."})
    assert answer.status_code == 409
    page = text(answer)
    assert "Du premier onglet.</textarea>" in page
    assert "Du second onglet.</textarea>" in page
    assert Post.objects.get(pk=cast.closed_post.pk).body == "Du premier onglet."
    assert bob.post(address, hidden(page) | {"title": "T", "body": "Du second onglet."}).status_code == 302
    assert Post.objects.get(pk=cast.closed_post.pk).body == "Du second onglet."
    assert TextVersion.objects.filter(post=cast.closed_post).count() == 2


def test_reactions_and_replies_meanwhile_overtake_nobody(cast: Cast, sign_in: SignIn) -> None:
    comment = make_comment(cast.bob, cast.closed_post, "À préciser.")
    bob, address = sign_in(cast.bob), f"/p/{cast.closed_post.pk}"
    forms = {place: hidden(text(bob.get(place))) for place in (f"{address}/edit", f"{address}/comments/{comment.pk}/edit")}
    make_comment(cast.alice, cast.closed_post)
    sign_in(cast.erin).post(f"{address}/reactions", {"kind": "utile:false", "comment": comment.pk})
    for place, form in forms.items():
        assert bob.post(place, form | {"title": "T", "body": "Précisé."}).status_code == 302
    stale = bob.post(f"{address}/comments/{comment.pk}/edit", {"version": "1", "body": "Trop tard."})
    assert (stale.status_code, Comment.objects.get(pk=comment.pk).body) == (409, "Précisé.")


def test_the_words_of_before_go_with_those_that_were_deleted(cast: Cast) -> None:
    comment = make_comment(cast.bob, cast.open_post, "Un.")
    edit_comment(by=cast.bob, comment=comment, body="Deux.", at=NOW)
    edit_post(by=cast.bob, post=cast.closed_post, body="Trois.", at=NOW)
    edit_post(by=cast.erin, post=cast.open_post, body="Quatre.", at=NOW)
    delete_comment(by=cast.bob, comment=comment, at=NOW)
    delete_post(by=cast.bob, post=cast.closed_post, at=NOW)
    purge_deleted(before=NOW)
    assert TextVersion.objects.count() == 3
    purge_deleted(before=NOW + timedelta(seconds=1))
    assert TextVersion.objects.get().post_id == cast.open_post.pk


def test_a_long_history_has_pages_and_costs_the_same(cast: Cast, sign_in: SignIn) -> None:
    for number in range(2, 25):
        edit_post(by=cast.erin, post=cast.open_post, body=f"Texte {number}.", at=NOW + timedelta(minutes=number))
    bob, address = sign_in(cast.bob), f"/p/{cast.open_post.pk}/history"
    bob.get(address)
    with counted(at_most=8):  # the files of the present version stand in a table of their own
        page = text(bob.get(address))
    assert page.count("version-when") == 10
    assert "?before=15" in page
    last = text(bob.get(f"{address}?before=5"))
    assert last.count("version-when") == 4
    assert "Le repère de tous est nacelle-ouverte." in last
    assert bob.get(f"{address}?before=x").status_code == 400


def test_a_program_lists_versions_and_is_told_when_it_was_overtaken(cast: Cast) -> None:
    as_bob, address = Program(cast.bob), f"posts/{cast.closed_post.pk}"
    as_bob("PATCH", address, {"body": "Deux.", "version": 1})
    assert as_bob("PATCH", address, {"body": "Autre.", "version": 1}, status=409)["body"] == "Deux."
    as_bob("PATCH", address, {"body": "Trois."})
    rows = as_bob("GET", f"{address}/versions?size=2")
    assert [(row["number"], row["body"], row["is_present"]) for row in rows["results"]] == [(3, "Trois.", True), (2, "Deux.", False)]
    rest = as_bob("GET", f"{address}/versions?cursor={rows['next']}")
    assert [(row["number"], row["title"]) for row in rest["results"]] == [(1, "turbine-fermée")]
    assert rest["next"] is None
    Program(cast.carol)("GET", f"{address}/versions", status=404)
    comment = Comment.objects.get(post=cast.closed_post)
    as_alice = Program(cast.alice)
    as_alice("PATCH", f"comments/{comment.pk}", {"body": "Relu.", "version": 1})
    assert as_alice("PATCH", f"comments/{comment.pk}", {"body": "Non.", "version": 1}, status=409)["body"] == "Relu."
    assert len(as_bob("GET", f"comments/{comment.pk}/versions")["results"]) == 2
    Program(cast.guest)("GET", f"comments/{comment.pk}/versions", status=404)


def test_a_past_text_is_taken_away_for_good_by_its_author_or_who_moderates(cast: Cast, sign_in: SignIn) -> None:
    post, base = cast.closed_post, f"/p/{cast.closed_post.pk}/history"
    for body in ("Le code est sésame-9.", "Le code est chez Alice.", "Voir Alice."):
        edit_post(by=cast.bob, post=post, title="Accès", body=body, at=NOW)
    readers = {name: sign_in(cast.people[name]) for name in ("alice", "bob", "erin", "carol", "ada", "guest")}
    assert "sésame-9" in text(readers["erin"].get(base))
    assert f"{base}/2/remove" in text(readers["bob"].get(base))
    assert f"{base}/4/remove" not in text(readers["bob"].get(base))  # the present words are edited
    for outside in ("carol", "ada", "guest"):
        assert readers[outside].post(f"{base}/2/remove").status_code == 404
    for number in ("0", "4", "5", "99999999999", "x"):
        assert readers["bob"].get(f"{base}/{number}/remove").status_code == 404
    asked = readers["bob"].get(f"{base}/2/remove")
    assert "sésame-9" in text(asked)
    assert TextVersion.objects.filter(body__contains="sésame").count() == 1
    assert readers["bob"].post(f"{base}/2/remove").headers["Location"] == base
    for name in ("alice", "bob", "erin"):
        page = text(readers[name].get(base))
        assert "sésame-9" not in page
        assert f"Texte retiré par {cast.bob.name}" in page
        assert "rien à quoi le comparer" in page  # the next one stands whole
        assert "<del>" in page  # the last one is still compared with it
    told = AuditEvent.objects.get(act="version.remove")
    assert (told.actor_id, told.target_id, "sésame" in str(told.detail)) == (cast.bob.pk, str(post.pk), False)
    readers["alice"].post(f"{base}/2/remove")  # twice is once
    assert TextVersion.objects.get(removed_at__isnull=False).removed_by == cast.bob
    assert readers["bob"].get(f"{base}/2/remove").headers["Location"] == base
    assert text(readers["alice"].get(base)).count("version-when") == 4


def test_who_only_reads_takes_nothing_away_and_a_removed_word_is_in_no_row(cast: Cast, sign_in: SignIn) -> None:
    comment = make_comment(cast.alice, cast.closed_post, "Sésame-9, de Zoé.")
    create_report(by=cast.bob, subject=comment, reason="personal", at=NOW)
    edit_comment(by=cast.alice, comment=comment, body="Voir ailleurs.", at=NOW)
    address = f"/p/{cast.closed_post.pk}/comments/{comment.pk}/history"
    bob, erin = sign_in(cast.bob), sign_in(cast.erin)
    assert f"{address}/1/remove" not in text(bob.get(address))
    assert bob.post(f"{address}/1/remove").status_code == 403
    assert "Sésame-9" in text(bob.get(address))
    assert erin.post(f"{address}/1/remove").status_code == 302
    assert "Sésame-9" not in text(bob.get(address))
    assert Report.objects.get().excerpt == "Sésame-9, de Zoé."  # whoever decides still has to know
    report = Report.objects.get()
    decide_report(by=cast.erin, report=report, outcome="kept", reason="Réécrit depuis.", at=NOW)
    edit_comment(by=cast.alice, comment=comment, body="Voir là.", at=NOW)
    Program(cast.alice)("DELETE", f"comments/{comment.pk}/versions/2", status=204)
    assert Report.objects.get().excerpt == ""
    for table in connection.introspection.table_names():
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT count(*) FROM "{table}" AS t WHERE t::text ILIKE %s', ["%Sésame-9%"])
            assert cursor.fetchone()[0] == 0, table


def test_a_program_takes_a_past_text_away(cast: Cast) -> None:
    as_bob, address = Program(cast.bob), f"posts/{cast.closed_post.pk}"
    as_bob("PATCH", address, {"body": "Deux."})
    as_bob("PATCH", address, {"body": "Trois."})
    Program(cast.carol)("DELETE", f"{address}/versions/1", status=404)
    as_bob("DELETE", f"{address}/versions/3", status=404)
    Program(cast.erin)("DELETE", f"{address}/versions/1", status=204)
    rows = {row["number"]: row for row in Program(cast.alice)("GET", f"{address}/versions")["results"]}
    assert (rows[1]["title"], rows[1]["body"], rows[1]["removed_by"]["name"]) == ("", "", cast.erin.name)
    assert rows[1]["removed_at"] and rows[2]["removed_at"] is None
    assert rows[2]["body"] == "Deux."
    as_bob("PATCH", address, {"body": "Quatre.", "version": 3})  # the numbers stand


def test_a_difference_holds_both_texts_and_is_bounded() -> None:
    assert word_diff("Rien.", "Rien.") == [Piece("same", "Rien.")]
    assert word_diff("", "") == []
    pieces = word_diff("Le joint fuit ce soir.", "Le joint torique ne fuit plus.")
    assert "".join(text for kind, text in pieces if kind != "removed") == "Le joint torique ne fuit plus."
    assert "".join(text for kind, text in pieces if kind != "added") == "Le joint fuit ce soir."
    assert pieces[0] == Piece("same", "Le joint ")
    cut = word_diff("mot " * 500 + "fin", "mot " * 500 + "suite")
    assert len("".join(text for _kind, text in cut)) < 400
    for old, new in (("a b " * 5000, "b a " * 5000), ("x\n" * 9000, "y\n" * 9000), ("é" * 20_000, "è" * 20_000)):
        assert word_diff(old, new)
