"""Publishing later: checked when one asks, published once at its hour with the rights of then, or a draft again with the reason."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from communities import feeds, tasks
from communities.actions import schedules
from communities.actions.attachments import forget_unpublished
from communities.actions.communities import archive_community
from communities.actions.drafts import Begun
from communities.actions.memberships import leave_community
from communities.actions.schedules import claim_due, publish_claimed, schedule_post
from communities.forms.moments import moment
from communities.models import Attachment, Draft, Event, Notification, Poll, Post, PraisedPerson
from rse.lib import l10n
from rse.lib.refusal import Refused
from rse.people.models import Person
from tests.communities.api.program import Program
from tests.communities.pages import counted, hidden, ids, text
from tests.communities.paper import put
from tests.conftest import Cast
from tests.factories import NOW

SignIn = Callable[[Person], Client]
pytestmark = pytest.mark.django_db
KEY = "clefplustard"
LATER = NOW + timedelta(days=3)
PARIS = ZoneInfo("Europe/Paris")


def _typed(at: datetime) -> str:
    return timezone.localtime(at, PARIS).strftime("%Y-%m-%dT%H:%M")


def _plan(
    cast: Cast,
    body: str = "Pour plus tard.",
    *,
    by: Person | None = None,
    key: str = KEY,
    version: int = 0,
    files: list[str] | None = None,
    **begun: object,
) -> Draft:
    words = Begun(body=body, **({"community": cast.closed} | begun))  # type: ignore[arg-type]
    return schedule_post(by=by or cast.bob, client_key=key, begun=words, publish_at=LATER, files=files, version=version, at=NOW)


def _form(client: Client, **words: str) -> dict[str, str]:
    return hidden(text(client.get("/p/new"))) | {"kind": "message", "title": "", "do": "later", "publish_at": _typed(LATER)} | words


def test_what_is_scheduled_is_published_once_at_its_hour(cast: Cast, sign_in: SignIn) -> None:
    bob = sign_in(cast.bob)
    assert "heure de Paris" in text(bob.get("/p/new")).replace("Heure", "heure")
    answer = bob.post("/p/new", _form(bob, community=cast.closed.slug, body="Pour plus tard."))
    assert answer["Location"] == "/drafts/"
    draft = Draft.objects.get()
    assert draft.publish_at is not None
    page = text(bob.get("/drafts/"))
    assert l10n.appointment(draft.publish_at, PARIS).split(" ")[0] in page
    assert "heure de Paris" in page
    assert not Post.objects.filter(body="Pour plus tard.").exists()
    assert claim_due(draft.publish_at - timedelta(seconds=1)) == []
    due = draft.publish_at + timedelta(seconds=7)
    claimed = claim_due(due)
    assert (claimed, claim_due(due)) == ([draft.pk], []), "one worker has it"
    post = publish_claimed(draft.pk, at=due)
    assert isinstance(post, Post)
    assert (post.at, post.author, post.community) == (due, cast.bob, cast.closed)
    assert publish_claimed(draft.pk, at=due) is None
    assert Post.objects.filter(body="Pour plus tard.").count() == 1
    assert not Draft.objects.exists()
    assert Event.objects.get(verb="post", object_id=post.pk).at == due
    assert next(row.id for row in feeds.community_feed(cast.alice, cast.closed)) == post.pk


def test_a_worker_that_died_leaves_it_to_the_next(cast: Cast) -> None:
    draft = _plan(cast)
    assert claim_due(LATER) == [draft.pk]
    assert claim_due(LATER + timedelta(minutes=1)) == []
    assert claim_due(LATER + timedelta(minutes=3)) == [draft.pk]
    with pytest.raises(Refused):
        schedules.cancel_schedule(by=cast.bob, draft=draft)
    Draft.objects.update(publish_at=timezone.now() - timedelta(seconds=1), claimed_at=None)
    tasks.due()
    tasks.due()
    assert Post.objects.filter(client_key=KEY).count() == 1


@pytest.mark.parametrize("shut", ["left", "archived", "closed account"])
def test_what_cannot_be_published_is_a_draft_again_and_its_writer_is_told(cast: Cast, sign_in: SignIn, shut: str) -> None:
    draft = _plan(cast, "Trop tard.")
    if shut == "left":
        leave_community(by=cast.bob, community=cast.closed, at=NOW)
    elif shut == "archived":
        archive_community(by=cast.alice, community=cast.closed, at=NOW)
    else:
        Person.objects.filter(pk=cast.bob.pk).update(is_active=False)
    claim_due(LATER)
    assert publish_claimed(draft.pk, at=LATER) == cast.bob
    draft.refresh_from_db()
    assert (draft.publish_at, draft.claimed_at, draft.body) == (None, None, "Trop tard.")
    assert not Post.objects.filter(body="Trop tard.").exists()
    told = Notification.objects.filter(notice="not_published")
    if shut == "closed account":
        assert not told.exists()
        return
    bob = sign_in(cast.bob)
    assert "n’a pas pu paraître" in text(bob.get("/notifications/"))
    assert bob.get(f"/notifications/{told.get().pk}/")["Location"] == "/drafts/"
    page = text(bob.get("/drafts/"))
    assert "ne pouvez plus publier" in page
    assert "Programmées" not in page
    assert feeds.unread_notifications(cast.bob) == 0
    Program(cast.bob)("GET", "notifications")


def test_what_publishing_would_refuse_is_refused_when_one_schedules(cast: Cast, sign_in: SignIn) -> None:
    bob = sign_in(cast.bob)
    for wrong in (
        {"body": " "},
        {"publish_at": ""},
        {"publish_at": "demain"},
        {"publish_at": _typed(NOW - timedelta(minutes=2))},
        {"publish_at": _typed(NOW + timedelta(days=368))},
        {"publish_at": "9999-12-31T23:59"},
        {"kind": "question", "title": "x" * 201},
    ):
        answer = bob.post("/p/new", _form(bob, community=cast.closed.slug, **({"body": "Des mots gardés."} | wrong)))
        assert answer.status_code == 422, wrong
        assert "error-text" in text(answer)
        assert wrong.get("publish_at", "") in text(answer)
    assert not Draft.objects.exists()
    with pytest.raises(PermissionDenied):
        _plan(cast, by=cast.carol, community=cast.open)
    assert sign_in(cast.carol).post("/p/new", _form(bob, community=cast.open.slug, body="Non.")).status_code == 422


def test_twenty_at_most_wait(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schedules, "MAX_SCHEDULED", 2)
    for number in range(2):
        _plan(cast, key=f"clef{number}")
    with pytest.raises(Refused):
        _plan(cast, key="clef3")
    _plan(cast, "Autres mots.", key="clef1", version=1)
    assert Draft.objects.filter(publish_at__isnull=False).count() == 2


def test_a_poll_and_a_praise_come_out_whole(cast: Cast, sign_in: SignIn) -> None:
    bob = sign_in(cast.bob)
    poll = {"kind": "poll", "title": "Quel jour ?", "body": "", "options": "Mardi\nJeudi", "choice": "many", "results": "voted"}
    early = bob.post("/p/new", _form(bob, community=cast.closed.slug, closes_at=_typed(LATER - timedelta(hours=1)), **poll))
    assert early.status_code == 422
    assert "fermé avant" in text(early)
    closes = _typed(LATER + timedelta(days=2))
    assert bob.post("/p/new", _form(bob, community=cast.closed.slug, closes_at=closes, **poll)).status_code == 302
    praise = {"kind": "praise", "body": "Bravo.", "people": cast.erin.name, "what_for": "Le dépannage"}
    assert bob.post("/p/new", _form(bob, community=cast.closed.slug, **praise)).status_code == 302
    due = LATER + timedelta(minutes=1)
    for draft_id in claim_due(due):
        assert isinstance(publish_claimed(draft_id, at=due), Post)
    asked = Poll.objects.get(post__title="Quel jour ?")
    assert (asked.choice, asked.results) == ("many", "voted")
    assert asked.closes_at is not None
    assert _typed(asked.closes_at) == closes
    assert PraisedPerson.objects.get().person == cast.erin


def test_one_changes_cancels_or_publishes_at_once_from_the_list(cast: Cast, sign_in: SignIn) -> None:
    bob = sign_in(cast.bob)
    _plan(cast)
    bob.post(f"/drafts/{KEY}/schedule", {"publish_at": _typed(LATER + timedelta(days=1))})
    moved = Draft.objects.get().publish_at
    assert moved == (LATER + timedelta(days=1)).replace(second=0)
    for unfit in ("", "hier", _typed(NOW - timedelta(hours=1))):
        assert "data-stay" in text(bob.post(f"/drafts/{KEY}/schedule", {"publish_at": unfit}, follow=True))
    assert Draft.objects.get().publish_at == moved
    for path in ("schedule", "unschedule", "publish"):
        assert sign_in(cast.alice).post(f"/drafts/{KEY}/{path}", {"publish_at": _typed(LATER)}).status_code == 404
    for _twice in range(2):
        assert bob.post(f"/drafts/{KEY}/unschedule")["Location"] == "/drafts/"
    assert Draft.objects.get().publish_at is None
    assert "data-stay" in text(bob.post(f"/drafts/{KEY}/schedule", {"publish_at": _typed(LATER)}, follow=True))
    _plan(cast)
    answer = bob.post(f"/drafts/{KEY}/publish")
    post = Post.objects.get(client_key=KEY)
    assert answer["Location"] == f"/p/{post.pk}/"
    assert answer.cookies["sent"].value == KEY
    assert not Draft.objects.exists()
    assert bob.post(f"/drafts/{KEY}/publish").status_code == 404


def test_words_of_a_scheduled_post_change_only_when_one_says_so(cast: Cast, sign_in: SignIn) -> None:
    bob = sign_in(cast.bob)
    draft = _plan(cast, "Fini.")
    page = text(bob.get(f"/p/new?draft={KEY}"))
    assert "data-autosave" not in page
    assert f'name="publish_at" value="{_typed(LATER)}"' in page
    fields = hidden(page) | {"kind": "message", "title": "", "community": cast.closed.slug}
    saved = bob.post(f"/drafts/{KEY}", fields | {"body": "À moitié"})
    assert saved.status_code == 422
    assert Draft.objects.get().body == "Fini."
    answer = bob.post("/p/new", fields | {"body": "Fini, et relu.", "do": "later", "publish_at": _typed(LATER + timedelta(hours=1))})
    assert answer.status_code == 302
    draft.refresh_from_db()
    assert (draft.body, draft.publish_at) == ("Fini, et relu.", (LATER + timedelta(hours=1)).replace(second=0))
    stale = bob.post("/p/new", fields | {"body": "D’un vieil onglet.", "do": "later", "publish_at": _typed(LATER)})
    assert stale.status_code == 409
    assert "Fini, et relu." in text(stale)
    again = hidden(text(bob.get(f"/p/new?draft={KEY}"))) | {"kind": "message", "community": cast.closed.slug}
    assert bob.post("/p/new", again | {"body": "Fini, et relu.", "do": "draft"}).status_code == 302
    draft.refresh_from_db()
    assert draft.publish_at is None
    assert KEY not in text(bob.get("/p/new")) or "Fini, et relu." in text(bob.get("/p/new"))


def test_hours_that_the_clocks_skip_are_refused_and_those_that_come_twice_are_the_first() -> None:
    with timezone.override(PARIS):
        for unfit in ("2027-03-28T02:30", "2027-03-28T02:00", "", "demain", "2027-02-30T10:00", "0001-01-01T00:00"):
            with pytest.raises(Refused):
                moment(unfit, field="publish_at", unreadable="?")
        assert moment("2027-03-28T03:00", field="publish_at", unreadable="?") == datetime(2027, 3, 28, 1, tzinfo=UTC)
        assert moment("2027-10-31T02:30", field="publish_at", unreadable="?") == datetime(2027, 10, 31, 0, 30, tzinfo=UTC)
        assert moment("2027-10-31T02:30+01:00", field="publish_at", unreadable="?") == datetime(2027, 10, 31, 1, 30, tzinfo=UTC)
        told = l10n.appointment(datetime(2026, 12, 1, 8, tzinfo=UTC)).replace("\xa0", " ")
        assert told == "mardi 1er décembre 2026 à 9 h, heure de Paris"
    with timezone.override(ZoneInfo("America/New_York")):
        assert moment("2026-12-01T09:00", field="publish_at", unreadable="?") == datetime(2026, 12, 1, 14, tzinfo=UTC)


def test_a_reader_elsewhere_schedules_in_their_own_hours(cast: Cast, sign_in: SignIn) -> None:
    Person.objects.filter(pk=cast.bob.pk).update(time_zone="America/New_York")
    bob = sign_in(Person.objects.get(pk=cast.bob.pk))
    day = (NOW + timedelta(days=4)).date()
    bob.post("/p/new", _form(bob, community=cast.closed.slug, body="D’ailleurs.", publish_at=f"{day}T09:00"))
    publish_at = Draft.objects.get().publish_at
    assert publish_at == datetime(day.year, day.month, day.day, 9, tzinfo=ZoneInfo("America/New_York"))
    assert "heure de New York" in text(bob.get("/drafts/"))


def test_a_program_schedules_and_cancels(cast: Cast) -> None:
    as_bob = Program(cast.bob)
    as_bob("PUT", f"drafts/{KEY}", {"body": "Par un programme.", "community": cast.open.slug})
    as_bob("PUT", f"drafts/{KEY}/schedule", {"publish_at": NOW.isoformat()}, status=400)
    made = as_bob("PUT", f"drafts/{KEY}/schedule", {"publish_at": LATER.isoformat()})
    assert datetime.fromisoformat(made["publish_at"]) == LATER
    as_bob("PUT", f"drafts/{KEY}", {"body": "Autre.", "version": made["version"], "community": cast.open.slug}, status=400)
    assert [row["key"] for row in as_bob("GET", "drafts")["results"]] == [KEY]
    Program(cast.alice)("DELETE", f"drafts/{KEY}/schedule", status=404)
    assert as_bob("DELETE", f"drafts/{KEY}/schedule")["publish_at"] is None
    as_bob("PUT", f"drafts/{KEY}", {"title": "Lequel ?", "kind": "poll", "version": 1, "community": cast.open.slug})
    as_bob("PUT", f"drafts/{KEY}/schedule", {"publish_at": LATER.isoformat()}, status=400)
    as_bob("PUT", f"drafts/{KEY}/schedule", {"publish_at": LATER.isoformat(), "poll": {"options": ["Un", "Deux"]}})
    claim_due(LATER)
    assert isinstance(publish_claimed(Draft.objects.get().pk, at=LATER), Post)
    assert ids(text(Client().get("/"))) == []


def test_it_is_published_with_the_files_that_the_form_named_and_no_other(cast: Cast, sign_in: SignIn) -> None:
    bob = sign_in(cast.bob)
    words = _form(bob, community=cast.closed.slug, body="Le plan.")
    key = words["client_key"]
    second, first, lost = (put(cast.bob, name, b"a;b", key=key) for name in ("deux.csv", "un.csv", "perdu.csv"))
    answer = bob.post("/p/new", words | {"file": [first.token, second.token], "publish_at": "demain"})
    assert answer.status_code == 422
    assert f'name="file" value="{first.token}"' in text(answer), "the form is shown again with its files"
    assert bob.post("/p/new", words | {"file": [first.token, second.token]})["Location"] == "/drafts/"
    page = text(bob.get("/drafts/"))
    assert 0 < page.index("un.csv") < page.index("deux.csv")
    assert "perdu.csv" not in page
    assert sign_in(cast.alice).get(f"/files/{first.token}/un.csv").status_code == 404
    bob.post(f"/drafts/{key}/schedule", {"publish_at": _typed(LATER + timedelta(days=1))})
    due = LATER + timedelta(days=2)
    assert isinstance(publish_claimed(*claim_due(due), at=due), Post)
    published = Attachment.objects.filter(post__client_key=key).order_by("position")
    assert list(published) == [first, second]
    lost.refresh_from_db()
    assert lost.post is None
    assert sign_in(cast.alice).get(f"/files/{first.token}/un.csv").status_code == 200


def test_a_file_alone_is_enough_and_one_taken_away_since_is_not_published(cast: Cast, sign_in: SignIn) -> None:
    bob = sign_in(cast.bob)
    words = _form(bob, community=cast.closed.slug, body="")
    kept, dropped = (put(cast.bob, name, b"a;b", key=words["client_key"]) for name in ("reste.csv", "part.csv"))
    stranger = put(cast.alice, "alice.csv", b"a;b", key=words["client_key"])
    assert bob.post("/p/new", words | {"file": [kept.token, stranger.token]}).status_code == 422
    assert bob.post("/p/new", words | {"file": [kept.token, dropped.token]}).status_code == 302
    assert bob.post(f"/files/{dropped.token}/remove").status_code == 204
    assert "part.csv" not in text(bob.get("/drafts/"))
    bob.post(f"/drafts/{words['client_key']}/publish")
    assert list(Attachment.objects.filter(post__isnull=False)) == [kept]


def test_a_program_names_the_files_of_what_it_schedules(cast: Cast) -> None:
    as_bob, hour = Program(cast.bob), {"publish_at": LATER.isoformat()}
    as_bob("PUT", f"drafts/{KEY}", {"body": "Par un programme.", "community": cast.open.slug})
    elsewhere, other = put(cast.bob, "ici.csv", b"a;b", key="ailleurs"), put(cast.bob, "autre.csv", b"a;b", key=KEY)
    as_bob("PUT", f"drafts/{KEY}/schedule", hour | {"files": [put(cast.alice, key=KEY).token]}, status=400)
    assert [file["token"] for file in as_bob("PUT", f"drafts/{KEY}/schedule", hour)["files"]] == [other.token]
    made = as_bob("PUT", f"drafts/{KEY}/schedule", hour | {"files": [elsewhere.token]})
    assert [file["name"] for file in made["files"]] == ["ici.csv"]
    forget_unpublished(before=LATER)
    publish_claimed(*claim_due(LATER), at=LATER)
    assert list(Attachment.objects.filter(post__isnull=False)) == [elsewhere]


def test_the_list_asks_the_same_however_many_are_scheduled(cast: Cast, sign_in: SignIn) -> None:
    bob = sign_in(cast.bob)
    for number in range(9):
        _plan(cast, f"Brouillon {number}", key=f"clef{number}", files=[])
    bob.get("/drafts/")
    with counted(at_most=9):
        assert text(bob.get("/drafts/")).count("Brouillon ") == 9
    for number in range(9):
        _plan(cast, f"Brouillon {number}", key=f"clef{number}", version=1, files=[put(cast.bob, "a.csv", b"a", key=f"clef{number}").token])
    with counted(at_most=10):
        assert text(bob.get("/drafts/")).count("Brouillon ") == 9
