"""Replies by mail: out through a real mail server, answered, in by the door; by the right person, or refused with a reason."""

import subprocess
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from email.message import EmailMessage
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from PIL import Image

from communities.actions.inbound import Taken, claim_refusals, take_in
from communities.actions.memberships import leave_community
from communities.mails import tell_refusals
from communities.mails.box import look_into_box
from communities.models import Attachment, Comment, Event, InboundMail, PendingEvent
from rse.lib.env import Box
from rse.lib.signature import signature
from rse.people.actions.mailboxes import SOFT_BOUNCES_BORNE, confirm_address, mailbox_of, revoke_replies
from rse.people.models import Person
from rse.people.signed import bounce_address, read_address, reply_address
from tests.communities.postbox import Postbox, answer_to, body_of, mail_server
from tests.communities.test_mails import deliver, tell_all, wish_mail
from tests.conftest import Cast
from tests.factories import NOW, make_comment
from tests.machine import ROOT
from tests.platform.commands import environment

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_store")]
LATER = NOW + timedelta(minutes=10)


@pytest.fixture
def postbox(settings: Any) -> Iterator[Postbox]:
    with mail_server(settings) as box:
        yield box


@pytest.fixture
def mail(cast: Cast, postbox: Postbox) -> EmailMessage:
    """What bob got when alice answered him."""
    wish_mail(cast.bob, cast.closed)
    PendingEvent.objects.all().delete()
    make_comment(cast.alice, cast.closed_post, "As-tu essayé le joint neuf ?")
    tell_all()
    deliver()
    (message,) = postbox.mails
    postbox.mails.clear()
    return message


def newest(cast: Cast) -> Comment | None:
    return Comment.objects.filter(post=cast.closed_post, author=cast.bob).order_by("-pk").first()


def test_a_reply_becomes_a_comment_of_whoever_it_is_from_once(cast: Cast, mail: EmailMessage) -> None:
    answer = answer_to(mail, "Oui, il **tient**.\n\nCordialement,\nBob")
    assert take_in(answer.as_bytes(), at=LATER) == Taken.PUBLISHED
    comment = newest(cast)
    assert comment is not None and comment.body == "Oui, il **tient**."
    assert comment.parent is not None and comment.parent.body == "As-tu essayé le joint neuf ?"
    assert Event.objects.get(verb="comment", object_id=comment.pk).source == "mail"
    assert take_in(answer.as_bytes(), at=LATER) == Taken.AGAIN
    assert Comment.objects.filter(author=cast.bob, body="Oui, il **tient**.").count() == 1


def test_the_door_opens_to_whoever_signs(cast: Cast, mail: EmailMessage, settings: Any) -> None:
    raw, to, stamp = answer_to(mail, "Par la porte.").as_bytes(), str(mail["Reply-To"]), str(int(time.time()))
    door = Client(enforce_csrf_checks=True)

    def knock(secret: str, stamp: str = stamp, raw: bytes = raw) -> Any:
        signed = signature(secret, stamp, to, raw)
        return door.post(
            "/mail/inbound/",
            raw,
            content_type="message/rfc822",
            headers={"X-Timestamp": stamp, "X-Recipient": to, "X-Signature": signed},
        )

    assert knock("").status_code == 404, "closed where no secret is set"
    settings.INBOUND_SECRET = "un secret partagé"
    assert knock("un autre secret").status_code == 403
    assert knock("un secret partagé", str(int(time.time()) - 3600)).status_code == 403
    assert door.post("/mail/inbound/", raw, content_type="message/rfc822").status_code == 403
    assert newest(cast) is None
    assert knock("un secret partagé").json() == {"taken": "published"}
    assert knock("un secret partagé").json() == {"taken": "again"}
    assert knock("un secret partagé", raw=b"\n\n").status_code == 422
    settings.INBOUND_BYTES = 100
    assert knock("un secret partagé").status_code == 413
    assert newest(cast) is not None


def _left(cast: Cast, answer: EmailMessage) -> None:
    leave_community(by=cast.bob, community=cast.closed, at=NOW)


def _of_another(cast: Cast, answer: EmailMessage) -> None:
    answer.replace_header("From", cast.carol.email)


def _revoked(cast: Cast, answer: EmailMessage) -> None:
    revoke_replies(by=cast.bob, person=cast.bob, at=NOW)


def _empty(cast: Cast, answer: EmailMessage) -> None:
    answer.set_content("\n\nLe mar. 1 déc. 2026 à 09:12, Maillage <noreply@example.org> a écrit :\n\n> rien\n")


def _bad_file(cast: Cast, answer: EmailMessage) -> None:
    answer.add_attachment(b"MZ\x90\x00" + b"\0" * 200, maintype="application", subtype="octet-stream", filename="outil.exe")


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (_left, "Vous ne pouvez plus écrire dans cette conversation."),
        (_of_another, "autre adresse"),
        (_revoked, "hors service"),
        (_empty, "au-dessus"),
        (_bad_file, "outil.exe"),
    ],
)
def test_a_refused_reply_is_told_why_at_the_address_of_the_account_with_its_words(
    cast: Cast, mail: EmailMessage, postbox: Postbox, spoil: Callable[[Cast, EmailMessage], None], reason: str
) -> None:
    answer = answer_to(mail, "Des mots à ne pas perdre.")
    spoil(cast, answer)
    assert take_in(answer.as_bytes(), at=LATER) == Taken.REFUSED
    assert newest(cast) is None and not Attachment.objects.filter(owner=cast.bob, comment__isnull=False).exists()
    assert tell_refusals(LATER) == 1
    assert tell_refusals(LATER) == 0, "told once"
    (told,) = postbox.mails
    assert told["To"] == cast.bob.email
    words = " ".join(body_of(told).split()).replace("\u202f", " ").replace("\u00a0", " ")
    assert reason in words
    assert spoil is _empty or "Des mots à ne pas perdre." in words
    assert cast.closed.name not in words and cast.closed_post.title not in words, "rights that ended take names along"
    assert not InboundMail.objects.exclude(words="").exists()


@pytest.mark.parametrize(
    ("name", "value"),
    [("Auto-Submitted", "auto-replied"), ("Precedence", "bulk"), ("X-Loop", "Maillage"), ("X-Autoreply", "yes"), ("Return-Path", "<>")],
)
def test_what_a_machine_wrote_is_neither_published_nor_answered(
    cast: Cast, mail: EmailMessage, postbox: Postbox, name: str, value: str
) -> None:
    answer = answer_to(mail, "Je suis absent jusqu’au 12.")
    answer[name] = value
    assert take_in(answer.as_bytes(), at=LATER) == Taken.IGNORED
    assert newest(cast) is None and tell_refusals(LATER) == 0


def test_a_signed_address_that_was_tampered_with_is_nobodys(cast: Cast, mail: EmailMessage, settings: Any) -> None:
    address = str(mail["Reply-To"])
    assert read_address(address) is not None and read_address(address.upper()) is not None, "servers change capitals"
    assert len(address.partition("@")[0]) <= 64
    assert read_address(reply_address(cast.carol, mailbox_of(cast.carol), cast.closed_post.pk)) != read_address(address)
    local, _at, domain = address.partition("@")
    for wrong in (
        f"{local[:-1]}{'a' if local[-1] != 'a' else 'b'}@{domain}",
        f"reply+r@{domain}",
        f"reply@{domain}",
        "reply+rxyz@else.org",
    ):
        assert read_address(wrong) is None
        answer = answer_to(mail, "Faux.")
        answer.replace_header("To", wrong)
        assert take_in(answer.as_bytes(), at=LATER) == Taken.IGNORED
    key = settings.SECRET_KEY
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "une autre clé", [key]
    assert read_address(address) is not None, "a change of key does not cut conversations"
    settings.SECRET_KEY_FALLBACKS = []
    assert read_address(address) is None


def test_a_flood_is_stopped_and_told_a_few_times_a_day(cast: Cast, mail: EmailMessage, postbox: Postbox) -> None:
    taken = [take_in(answer_to(mail, f"Mot {number}.").as_bytes(), at=LATER) for number in range(9)]
    assert taken[:5] == [Taken.PUBLISHED] * 5 and taken[5:] == [Taken.REFUSED] * 4
    while claim := claim_refusals(LATER, limit=1):
        assert len(claim) == 1
    assert InboundMail.objects.filter(claimed_at__isnull=False).count() == 3
    assert InboundMail.objects.filter(told_at__isnull=False).count() == 1


def test_files_come_in_by_the_way_of_all_files(cast: Cast, mail: EmailMessage) -> None:
    picture = BytesIO()
    Image.new("RGB", (60, 40), "#1c4a9e").save(picture, "JPEG")
    answer = answer_to(mail, "La photo.")
    answer.add_attachment(picture.getvalue(), maintype="image", subtype="jpeg", filename="../../etc/joint.jpg")
    assert take_in(answer.as_bytes(), at=LATER) == Taken.PUBLISHED
    comment = newest(cast)
    row = Attachment.objects.get(comment=comment)
    assert (row.owner_id == cast.bob.pk and row.name == "joint.webp") or row.name == "joint.jpg"
    assert row.width == 60


def test_html_alone_is_turned_to_words_and_runs_nothing(cast: Cast, mail: EmailMessage) -> None:
    answer = EmailMessage()
    for name in ("From", "To", "In-Reply-To"):
        answer[name] = str({"From": mail["To"], "To": mail["Reply-To"], "In-Reply-To": mail["Message-ID"]}[name])
    answer["Message-ID"] = "<html@mail.example.org>"
    answer.set_content(
        "<html><head><style>p{color:red}</style></head><body><p>Oui, <b>jeudi</b> &lt;matin&gt;.</p><script>alert(1)</script>"
        "<div>Et vendredi.</div><div class='gmail_quote'>Le lun. a écrit : <blockquote>vieux</blockquote></div></body></html>",
        subtype="html",
    )
    assert take_in(answer.as_bytes(), at=LATER) == Taken.PUBLISHED
    comment = newest(cast)
    assert comment is not None and comment.body == "Oui, jeudi <matin>.\nEt vendredi."
    assert "<script" not in comment.body_html and "vieux" not in comment.body


def test_the_mail_server_wins_over_what_the_message_says(cast: Cast, mail: EmailMessage) -> None:
    answer = answer_to(mail, "Par l’enveloppe.")
    to = str(answer["To"])
    answer.replace_header("To", "liste@example.org")
    assert take_in(answer.as_bytes(), at=LATER) == Taken.IGNORED
    assert take_in(answer.as_bytes(), recipients=(to,), at=LATER) == Taken.PUBLISHED


def is_refused(person: Person) -> bool:
    return Person.objects.get(pk=person.pk).is_mail_refused


def returned(person: Person, *, status: str, action: str) -> bytes:
    """What a mail server sends back (RFC 3464)."""
    head = f"From: MAILER-DAEMON@mx.example.org\nTo: {bounce_address(person)}\nMessage-ID: <{status}.{action}@mx>\nMIME-Version: 1.0\n"
    kind = 'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\n\n'
    report = (
        f"--b\nContent-Type: text/plain\n\nSorry.\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example.org\n\n"
        f"Final-Recipient: rfc822; {person.email}\nAction: {action}\nStatus: {status}\nDiagnostic-Code: smtp; 550 no such user\n\n--b--\n"
    )
    return (head + kind + report).encode()


def test_a_hard_bounce_marks_the_address_until_it_is_confirmed(
    cast: Cast, postbox: Postbox, sign_in: Callable[[Person], Client], settings: Any
) -> None:
    assert take_in(returned(cast.bob, status="5.1.1", action="failed"), at=NOW) == Taken.BOUNCE
    assert is_refused(cast.bob) and "no such user" in mailbox_of(cast.bob).bounce_reason
    assert "/account/mails/" in sign_in(cast.bob).get("/").content.decode().split("<main")[1].split("</div>")[0]
    assert cast.bob.email in sign_in(cast.bob).get("/account/mails/").content.decode()
    assert "refused" not in sign_in(cast.carol).get("/account/mails/").content.decode().split("<main")[1].split("<form")[0]
    assert sign_in(cast.ada).get("/admin/people/person/").status_code == 200
    sign_in(cast.bob).post("/account/mails/confirm")
    assert not is_refused(cast.bob)
    assert [mail["To"] for mail in postbox.mails] == [cast.bob.email]


def test_soft_bounces_count_and_a_bounce_of_a_former_address_does_not(cast: Cast, postbox: Postbox) -> None:
    for number in range(SOFT_BOUNCES_BORNE):
        assert not is_refused(cast.bob), number
        assert take_in(returned(cast.bob, status="4.4.1", action="delayed"), at=NOW) == Taken.BOUNCE
    assert is_refused(cast.bob)
    confirm_address(by=cast.bob, person=cast.bob, at=NOW)
    late = returned(cast.bob, status="5.1.1", action="failed")
    Person.objects.filter(pk=cast.bob.pk).update(email="nouvelle@example.org")
    assert take_in(late, at=NOW) == Taken.IGNORED
    assert not is_refused(cast.bob)


def test_the_command_takes_one_message_and_answers_as_mail_servers_expect() -> None:
    done = subprocess.run(
        [str(ROOT / ".venv/bin/python"), "manage.py", "receive_mail", "--help"],
        cwd=ROOT, env=environment(), capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert "recipients" in done.stdout


class _Imap:
    """An IMAP server's side of the conversation, as the standard library's client sees it."""

    def __init__(self, messages: dict[bytes, bytes]) -> None:
        self.messages, self.flags = messages, dict[str, str]()

    def __call__(self, host: str, port: int, timeout: float) -> "_Imap":
        return self

    def __enter__(self) -> "_Imap":
        return self

    def __exit__(self, *error: object) -> None: ...

    def login(self, user: str, password: str) -> None: ...

    def select(self, folder: str) -> None:
        assert folder == '"INBOX"'

    def search(self, charset: None, *criteria: str) -> tuple[str, list[bytes]]:
        return "OK", [b" ".join(number for number in self.messages if number.decode() not in self.flags)]

    def fetch(self, number: str, what: str) -> tuple[str, list[Any]]:
        return "OK", [(b"head", self.messages[number.encode()]), b")"]

    def store(self, number: str, how: str, flag: str) -> None:
        self.flags[number] = flag


def test_a_box_is_looked_into_and_a_message_that_fails_does_not_hold_the_others(
    cast: Cast, mail: EmailMessage, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert look_into_box(LATER) == 0, "without a box there is nothing to do"
    settings.INBOUND_BOX = Box("imap.example.org", 993, "reply", "secret", "INBOX")
    server = _Imap({b"1": b"", b"2": answer_to(mail, "Par la boîte.").as_bytes()})
    monkeypatch.setattr("communities.mails.box.imaplib.IMAP4_SSL", server)
    assert look_into_box(LATER) == 2
    assert newest(cast) is not None and server.flags["2"] == "\\Seen"
    assert look_into_box(LATER) == 0
