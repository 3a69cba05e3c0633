"""The "For you" order of home: a reason on each post, pages that neither repeat nor skip, and the choice that stays."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client

from communities import feeds
from communities.actions.comments import delete_comment
from communities.actions.levels import set_level_of_person, set_level_of_topic
from communities.actions.memberships import leave_community
from communities.actions.posts import delete_post
from communities.actions.reactions import react
from communities.actions.reads import mark_posts_read
from communities.models import Comment, Post, ReactionKind, Topic
from rse.people.models import Person, Profile
from tests.communities.pages import counted, ids, text
from tests.conftest import Cast
from tests.factories import NOW, START, make_comment, make_community, make_member, make_person, make_post

SignIn = Callable[[Person], Client]
pytestmark = pytest.mark.django_db
SOON = NOW + timedelta(minutes=5)


def reasons(person: Person) -> dict[int, tuple[str, str]]:
    return {id_: (scored.reason, scored.about) for id_, scored in feeds.for_you(person, at=SOON).reasons.items()}


def like(person: Person, post: Post, *, comment: Comment | None = None, days: int = 0) -> None:
    kind = ReactionKind.objects.filter(is_active=True).earliest("position").pk
    react(by=person, post=post, comment=comment, kind=kind, at=NOW - timedelta(days=days))


def pages_after(person: Person, cursor: str | None, *, size: int) -> list[int]:
    """The posts of the pages that follow, each of them in one query."""
    seen: list[int] = []
    while cursor:
        with counted(at_most=1):
            page = feeds.for_you(person, at=SOON + timedelta(hours=1), cursor=cursor, size=size)
        seen += [row.id for row in page.rows]
        cursor = page.next_cursor
    return seen


def test_each_post_says_why_it_is_there(cast: Cast) -> None:
    make_member(cast.carol, cast.open)
    Profile.objects.update_or_create(person=cast.carol, defaults={"skills": ["Hydraulique", "Soudure TIG"]})
    asked = make_post(cast.bob, cast.open, "Qui connaît la soudure tig ?", title="Fuite", kind="question")
    plain = make_post(cast.bob, cast.open, "De la soudure TIG partout.")
    assert reasons(cast.carol)[plain.pk] == ("community", cast.open.name)
    assert reasons(cast.carol)[asked.pk] == ("skill", "Soudure TIG")
    like(cast.carol, plain)
    assert reasons(cast.carol)[plain.pk] == ("exchange", cast.bob.name)
    tagged = make_post(cast.erin, cast.open, "#Calage de la presse.", at=NOW - timedelta(hours=1))
    set_level_of_topic(by=cast.carol, topic=Topic.objects.get(key="calage"), level="follow", name="Calage", at=NOW)
    assert reasons(cast.carol)[tagged.pk] == ("topic", "Calage")
    set_level_of_person(by=cast.carol, other=cast.erin, level="follow", at=NOW)
    assert reasons(cast.carol)[tagged.pk] == ("person", cast.erin.name)
    own = make_post(cast.carol, cast.open, "De moi.")
    assert reasons(cast.carol)[own.pk] == ("", "")
    order = [row.id for row in feeds.for_you(cast.carol, at=SOON).rows]
    assert order.index(asked.pk) < order.index(tagged.pk) < order.index(plain.pk) < order.index(own.pk)


def test_a_skill_is_asked_for_by_a_question_neither_read_nor_answered(cast: Cast) -> None:
    make_member(cast.carol, cast.open)
    for person in (cast.carol, cast.max):
        Profile.objects.update_or_create(person=person, defaults={"skills": ["Soudure"]})
    asked = make_post(cast.bob, cast.open, "Une soudure qui tient ?", title="Fuite", kind="question")
    set_level_of_person(by=cast.max, other=cast.bob, level="follow", at=NOW)
    assert reasons(cast.carol)[asked.pk] == reasons(cast.max)[asked.pk] == ("skill", "Soudure")
    mark_posts_read(by=cast.carol, post_ids=[asked.pk], at=NOW)
    mark_posts_read(by=cast.max, post_ids=[asked.pk], at=NOW)
    assert reasons(cast.carol)[asked.pk] == ("community", cast.open.name)
    assert reasons(cast.max)[asked.pk] == ("skill", "Soudure"), "outside one's communities nothing is marked as read"
    make_comment(cast.erin, asked)
    assert reasons(cast.max)[asked.pk] == ("person", cast.bob.name)


def test_an_answer_or_a_reaction_counts_towards_whom_it_went_and_for_thirty_days(cast: Cast) -> None:
    make_member(cast.carol, cast.open)
    of_bob, of_erin = make_post(cast.bob, cast.open, "De Bob."), make_post(cast.erin, cast.open, "D’Erin.")
    older = [make_post(author, cast.open, "Avant.", at=NOW - timedelta(days=40)) for author in (cast.bob, cast.erin)]
    plain = ("community", cast.open.name)
    like(cast.carol, of_bob, comment=make_comment(cast.erin, of_bob))
    like(cast.carol, older[0], days=31)
    make_comment(cast.carol, older[0], at=NOW - timedelta(days=31))
    delete_comment(by=cast.carol, comment=make_comment(cast.carol, of_bob), at=NOW)
    assert (reasons(cast.carol)[of_bob.pk], reasons(cast.carol)[of_erin.pk]) == (plain, plain)
    make_comment(cast.carol, of_bob, parent=make_comment(cast.erin, of_bob))
    assert reasons(cast.carol)[of_erin.pk] == ("exchange", cast.erin.name)
    assert reasons(cast.carol)[of_bob.pk] == plain, "it answered Erin, under a post of Bob's"
    like(cast.carol, older[0], days=29)
    assert reasons(cast.carol)[of_bob.pk] == plain, "a second time the same reaction changes nothing"
    like(cast.max, older[0], days=29)
    make_member(cast.max, cast.open)
    assert reasons(cast.max)[of_bob.pk] == ("exchange", cast.bob.name)


def test_what_one_may_not_read_or_has_muted_is_not_ranked(cast: Cast) -> None:
    set_level_of_person(by=cast.carol, other=cast.bob, level="follow", at=NOW)
    make_member(cast.carol, cast.open)
    old = make_post(cast.erin, cast.open, "Ancien.", at=NOW - timedelta(days=15))
    assert cast.open_post.pk in reasons(cast.carol)
    assert not {cast.closed_post.pk, cast.secret_post.pk, cast.deleted_post.pk, old.pk} & reasons(cast.carol).keys()
    set_level_of_person(by=cast.carol, other=cast.erin, level="mute", at=NOW)
    assert cast.open_post.pk not in reasons(cast.carol)
    assert feeds.for_you(cast.mallory, at=SOON).rows == []


def test_pages_neither_repeat_nor_skip_while_posts_arrive(cast: Cast) -> None:
    posts = [make_post(cast.erin, cast.open, str(n), at=NOW - timedelta(hours=n)) for n in range(25)]
    first = feeds.for_you(cast.bob, at=SOON, size=10)
    late = make_post(cast.erin, cast.open, "Tout neuf.", at=SOON + timedelta(minutes=1))
    seen, cursor = [row.id for row in first.rows], first.next_cursor
    while cursor:
        page = feeds.for_you(cast.bob, at=SOON + timedelta(hours=1), cursor=cursor, size=10)
        seen += [row.id for row in page.rows]
        cursor = page.next_cursor
    assert len(seen) == len(set(seen))
    assert {post.pk for post in posts} <= set(seen)
    assert late.pk not in seen
    assert late.pk in [row.id for row in feeds.for_you(cast.bob, at=SOON + timedelta(hours=1)).rows]


def test_what_one_does_between_two_pages_makes_nothing_vanish(cast: Cast) -> None:
    make_member(cast.carol, cast.open)
    posts = [make_post((cast.erin, cast.bob)[n % 2], cast.open, str(n), at=NOW - timedelta(hours=n)) for n in range(30)]
    first = feeds.for_you(cast.carol, at=SOON, size=10)
    seen = [row.id for row in first.rows]
    like(cast.carol, next(post for post in posts if post.pk in seen and post.author_id == cast.bob.pk))
    set_level_of_person(by=cast.carol, other=cast.bob, level="follow", at=NOW)
    seen += pages_after(cast.carol, first.next_cursor, size=10)
    assert len(seen) == len(set(seen))
    assert {post.pk for post in posts} <= set(seen)
    cache.clear()
    assert pages_after(cast.carol, first.next_cursor, size=10), "reckoned anew where the order is lost"


def test_what_one_may_no_longer_read_is_on_none_of_the_pages_to_come(cast: Cast) -> None:
    inside = [make_post(cast.alice, cast.closed, str(n), at=NOW - timedelta(minutes=2 * n)) for n in range(12)]
    outside = [make_post(cast.erin, cast.open, str(n), at=NOW - timedelta(minutes=2 * n + 1)) for n in range(12)]
    tagged = make_post(cast.erin, cast.open, "#Calage.", at=NOW - timedelta(hours=2))
    first = feeds.for_you(cast.bob, at=SOON, size=6)
    seen = {row.id for row in first.rows}
    assert seen & {post.pk for post in inside}
    leave_community(by=cast.bob, community=cast.closed, at=SOON)
    delete_post(by=cast.erin, post=outside[-1], at=SOON)
    set_level_of_topic(by=cast.bob, topic=Topic.objects.get(key="calage"), level="mute", name="Calage", at=SOON)
    rest = pages_after(cast.bob, first.next_cursor, size=4)
    assert not {*(post.pk for post in inside), outside[-1].pk, tagged.pk} & set(rest)
    assert {post.pk for post in outside[:-1]} <= seen | set(rest)


def test_a_feed_with_older_posts_only_says_so_and_leads_to_them(cast: Cast, sign_in: SignIn) -> None:
    lou = make_person("Lou")
    place = make_community("Ancienne", owner=cast.erin)
    make_member(lou, place)
    browser = sign_in(lou)
    browser.post("/feed/choice", {"feed": "for_you"})
    assert "Aucun échange pour le moment" in text(browser.get("/"))
    make_post(cast.erin, place, "Le repère est turbine.", at=START + timedelta(days=1))
    page = text(browser.get("/"))
    assert "Aucun échange pour le moment" not in page
    assert "Rien depuis 14 jours" in page
    asked = page.split('class="empty"')[1]
    assert 'action="/feed/choice"' in asked
    assert 'name="feed" value="recent"' in asked
    browser.post("/feed/choice", {"feed": "recent"})
    assert "turbine" in text(browser.get("/"))


def test_the_choice_stays_and_home_costs_ten_queries_in_both_orders(cast: Cast, sign_in: SignIn) -> None:
    for number in range(25):
        make_post(cast.erin, cast.open, f"Message **{number}**.", title=f"Titre {number}", at=NOW - timedelta(minutes=number))
    bob = sign_in(cast.bob)
    assert 'class="why"' not in text(bob.get("/"))
    with counted(at_most=10):
        bob.get("/")
    assert bob.post("/feed/choice", {"feed": "for_you"})["Location"] == "/"
    page = text(bob.get("/"))
    assert page.count('class="why"') == 20
    assert f"Dans {cast.open.name}, votre communauté" in page.replace("&#x27;", "'")
    with counted(at_most=10):
        page = text(bob.get("/"))
    more = page.split('id="more"')[1].split('href="')[1].split('"')[0]
    rest = text(bob.get(more.replace("&amp;", "&"), headers={"HX-Request": "true"}))
    assert rest.count('class="why"') == len(ids(rest)) > 0
    assert not set(ids(page)) & set(ids(rest))
    assert bob.get("/?before=1-2-x").status_code == 400
    assert bob.get("/?before=99999999999999999999-1-1").status_code == 400
    assert 'class="why"' not in text(bob.get("/?all=1"))
    bob.post("/feed/choice", {"feed": "recent"})
    assert 'class="why"' not in text(bob.get("/"))
    assert ids(text(bob.get(more.replace("&amp;", "&"), headers={"HX-Request": "true"}))) == ids(rest), "a page goes on in its order"
    assert bob.get(more.replace("&amp;", "&")).status_code == 200
    assert bob.get("/?before=1-2-x").status_code == 400
    bob.post("/feed/choice", {"feed": "mystère"})
    assert 'class="why"' not in text(bob.get("/"))
    assert bob.get("/feed/choice").status_code == 405


def test_the_page_that_explains_it_says_every_weight(cast: Cast, sign_in: SignIn) -> None:
    page = text(sign_in(cast.guest).get("/feed/why"))
    for weight in feeds.ranking.WEIGHTS.values():
        assert f'<td class="r">{weight:.0f}</td>' in page
    assert "36 heures" in page.replace("\u00a0", " ")
    assert f"{feeds.ranking.LATELY} derniers jours" in page.replace("\u00a0", " ")
