"""Push: the listener of events, and the few other things that pages and hubs must know at once."""

import hashlib
from typing import TYPE_CHECKING, Any

import structlog

from communities.live import wire
from communities.live.messages import Counts, CountSource, control_of_event, of_event
from communities.live.topics import Topic

if TYPE_CHECKING:
    from communities.models import Community, Event
    from rse.people.models import Person

log = structlog.get_logger(__name__)


def _no_counts(object_type: str, id_: int) -> Counts | None:
    return None


_counts: CountSource = _no_counts


def count_with(source: CountSource) -> None:
    """Name who knows the present counters of a post or a comment."""
    global _counts
    _counts = source


def push(event: "Event") -> None:
    """Tell the pages of an event that was committed. Never raises: the page catches up on what it missed."""
    try:
        wire.send(list(of_event(event, _counts)), control_of_event(event))
    except Exception:
        log.exception("live_push_failed", event_id=event.pk)


def push_unread(person_id: int, unread: int) -> None:
    """Tell the pages of a person how many notifications wait."""
    wire.send([(Topic("person", person_id), {"kind": "notification", "unread": unread})])


def push_signs(person_id: int) -> None:
    """Have the pages of a person ask what waits for them: they read something in another window."""
    wire.send([(Topic("person", person_id), {"kind": "signs"})])


def person_changed(person: "Person") -> None:
    """The rights or the sessions of a person changed: every socket of theirs is checked again."""
    wire.send([], {"person": str(person.pk)})


def community_changed(community: "Community") -> None:
    """Who reads a community changed: whoever follows it, or one of its posts, is checked again."""
    wire.send([], {"community": str(community.pk)})


def session_ended(session_key: str) -> None:
    """A session is over: its sockets close, here and in every other process."""
    wire.send([], {"session": digest(session_key)})


def digest(session_key: Any) -> str:
    """What may travel of a session's key."""
    return hashlib.sha256(f"live:{session_key}".encode()).hexdigest()[:32]
