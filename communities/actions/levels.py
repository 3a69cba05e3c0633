"""Follow, mute and block: one level per person, topic or thread, so that one takes the place of the other; "" is none.

Nobody is told. That one follows a colleague is an event of the history; topics and threads are not, nor any muting or blocking.
What one wants to hear of a community of one's own is in `tellings`.
"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from communities import access, events
from communities.events import NewEvent
from communities.models import Level, PersonLevel, Post, ThreadLevel, Topic, TopicLevel
from communities.models.event import Verb
from rse.lib.refusal import Refused
from rse.people.models import Person

MAX_PEOPLE, MAX_TOPICS = 300, 100  # followed: each is a source of the feed
OF_PEOPLE = ("", Level.FOLLOW, Level.MUTE, Level.BLOCK)
OF_THINGS = ("", Level.FOLLOW, Level.MUTE)


@transaction.atomic
def set_level_of_person(*, by: Person, other: Person, level: str, at: datetime, source: str = "web") -> bool:
    """Follow, mute or block someone whom one sees, or none of these any more. Returns whether anything changed."""
    access.require(access.may_see(by, other))
    _check(level, OF_PEOPLE)
    if other.pk == by.pk:
        raise Refused(_("This is you."))
    held = PersonLevel.objects.select_for_update().filter(person=by, other=other).first()
    before = held.level if held else ""
    if level == before:
        return False
    if level == Level.FOLLOW:
        if not other.is_active:
            raise Refused(_("This account is closed."))
        _check_number(PersonLevel.objects.filter(person=by, level=Level.FOLLOW).count(), MAX_PEOPLE)
    if level:
        PersonLevel.objects.update_or_create(person=by, other=other, defaults={"level": level, "since": at})
    elif held:
        held.delete()
    if Level.FOLLOW in (level, before):
        events.record(_followed(Verb.FOLLOW if level == Level.FOLLOW else Verb.UNFOLLOW, by, other, at=at, source=source))
    return True


@transaction.atomic
def set_level_of_topic(*, by: Person, topic: Topic, level: str, at: datetime, name: str = "") -> None:
    """Follow or mute a topic of posts that one may read; `name` is how one sees it written."""
    _check(level, OF_THINGS)
    held = TopicLevel.objects.filter(person=by, topic=topic)
    if not level:
        held.delete()
        return
    if level == Level.FOLLOW:
        _check_number(TopicLevel.objects.filter(person=by, level=Level.FOLLOW).exclude(topic=topic).count(), MAX_TOPICS)
    if not held.filter(level=level).exists():
        TopicLevel.objects.update_or_create(person=by, topic=topic, defaults={"level": level, "since": at, "name": name or topic.key})


@transaction.atomic
def set_level_of_thread(*, by: Person, post: Post, level: str, at: datetime) -> None:
    """Follow a thread, to be told of each answer; or mute it, to be told of none but those that name you."""
    access.require(access.may_read(by, post))
    _check(level, OF_THINGS)
    held = ThreadLevel.objects.filter(person=by, post=post)
    if not level:
        held.delete()
    elif not held.filter(level=level).exists():
        ThreadLevel.objects.update_or_create(person=by, post=post, defaults={"level": level, "since": at})


def _check(level: str, known: tuple[str, ...]) -> None:
    if level not in known:
        raise Refused(_("Follow, mute, or neither."), field="level")


def _check_number(followed: int, limit: int) -> None:
    if followed >= limit:
        raise Refused(_("You already follow %(limit)s: let some go first.") % {"limit": limit})


def _followed(verb: str, by: Person, other: Person, *, at: datetime, source: str) -> NewEvent:
    return NewEvent(at=at, verb=verb, actor_id=by.pk, object_type="person", object_id=other.pk, target_id=other.pk, source=source)
