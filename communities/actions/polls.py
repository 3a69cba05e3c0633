"""Polls: what one asks, a vote, the closing."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from communities import access, events
from communities.actions._kind import Kind
from communities.actions.words import check_length
from communities.events import NewEvent
from communities.models import Ballot, Community, Poll, PollChoice, PollOption, PollResults, Post
from communities.models.event import Verb
from rse.lib.refusal import Refused
from rse.lib.text import one_line
from rse.people.models import Person

MIN_OPTIONS, MAX_OPTIONS, MAX_LABEL = 2, 10, 120
LONGEST = timedelta(days=366)
_CLOSED_AT_ONCE = 200


@dataclass(frozen=True)
class Asked:
    """A poll to come, checked."""

    labels: tuple[str, ...]
    choice: str
    is_secret: bool
    results: str
    closes_at: datetime | None


def check(by: Person, community: Community, details: Mapping[str, object], at: datetime) -> Asked:
    """Read {options: texts, choice: one|many, is_secret, results: always|voted|closed, closes_at}. Raises Refused on an unfit one."""
    closes_at = details.get("closes_at")
    asked = Asked(
        labels=_labels(details.get("options")),
        choice=_one_of(PollChoice.values, details.get("choice") or PollChoice.ONE, field="choice"),
        is_secret=bool(details.get("is_secret")),
        results=_one_of(PollResults.values, details.get("results") or PollResults.ALWAYS, field="results"),
        closes_at=closes_at if isinstance(closes_at, datetime) else None,
    )
    if asked.closes_at is not None and not at < asked.closes_at <= at + LONGEST:
        raise Refused(_("Choose a closing date within the next year."), field="closes_at")
    if asked.results == PollResults.CLOSED and asked.closes_at is None:
        raise Refused(_("Results at the closing need a closing date."), field="closes_at")
    if not asked.is_secret:
        return asked
    if asked.closes_at is None:
        raise Refused(_("A secret poll needs a closing date: its results show then."), field="closes_at")
    return Asked(asked.labels, asked.choice, True, PollResults.CLOSED, asked.closes_at)


def write(post: Post, asked: Asked, by: Person, at: datetime, source: str) -> None:
    """Add its poll to a post that was just inserted."""
    poll = Poll.objects.create(post=post, choice=asked.choice, is_secret=asked.is_secret, results=asked.results, closes_at=asked.closes_at)
    PollOption.objects.bulk_create(PollOption(poll=poll, position=position, label=label) for position, label in enumerate(asked.labels, 1))


def edit(post: Post, details: Mapping[str, object], by: Person, at: datetime, source: str) -> bool:
    """Close it on another date. The choices stay, and who votes and when results show: people have voted on them."""
    poll = Poll.objects.select_for_update().get(post=post)
    closes_at = details.get("closes_at")
    closes_at = closes_at if isinstance(closes_at, datetime) else None
    if "closes_at" not in details or closes_at == (poll.closes_at and poll.closes_at.replace(second=0, microsecond=0)):
        return False
    if not is_open(poll, at):
        raise Refused(_("This poll is closed: votes are not counted any more."), field="closes_at")
    if closes_at is None and (poll.is_secret or poll.results == PollResults.CLOSED):
        raise Refused(_("Results at the closing need a closing date."), field="closes_at")
    if closes_at is not None and not at < closes_at <= at + LONGEST:
        raise Refused(_("Choose a closing date within the next year."), field="closes_at")
    poll.closes_at = closes_at
    poll.save(update_fields=["closes_at"])
    return True


def reword(post: Post) -> None:
    """What people voted on stays as they read it. Raises Refused once somebody else has voted."""
    if Ballot.objects.filter(poll=post.pk).exclude(person=post.author_id).exists():
        raise Refused(_("People have voted on these words: they cannot be changed any more. Say what is new in a reply."), field="title")


POLL = Kind(check=check, write=write, edit=edit, reword=reword, needs_body=False, needs_title=True, has_details=True)


@transaction.atomic
def vote(*, by: Person, post: Post, options: Collection[int], at: datetime, source: str = "web") -> Ballot:
    """Vote for these positions, or change one's vote. The same vote twice is one; a secret one cannot be changed.

    Raises PermissionDenied where one may not vote, Refused once the poll is closed or on an unfit choice.
    """
    access.require(access.may_vote(by, post))
    poll = Poll.objects.select_for_update().filter(post=post, post__deleted_at=None).first()
    if poll is None or not is_open(poll, at):
        raise Refused(_("This poll is closed: votes are not counted any more."), field="options")
    chosen = _chosen(poll, options)
    ballot = Ballot.objects.filter(poll=poll, person=by).first()
    if ballot is None:
        return _first_vote(poll, post, chosen, by=by, at=at, source=source)
    if poll.is_secret:
        raise Refused(_("You have voted already: a secret vote cannot be changed."), field="options")
    before = set(ballot.options or ())
    if before != chosen:
        _count(poll, before - chosen, -1)
        _count(poll, chosen - before, +1)
        ballot.options, ballot.at = sorted(chosen), at
        ballot.save(update_fields=["options", "at"])
        _show(post)
        events.announce(_event(ballot, post, at=at, source=source))
    return ballot


@transaction.atomic
def close_poll(*, by: Person, post: Post, at: datetime) -> Poll:
    """Close a poll before its time, or one that has no date: for its author and whoever moderates. Done twice, it is done once."""
    access.require(access.may_close_poll(by, post))
    poll = Poll.objects.select_for_update().filter(post=post, post__deleted_at=None).first()
    if poll is None:
        raise Refused(_("There is no poll here."))
    if poll.closed_at is None:
        poll.closed_at = at
        poll.save(update_fields=["closed_at"])
        _show(post)
        events.announce(_closed(post, at))
    return poll


@transaction.atomic
def close_due(at: datetime) -> int:
    """Close the polls whose time has come: their cards show the results. Returns how many."""
    due = Poll.objects.filter(closed_at=None, closes_at__lte=at).select_for_update(skip_locked=True)
    closed = list(due.order_by("closes_at").values_list("pk", flat=True)[:_CLOSED_AT_ONCE])
    Poll.objects.filter(pk__in=closed).update(closed_at=at)
    for post in Post.objects.filter(pk__in=closed, deleted_at=None):
        _show(post)
        events.announce(_closed(post, at))
    return len(closed)


def is_open(poll: Poll, at: datetime) -> bool:
    """Whether votes count at that instant."""
    return poll.closed_at is None and (poll.closes_at is None or at < poll.closes_at)


def _closed(post: Post, at: datetime) -> NewEvent:
    """Nobody's act: open pages hear that the poll changed."""
    return NewEvent(at=at, verb=Verb.EDIT, community_id=post.community_id, object_type="post", object_id=post.pk, root_id=post.pk)


def _first_vote(poll: Poll, post: Post, chosen: set[int], *, by: Person, at: datetime, source: str) -> Ballot:
    kept = None if poll.is_secret else sorted(chosen)
    ballot = Ballot.objects.create(poll=poll, person=by, at=at, is_secret=poll.is_secret, options=kept)
    Poll.objects.filter(pk=poll.pk).update(ballots=F("ballots") + 1)
    _count(poll, chosen, +1)
    _show(post)
    events.record(_event(ballot, post, at=at, source=source))
    return ballot


def _count(poll: Poll, positions: set[int], change: int) -> None:
    PollOption.objects.filter(poll=poll, position__in=positions).update(votes=F("votes") + change)


def _show(post: Post) -> None:
    """The card of the post shows something new; the row that the caller holds knows it."""
    Post.objects.filter(pk=post.pk).update(version=F("version") + 1)
    post.refresh_from_db(fields=["version"])


def _event(ballot: Ballot, post: Post, *, at: datetime, source: str) -> NewEvent:
    """That someone voted; never for what."""
    return NewEvent(
        at=at,
        verb=Verb.POLL_VOTE,
        actor_id=ballot.person_id,
        community_id=post.community_id,
        object_type="ballot",
        object_id=ballot.pk,
        root_id=post.pk,
        target_id=post.author_id,
        source=source,
    )


def _chosen(poll: Poll, options: Collection[int]) -> set[int]:
    chosen = set(options)
    if not chosen:
        raise Refused(_("Choose an answer first."), field="options")
    if poll.choice == PollChoice.ONE and len(chosen) > 1:
        raise Refused(_("Only one answer can be chosen."), field="options")
    if PollOption.objects.filter(poll=poll, position__in=chosen).count() != len(chosen):
        raise Refused(_("This answer is not in the poll."), field="options")
    return chosen


def _labels(given: object) -> tuple[str, ...]:
    """The choices, without empty lines."""
    texts = given if isinstance(given, (list, tuple)) else ()
    labels = tuple(label for text in texts if (label := one_line(str(text))))
    if not MIN_OPTIONS <= len(labels) <= MAX_OPTIONS:
        raise Refused(_("A poll needs from 2 to 10 choices, one on each line."), field="options")
    if len({label.casefold() for label in labels}) != len(labels):
        raise Refused(_("Two choices are the same."), field="options")
    for label in labels:
        check_length(label, limit=MAX_LABEL, field="options")
    return labels


def _one_of(known: Collection[str], given: object, *, field: str) -> str:
    if str(given) not in known:
        raise Refused(_("This is not one of the choices offered."), field=field)
    return str(given)
