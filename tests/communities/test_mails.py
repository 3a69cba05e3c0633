"""Mails as things happen, through a real mail server: what they say, to whom, when, how often."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.mail import EmailMessage as Letter
from django.test import Client

from communities.actions import deliveries, mailing
from communities.actions.comments import delete_comment
from communities.actions.memberships import leave_community
from communities.actions.notifications import mark_notifications_read, notify
from communities.actions.tellings import set_telling
from communities.mails import send_notices
from communities.mails.sending import Handed, Line
from communities.models import Community, Delivery, PendingEvent
from rse.people.actions.mailboxes import change_mailbox, change_rest, mailbox_of
from rse.people.models import Pattern, Person
from tests.communities.postbox import Postbox, body_of, mail_server
from tests.conftest import Cast
from tests.factories import NOW, make_comment, make_post

pytestmark = pytest.mark.django_db
SOON = NOW + timedelta(minutes=5)  # after the window in which mails are gathered
BY_MAIL = ["in_app", "mail"]


@pytest.fixture
def postbox(settings: Any) -> Iterator[Postbox]:
    with mail_server(settings) as box:
        yield box


def wish_mail(person: Person, *places: Community) -> None:
    """They want mails at once from these communities, at any hour."""
    for place in places:
        set_telling(by=person, community=place, level="", channels=BY_MAIL, at=NOW)
    change_rest(by=person, person=person, pattern=Pattern.ALWAYS, holidays=False, away_until=None, at=NOW)


def tell_all() -> None:
    for event_id in PendingEvent.objects.order_by("event_id").values_list("event_id", flat=True):
        notify(event_id=event_id, at=NOW)


def deliver(at: Any = SOON) -> None:
    """What the task does, at that moment."""
    batch = deliveries.claim(channel="mail", at=at, limit=100)
    if wanted := deliveries.still_wanted(batch, at):
        send_notices(wanted, at=at)


def outcomes(person: Person) -> list[str]:
    return list(Delivery.objects.filter(notification__person=person, channel="mail").order_by("pk").values_list("outcome", flat=True))


def test_a_mail_says_who_wrote_what_where_in_the_language_of_its_reader(cast: Cast, postbox: Postbox) -> None:
    cast.bob.language = "en"
    cast.bob.save()
    wish_mail(cast.bob, cast.closed)
    PendingEvent.objects.all().delete()
    comment = make_comment(cast.alice, cast.closed_post, "Le joint a été **changé**, voir <script>alert(1)</script>.")
    tell_all()
    deliver()
    (mail,) = postbox.mails
    assert mail["To"] == cast.bob.email
    assert cast.alice.name in mail["From"]
    assert mail["Subject"] == f"[{cast.closed.name}] {cast.closed_post.title}"
    for words in (body_of(mail), body_of(mail, "html")):
        assert "replied to you" in words.replace("\n", " ")
        assert f"/notifications/{Delivery.objects.get(channel='mail').notification_id}/" in words
    html = body_of(mail, "html")
    assert "<strong" in html and "<script" not in html
    assert 'lang="en"' in html and "prefers-color-scheme: dark" in html
    assert not re.search(r"<img|<link|url\(|@import|\ssrc=", html), "nothing remote, nothing that tells of its reading"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert f"<c.{comment.pk}." in mail["Message-ID"]
    assert mail["References"] == mail["In-Reply-To"] == f"<p.{cast.closed_post.pk}@localhost>"
    assert str(mail["Reply-To"]).startswith("reply+r")
    assert postbox.senders[0].startswith("reply+b"), "what cannot be delivered comes back to an address of its own"
    assert outcomes(cast.bob) == ["sent"]
    deliver()
    assert len(postbox.mails) == 1


def test_what_comes_within_a_minute_in_one_conversation_comes_in_one_mail(cast: Cast, postbox: Postbox) -> None:
    wish_mail(cast.bob, cast.closed)
    PendingEvent.objects.all().delete()
    make_comment(cast.alice, cast.closed_post, "Première chose.")
    make_comment(cast.erin, cast.closed_post, "Seconde chose.", at=NOW + timedelta(seconds=10))
    tell_all()
    deliver(NOW + timedelta(seconds=20))
    assert postbox.mails == []
    deliver()
    (mail,) = postbox.mails
    assert "Première chose" in body_of(mail) and "Seconde chose" in body_of(mail)
    assert outcomes(cast.bob) == ["sent", "sent"]


def test_after_a_night_many_conversations_come_in_one_mail(cast: Cast, postbox: Postbox) -> None:
    wish_mail(cast.bob, cast.closed)
    PendingEvent.objects.all().delete()
    for number in range(4):
        make_comment(cast.alice, make_post(cast.bob, cast.closed, f"Sujet {number}"), f"Réponse {number}")
    tell_all()
    deliver()
    (mail,) = postbox.mails
    assert mail["Reply-To"] is None, "it is of several conversations"
    assert all(f"Réponse {number}" in body_of(mail) for number in range(4))
    assert len(set(postbox.sessions)) == 1


def test_quiet_hours_hold_a_mail_until_they_end(cast: Cast, postbox: Postbox) -> None:
    wish_mail(cast.bob, cast.closed)
    PendingEvent.objects.all().delete()
    until = (NOW + timedelta(days=3)).date()
    change_rest(by=cast.bob, person=cast.bob, pattern=Pattern.ALWAYS, holidays=False, away_until=until, at=NOW)
    make_comment(cast.alice, cast.closed_post, "Pendant un congé.")
    tell_all()
    deliver()
    assert postbox.mails == []
    held = Delivery.objects.get(channel="mail")
    assert held.done_at is None and held.due_at > NOW + timedelta(days=2) and held.tries == 0
    deliver(held.due_at)
    assert len(postbox.mails) == 1


@pytest.mark.parametrize("lost", ["left", "deleted", "read", "unwished", "stopped", "closed account", "refusing address"])
def test_what_one_may_not_read_any_more_or_does_not_want_is_in_no_mail(cast: Cast, postbox: Postbox, lost: str) -> None:
    wish_mail(cast.bob, cast.closed)
    PendingEvent.objects.all().delete()
    comment = make_comment(cast.alice, cast.closed_post, "Ce mot-là.")
    tell_all()
    if lost == "left":
        leave_community(by=cast.bob, community=cast.closed, at=NOW)
    elif lost == "deleted":
        delete_comment(by=cast.alice, comment=comment, at=NOW)
    elif lost == "read":
        mark_notifications_read(by=cast.bob, at=NOW)
    elif lost == "unwished":
        set_telling(by=cast.bob, community=cast.closed, level="", channels=["in_app"], at=NOW)
    elif lost == "stopped":
        change_mailbox(by=cast.bob, person=cast.bob, instant=False, at=NOW)
    elif lost == "closed account":
        Person.objects.filter(pk=cast.bob.pk).update(is_active=False)
    else:
        Person.objects.filter(pk=cast.bob.pk).update(refused_address=cast.bob.email)
    deliver()
    assert postbox.mails == []
    assert not Delivery.objects.filter(done_at=None).exists()


@pytest.mark.parametrize("is_protected", [False, True])
def test_the_subject_tells_nothing_of_a_place_that_is_nobodys_business(cast: Cast, postbox: Postbox, is_protected: bool) -> None:
    place, post = (cast.closed, cast.closed_post) if is_protected else (cast.secret, cast.secret_post)
    Community.objects.filter(pk=place.pk).update(protected=is_protected)
    wish_mail(cast.alice if not is_protected else cast.bob, place)
    PendingEvent.objects.all().delete()
    make_comment(cast.bob if not is_protected else cast.alice, post, "Un mot de plus.")
    tell_all()
    deliver()
    (mail,) = postbox.mails
    envelope = " ".join(str(mail[name]) for name in ("Subject", "From"))
    for word in (place.name, post.title, "Un mot de plus", cast.bob.name, cast.alice.name):
        assert word not in envelope
    assert "Un mot de plus" in body_of(mail)
    assert "Un mot" not in body_of(mail, "html").split("</div>")[0], "nor the line that lists of mails show"


def test_a_server_that_takes_nothing_is_asked_again_later_and_later(cast: Cast, postbox: Postbox, settings: Any) -> None:
    wish_mail(cast.bob, cast.closed)
    PendingEvent.objects.all().delete()
    make_comment(cast.alice, cast.closed_post, "Patience.")
    tell_all()
    postbox.answers = ["451 4.3.0 later", "452 4.3.1 later"]
    at, waits = SOON, []
    for _try in range(2):
        deliver(at)
        due = Delivery.objects.get(channel="mail").due_at
        waits.append(due - at)
        at = due
    assert waits[0] == timedelta(minutes=1) and waits[1] > waits[0] and postbox.mails == []
    deliver(at)
    assert len(postbox.mails) == 1 and outcomes(cast.bob) == ["sent"]
    make_comment(cast.alice, cast.closed_post, "Encore.")
    tell_all()
    settings.EMAIL_PORT = 1  # nobody there
    deliver()
    assert outcomes(cast.bob) == ["sent", ""]
    assert mailing.wait_after(40) == mailing.LONGEST_WAIT


def test_an_address_that_the_server_does_not_know_is_marked_and_the_others_get_theirs(cast: Cast, postbox: Postbox) -> None:
    for person in (cast.bob, cast.erin):
        wish_mail(person, cast.closed)
    PendingEvent.objects.all().delete()
    make_post(cast.alice, cast.closed, f"Pour @{cast.bob.name} et @{cast.erin.name}.")
    tell_all()
    postbox.refusing = {cast.bob.email}
    deliver()
    assert [mail["To"] for mail in postbox.mails] == [cast.erin.email]
    assert outcomes(cast.bob) == ["bounced"]
    cast.bob.refresh_from_db()
    assert cast.bob.is_mail_refused and "no such user" in mailbox_of(cast.bob).bounce_reason


def test_what_broke_while_it_went_is_never_sent_twice(cast: Cast, postbox: Postbox, monkeypatch: pytest.MonkeyPatch) -> None:
    wish_mail(cast.bob, cast.closed)
    PendingEvent.objects.all().delete()
    make_comment(cast.alice, cast.closed_post, "Une fois.")
    tell_all()

    def breaks(self: Line, message: Letter) -> Handed:
        raise KeyboardInterrupt  # as when the worker is killed between the server's taking it and the note of it

    with monkeypatch.context() as patched:
        patched.setattr(Line, "hand_over", breaks)
        with pytest.raises(KeyboardInterrupt):
            deliver()
    assert outcomes(cast.bob) == [mailing.UNKNOWN]
    deliver(SOON + timedelta(hours=1))
    assert postbox.mails == []
    assert mailing.stranded(SOON + timedelta(hours=1)) == 1


def test_two_workers_send_a_mail_once(cast: Cast, postbox: Postbox) -> None:
    wish_mail(cast.bob, cast.closed)
    PendingEvent.objects.all().delete()
    make_comment(cast.alice, cast.closed_post, "Une fois.")
    tell_all()
    slow = deliveries.claim(channel="mail", at=SOON, limit=10)
    later = SOON + timedelta(minutes=10)  # the claim of the slow one lapsed
    deliver(later)
    send_notices(slow, at=later)
    assert len(postbox.mails) == 1


def stop_path(mail: Any) -> str:
    address = str(mail["List-Unsubscribe"]).strip(" <>")
    return address.removeprefix("http://localhost:8000")


def test_one_click_stops_the_mails_without_signing_in_and_says_which(cast: Cast, postbox: Postbox) -> None:
    wish_mail(cast.bob, cast.closed)
    PendingEvent.objects.all().delete()
    make_comment(cast.alice, cast.closed_post, "Trop de mails.")
    tell_all()
    deliver()
    path = stop_path(postbox.mails[0])
    browser = Client(enforce_csrf_checks=True)
    page = browser.get(path)
    assert page.status_code == 200 and cast.bob.email not in page.content.decode()
    assert mailbox_of(cast.bob).instant, "looking at it, as scanners do, changes nothing"
    done = Client(enforce_csrf_checks=True).post(path, {"List-Unsubscribe": "One-Click"})
    assert done.status_code == 200
    assert not mailbox_of(cast.bob).instant and mailbox_of(cast.bob).rhythm == "weekly"
    assert "digest" in done.content.decode() or "récapitulatif" in done.content.decode()
    browser.post(path, {"undo": "1"})
    assert mailbox_of(cast.bob).instant
    for wrong in (path[:-1] + ("a" if path[-1] != "a" else "b"), "/mail/stop/rien", "/mail/stop/a:b:c"):
        assert browser.get(wrong).status_code == browser.post(wrong).status_code == 404
