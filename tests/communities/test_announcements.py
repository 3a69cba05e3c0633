"""Announcements: who publishes them, who has to read them, how often, and how many have, without anybody's name."""

from collections.abc import Callable
from datetime import timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from communities import access, feeds
from communities.actions.announcements import acknowledge
from communities.actions.notifications import notify, waiting
from communities.actions.posts import create_post, delete_post, edit_post, purge_deleted
from communities.feeds.announcements import rounded
from communities.models import Acknowledgement, Announcement, Community, Event, Notification, Post
from rse.lib import kept
from rse.lib.refusal import Refused
from rse.people.models import Person
from tests.communities.pages import counted, ids, publish, text
from tests.conftest import Cast
from tests.factories import NOW, TODAY, make_community, make_member, make_person

SignIn = Callable[[Person], Client]
pytestmark = pytest.mark.django_db


def announce(by: Person, community: Community, *, must_read: bool = True, at: Any = NOW, **details: object) -> Post:
    asked = {"must_read": must_read, **details}
    return create_post(by=by, community=community, kind="announcement", title="Arrêt de la ligne 2", body="Lundi.", details=asked, at=at)


def plain(page: str) -> str:
    """With ordinary spaces."""
    return page.replace("\u00a0", " ").replace("\u202f", " ")


def tell() -> None:
    while ids := waiting(at=timezone.now() + timedelta(minutes=1), older_than=timedelta(0)):
        for event_id in ids:
            notify(event_id=event_id, at=NOW)


# Publishing ---------------------------------------------------------------------------------------


def test_those_who_animate_or_carry_the_project_announce_and_the_others_are_not_offered_it(cast: Cast, sign_in: SignIn) -> None:
    for person in (cast.sam, cast.pia, cast.ada):
        make_member(person, cast.closed)
    allowed = {name for name, person in cast.people.items() if access.may_announce(person, cast.closed)}
    assert allowed == {"alice", "erin", "sam", "pia"}
    for name in ("bob", "ada"):
        client = sign_in(cast.people[name])
        assert 'value="announcement"' not in text(client.get("/p/new"))
        assert "kind=announcement" not in text(client.get("/"))
        words = {"community": cast.closed.slug, "kind": "announcement", "title": "Arrêt", "body": "Lundi, à ne pas perdre."}
        refused = publish(client, **words)
        assert refused.status_code == 422
        assert "à ne pas perdre" in text(refused)
        with pytest.raises(Refused) as refusal:
            announce(cast.people[name], cast.closed)
        assert refusal.value.field == "kind"
    sam = sign_in(cast.sam)
    assert "kind=announcement" in text(sam.get("/"))
    answer = publish(
        sam, community=cast.closed.slug, kind="announcement", title="Arrêt", body="Lundi.", must_read="1", read_by=TODAY.isoformat()
    )
    post = Post.objects.get(kind="announcement")
    assert answer["Location"] == f"/p/{post.pk}/"
    assert (announcement := Announcement.objects.get(pk=post.pk)).must_read
    assert announcement.read_by == timezone.localdate(NOW)


def test_who_announces_sees_how_many_it_speaks_to(cast: Cast, sign_in: SignIn) -> None:
    mine, of_bob = feeds.my_communities(cast.alice), feeds.my_communities(cast.bob)
    with counted(1):
        reach = feeds.announcement_reach(cast.alice, mine)
    assert {each.community.slug: each.people for each in reach} == {cast.closed.slug: 2, cast.secret.slug: 1}  # mallory is gone
    with counted(0):
        assert feeds.announcement_reach(cast.bob, of_bob) == []
    page = plain(text(sign_in(cast.alice).get("/p/new?kind=announcement")))
    assert f'data-reach="{cast.closed.slug}"' in page
    assert "elle s’adresse à 2 personnes" in page


def test_a_title_is_needed_and_everything_typed_stays(cast: Cast, sign_in: SignIn) -> None:
    answer = publish(
        sign_in(cast.alice), community=cast.closed.slug, kind="announcement", title="", body="Lundi.", must_read="1", read_by="32 mars"
    )
    page = text(answer)
    assert answer.status_code == 422
    assert 'value="32 mars"' in page
    assert 'name="must_read" value="1"' in page and "checked" in page.split('id="id_must_read"')[1][:120]
    assert "id_title_error" in page or "id_read_by_error" in page
    with pytest.raises(Refused) as refusal:
        announce(cast.alice, cast.closed, read_by=timezone.localdate(NOW) - timedelta(days=1))
    assert refusal.value.field == "read_by"
    assert not Announcement.objects.exists()


def test_two_a_week_must_be_read_and_the_third_is_told_when(cast: Cast, settings: Any) -> None:
    settings.MUST_READ_A_WEEK = 2
    first = announce(cast.alice, cast.closed, at=NOW - timedelta(days=6))
    gone = announce(cast.erin, cast.closed, at=NOW - timedelta(days=1))
    delete_post(by=cast.erin, post=gone, at=NOW)
    with pytest.raises(Refused, match="7") as refusal:
        announce(cast.alice, cast.closed)
    assert refusal.value.field == "must_read"
    assert Post.objects.filter(kind="announcement").count() == 2
    announce(cast.alice, cast.closed, must_read=False)
    announce(cast.alice, cast.secret)
    announce(cast.alice, cast.closed, at=first.at + timedelta(days=7, seconds=1))
    settings.MUST_READ_A_WEEK = 0
    with pytest.raises(Refused):
        announce(cast.erin, cast.open)


def test_a_week_has_so_many_announcements_of_any_sort(cast: Cast, settings: Any) -> None:
    settings.ANNOUNCEMENTS_A_WEEK = 2
    first = announce(cast.alice, cast.closed, must_read=False, at=NOW - timedelta(days=3))
    announce(cast.alice, cast.closed)
    for must_read in (True, False):
        with pytest.raises(Refused, match="7") as refusal:
            announce(cast.erin, cast.closed, must_read=must_read)
        assert refusal.value.field == "kind"
    assert Post.objects.filter(kind="announcement").count() == 2
    announce(cast.alice, cast.secret, must_read=False)
    announce(cast.erin, cast.closed, must_read=False, at=first.at + timedelta(days=7, seconds=1))


def test_the_same_form_sent_twice_takes_one_turn(cast: Cast, settings: Any) -> None:
    settings.MUST_READ_A_WEEK = 1
    sent: dict[str, Any] = {
        "by": cast.alice, "community": cast.closed, "kind": "announcement", "title": "Arrêt", "body": "Lundi.", "client_key": "une-fois",
        "details": {"must_read": True}, "at": NOW,
    }  # fmt: skip
    assert create_post(**sent).pk == create_post(**sent).pk


@pytest.mark.django_db(transaction=True)
def test_two_published_at_once_do_not_both_take_the_last_turn(cast: Cast, settings: Any) -> None:
    settings.MUST_READ_A_WEEK = 1
    start, refused = Barrier(2), []

    def publish_at_once(person: Person) -> None:
        start.wait()
        try:
            announce(person, cast.closed)
        except Refused as refusal:
            refused.append(refusal)
        finally:
            connection.close()

    threads = [Thread(target=publish_at_once, args=[person]) for person in (cast.alice, cast.erin)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert (Announcement.objects.count(), len(refused)) == (1, 1)


# Reading ------------------------------------------------------------------------------------------


def test_members_say_once_that_they_have_read_it_and_outsiders_read_without_saying(cast: Cast, sign_in: SignIn) -> None:
    post = announce(cast.erin, cast.open)
    bob, carol = sign_in(cast.bob), sign_in(cast.carol)
    before = Event.objects.count()
    assert f'id="ack-{post.pk}"' in text(bob.get(f"/p/{post.pk}/"))
    answer = bob.post(f"/p/{post.pk}/read", headers={"HX-Request": "true"})
    assert text(answer).strip().startswith(f'<form class="must-read" id="read-{post.pk}"')
    assert "<button" not in text(answer)
    assert bob.post(f"/p/{post.pk}/read")["Location"] == f"/p/{post.pk}/"
    row = Acknowledgement.objects.get()
    assert (row.person_id, row.announcement_id, Event.objects.count()) == (cast.bob.pk, post.pk, before)
    assert f'id="ack-{post.pk}"' not in text(carol.get(f"/p/{post.pk}/"))
    assert carol.post(f"/p/{post.pk}/read").status_code == 403
    assert f'id="ack-{post.pk}"' not in text(sign_in(cast.erin).get(f"/p/{post.pk}/"))
    for person in (cast.erin, cast.carol, cast.guest, cast.mallory):
        with pytest.raises(PermissionDenied):
            acknowledge(by=person, post=post, at=NOW)
    closed = announce(cast.alice, cast.closed)
    assert carol.post(f"/p/{closed.pk}/read").status_code == 404
    with pytest.raises(IntegrityError), transaction.atomic():
        Acknowledgement.objects.create(announcement_id=post.pk, person=cast.bob, at=NOW)


def test_what_need_not_be_read_takes_no_word_of_it(cast: Cast, sign_in: SignIn) -> None:
    free = announce(cast.erin, cast.open, must_read=False)
    assert "must-read" not in text(sign_in(cast.bob).get(f"/p/{free.pk}/"))
    for post in (free, cast.open_post):
        with pytest.raises(Refused):
            acknowledge(by=cast.bob, post=post, at=NOW)
    gone = announce(cast.erin, cast.open)
    delete_post(by=cast.erin, post=gone, at=NOW)
    gone.refresh_from_db()
    with pytest.raises(PermissionDenied):
        acknowledge(by=cast.bob, post=gone, at=NOW)


def test_home_reminds_its_members_until_they_have_read_it(cast: Cast, sign_in: SignIn) -> None:
    bob = sign_in(cast.bob)
    assert "/announcements/" not in text(bob.get("/"))
    post = announce(cast.erin, cast.open)
    kept.forget_all()
    bob.get("/")
    with counted(at_most=9):
        page = text(bob.get("/"))
    assert 'hx-get="/announcements/?fragment=1"' in page
    with counted(at_most=5):  # session, person, what is to be read, and its title
        strip = text(bob.get("/announcements/?fragment=1"))
    assert f'href="/p/{post.pk}/"' in strip and "Arrêt de la ligne 2" in strip
    assert ids(text(bob.get("/announcements/"))) == [post.pk]
    acknowledge(by=cast.bob, post=post, at=NOW)
    assert text(bob.get("/announcements/?fragment=1")).strip() == ""
    assert ids(text(bob.get("/announcements/"))) == []
    for person in (cast.erin, cast.carol):
        assert feeds.must_reads(person, NOW) == []
    assert "/announcements/" not in text(sign_in(cast.carol).get("/"))
    make_member(cast.carol, cast.open)
    assert [row.id for row in feeds.must_reads(cast.carol, NOW)] == [post.pk]
    assert feeds.must_reads(cast.carol, NOW + timedelta(days=31)) == []
    with counted(1):
        feeds.must_reads(cast.carol, NOW)


def test_all_members_are_notified_in_a_batch_and_once(cast: Cast, sign_in: SignIn) -> None:
    people = [make_person(f"Membre{number}") for number in range(40)]
    for person in people:
        make_member(person, cast.open)
    tell()
    post = announce(cast.erin, cast.open)
    event = Event.objects.get(verb="announce", root_id=post.pk)
    with CaptureQueriesContext(connection) as few:
        notify(event_id=event.pk, at=NOW)
    assert len(few) <= 13
    told = Notification.objects.filter(post=post, notice="must_read")
    assert set(told.values_list("person_id", flat=True)) == {cast.bob.pk, *(person.pk for person in people)}
    notify(event_id=event.pk, at=NOW)
    assert told.count() == 41
    assert "Arrêt de la ligne 2" in text(sign_in(cast.bob).get("/notifications/"))
    announce(cast.erin, cast.open, must_read=False)
    assert Event.objects.filter(verb="announce").count() == 1


# Counting -----------------------------------------------------------------------------------------


def test_the_author_and_the_animation_know_how_many_have_read_and_nobody_knows_who(cast: Cast, sign_in: SignIn) -> None:
    place = make_community("Grand atelier", owner=cast.alice)
    make_member(cast.sam, place)
    people = [make_person(f"Lectrice{number}") for number in range(12)]
    for person in people:
        make_member(person, place)
    post = announce(cast.sam, place)
    for person in people[:7]:
        acknowledge(by=person, post=post, at=NOW)
    for person in (cast.alice, cast.sam):
        page = plain(text(sign_in(person).get(f"/p/{post.pk}/")))
        assert "Lue par au moins <b>5</b> membres sur 13" in page
        assert not any(reader.last_name in page for reader in people)
    for person in (people[0], cast.carol):
        assert feeds.readership(person, post) is None
        assert "membres sur" not in plain(text(sign_in(person).get(f"/p/{post.pk}/")))
    Acknowledgement.objects.create(announcement_id=post.pk, person=cast.dave, at=NOW)  # who is no member counts nowhere
    found = feeds.readership(cast.alice, post)
    assert found is not None
    assert (found.told, found.at_least, found.audience) == ("some", 5, 13)


def test_no_part_under_five_is_told_and_figures_go_by_fives(cast: Cast) -> None:
    told = {(people, read): rounded(people, read) for people in (9, 10, 213) for read in range(people + 1)}
    assert {told[9, read].told for read in range(10)} == {"small"}
    assert [told[10, read].told for read in range(11)] == ["few"] * 5 + ["some"] + ["nearly"] * 5
    assert (told[213, 4].told, told[213, 209].told, told[213, 208].told) == ("few", "nearly", "some")
    assert [told[213, read].at_least for read in (130, 131, 132, 134, 135)] == [130, 130, 130, 130, 135]
    assert all(each.at_least is None for each in told.values() if each.told != "some")


# Changing, deleting -------------------------------------------------------------------------------


def test_its_author_changes_until_when_it_is_to_be_read_and_cannot_make_it_so_later(cast: Cast, sign_in: SignIn) -> None:
    day = timezone.localdate(NOW) + timedelta(days=3)
    post, free = announce(cast.erin, cast.open, read_by=day), announce(cast.erin, cast.open, must_read=False)
    erin = sign_in(cast.erin)
    page = text(erin.get(f"/p/{post.pk}/edit"))
    assert f'value="{day.isoformat()}"' in page
    assert "must_read" not in text(erin.get(f"/p/{free.pk}/edit"))
    later = day + timedelta(days=2)
    words = {"title": "Arrêt décalé", "body": "Mardi."}
    assert erin.post(f"/p/{post.pk}/edit", words | {"must_read": "1", "read_by": later.isoformat()}).status_code == 302
    assert Announcement.objects.get(pk=post.pk).read_by == later
    unfit = erin.post(f"/p/{post.pk}/edit", words | {"must_read": "1", "read_by": "demain"})
    assert unfit.status_code == 422
    assert 'value="demain"' in text(unfit)
    edit_post(by=cast.erin, post=post, title="Arrêt décalé", body="Mercredi.", at=NOW)
    assert Announcement.objects.get(pk=post.pk).must_read
    with pytest.raises(Refused) as refusal:
        edit_post(by=cast.erin, post=free, title="Titre", body="Texte", details={"must_read": True}, at=NOW)
    assert refusal.value.field == "must_read"
    assert erin.post(f"/p/{post.pk}/edit", words).status_code == 302
    assert not Announcement.objects.get(pk=post.pk).must_read


def test_announcements_cost_a_page_no_query_once_their_cards_are_made(cast: Cast) -> None:
    rows = [feeds.PostRow((post := announce(cast.erin, cast.open)).pk, post.version) for _number in range(2)]
    feeds.cards(cast.bob, rows)
    with counted(2):
        again = feeds.cards(cast.bob, rows)
    assert all("megaphone" in card.html for card in again)


def test_a_deleted_announcement_leaves_nothing_behind(cast: Cast) -> None:
    post = announce(cast.erin, cast.open)
    acknowledge(by=cast.bob, post=post, at=NOW)
    delete_post(by=cast.erin, post=post, at=NOW)
    assert feeds.must_reads(cast.bob, NOW) == []
    purge_deleted(before=NOW + timedelta(days=31))
    assert not Announcement.objects.exists()
    assert not Acknowledgement.objects.exists()
