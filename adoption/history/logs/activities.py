"""ActivityStreams 2.0 read as our events (W3C Recommendation of 23 May 2017, and what servers of ActivityPub make of it)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Any, TypeAlias
from zoneinfo import ZoneInfo

from adoption.history.logs.instants import instant_of
from adoption.history.logs.jsonl import past
from adoption.history.logs.line import UNKNOWN_VERB, LogLine, Problem, Read, Unusable, text_of

PUBLIC = ("https://www.w3.org/ns/activitystreams#Public", "as:Public", "Public")
PEOPLE = {"Person", "Application", "Service"}
PLACES = {"Group", "Organization"}
FILES = {"Image", "Video", "Audio", "Document"}
COLLECTIONS = {"Collection", "OrderedCollection", "CollectionPage", "OrderedCollectionPage"}
MANY = 1_000  # people that one activity may be of, or towards
Thing: TypeAlias = dict[str, Any]
Part: TypeAlias = dict[str, str]  # what one event of the activity has of its own: verb, object, root, target, community


def things(value: object) -> list[Thing]:
    """What a property names, one or several: a text is an id."""
    found = value if isinstance(value, list) else [value]
    if len(found) > MANY:
        raise Unusable(f"more than {MANY} in one property")
    return [one if isinstance(one, dict) else {"id": one} for one in found if one is not None]


def thing(value: object) -> Thing:
    return next(iter(things(value)), {})


def id_of(one: Thing, name: str) -> str:
    for key in ("id", "@id", "href", "url"):
        value = one.get(key)
        if isinstance(value, str | int) and not isinstance(value, bool):
            return text_of(value, name).removeprefix("mailto:")
    if any(key in one for key in ("id", "@id")) and one.get("id", one.get("@id")) is not None:
        raise Unusable(f"{name} is neither a text nor a whole number")
    return ""


def kinds(one: Thing) -> set[str]:
    found = one.get("type", one.get("@type"))
    return {kind for kind in (found if isinstance(found, list) else [found]) if isinstance(kind, str)}


class ActivityReader:
    """Activities as events or problems. `names` fills with what the log calls its people and its communities, by id."""

    def __init__(self, items: Iterable[tuple[int, object]], *, name: str, unit: str, zone: ZoneInfo, now: datetime) -> None:
        self.items, self.name, self.unit, self.zone, self.now = items, name, unit, zone, now
        self.names: dict[str, str] = {}
        self.words: Counter[tuple[str, str]] = Counter()  # (type of the activity, verb it was read as)

    def __iter__(self) -> Iterator[Read]:
        for number, item in self.items:
            try:
                if isinstance(item, Unusable):
                    raise item
                if not isinstance(item, dict):
                    raise Unusable("not a JSON object")
                yield from self._events(number, item)
            except Unusable as problem:
                yield Problem(self.name, number, problem.reason, problem.values, self.unit)

    def _events(self, number: int, activity: Thing) -> list[LogLine]:
        """All of an activity's events, or the reason why it has none."""
        kind = next((one for one in sorted(kinds(activity)) if one in _READERS), "")
        if not kind:
            told = sorted(kinds(activity))
            if COLLECTIONS.intersection(told):
                raise Unusable("a collection that does not hold its items")
            raise Unusable(UNKNOWN_VERB, told[0][:80]) if told else Unusable("no type")
        objects = things(activity.get("object")) or [{}]
        object_ = objects[0]
        parts = [part for one in (objects[:1] if kind == "Invite" else objects) for part in _READERS[kind](activity, one)]
        actors = things(activity.get("actor") or activity.get("attributedTo"))
        by = [id_of(actor, "actor") for actor in actors]
        if not by or not all(by):
            raise Unusable("no actor")
        dates = (activity.get("published"), activity.get("updated"), activity.get("startTime"), object_.get("published"))
        at = past(instant_of(next((date for date in dates if date), None), self.zone), self.now)
        community = self._community(activity, object_)
        for one in (*actors, *things(activity.get("object")), *things(activity.get("target"))):
            self._name(one)
        for part in parts:
            self.words[kind, part["verb"]] += 1
        return [LogLine(number, at, actor, **({"community": community} | part)) for actor in by for part in parts]

    def _community(self, activity: Thing, object_: Thing) -> str:
        """Of the audience, the context or the target, the first that is a group, or does not say that it is something else."""
        told = [*things(activity.get("audience")), *things(activity.get("context")), *things(object_.get("audience"))]
        for one in (*told, *(one for one in (*things(activity.get("target")), object_) if kinds(one) & PLACES)):
            place = id_of(one, "community")
            if place and place not in PUBLIC and not place.endswith("/followers") and (not kinds(one) or kinds(one) & PLACES):
                self._name(one)
                return place
        return ""

    def _name(self, one: Thing) -> None:
        if isinstance(name := one.get("name"), str) and kinds(one) & (PEOPLE | PLACES):
            try:
                self.names.setdefault(id_of(one, "name"), text_of(name, "name"))
            except Unusable:
                return  # it goes by its id


def _created(activity: Thing, object_: Thing) -> list[Part]:
    """What was written, and a mention of each person it tags."""
    written = id_of(object_, "object") or id_of(activity, "object")
    answered = id_of(thing(object_.get("inReplyTo")), "root")
    tags = [tag for tag in things(object_.get("tag")) if "Mention" in kinds(tag)]
    people = dict.fromkeys(id_of({"id": tag.get("href")}, "target") for tag in tags)
    if answered:
        parts = [{"verb": "comment", "object": written, "root": answered}]
    else:
        parts = [{"verb": "upload" if kinds(object_) & FILES else "post", "object": written, "root": ""}]
    return parts + [{"verb": "mention", "object": written, "root": answered, "target": person} for person in people if person]


def _liked(verb: str) -> Callable[[Thing, Thing], list[Part]]:
    def read(activity: Thing, object_: Thing) -> list[Part]:
        return [{"verb": verb, "object": _needed(object_)}]

    return read


def _announced(activity: Thing, object_: Thing) -> list[Part]:
    """Sharing is a post of one's own, as it is here."""
    _needed(object_)
    return [{"verb": "post", "object": id_of(activity, "object"), "via": "share"}]


def _followed(activity: Thing, object_: Thing) -> list[Part]:
    """A person; following a group is joining it."""
    whom = _needed(object_)
    if kinds(object_) & PLACES:
        return [{"verb": "join", "community": whom}]
    return [{"verb": "follow", "object": whom, "target": whom}]


def _entered(verb: str) -> Callable[[Thing, Thing], list[Part]]:
    def read(activity: Thing, object_: Thing) -> list[Part]:
        return [{"verb": verb, "community": _needed(object_)}]

    return read


def _invited(activity: Thing, object_: Thing) -> list[Part]:
    """People (`target`) to a group (`object`), or the other way round."""
    people, places = things(activity.get("target")), [object_]
    if kinds(object_) & PEOPLE or not people:
        people, places = things(activity.get("object")), people
    place = next((id_of(one, "community") for one in places if not kinds(one) or kinds(one) & PLACES), "")
    found = [id_of(one, "target") for one in people]
    if not found or not all(found):
        raise Unusable("no person invited")
    part = {"community": place} if place else {}
    return [{"verb": "invite", "target": person} | part for person in found]


def _seen(activity: Thing, object_: Thing) -> list[Part]:
    seen = id_of(object_, "object")
    if kinds(object_) & PEOPLE or "Profile" in kinds(object_):
        person = id_of(thing(object_.get("describes")), "target") or seen
        return [{"verb": "profile_view", "object": person, "target": person}]
    return [{"verb": "visit", "object": "" if kinds(object_) & PLACES else seen}]


def _added(activity: Thing, object_: Thing) -> list[Part]:
    """A file; anything else that is added, pinned or put in order is no event of ours."""
    if kinds(object_) and not kinds(object_) & FILES:
        raise Unusable(UNKNOWN_VERB, f"Add {min(kinds(object_))}"[:80])
    return [{"verb": "upload", "object": _needed(object_)}]


def _removed(activity: Thing, object_: Thing) -> list[Part]:
    """Someone from a group."""
    place = thing(activity.get("target") or activity.get("origin"))
    if not kinds(object_) & PEOPLE or not id_of(place, "community"):
        raise Unusable(UNKNOWN_VERB, "Remove")
    return [{"verb": "remove", "target": _needed(object_), "community": id_of(place, "community")}]


def _undone(activity: Thing, object_: Thing) -> list[Part]:
    """What is undone must be there, not only its id."""
    undone, past_object = kinds(object_), thing(object_.get("object"))
    if undone & {"Like", "Dislike", "EmojiReact"}:
        return [{"verb": "unreact", "object": _needed(past_object)}]
    if "Follow" in undone:
        followed = _followed(object_, past_object)[0]
        return [followed | {"verb": "leave" if followed["verb"] == "join" else "unfollow"}]
    if "Join" in undone:
        return _entered("leave")(object_, past_object)
    if undone & {"Announce", "Create"}:
        return [{"verb": "delete", "object": _needed(past_object if "Create" in undone else object_)}]
    if not undone:
        raise Unusable("an Undo that does not hold what it undoes")
    raise Unusable(UNKNOWN_VERB, f"Undo {min(undone)}"[:80])


def _needed(object_: Thing) -> str:
    if found := id_of(object_, "object"):
        return found
    raise Unusable("no object")


_READERS: dict[str, Callable[[Thing, Thing], list[Part]]] = {
    "Create": _created, "Like": _liked("reaction"), "Dislike": _liked("reaction"), "EmojiReact": _liked("reaction"),
    "Announce": _announced, "Follow": _followed, "Join": _entered("join"), "Leave": _entered("leave"), "Invite": _invited,
    "View": _seen, "Read": _seen, "Listen": _seen, "Add": _added, "Remove": _removed, "Undo": _undone, "Delete": _liked("delete"),
}  # fmt: skip
