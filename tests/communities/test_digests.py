"""Digests: whose is due when, once a period, of what their reader may read; nothing when there is nothing."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from communities import feeds
from communities.actions import digests
from communities.actions.levels import set_level_of_thread
from communities.actions.memberships import leave_community
from communities.actions.posts import delete_post
from communities.actions.tellings import set_telling
from communities.mails import next_digest, send_due_digests, send_now
from communities.mails.sending import Handed
from communities.models import DigestSent, PendingEvent
from rse.people.actions.mailboxes import change_mailbox, change_rest, mailbox_of
from rse.people.models import Mailbox, Pattern, Person
from rse.people.quiet import Quiet, quiet_of
from rse.people.rhythm import is_due, last_slot, next_slot
from tests.communities.postbox import Postbox, body_of, mail_server
from tests.communities.test_mails import tell_all
from tests.conftest import Cast
from tests.factories import NOW, make_comment, make_community, make_member, make_post

pytestmark = pytest.mark.django_db
SignIn = Callable[[Person], Client]
SINCE, AT = NOW - timedelta(days=7), NOW + timedelta(minutes=1)
HOUR = NOW.replace(minute=0, second=0) + timedelta(hours=1)  # the beginning of a period of its own, whatever the minute is


@pytest.fixture
def postbox(settings: Any) -> Iterator[Postbox]:
    with mail_server(settings) as box:
        yield box


def hourly(*people: Person) -> None:
    """They get a digest every hour, at any hour: whatever the clock says while the test runs."""
    Mailbox.objects.all().delete()
    for person in Person.objects.all():
        Mailbox.objects.create(person=person, rhythm="never")
    for person in people:
        change_mailbox(by=person, person=person, rhythm="hourly", at=NOW)
        change_rest(by=person, person=person, pattern=Pattern.ALWAYS, holidays=False, away_until=None, at=NOW)


def test_a_digest_carries_the_conversation_and_says_why(cast: Cast) -> None:
    for person in (cast.alice, cast.carol):
        make_member(person, cast.open)
    asked = make_post(cast.erin, cast.open, "Pour les boues ?", title="Quel joint ?", kind="question", at=NOW - timedelta(days=3))
    make_comment(cast.alice, asked, "Celui-ci.", at=NOW - timedelta(days=2))
    last = make_comment(cast.carol, asked, "Celui-là.", at=NOW - timedelta(days=1))
    make_post(cast.erin, cast.open, "Personne n’a répondu à ceci.", at=NOW - timedelta(days=2))
    mine = make_post(cast.bob, cast.open, "Qui a un banc ?", title="Qui a un banc ?", kind="question", at=NOW - timedelta(days=2))
    named = make_post(cast.erin, cast.open, f"Qu’en dis-tu, @{cast.bob.name} ?", at=NOW - timedelta(days=1))
    tell_all()
    found = feeds.digest(cast.bob, since=SINCE, at=AT)
    thread = next(one for one in found.threads if one.post == asked)
    assert (thread.answers, thread.answerers, thread.last_answer) == (2, 2, last.pk)
    assert mine in found.waiting and named.pk in {row.post_id for row in found.missed}
    assert {place.community.pk for place in found.places} >= {cast.open.pk}
    assert all(one.post.author_id != cast.bob.pk for one in found.threads)
    message = next_digest(cast.bob, AT)
    assert message is not None
    assert f"/p/{asked.pk}/?at={last.pk}#c{last.pk}" in message.body
    assert "2 réponses de 2 personnes" in message.body.replace("\n", " ")


def test_an_answer_of_before_an_own_or_a_blocked_one_counts_for_nothing(cast: Cast) -> None:
    make_member(cast.alice, cast.open)
    old = make_post(cast.erin, cast.open, "Ancien sujet.", at=NOW - timedelta(days=20))
    make_comment(cast.alice, old, "Vieille réponse.", at=NOW - timedelta(days=19))
    own = make_post(cast.erin, cast.open, "Sujet à moi.", at=NOW - timedelta(days=2))
    make_comment(cast.erin, own, "Je me réponds.", at=NOW - timedelta(days=1))
    make_comment(cast.bob, own, "Le lecteur répond.", at=NOW - timedelta(days=1))
    muted = make_post(cast.erin, cast.open, "Sujet muet.", at=NOW - timedelta(days=2))
    make_comment(cast.alice, muted, "Une réponse.", at=NOW - timedelta(days=1))
    set_level_of_thread(by=cast.bob, post=muted, level="mute", at=NOW)
    assert not {one.post.pk for one in feeds.digest(cast.bob, since=SINCE, at=AT).threads} & {old.pk, own.pk, muted.pk}


def test_what_one_may_not_read_is_in_no_digest(cast: Cast) -> None:
    make_comment(cast.alice, cast.closed_post, f"Un mot pour @{cast.bob.name}.")
    make_comment(cast.alice, cast.secret_post, f"Un mot caché pour @{cast.bob.name}.")
    tell_all()
    before = next_digest(cast.bob, AT)
    assert before is not None
    leave_community(by=cast.bob, community=cast.closed, at=NOW)
    delete_post(by=cast.alice, post=cast.secret_post, at=NOW)
    for viewer in ("bob", "carol", "guest", "max", "ada"):
        message = next_digest(cast.people[viewer], AT)
        words = "" if message is None else f"{message.subject} {message.body} {message.alternatives[0][0]}"  # type: ignore[attr-defined]
        for hidden in (cast.closed_post.title, cast.secret_post.title, cast.secret.name if viewer != "bob" else "hélice", "Un mot"):
            assert hidden not in words, viewer
    assert next_digest(cast.mallory, AT) is None


def test_a_community_that_is_not_asked_for_in_the_digest_is_not_in_it(cast: Cast) -> None:
    make_comment(cast.erin, make_post(cast.alice, cast.closed, "Sujet d’ici."), "Réponse.")
    places = {one.community.pk for one in feeds.digest(cast.bob, since=SINCE, at=AT).places}
    assert cast.closed.pk in places
    set_telling(by=cast.bob, community=cast.closed, level="", channels=["in_app"], at=NOW)
    found = feeds.digest(cast.bob, since=SINCE, at=AT)
    assert cast.closed.pk not in {one.community.pk for one in found.places} | {one.post.community_id for one in found.threads}


def test_its_queries_do_not_grow_with_communities_nor_posts(cast: Cast) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert not feeds.digest(cast.bob, since=SINCE, at=AT).is_empty
        return len(queries)

    few = asked()
    for _number in range(6):
        place = make_community(owner=cast.alice)
        make_member(cast.bob, place)
        make_member(cast.erin, place)
        for _other in range(3):
            make_comment(cast.erin, make_post(cast.alice, place, "Un sujet."), "Réponse.")
    assert asked() == few <= 12


def test_one_digest_a_period_and_none_when_nothing_happened(cast: Cast, postbox: Postbox) -> None:
    hourly(cast.bob, cast.carol)
    make_post(cast.erin, cast.open, "Du nouveau.", at=HOUR)
    at = HOUR + timedelta(seconds=1)
    assert send_due_digests(at) == 2
    assert send_due_digests(at) == 0
    assert [mail["To"] for mail in postbox.mails] == [cast.bob.email], "carol belongs to no community"
    assert set(DigestSent.objects.values_list("person", "outcome")) == {(cast.bob.pk, "sent"), (cast.carol.pk, "empty")}
    later = at + timedelta(hours=1)
    assert send_due_digests(later) == 2
    assert len(postbox.mails) == 1, "nothing happened since"
    (mail,) = postbox.mails
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click" and mail["Reply-To"] is None
    assert "Du nouveau" in body_of(mail) or cast.open.name in body_of(mail)


def test_a_digest_that_the_server_did_not_take_goes_later_and_one_that_broke_never_again(
    cast: Cast, postbox: Postbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    hourly(cast.bob)
    make_post(cast.erin, cast.open, "Du nouveau.", at=HOUR)
    postbox.answers = ["451 later"]
    send_due_digests(HOUR + timedelta(seconds=1))
    assert postbox.mails == []
    send_due_digests(HOUR + timedelta(seconds=2))
    assert postbox.mails == []
    send_due_digests(HOUR + timedelta(minutes=6))
    assert len(postbox.mails) == 1
    DigestSent.objects.all().delete()
    (row,) = digests.claim_due(HOUR + timedelta(seconds=1))
    assert digests.hand_over(row, at=HOUR)
    send_due_digests(HOUR + timedelta(hours=20))
    assert not DigestSent.objects.filter(pk=row.pk).exclude(outcome=digests.UNKNOWN).exists()


MONDAY = datetime(2027, 3, 8, 8, 30, tzinfo=UTC)  # half past nine in Paris


def test_the_hour_is_the_persons_and_moves_out_of_quiet_hours(cast: Cast) -> None:
    quiet = quiet_of(cast.bob, None)
    weekly = Mailbox(person=cast.bob, rhythm="weekly", day=0, hour=9)
    slot = last_slot(weekly, quiet, MONDAY)
    assert slot is not None and slot.period == "weekly:2027-03-08" and slot.at == MONDAY - timedelta(minutes=30)
    assert is_due(slot, weekly, MONDAY, last=None)
    assert not is_due(slot, weekly, MONDAY, last=MONDAY - timedelta(days=1))
    assert not is_due(slot, weekly, MONDAY + timedelta(days=1), last=None), "the next one carries it"
    saturday = Mailbox(person=cast.bob, rhythm="weekly", day=5, hour=10)
    slot = last_slot(saturday, quiet, MONDAY)
    assert slot is not None and slot.at.weekday() == 5 and slot.allowed == datetime(2027, 3, 8, 7, tzinfo=UTC)
    hourly_box = Mailbox(person=cast.bob, rhythm="hourly")
    night = datetime(2027, 3, 8, 22, 10, tzinfo=UTC)
    slot = last_slot(hourly_box, quiet, night)
    assert slot is not None and not is_due(slot, hourly_box, night, last=None)
    assert last_slot(Mailbox(person=cast.bob, rhythm="never"), quiet, MONDAY) is None
    following = next_slot(weekly, quiet, MONDAY)
    assert following is not None and following.period == "weekly:2027-03-15"


def test_nine_in_the_morning_is_nine_after_the_clocks_change() -> None:
    box = Mailbox(rhythm="daily", hour=9)
    anywhere = Quiet(quiet_of(Person(), None).zone, None, holidays=False)
    hours = [
        slot.at.hour
        for day in (27, 28, 29)
        if (slot := last_slot(box, anywhere, datetime(2027, 3, day, 12, tzinfo=UTC))) is not None and slot.period == f"daily:2027-03-{day}"
    ]
    assert hours == [8, 7, 7]


def test_guests_get_none_unasked_and_employees_a_weekly_one(cast: Cast) -> None:
    assert mailbox_of(cast.guest).rhythm == "never"
    assert mailbox_of(cast.bob).rhythm == "weekly"


def test_one_sees_the_next_digest_and_has_it_sent_at_once(cast: Cast, postbox: Postbox, sign_in: SignIn) -> None:
    make_post(cast.erin, cast.open, "Du nouveau.")
    PendingEvent.objects.all().delete()
    bob = sign_in(cast.bob)
    shown = bob.get("/account/mails/next")
    assert cast.open.name in shown.content.decode() and "unsafe-inline" in shown["Content-Security-Policy"]
    assert "Subject:" in bob.get("/account/mails/next?text").content.decode()
    assert bob.post("/account/mails/now").status_code == 302
    assert [mail["To"] for mail in postbox.mails] == [cast.bob.email]
    assert not DigestSent.objects.exists(), "it does not take the place of the next"
    assert send_now(cast.carol, AT) is None
    postbox.answers = ["451 later"]
    assert send_now(cast.bob, AT) == Handed.LATER


def test_the_page_of_mails_and_quiet_hours_keeps_what_one_chooses(cast: Cast, sign_in: SignIn) -> None:
    bob = sign_in(cast.bob)
    page = bob.get("/account/mails/").content.decode()
    assert 'name="rhythm"' in page and 'name="from_6"' in page
    assert bob.post("/account/mails/", {"do": "mails", "rhythm": "daily", "day": "3", "hour": "18"}).status_code == 302
    box = mailbox_of(cast.bob)
    assert (box.instant, box.rhythm, box.day, box.hour) == (False, "daily", 3, 18)
    hours = {"do": "rest", "pattern": "own", "from_0": "08:00", "to_0": "17:30", "from_4": "20:00", "to_4": "06:00"}
    assert bob.post("/account/mails/", hours).status_code == 302
    again = bob.get("/account/mails/").content.decode()
    assert 'value="17:30"' in again and 'value="06:00"' in again
    for wrong in (
        {"pattern": "own"},
        {"pattern": "own", "from_0": "08:00"},
        {"pattern": "jamais"},
        {"pattern": "office", "away_until": "hier"},
    ):
        assert bob.post("/account/mails/", {"do": "rest", **wrong}).status_code == 422
    assert bob.post("/account/mails/", {"do": "mails", "rhythm": "toujours", "day": "1", "hour": "1"}).status_code == 422
    assert 'value="17:30"' in bob.get("/account/mails/").content.decode(), "what was refused changed nothing"
