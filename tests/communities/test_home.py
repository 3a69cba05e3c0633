"""The home page: what arrives there, in how many queries, and what a page of it is."""

import gzip
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from communities.actions.comments import delete_comment
from communities.actions.levels import set_level_of_person, set_level_of_topic
from communities.actions.memberships import invite
from communities.actions.removals import restore_comment
from communities.models import Topic
from rse.people.models import Person
from tests.communities.pages import counted, ids, text
from tests.conftest import Cast
from tests.factories import NOW, make_comment, make_community, make_member, make_person, make_post

SignIn = Callable[[Person], Client]
pytestmark = pytest.mark.django_db


def test_home_shows_the_posts_of_ones_communities_newest_first(cast: Cast, sign_in: SignIn) -> None:
    page = text(sign_in(cast.bob).get("/"))
    assert "nacelle-ouverte" in page
    assert "turbine-fermée" in page
    assert "joint-effacé" not in page
    assert ids(page) == sorted(ids(page), reverse=True)


def test_a_colleague_outside_sees_the_open_post_in_the_whole_company_only(cast: Cast, sign_in: SignIn) -> None:
    carol = sign_in(cast.carol)
    assert "nacelle-ouverte" not in text(carol.get("/"))
    everything = text(carol.get("/?all=1"))
    assert "nacelle-ouverte" in everything
    assert "turbine-fermée" not in everything
    assert "hélice-secrète" not in everything


def test_home_of_twenty_posts_costs_ten_queries_and_stays_light(cast: Cast, sign_in: SignIn) -> None:
    for number in range(25):
        make_post(cast.erin, cast.open, f"Message **{number}**.", title=f"Titre {number}", at=NOW + timedelta(minutes=number))
    invite(by=cast.erin, community=cast.partners, person=cast.carol, at=NOW)
    bob = sign_in(cast.bob)
    bob.get("/")
    with counted(at_most=10):
        page = bob.get("/")
    assert len(ids(text(page))) == 20
    assert len(gzip.compress(page.content, 1)) < 60_000


def test_show_more_leads_to_the_rest_with_and_without_a_script(cast: Cast, sign_in: SignIn) -> None:
    posts = [make_post(cast.erin, cast.open, str(n), at=NOW + timedelta(minutes=n)) for n in range(25)]
    bob = sign_in(cast.bob)
    first = ids(text(bob.get("/")))
    rest = text(bob.get(f"/?before={first[-1]}"))
    fragment = text(bob.get(f"/?before={first[-1]}", headers={"HX-Request": "true"}))
    assert {post.pk for post in posts} <= set(first + ids(rest))
    assert not set(first) & set(ids(rest))
    assert ids(fragment) == ids(rest)
    assert "<html" in rest
    assert "<html" not in fragment


def test_the_newer_fragment_holds_what_came_after_an_id(cast: Cast, sign_in: SignIn) -> None:
    newer = make_post(cast.erin, cast.open, "Tout neuf.", at=NOW + timedelta(hours=1))
    make_post(cast.erin, cast.partners, "Ailleurs.", at=NOW + timedelta(hours=2))
    carol_is_in = make_member(cast.carol, cast.open)
    assert carol_is_in.pk
    fragment = text(sign_in(cast.carol).get(f"/?fragment=1&after={cast.open_post.pk}"))
    assert ids(fragment) == [newer.pk]


def test_an_empty_home_says_what_to_do(cast: Cast, sign_in: SignIn) -> None:
    page = text(sign_in(cast.carol).get("/"))
    assert 'href="/c/"' in page
    assert 'class="empty"' in page


def test_unread_dots_follow_what_was_read(cast: Cast, sign_in: SignIn) -> None:
    make_post(cast.erin, cast.open, "Neuf.", at=NOW + timedelta(hours=1))
    bob = sign_in(cast.bob)
    here = f'href="/c/{cast.open.slug}/" data-community="{cast.open.pk}" class="unread"'
    assert here in text(bob.get("/"))
    bob.get(f"/c/{cast.open.slug}/")
    assert here in text(bob.get("/")), "a page loaded is not a page read"
    bob.post("/read/all", {"community": cast.open.slug})
    assert here not in text(bob.get("/"))


def test_waiting_questions_are_those_of_others_without_an_answer(cast: Cast, sign_in: SignIn) -> None:
    make_post(cast.erin, cast.open, "Corps.", title="Question d’Erin", kind="question")
    make_post(cast.bob, cast.open, "Corps.", title="Question de Bob", kind="question")
    side = text(sign_in(cast.bob).get("/")).split('class="side side-r')[1]
    assert "Question d’Erin" in side
    assert "Question de Bob" not in side


def test_waiting_questions_leave_out_whom_and_what_one_mutes_or_blocks(cast: Cast, sign_in: SignIn) -> None:
    for author, tag in ((cast.erin, ""), (cast.carol, ""), (cast.alice, "#Calage ")):
        make_member(author, cast.open) if author != cast.erin else None
        make_post(author, cast.open, f"{tag}Corps.", title=f"Question de {author.first_name}", kind="question")
    set_level_of_person(by=cast.bob, other=cast.erin, level="mute", at=NOW)
    set_level_of_person(by=cast.bob, other=cast.carol, level="block", at=NOW)
    assert "Question d" not in side_of(sign_in(cast.bob)).replace("Question de Alice", "")
    assert "Question de Alice" in side_of(sign_in(cast.bob))
    set_level_of_topic(by=cast.bob, topic=Topic.objects.get(key="calage"), level="mute", name="Calage", at=NOW)
    assert "Question d" not in side_of(sign_in(cast.bob))


def side_of(client: Client) -> str:
    return text(client.get("/")).split('class="side side-r')[1]


def test_discovery_offers_what_one_can_join_in_a_click(cast: Cast, sign_in: SignIn) -> None:
    side = text(sign_in(cast.carol).get("/")).split('class="side side-r')[1]
    assert f"/c/{cast.open.slug}/join" in side
    assert cast.closed.name not in side
    assert cast.secret.name not in side


def test_nobody_reads_home_without_signing_in(client: Client, db: None) -> None:
    answer = client.get("/")
    assert answer.status_code == 302
    assert "/login/" in answer["Location"]


def test_the_rail_names_only_the_communities_of_the_person(sign_in: SignIn, db: None) -> None:
    alone = make_person("Lou")
    make_community("Celle des autres")
    rail = text(sign_in(alone).get("/")).split('class="side side-r')[0]
    assert "Celle des autres" not in rail


def test_what_the_asker_adds_is_no_answer(cast: Cast, sign_in: SignIn) -> None:
    make_member(cast.carol, cast.open)
    post = make_post(cast.bob, cast.open, "Elle fuit.", title="Pourquoi fuit-elle ?", kind="question")
    precision = make_comment(cast.bob, post, "Depuis lundi.")
    erin = sign_in(cast.erin)
    assert "Pourquoi fuit-elle" in text(erin.get("/")).split("Vous pouvez aider")[1]
    assert "Attend une réponse" in text(erin.get(f"/p/{post.pk}/"))
    answer = make_comment(cast.carol, post, "Le joint.")
    assert "Pourquoi fuit-elle" not in text(erin.get("/")).partition("Vous pouvez aider")[2]
    assert "Attend une réponse" not in text(erin.get(f"/p/{post.pk}/"))
    delete_comment(by=cast.carol, comment=answer, at=NOW)
    post.refresh_from_db()
    assert (post.comment_count, post.answer_count) == (1, 0)
    restore_comment(by=cast.carol, comment=answer, at=NOW)
    delete_comment(by=cast.bob, comment=precision, at=NOW)
    post.refresh_from_db()
    assert (post.comment_count, post.answer_count) == (1, 1)
