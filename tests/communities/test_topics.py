"""Topics: what makes one of a word, the posts that bear it, and that what one may not read leaves no trace."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from communities import feeds
from communities.actions.batches import NewPost, create_posts
from communities.actions.posts import delete_post, edit_post
from communities.actions.removals import UNDO_LASTS, settle_due
from communities.models import PostTopic
from rse.lib.refusal import Refused
from rse.lib.text import render, topic_key
from rse.people.models import Person
from tests.communities.pages import counted, ids, text
from tests.conftest import Cast
from tests.factories import NOW, make_comment, make_person, make_post

SignIn = Callable[[Person], Client]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("Avis #Soudure-TIG, #sécurité.", {"soudure-tig": "Soudure-TIG", "securite": "sécurité"}),
        ("**#gras** (#entre) « #guillemets »", {"gras": "gras", "entre": "entre", "guillemets": "guillemets"}),
        ("#Œuvre #œuvre #OEUVRE", {"oeuvre": "Œuvre"}),
        ("#12 #3D #- #_ a#b &#b /#c", {"3d": "3D"}),
        ("# Titre\n\n## Autre", {}),
        ("`#code` [voir #lien](http://a.b/) http://a.b/#page", {}),
        ("```\n#bloc\n```", {}),
        ("#" + "a" * 51, {}),
        ("#e\u0301te\u0301", {"ete": "été"}),
    ],
)
def test_a_word_after_its_sign_is_a_topic(typed: str, found: dict[str, str]) -> None:
    assert dict(render(typed).topics) == found


def test_a_topic_is_a_link_to_its_page() -> None:
    assert '<a href="/topics/securite/" class="hash"' in render("#Sécurité").html
    assert ">#Sécurité</a>" in render("#Sécurité").html
    assert topic_key(" #Sécurité ") == topic_key("securite") == "securite"
    assert topic_key("deux mots") == topic_key("12") == topic_key("") == ""


@pytest.mark.django_db
def test_the_page_of_a_topic_shows_the_posts_that_bear_it_to_whom_may_read_them(cast: Cast, sign_in: SignIn) -> None:
    seen = make_post(cast.erin, cast.open, "Vu au #Banc-3.")
    hidden = make_post(cast.alice, cast.closed, "Pareil au #BANC-3.", at=NOW + timedelta(minutes=1))
    page = text(sign_in(cast.carol).get("/topics/banc-3/"))
    assert ids(page) == [seen.pk]
    assert "#Banc-3</h1>" in page
    page = text(sign_in(cast.bob).get("/topics/Banc-3/"))
    assert ids(page) == [hidden.pk, seen.pk]
    assert "#BANC-3</h1>" in page


@pytest.mark.django_db
def test_a_topic_used_elsewhere_only_is_as_one_that_nobody_used(cast: Cast, sign_in: SignIn) -> None:
    make_post(cast.alice, cast.secret, "Le #Projet-Helios avance.")
    carol = sign_in(cast.carol)
    page = text(carol.get("/topics/projet-helios/"))
    assert "Personne n’en a encore parlé" in page
    assert "Projet-Helios" not in page
    nothing = text(carol.get("/topics/projet-absent/"))
    assert "Personne n’en a encore parlé" in nothing
    with counted(at_most=8):
        carol.get("/topics/projet-helios/")
    assert "projet-helios" not in text(carol.get("/topics/"))
    assert "projet-helios" not in text(carol.get("/topics/?q=projet"))
    assert [row.key for row in feeds.topics_like(cast.carol, "#pro")] == []
    assert [row.key for row in feeds.topics_like(cast.bob, "#pro")] == ["projet-helios"]
    make_post(cast.erin, cast.open, "Et si on parlait du #projet-helios ?", at=NOW - timedelta(days=1))
    assert "#projet-helios</h1>" in text(carol.get("/topics/projet-helios/")), "as one may read it, whoever wrote it first"
    assert carol.get("/topics/12/").status_code == 404
    assert carol.get("/topics/%20/").status_code == 404


@pytest.mark.django_db
def test_topics_follow_the_words(cast: Cast) -> None:
    post = make_post(cast.erin, cast.open, "#un #deux #Deux")
    assert _of(post.pk) == {"un": "un", "deux": "deux"}
    edit_post(by=cast.erin, post=post, body="#deux #trois", at=NOW)
    assert _of(post.pk) == {"deux": "deux", "trois": "trois"}
    make_comment(cast.bob, post, "Et #quatre.")
    assert _of(post.pk) == {"deux": "deux", "trois": "trois"}, "what comments say is not what the post is about"
    delete_post(by=cast.erin, post=post, at=NOW)
    settle_due(NOW + UNDO_LASTS)
    assert _of(post.pk) == {}


@pytest.mark.django_db
def test_imported_posts_have_their_topics_once(cast: Cast) -> None:
    rows = [NewPost(by=cast.erin, community=cast.open, body=f"#commun #n{n}-o", at=NOW, key=f"k{n}") for n in range(3)]
    for _twice in range(2):
        posts = create_posts(rows, source="import:test")
    assert [sorted(_of(post.pk)) for post in posts] == [["commun", f"n{n}-o"] for n in range(3)]


@pytest.mark.django_db
def test_more_than_twenty_topics_are_refused_and_the_words_kept(cast: Cast, sign_in: SignIn) -> None:
    crowd = " ".join(f"#sujet{n}" for n in range(21))
    with pytest.raises(Refused):
        make_post(cast.erin, cast.open, crowd)
    answer = sign_in(cast.erin).post(
        "/p/new", {"community": cast.open.slug, "kind": "message", "title": "", "body": crowd, "client_key": "x1"}
    )
    assert answer.status_code == 422
    assert "#sujet20" in text(answer)
    assert make_post(cast.erin, cast.open, crowd.replace("#sujet20", ""))


@pytest.mark.django_db
def test_the_list_says_what_people_speak_of_now_and_finds_older_ones(cast: Cast, sign_in: SignIn) -> None:
    for number in range(3):
        make_post(cast.erin, cast.open, "#frequent", at=NOW + timedelta(minutes=number))
    make_post(cast.erin, cast.open, "#rare")
    make_post(cast.bob, cast.partners, "#fraise")
    assert [(row.key, row.posts) for row in feeds.topics(cast.bob)] == [("frequent", 3), ("fraise", 1), ("rare", 1)]
    assert [row.key for row in feeds.topics(cast.carol)] == ["frequent", "rare"]
    assert [row.key for row in feeds.topics_like(cast.bob, "fr", community=cast.partners)] == ["fraise", "frequent"]
    assert [row.key for row in feeds.topics_like(cast.bob, "#")] == ["frequent", "fraise", "rare"]
    assert feeds.topics(cast.mallory) == []
    bob = sign_in(cast.bob)
    bob.get("/topics/")
    with counted(at_most=6):
        page = text(bob.get("/topics/"))
    assert 'href="/topics/frequent/"' in page
    with counted(at_most=7):
        assert "Aucun sujet" in text(bob.get("/topics/?q=zzz"))


@pytest.mark.django_db
def test_the_page_has_pages_and_costs_the_same(cast: Cast, sign_in: SignIn) -> None:
    posts = [make_post(cast.erin, cast.open, f"{n} #long", at=NOW + timedelta(minutes=n)) for n in range(25)]
    bob = sign_in(cast.bob)
    bob.get("/topics/long/")
    with counted(at_most=8):
        page = text(bob.get("/topics/long/"))
    assert ids(page) == [post.pk for post in reversed(posts[5:])]
    assert ids(text(bob.get(f"/topics/long/?before={posts[5].pk}", headers={"HX-Request": "true"}))) == [p.pk for p in reversed(posts[:5])]
    api = bob.get("/api/v1/topics/long/posts?size=5").json()
    assert [int(row["id"]) for row in api["results"]] == [post.pk for post in reversed(posts[20:])]
    assert api["next"] == str(posts[20].pk)
    assert bob.get("/api/v1/topics?q=lo").json()["results"] == [{"key": "long", "name": "long", "posts": 25}]
    assert bob.get("/api/v1/topics?community=nulle-part").status_code == 404


@pytest.mark.django_db
def test_a_post_without_topics_costs_nothing_more(cast: Cast) -> None:
    person = make_person("Lou")
    assert person.pk
    make_post(cast.erin, cast.open, "Chauffe.")
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as queries:
        make_post(cast.erin, cast.open, "Sans sujet.")
    assert not [query for query in queries.captured_queries if "topic" in query["sql"]]


def _of(post_id: int) -> dict[str, str]:
    return dict(PostTopic.objects.filter(post=post_id).values_list("topic__key", "name"))
