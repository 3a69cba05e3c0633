"""The open page of a guest is let go at the second their access ends."""

from communities.consumers.grants import recheck
from communities.live.hub import Hub
from communities.live.socket import Close, Socket


def _socket(person_id: int, ends_at: float | None) -> Socket:
    return Socket(person_id=person_id, session_key="k", session_digest="d", auth_hash="h", ends_at=ends_at)


def test_the_beat_closes_the_sockets_whose_time_is_over_and_no_other() -> None:
    hub, over, later, ever = Hub(recheck), _socket(1, 1.0), _socket(2, 4e9), _socket(3, None)
    hub.people = {1: {over}, 2: {later}, 3: {ever}}
    hub._look_after()
    assert (over.code, later.code, ever.code) == (Close.LATER, None, None)
