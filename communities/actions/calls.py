"""Calls: naming the community in which one writes tells its members, once each in a thread, and not too often."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from communities import access, events
from communities.actions.words import Words
from communities.events import NewEvent
from communities.models import Call, Comment, Community, Event, Mention, Post
from communities.models.event import Verb
from rse.lib.l10n import moment, number
from rse.lib.refusal import Refused
from rse.people.models import Person

VIA = "community"  # of the one event that tells all members
WEEK = timedelta(days=7)


class MentionAsked(Refused):
    """So many `people` would be told: whoever writes confirms it first."""

    def __init__(self, people: int) -> None:
        message = ngettext_lazy(
            "This tells %(shown)s person: tick the box to confirm it.", "This tells %(shown)s people: tick the box to confirm it.", "count"
        )
        super().__init__(str(message % {"count": people, "shown": number(people)}), field="confirms_mention")
        self.people = people


def check_call(
    words: Words,
    *,
    by: Person,
    community: Community,
    confirms: bool | None,
    at: datetime,
    post: Post | None = None,
    comment: Comment | None = None,
    answered: Collection[int] | None = None,
) -> bool:
    """Whether these words tell anybody more. Raises MentionAsked as long as it is not confirmed, Refused when the week is full.

    `post` is the thread that they stand in, `comment` the one that they change, `answered` the writers of what a comment answers.
    """
    if confirms is None or not words.calls or (post is not None and has_called(post, comment, is_reply=answered is not None)):
        return False
    named = [person.pk for person in words.mentioned]
    people = access.called(by.pk, community.pk, post=post, answered=answered).exclude(pk__in=named).count()
    if not people:
        return False
    _require_turn(community, at)
    if not confirms:
        raise MentionAsked(people)
    return True


def has_called(post: Post, comment: Comment | None, *, is_reply: bool) -> bool:
    """Whether that post, or that comment of it, told the members already; a comment to come has not."""
    return not (is_reply and comment is None) and Call.objects.filter(post=post, comment=comment).exists()


def write_call(*, by: Person, post: Post, comment: Comment | None, source: str, at: datetime) -> None:
    """Tell the members, by one event. One call after the other in a community: two at once could both believe that there is room."""
    _require_turn(Community.objects.select_for_update(of=("self",), no_key=True).get(pk=post.community_id), at)
    Call.objects.create(community_id=post.community_id, post=post, comment=comment, by=by, at=at)
    events.record(
        NewEvent(
            at=at,
            verb=Verb.MENTION,
            actor_id=by.pk,
            community_id=post.community_id,
            object_type="comment" if comment else "post",
            object_id=comment.pk if comment else post.pk,
            root_id=post.pk,
            via=VIA,
            source=source,
        )
    )


def answered_by(post: Post, parent: Comment | None) -> list[int]:
    """Who wrote what a comment answers."""
    return [post.author_id, *([parent.author_id] if parent else [])]


def reached(event: Event) -> QuerySet[Person] | None:
    """Who is to be told of a call now; None when its words are gone, or went to another community."""
    post = Post.objects.filter(pk=event.root_id or 0, community=event.community_id, deleted_at=None).first()
    comment = None
    if event.object_type == "comment":
        comment = Comment.objects.filter(pk=event.object_id or 0, deleted_at=None).select_related("parent").first()
    if post is None or (comment is None and event.object_type == "comment"):
        return None
    answered = None if comment is None else answered_by(post, comment.parent)
    named = Mention.objects.filter(post=post, comment=comment).values("person")
    return access.called(event.actor_id or 0, post.community_id, post=post, answered=answered).exclude(pk__in=named)


def _require_turn(community: Community, at: datetime) -> None:
    """Those deleted since count too: they were told to everybody."""
    limit: int = settings.COMMUNITY_MENTIONS_A_WEEK
    if limit < 1:
        raise Refused(_("Mentions of a whole community are switched off here."), field="body")
    told = list(Call.objects.filter(community=community, at__gt=at - WEEK).order_by("-at").values_list("at", flat=True)[:limit])
    if len(told) < limit:
        return
    message = ngettext_lazy(
        "All members of this community were told once in the last 7 days. They can be again from %(moment)s.",
        "All members of this community were told %(limit)s times in the last 7 days. They can be again from %(moment)s.",
        "limit",
    )
    raise Refused(str(message % {"limit": limit, "moment": moment(told[-1] + WEEK)}), field="body")
