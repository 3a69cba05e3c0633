"""Search: the page, what narrows it, its pages, what is indexed when, recent searches, and what cannot be taken."""

import io
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from psycopg2.errors import QueryCanceled

from communities import search, tasks
from communities.actions import indexing, searches
from communities.actions.batches import NewPost, create_posts
from communities.actions.comments import create_comment, edit_comment
from communities.actions.levels import set_level_of_person
from communities.actions.posts import accept_answer, delete_post, edit_post
from communities.actions.removals import restore_post
from communities.models import Event, Post, RecentSearch, SearchEntry, SearchMark, SearchRound
from communities.search import finding, statements
from rse.lib.file_text import MAX_TEXT
from rse.people.models import Person
from tests.communities.paper import pdf, put
from tests.conftest import Cast
from tests.factories import NOW, make_comment, make_community, make_person, make_post

SignIn = Callable[[Person], Client]


def found(person: Person, typed: str) -> list[int]:
    """The posts of what is found."""
    return [row.post_id for row in search.find(person, search.read(person, typed)).rows]


# Indexing -----------------------------------------------------------------------------------------


def test_what_is_written_changed_deleted_or_restored_is_found_as_it_stands(cast: Cast) -> None:
    post = make_post(cast.erin, cast.open, "Une girouette.")
    reply = make_comment(cast.bob, post, "Une boussole.")
    assert found(cast.carol, "girouette") == []
    assert tasks.index() >= 2
    assert found(cast.carol, "girouette") == found(cast.carol, "boussole") == [post.pk]
    edit_post(by=cast.erin, post=post, body="Un sextant.", at=NOW)
    edit_comment(by=cast.bob, comment=reply, body="Un astrolabe.", at=NOW)
    tasks.index()
    assert found(cast.carol, "girouette") == found(cast.carol, "boussole") == []
    assert found(cast.carol, "sextant") == found(cast.carol, "astrolabe") == [post.pk]
    at = timezone.now()
    delete_post(by=cast.erin, post=post, at=at)
    tasks.index()
    assert not SearchEntry.objects.filter(post=post).exists()
    restore_post(by=cast.erin, post=post, at=at)
    tasks.index()
    assert found(cast.carol, "sextant") == found(cast.carol, "astrolabe") == [post.pk]


def test_an_import_is_found(cast: Cast) -> None:
    rows = [NewPost(cast.erin, cast.open, f"Archive girouette {n}", NOW - timedelta(days=n)) for n in range(5)]
    create_posts(rows, source="import:x")
    tasks.index()
    assert len(found(cast.carol, "girouette")) == 5


def test_what_cannot_be_indexed_holds_nothing_up(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    bad, good = make_post(cast.erin, cast.open, "Une girouette."), make_post(cast.erin, cast.open, "Une boussole.")
    make = indexing._write

    def fail(texts: list[indexing.Text], at: object) -> None:
        if any(text.post_id == bad.pk for text in texts):
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1/0")
        make(texts, NOW)

    monkeypatch.setattr(indexing, "_write", fail)
    tasks.index()
    assert found(cast.carol, "boussole") == [good.pk]
    (left,) = SearchMark.objects.filter(post_id=bad.pk)
    assert left.tries == 1 and left.due_at > timezone.now()
    monkeypatch.undo()
    indexing.index_due(left.due_at)
    assert found(cast.carol, "girouette") == [bad.pk]


def test_a_round_finds_what_has_no_entry_or_an_old_one(cast: Cast) -> None:
    post = make_post(cast.erin, cast.open, "Une girouette.")
    make_comment(cast.bob, post, "Une boussole.")
    paper = put(cast.erin, "sextant.pdf", pdf())
    make_post(cast.erin, cast.open, "Voir.", files=[paper.token])
    tasks.index()
    complete = set(SearchEntry.objects.values_list("place", "shape"))
    SearchEntry.objects.all().delete()
    call_command("index_search", stdout=io.StringIO())
    assert set(SearchEntry.objects.values_list("place", "shape")) == complete
    assert SearchRound.objects.get().ended_at is not None
    SearchEntry.objects.filter(shape="comment").update(edition=0)
    SearchEntry.objects.filter(shape="document").delete()
    tasks.due()
    assert SearchEntry.objects.filter(edition=0).exists()  # the round is over until the night
    indexing.begin_round()
    tasks.due()
    assert not SearchEntry.objects.filter(edition=0).exists()
    assert set(SearchEntry.objects.values_list("place", "shape")) == complete


def test_a_vector_that_would_be_too_large_is_cut(cast: Cast) -> None:
    post = make_post(cast.erin, cast.open, "girouette")
    Post.objects.filter(pk=post.pk).update(body_html="girouette " + " ".join(f"mot{n}x{n * 7919}" for n in range(60_000))[:MAX_TEXT])
    tasks.index()
    assert found(cast.carol, "girouette") == [post.pk]


# What narrows -------------------------------------------------------------------------------------


def test_words_narrow_what_is_found(cast: Cast) -> None:
    question = make_post(cast.erin, cast.open, "Où est la girouette ?", title="Girouette", kind="question")
    answer = make_comment(cast.bob, question, "La girouette est là.")
    old = make_post(cast.bob, cast.closed, "Ancienne girouette.", at=NOW - timedelta(days=40))
    accept_answer(by=cast.erin, post=question, comment=answer, at=NOW)
    tasks.index()
    day = timezone.localdate(NOW - timedelta(days=20)).isoformat()
    for typed, expected in (
        ("girouette", {question.pk, old.pk}),
        ("girouette type:question", {question.pk}),
        ("girouette type:reponse", {question.pk}),
        ("girouette de:bob", {question.pk, old.pk}),
        ("girouette de:moi", {question.pk, old.pk}),
        ("girouette from:erin", {question.pk}),
        ('girouette dans:"appels fermés"', {old.pk}),
        ("girouette in:entraide", {question.pk}),
        (f"girouette avant:{day}", {old.pk}),
        (f"girouette after:{day}", {question.pk}),
        ("girouette est:résolue", {question.pk}),
        ("girouette -ancienne", {question.pk}),
    ):
        assert set(found(cast.bob, typed)) == expected, typed
    page = search.find(cast.bob, search.read(cast.bob, "girouette"))
    assert (page.count, page.kinds) == (3, {"question": 1, "comment": 1, "post": 1})
    assert [(each.slug, each.number) for each in page.places] == [(cast.open.slug, 2), (cast.closed.slug, 1)]
    assert search.find(cast.carol, search.read(cast.carol, "girouette")).count == 2
    assert [row.is_answer for row in page.rows if row.comment_id] == [True]


def test_what_cannot_be_taken_is_said(cast: Cast, sign_in: SignIn) -> None:
    for typed in ("vanne de:personneici", "vanne dans:nulle-part", "vanne type:chose", "vanne avant:hier", "vanne est:content", "a" * 900):
        page = sign_in(cast.carol).get("/search/", {"q": typed})
        assert page.status_code == 200 and "search-note" in page.content.decode(), typed
    secret = search.read(cast.carol, "vanne dans:projet-discret").notes
    assert secret == tuple(
        note.replace("nulle-part-0000", "projet-discret") for note in search.read(cast.carol, "vanne dans:nulle-part-0000").notes
    )
    for typed in ("***", '"', "-", "🚀", "de:bob", "  "):
        assert sign_in(cast.carol).get("/search/", {"q": typed}).status_code == 200


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed=st.text(max_size=300) | st.from_regex(r"(-?(de|dans|type|avant|in|is):?[\"'a-zé0-9*<&|!():\\-]{0,9} ?){0,9}", fullmatch=True))
def test_nothing_typed_is_an_error(cast: Cast, typed: str) -> None:
    asked = search.read(cast.bob, typed)
    search.find(cast.bob, asked)
    search.find(cast.guest, asked, order=search.NEWEST)
    search.suggest(cast.bob, typed)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(at=st.text(alphabet="rn0123456789.-x", max_size=40))
def test_a_cursor_that_is_not_ours_is_a_bad_request(cast: Cast, sign_in: SignIn, at: str) -> None:
    assert sign_in(cast.bob).get("/search/", {"q": "vanne", "at": at}).status_code in (200, 400)


# Pages --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("order", [search.RELEVANCE, search.NEWEST])
@pytest.mark.parametrize("many", [False, True])
def test_pages_hold_each_once_and_all(cast: Cast, order: str, many: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there are few, ranked; where there are many, walked: a walk that finds too little ends with all that is found."""
    if many:
        monkeypatch.setattr(statements, "MANY", 10)
        monkeypatch.setattr(finding, "MANY", 10)
        monkeypatch.setattr(finding, "WINDOWS", (3, 5))
        statements.few.cache_clear()
    posts = [make_post(cast.erin, cast.open, f"Une girouette {n}.", at=NOW - timedelta(hours=n)) for n in range(17)]
    hidden = [make_post(cast.alice, cast.closed, "Une girouette.", at=NOW - timedelta(minutes=n)) for n in range(12)]
    tasks.index()
    for person, expected in ((cast.carol, posts), (cast.alice, posts + hidden)):
        seen: list[int] = []
        cursor = ""
        for _page in range(20):
            page = search.find(person, search.read(person, "girouette"), order=order, cursor=cursor, size=4)
            seen += [row.post_id for row in page.rows]
            cursor = page.next_cursor or ""
            if not cursor:
                break
        assert sorted(seen) == sorted(post.pk for post in expected)
        if many or order == search.NEWEST:
            assert seen == sorted(seen, reverse=True)
    statements.few.cache_clear()


def test_a_guest_finds_what_is_common_elsewhere(cast: Cast) -> None:
    mine = make_post(cast.guest, cast.partners, "Une girouette.")
    for _n in range(3):
        make_post(cast.erin, cast.open, "Une girouette.")
    tasks.index()
    assert found(cast.guest, "girouette") == [mine.pk]


def test_what_somebody_blocked_wrote_is_not_found(cast: Cast) -> None:
    make_post(cast.erin, cast.open, "Une girouette.")
    tasks.index()
    set_level_of_person(by=cast.carol, other=cast.erin, level="block", at=NOW)
    assert found(cast.carol, "girouette") == []
    assert search.find(cast.carol, search.read(cast.carol, "girouette")).count == 0


def test_the_page_shows_where_the_words_are_and_escapes_all_else(cast: Cast, sign_in: SignIn) -> None:
    post = make_post(cast.erin, cast.open, "Avant <script>alert(1)</script> les *réglages* & la suite.", title="<b>Réglage</b>")
    tasks.index()
    page = sign_in(cast.carol).get("/search/?q=réglage").content.decode()
    assert f'<a href="/p/{post.pk}/">&lt;b&gt;<mark>Réglage</mark>&lt;/b&gt;</a>' in page
    assert "<mark>réglages</mark> &amp; la suite" in page
    assert "<script>alert" not in page
    assert sign_in(cast.carol).get("/search/?q=<script>alert(1)</script>").content.decode().count("<script>alert") == 0


def test_the_beginning_of_a_word_is_looked_for_where_nothing_has_the_word(cast: Cast, sign_in: SignIn) -> None:
    make_post(cast.erin, cast.open, "Une girouette.")
    tasks.index()
    page = sign_in(cast.carol).get("/search/?q=girou").content.decode()
    assert "girouette</mark>" in page


def test_what_nobody_wrote_can_be_asked(cast: Cast, sign_in: SignIn) -> None:
    page = sign_in(cast.carol).get("/search/?q=xylophone").content.decode()
    assert "/p/new?kind=question&amp;title=xylophone" in page


def test_the_page_asks_few_statements(cast: Cast, sign_in: SignIn) -> None:
    for n in range(25):
        author = make_person()
        make_post(author, make_community(owner=author), f"Une girouette {n}.")
    tasks.index()
    client = sign_in(cast.carol)
    client.get("/search/?q=girouette")
    with CaptureQueriesContext(connection) as seen:
        client.get("/search/?q=girouette")
    assert len(seen) <= 6, [query["sql"][:90] for query in seen]


def test_a_search_that_takes_too_long_is_told_so(cast: Cast, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    def give_up(*args: object, **values: object) -> object:
        raise OperationalError from QueryCanceled("canceling statement due to statement timeout")

    client = sign_in(cast.carol)
    monkeypatch.setattr(finding._Asker, "find", give_up)
    page = client.get("/search/?q=vanne")
    assert page.status_code == 200 and "pris trop de temps" in page.content.decode()
    assert client.get("/api/v1/search?q=vanne").json()["notes"] == ["Cette recherche a pris trop de temps"]


# Recent searches ----------------------------------------------------------------------------------


def test_one_s_recent_searches_are_one_s_own_and_can_be_forgotten(cast: Cast, sign_in: SignIn) -> None:
    for n in range(12):
        searches.remember(person_id=cast.bob.pk, words=f"recherche {n}", at=NOW + timedelta(minutes=n))
    searches.remember(person_id=cast.bob.pk, words="RECHERCHE 5", at=NOW + timedelta(hours=1))
    kept = search.recent_searches(cast.bob)
    assert kept[:2] == ["RECHERCHE 5", "recherche 11"] and len(kept) == 10
    client = sign_in(cast.bob)
    assert "recherche 11" in client.get("/search/").content.decode()
    assert "recherche 11" not in sign_in(cast.alice).get("/search/").content.decode()
    assert "recherche 11" in client.post("/adoption/kept.json").content.decode()
    assert client.get("/api/v1/search/suggestions?q=rech").json()["recent"][0] == "RECHERCHE 5"
    assert client.post("/search/forget").status_code == 302
    assert not RecentSearch.objects.filter(person=cast.bob).exists()


def test_a_search_counts_once_an_hour_and_is_remembered(cast: Cast, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[dict[str, Any]] = []

    def enqueue(task: object, **arguments: object) -> bool:
        asked.append(arguments)
        return True

    monkeypatch.setattr(tasks, "_enqueue", enqueue)
    client = sign_in(cast.carol)
    client.get("/search/?q=vanne")
    client.get("/search/?q=vanne&sort=newest")
    client.get("/search/?q=joint")
    words = [one for one in asked if "words" in one]
    for one in words:
        tasks.searched(**one)
    assert {one["words"] for one in words} == {"vanne", "joint"}
    assert search.recent_searches(cast.carol) == ["joint", "vanne"]
    assert Event.objects.filter(actor_id=cast.carol.pk, verb="search").count() == 1


# The API ------------------------------------------------------------------------------------------


def test_a_program_finds_the_same(cast: Cast, sign_in: SignIn) -> None:
    post = make_post(cast.erin, cast.open, "Une girouette.", title="Le vent")
    create_comment(by=cast.bob, post=post, body="Girouette aussi.", at=NOW)
    tasks.index()
    client = sign_in(cast.carol)
    told = client.get("/api/v1/search?q=girouette&size=1").json()
    assert (told["count"], len(told["results"]), told["kinds"]) == (2, 1, {"post": 1, "comment": 1})
    rest = client.get(f"/api/v1/search?q=girouette&size=1&cursor={told['next']}").json()
    assert {row["kind"] for row in (*told["results"], *rest["results"])} == {"post", "comment"}
    assert {row["post"] for row in rest["results"]} == {str(post.pk)}
    assert rest["next"] is None
    assert client.get("/api/v1/search?q=girouette&cursor=zz").status_code == 400
    assert client.get(f"/api/v1/search?q=girouette&community={cast.closed.slug}").status_code == 404
    assert client.get(f"/api/v1/search?q=girouette&community={cast.open.slug}&author={cast.bob.pk}").json()["count"] == 1
    assert json.dumps(client.get("/api/v1/search/suggestions?q=entr").json()["communities"]).count(cast.open.slug) == 1
