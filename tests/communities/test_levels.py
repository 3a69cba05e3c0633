"""Follow, mute and block: what comes to one's feed, what one is told, and that nobody else learns of it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from communities import feeds
from communities.actions.levels import set_level_of_person, set_level_of_thread, set_level_of_topic
from communities.actions.memberships import leave_community
from communities.actions.notifications import notify
from communities.actions.posts import accept_answer
from communities.actions.reliance import mark_answer
from communities.models import Event, Notification, PendingEvent, PersonLevel, Topic
from rse.lib.refusal import Refused
from rse.people.models import Person
from tests.access.blocked import outside_folds
from tests.communities.pages import counted, ids, text
from tests.conftest import Cast
from tests.factories import NOW, make_comment, make_community, make_person, make_post

SignIn = Callable[[Person], Client]
pytestmark = pytest.mark.django_db


def home(person: Person, **options: bool) -> list[int]:
    return [row.id for row in feeds.home_feed(person, **options)]


def told(person: Person) -> list[tuple[str, int | None]]:
    for event_id in PendingEvent.objects.order_by("event_id").values_list("event_id", flat=True):
        notify(event_id=event_id, at=NOW)
    return list(Notification.objects.filter(person=person).order_by("id").values_list("notice", "comment_id"))


def test_the_posts_of_whom_one_follows_come_home_when_one_may_read_them(cast: Cast, sign_in: SignIn) -> None:
    assert cast.open_post.pk not in home(cast.carol)
    carol = sign_in(cast.carol)
    for _twice in range(2):
        assert carol.post(f"/people/{cast.erin.pk}/level", {"level": "follow"})["Location"] == f"/people/{cast.erin.pk}/"
    inside = make_post(cast.erin, cast.closed, "Entre nous.", at=NOW + timedelta(minutes=1))
    assert cast.open_post.pk in home(cast.carol)
    assert inside.pk not in home(cast.carol)
    assert Event.objects.filter(verb="follow", actor_id=cast.carol.pk, target_id=cast.erin.pk, object_type="person").count() == 1
    assert "Ne plus suivre" in text(carol.get(f"/people/{cast.erin.pk}/"))
    carol.post(f"/people/{cast.erin.pk}/level", {"level": ""})
    assert cast.open_post.pk not in home(cast.carol)
    assert Event.objects.filter(verb="unfollow", actor_id=cast.carol.pk).count() == 1


def test_the_posts_of_topics_one_follows_come_home_once(cast: Cast) -> None:
    post = make_post(cast.erin, cast.open, "Un #joint-torique et une #pompe.", at=NOW + timedelta(minutes=1))
    hidden = make_post(cast.alice, cast.closed, "Le #joint-torique du client.", at=NOW + timedelta(minutes=2))
    for key in ("joint-torique", "pompe"):
        set_level_of_topic(by=cast.carol, topic=Topic.objects.get(key=key), level="follow", at=NOW)
    set_level_of_person(by=cast.carol, other=cast.erin, level="follow", at=NOW)
    assert home(cast.carol).count(post.pk) == 1
    assert hidden.pk not in home(cast.carol)
    after = feeds.home_feed(cast.carol, after=cast.open_post.pk)
    assert post.pk in [row.id for row in after]
    assert home(cast.guest) == [cast.partners_post.pk]


def test_following_many_still_asks_once_and_pages_neither_repeat_nor_skip(cast: Cast) -> None:
    colleagues = [make_person() for _ in range(6)]
    place = make_community("Ailleurs", owner=colleagues[0])
    from tests.factories import make_member

    for person in colleagues[1:]:
        make_member(person, place)
    posts = [make_post(colleagues[n % 6], place, f"{n} #suivi", at=NOW + timedelta(minutes=n)) for n in range(30)]
    for person in colleagues[:5]:
        set_level_of_person(by=cast.carol, other=person, level="follow", at=NOW)
    expected = [post.pk for n, post in enumerate(posts) if n % 6 < 5][::-1]
    home(cast.carol)
    with counted(at_most=1):
        first = feeds.home_feed(cast.carol, size=10)
    assert first.next_cursor
    second = feeds.home_feed(cast.carol, before=int(first.next_cursor), size=10)
    assert second.next_cursor
    third = feeds.home_feed(cast.carol, before=int(second.next_cursor), size=10)
    assert [row.id for page in (first, second, third) for row in page] == expected
    set_level_of_topic(by=cast.carol, topic=Topic.objects.get(key="suivi"), level="follow", at=NOW)
    assert [row.id for row in feeds.home_feed(cast.carol, size=100)] == [post.pk for post in posts][::-1]


@pytest.mark.parametrize("everything", [False, True])
def test_whom_and_what_one_mutes_is_left_out_of_home_and_of_nothing_else(cast: Cast, sign_in: SignIn, everything: bool) -> None:
    tagged = make_post(cast.bob, cast.open, "Encore la #cantine.", at=NOW + timedelta(minutes=1))
    bob, address = sign_in(cast.bob), "/?all=1" if everything else "/"
    assert {cast.open_post.pk, tagged.pk} <= set(home(cast.bob, everything=everything))
    before = text(bob.get(address))
    assert "#muted" not in before and "data-leaves-out" not in before
    set_level_of_person(by=cast.bob, other=cast.erin, level="mute", at=NOW)
    assert cast.open_post.pk not in home(cast.bob, everything=everything)
    assert tagged.pk in home(cast.bob, everything=everything)
    set_level_of_topic(by=cast.bob, topic=Topic.objects.get(key="cantine"), level="mute", at=NOW)
    assert tagged.pk not in home(cast.bob, everything=everything)
    page = text(bob.get(address))
    assert 'href="/following/#muted"' in page and "data-leaves-out" in page, "its pill asks the feed what is new"
    assert {cast.open_post.pk, tagged.pk} <= set(ids(text(bob.get(f"/c/{cast.open.slug}/"))))
    assert cast.open_post.pk in home(cast.erin, everything=everything)


def test_who_follows_a_thread_hears_of_each_answer_they_may_read(cast: Cast, sign_in: SignIn) -> None:
    carol = sign_in(cast.carol)
    menu = text(carol.post(f"/p/{cast.open_post.pk}/level", {"level": "follow"}, headers={"HX-Request": "true"}))
    assert "Ne plus suivre ce fil" in menu
    assert "Ne plus suivre ce fil" in text(carol.get("/?all=1"))
    told(cast.carol)
    first = make_comment(cast.bob, cast.open_post, "Oui.")
    assert ("thread", first.pk) in told(cast.carol)
    assert "répondu dans un fil que vous suivez" in text(carol.get("/notifications/"))
    assert ("reply", first.pk) in told(cast.erin)
    set_level_of_thread(by=cast.bob, post=cast.closed_post, level="follow", at=NOW)
    leave_community(by=cast.bob, community=cast.closed, at=NOW)
    late = make_comment(cast.alice, cast.closed_post, "Sans Bob.")
    assert late.pk not in [comment for _notice, comment in told(cast.bob)]
    with pytest.raises(PermissionDenied):
        set_level_of_thread(by=cast.carol, post=cast.closed_post, level="follow", at=NOW)


def test_a_muted_thread_tells_its_author_nothing_but_a_mention(cast: Cast) -> None:
    told(cast.erin)
    set_level_of_thread(by=cast.erin, post=cast.open_post, level="mute", at=NOW)
    silent = make_comment(cast.bob, cast.open_post, "Une réponse.")
    assert silent.pk not in [comment for _notice, comment in told(cast.erin)]
    named = make_comment(cast.bob, cast.open_post, f"@{cast.erin.name}, une question.")
    assert ("mention", named.pk) in told(cast.erin)
    set_level_of_thread(by=cast.erin, post=cast.open_post, level="", at=NOW)
    heard = make_comment(cast.bob, cast.open_post, "Une autre.")
    assert ("reply", heard.pk) in told(cast.erin)


def test_one_level_takes_the_place_of_the_other(cast: Cast) -> None:
    for level in ("follow", "mute", "block", "follow"):
        assert set_level_of_person(by=cast.bob, other=cast.erin, level=level, at=NOW)
        assert feeds.level_of_person(cast.bob, cast.erin) == level
    assert not set_level_of_person(by=cast.bob, other=cast.erin, level="follow", at=NOW)
    assert [e.verb for e in Event.objects.filter(verb__in=("follow", "unfollow")).order_by("id")].count("follow") == 2
    assert PersonLevel.objects.count() == 1


def test_what_cannot_be_followed_is_refused(cast: Cast, sign_in: SignIn) -> None:
    with pytest.raises(Refused):
        set_level_of_person(by=cast.bob, other=cast.bob, level="follow", at=NOW)
    with pytest.raises(Refused):
        set_level_of_person(by=cast.bob, other=cast.mallory, level="follow", at=NOW)
    with pytest.raises(Refused):
        set_level_of_person(by=cast.bob, other=cast.erin, level="love", at=NOW)
    with pytest.raises(PermissionDenied):
        set_level_of_person(by=cast.guest, other=cast.carol, level="follow", at=NOW)
    assert set_level_of_person(by=cast.guest, other=cast.bob, level="follow", at=NOW)
    carol = sign_in(cast.carol)
    make_post(cast.alice, cast.secret, "#caché")
    assert carol.post("/topics/cache/level", {"level": "follow"}).status_code == 404
    assert carol.post("/topics/absent/level", {"level": "follow"}).status_code == 404
    assert carol.put(f"/api/v1/people/{cast.erin.pk}/level", {"level": "x"}, content_type="application/json").status_code == 400


def test_ones_lists_are_ones_own_and_end_there(cast: Cast, sign_in: SignIn) -> None:
    make_post(cast.erin, cast.open, "#Écrous")
    bob = sign_in(cast.bob)
    bob.post(f"/people/{cast.erin.pk}/level", {"level": "follow"})
    bob.post("/topics/ecrous/level", {"level": "follow"})
    bob.post(f"/p/{cast.closed_post.pk}/level", {"level": "follow"})
    bob.post(f"/people/{cast.carol.pk}/level", {"level": "block"})
    bob.get("/following/")
    with counted(at_most=9):
        page = text(bob.get("/following/"))
    for seen in (cast.erin.name, "Écrous", "turbine-fermée", cast.carol.name):
        assert seen in page
    assert "vous suit" not in page, "nobody yet: the page says nothing rather than zero"
    erin = text(sign_in(cast.erin).get("/following/"))
    assert "1 personne vous suit" in erin
    assert cast.bob.name not in erin, "how many, not who"
    assert cast.bob.name not in text(sign_in(cast.carol).get("/following/"))
    bob.post("/topics/ecrous/level", {"level": "", "next": "/following/"})
    leave_community(by=cast.bob, community=cast.closed, at=NOW)
    page = text(bob.get("/following/"))
    assert 'href="/topics/ecrous/"' not in page
    assert "turbine-fermée" not in page
    api = bob.get("/api/v1/following").json()
    assert [row["name"] for row in api["blocked_people"]] == [cast.carol.name]
    assert bob.delete(f"/api/v1/people/{cast.carol.pk}/level").status_code == 204
    assert bob.get("/api/v1/following").json()["blocked_people"] == []


def test_whom_one_blocks_is_folded_and_silent_and_reads_as_before(cast: Cast, sign_in: SignIn) -> None:
    comment = make_comment(cast.bob, cast.open_post, "Remarque pénible.")
    set_level_of_person(by=cast.erin, other=cast.bob, level="block", at=NOW)
    erin, bob = sign_in(cast.erin), sign_in(cast.bob)
    thread = text(erin.get(f"/p/{cast.open_post.pk}/"))
    assert "Vous avez bloqué cette personne." in thread
    assert "Remarque pénible." in thread, "to be shown this once"
    assert thread.index("Vous avez bloqué") < thread.index("Remarque pénible.")
    assert "Vous avez bloqué" not in text(bob.get(f"/p/{cast.open_post.pk}/"))
    assert cast.closed_post.pk not in home(cast.erin)
    assert cast.closed_post.pk not in home(cast.erin, everything=True)
    place = text(erin.get(f"/c/{cast.closed.slug}/"))
    assert cast.closed_post.pk in ids(place)
    assert "Vous avez bloqué cette personne." in place
    assert "Vous avez bloqué" not in text(erin.get(f"/p/{cast.closed_post.pk}/")).split('id="replies"')[0], "one has opened it oneself"
    assert "Remarque pénible." in text(bob.get(f"/p/{cast.open_post.pk}/"))
    later = make_comment(cast.bob, cast.open_post, f"@{cast.erin.name}, un mot.")
    assert {comment.pk, later.pk} & {c for _notice, c in told(cast.erin)} == set()
    back = make_comment(cast.erin, cast.closed_post, f"@{cast.bob.name}, pareil.")
    assert back.pk in {c for _notice, c in told(cast.bob)}, "who is blocked is told as before"
    erin.post(f"/people/{cast.bob.pk}/level", {"level": ""})
    assert "Vous avez bloqué" not in text(erin.get(f"/p/{cast.open_post.pk}/"))


def test_the_answer_of_whom_one_blocked_and_a_share_of_theirs_are_folded_in_a_card(cast: Cast, sign_in: SignIn) -> None:
    asked = make_post(cast.erin, cast.open, "Pourquoi ?", title="Pourquoi ?", kind="question")
    accepted, validated = (make_comment(cast.bob, asked, words) for words in ("Mot retenu.", "Mot validé."))
    accept_answer(by=cast.erin, post=asked, comment=accepted, at=NOW)
    mark_answer(by=cast.erin, comment=validated, state="validated", note="", at=NOW)
    said = make_post(cast.bob, cast.closed, "Mot partagé.")
    passed_on = make_post(cast.erin, cast.open, "À lire.", kind="share", details={"original": said})
    words = {asked: ("Mot retenu.", "Mot validé."), passed_on: ("Mot partagé.",)}
    erin, alice = sign_in(cast.erin), sign_in(cast.alice)
    for level, is_folded in (("", False), ("block", True), ("", False)):
        set_level_of_person(by=cast.erin, other=cast.bob, level=level, at=NOW)
        for post, each in words.items():
            card, other = (text(one.get(f"/p/{post.pk}/card")) for one in (erin, alice))
            assert all(word in card and (word in outside_folds(card)) is not is_folded for word in each)
            assert card.count("Vous avez bloqué") == len(each) * is_folded
            assert all(word in outside_folds(other) for word in each), "for oneself only"


def test_nobody_learns_that_they_are_muted_or_blocked(cast: Cast, sign_in: SignIn) -> None:
    erin = sign_in(cast.erin)
    before = ids(text(erin.get("/"))), Event.objects.count()
    set_level_of_person(by=cast.bob, other=cast.erin, level="block", at=NOW)
    assert (ids(text(erin.get("/"))), Event.objects.count()) == before
    assert told(cast.erin) == told(cast.erin)
    assert "bloqué" not in text(erin.get(f"/people/{cast.bob.pk}/")).split("<main")[1].replace("Bloquer", "")
