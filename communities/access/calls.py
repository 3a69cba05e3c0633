"""Calls: who may name the community in which they write, so that its members hear of it, and who hears."""

from collections.abc import Collection

from django.db.models import QuerySet

from communities.access.kinds import may_announce
from communities.models import Community, Level, Membership, Notification, PersonLevel, Post, ThreadLevel
from communities.models.notification import Notice
from rse.people.models import Person


def may_call(person: Person, community: Community) -> bool:
    """Tell all its members of what one writes there: whoever may announce there."""
    return may_announce(person, community)


def called(by_id: int, community_id: int, *, post: Post | None = None, answered: Collection[int] | None = None) -> QuerySet[Person]:
    """Whom a call by that person reaches: the members but for those who muted or blocked them, or muted the thread.

    In a thread that stands already (`post`), nobody hears of it twice. `answered` wrote what a comment answers: they and whoever
    follows the thread hear of the comment itself.
    """
    deaf = PersonLevel.objects.filter(other=by_id, level__in=(Level.MUTE, Level.BLOCK)).values("person")
    members = Membership.objects.filter(community=community_id).values("person")
    people = Person.objects.filter(pk__in=members, is_active=True).exclude(pk=by_id).exclude(pk__in=deaf)
    if post is None:
        return people
    told = Notification.objects.filter(post=post, notice=Notice.CALL).values("person")
    levels = ThreadLevel.objects.filter(post=post)
    if answered is None:
        levels = levels.filter(level=Level.MUTE)
    return people.exclude(pk__in=told).exclude(pk__in=levels.values("person")).exclude(pk__in=answered or ())
