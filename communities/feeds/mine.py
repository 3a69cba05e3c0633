"""What is a viewer's own on the posts of a page: one query, however many things it may be."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db.models import F, QuerySet, TextField, Value
from django.db.models.functions import Cast, Coalesce

from communities.models import Acknowledgement, Ballot, Level, PersonLevel, PostMark, Reaction, ThreadLevel, ThreadSeen
from rse.lib.prepared import Prepared, any_of
from rse.people.models import Person

_REACTION, _SAVED, _VOTE, _READ, _LEVEL, _SEEN, _BLOCKED = "r", "k", "v", "a", "l", "s", "b"


class Mine(NamedTuple):
    """Reactions given; the choices voted for in a poll, none when the poll is secret, None without a vote; kept for later or not;
    an announcement acknowledged or not; the thread followed, muted or neither.
    """

    given: frozenset[str] = frozenset()
    chosen: frozenset[int] | None = None
    is_saved: bool = False
    is_acknowledged: bool = False
    level: str = ""


NOTHING = Mine()


@dataclass(frozen=True)
class Own:
    """Post -> what is the person's own there, posts with nothing left out, and the last comment that they have seen of its thread;
    the people whom they blocked."""

    there: Mapping[int, Mine] = field(default_factory=dict)
    seen: Mapping[int, int] = field(default_factory=dict)
    blocked: frozenset[int] = frozenset()


def mine(person: Person, post_id: int) -> Mine:
    """What is the person's own on that post."""
    return own_of(person, [post_id]).there.get(post_id, NOTHING)


def own_of(person: Person, post_ids: Sequence[int]) -> Own:
    """The same of the posts of a page."""
    return _read(_mine(person=person.pk, posts=post_ids)) if post_ids else Own()


@Prepared
def _mine(*, person: int, posts: Sequence[int]) -> QuerySet[Any, Any]:
    columns = ("about", "what", "detail")
    given = Reaction.objects.filter(any_of("post", posts), person=person, comment=None)
    votes = Ballot.objects.filter(any_of("poll", posts), person=person)
    acknowledged = Acknowledgement.objects.filter(any_of("announcement", posts), person=person)
    saved = PostMark.objects.filter(any_of("post", posts), person=person)
    seen = ThreadSeen.objects.filter(any_of("post", posts), person=person)
    blocked = PersonLevel.objects.filter(person=person, level=Level.BLOCK)
    levels = ThreadLevel.objects.filter(any_of("post", posts), person=person)
    return (
        given.annotate(about=F("post_id"), what=Value(_REACTION), detail=Cast("kind_id", TextField()))
        .values_list(*columns)
        .union(
            votes.annotate(
                about=F("poll_id"), what=Value(_VOTE), detail=Coalesce(Cast("options", TextField()), Value("", output_field=TextField()))
            ).values_list(*columns),
            saved.annotate(about=F("post_id"), what=Value(_SAVED), detail=Value("", output_field=TextField())).values_list(*columns),
            acknowledged.annotate(about=F("announcement_id"), what=Value(_READ), detail=Value("", output_field=TextField())).values_list(
                *columns
            ),
            levels.annotate(about=F("post_id"), what=Value(_LEVEL), detail=Cast("level", TextField())).values_list(*columns),
            seen.annotate(about=F("post_id"), what=Value(_SEEN), detail=Cast("last_id", TextField())).values_list(*columns),
            blocked.annotate(about=F("other_id"), what=Value(_BLOCKED), detail=Value("", output_field=TextField())).values_list(*columns),
            all=True,
        )
    )


def _read(rows: Iterable[tuple[Any, ...]]) -> Own:
    given: dict[int, set[str]] = {}
    chosen: dict[int, frozenset[int]] = {}
    saved: set[int] = set()
    acknowledged: set[int] = set()
    levels: dict[int, str] = {}
    seen: dict[int, int] = {}
    blocked: set[int] = set()
    for post_id, what, detail in rows:
        if what == _REACTION:
            given.setdefault(post_id, set()).add(detail)
        elif what == _SAVED:
            saved.add(post_id)
        elif what == _READ:
            acknowledged.add(post_id)
        elif what == _LEVEL:
            levels[post_id] = detail
        elif what == _SEEN:
            seen[post_id] = int(detail)
        elif what == _BLOCKED:
            blocked.add(post_id)
        else:
            chosen[post_id] = frozenset(int(position) for position in detail.strip("{}").split(",") if position)
    there = {
        id_: Mine(frozenset(given.get(id_, ())), chosen.get(id_), id_ in saved, id_ in acknowledged, levels.get(id_, ""))
        for id_ in given.keys() | chosen.keys() | saved | acknowledged | levels.keys()
    }
    return Own(there, seen, frozenset(blocked))
