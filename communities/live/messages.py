"""What an event makes the pages know: pairs of a topic and a message of ids and counters."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, TypeAlias, TypedDict

from communities.live.topics import Topic

if TYPE_CHECKING:
    from communities.models import Event

Message: TypeAlias = dict[str, str | int | dict[str, int]]


class Counts(TypedDict):
    """Of a post or a comment: how many comments, how many reactions of each kind."""

    comments: int
    reactions: dict[str, int]


CountSource: TypeAlias = Callable[[str, int], Counts | None]


def of_event(event: "Event", counts: CountSource) -> Iterator[tuple[Topic, Message]]:
    """The messages of an event. `counts(object_type, id)` is asked for present counters only where one changed."""
    if event.root_id is None or event.community_id is None or event.object_id is None:
        return
    place, thread = Topic("community", event.community_id), Topic("post", event.root_id)
    about: Message = {"id": str(event.object_id), "object": event.object_type, "by": str(event.actor_id or 0)}
    match event.verb:
        case "post":
            yield place, {"kind": "post", **about}
        case "comment":
            yield thread, {"kind": "comment", **about}
            yield from _comments(event.root_id, (place, thread), counts)
        case "reaction" | "unreact":
            if (found := counts(event.object_type, event.object_id)) is not None:
                yield thread, {"kind": "reaction", **about, "counts": found["reactions"]}
        case "edit" | "accept" | "countersign" | "renew" | "retire" | "due":
            changed: Message = {"kind": "changed", **about}
            if event.object_type == "post":
                yield place, changed
            elif event.verb in ("accept", "edit"):  # the card shows the answer, the last comments
                yield place, {**changed, "id": str(event.root_id), "object": "post"}
            yield thread, changed
        case "move" if event.via == "out":
            yield place, {"kind": "gone", **about}
        case "move":
            yield place, {"kind": "back", **about}
            yield thread, {"kind": "changed", **about}
        case "pin":
            yield place, {"kind": "pinned", **about}
        case "poll_vote":
            voted: Message = {"kind": "changed", "id": str(event.root_id), "object": "post", "by": str(event.actor_id or 0)}
            yield place, voted
            yield thread, voted
        case "restore":
            if event.object_type == "post":
                yield place, {"kind": "back", **about}
            else:
                yield thread, {"kind": "changed", **about}
                yield from _comments(event.root_id, (place, thread), counts)
        case "delete":
            gone: Message = {"kind": "gone", **about}
            yield thread, gone
            if event.object_type == "post":
                yield place, gone
            else:
                yield from _comments(event.root_id, (place, thread), counts)


def _comments(post_id: int, topics: tuple[Topic, ...], counts: CountSource) -> Iterator[tuple[Topic, Message]]:
    if (found := counts("post", post_id)) is not None:
        for topic in topics:
            yield topic, {"kind": "counts", "id": str(post_id), "comments": found["comments"]}


def control_of_event(event: "Event") -> Message | None:
    """What the hubs must check again after this event: someone went out of a community, a post went, or moved."""
    match event.verb:
        case "leave":
            return {"person": str(event.actor_id)}
        case "remove":
            return {"person": str(event.target_id)}
        case "delete" if event.object_type == "post":
            return {"post": str(event.object_id)}
        case "move" if event.via != "out":
            return {"moved": str(event.object_id), "to": str(event.community_id)}
    return None
