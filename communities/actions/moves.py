"""Moves: have a post go on in another community, once whoever moves it has seen what that changes in who reads it.

What people wrote, they wrote for those who read there. So nobody's words get more readers by somebody else's decision: a post moves
to where more people read only when all that stands in it is by whoever moves it. With replies or testimonials of others, or when an
animator moves what someone else wrote, it moves to where nobody more reads. Whoever wants more readers then shares it, or tells it anew.
Back to where it last came from it may go, as long as none of these words is newer than that move: they were written for those there.

An open report stays with those who animate where it was said: they hold the words as they were reported, and decide still. Were it to
follow, an author could choose their judges; were it to forbid the move, the author would learn that somebody reported.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from communities import access, events
from communities.actions._movable import came_from, check_kind, drop_unshown_consents, others_comments, others_words
from communities.actions.charters import require_accepted
from communities.actions.freshness import forget_at, freshen_communities, freshen_people
from communities.actions.pins import drop_pin
from communities.actions.reads import carry_reading
from communities.actions.words import check_length
from communities.events import NewEvent
from communities.models import Attachment, Comment, Community, Move, Notification, Post, Story, TextVersion
from communities.models.event import Verb
from rse.audit import log
from rse.lib.refusal import Refused
from rse.lib.text import one_line
from rse.people.models import Person

MAX_NOTE = 300
OUT, INTO = "out", "into"  # via of the two events of a move


@dataclass(frozen=True)
class MovePlan:
    """What a move would change. `refusal` says why it cannot be, "" when it can; `seen` stands for all that was shown."""

    post: Post
    origin: Community
    to: Community
    change: access.AudienceChange
    past_versions: int  # of the post and of the replies to it, whose words are still there: they go along
    tells_counts: bool  # whether who asks may know how many people read
    may_take_back: bool
    refusal: str
    seen: str


class AudienceChanged(Exception):
    """Not what was shown any more: `plan` is how it stands now."""

    def __init__(self, plan: MovePlan) -> None:
        super().__init__(plan.post.pk)
        self.plan = plan


def plan_move(*, by: Person, post: Post, to: Community, at: datetime) -> MovePlan:
    """What moving `post` to a community where `by` writes would change. Raises PermissionDenied to whoever may not move it there."""
    access.require(access.may_move(by, post) and access.may_write(by, to))
    origin = post.community
    writers = sorted(set(others_comments(post, by).values_list("author_id", flat=True)))
    change = access.audience_change(origin, to, among=writers)
    past_versions = TextVersion.objects.filter(post=post, removed_at=None).count()
    shown = [past_versions, post.pk, origin.pk, to.pk, origin.access, to.access, to.charter_number, len(writers), change]
    return MovePlan(
        post=post,
        origin=origin,
        to=to,
        change=change,
        past_versions=past_versions,
        tells_counts=access.may_count_readers(by, origin, to),
        may_take_back=(post.author_id == by.pk or access.may_moderate(by, to)) and access.may_write(by, origin),
        refusal=_refusal(by, post, to, change, at),
        seen=salted_hmac("communities.moves", repr(shown), algorithm="sha256").hexdigest(),
    )


@transaction.atomic
def move_post(
    *, by: Person, post: Post, to: Community, seen: str, at: datetime, note: str = "", accepts: int | None = None, source: str = "web"
) -> Post:
    """Move a post, with its thread and its files, to a community where `by` writes; `note` says why, `seen` what plan was shown.

    `accepts` is the version of that community's charter that one accepts with it. Raises PermissionDenied to whoever may not, Refused
    when it cannot be, AudienceChanged when who reads is no longer what was shown, CharterAsked as long as the charter is not accepted.
    """
    post = Post.objects.select_for_update(of=("self",)).select_related("community", "author").get(pk=post.pk)
    to = Community.objects.get(pk=to.pk)
    plan = plan_move(by=by, post=post, to=to, at=at)
    if plan.refusal:
        raise Refused(plan.refusal, field="community")
    if seen != plan.seen:
        raise AudienceChanged(plan)
    note = one_line(note)
    check_length(note, limit=MAX_NOTE, field="note")
    require_accepted(by, to, accepts=accepts, at=at)
    carry_reading(post, to=to, readers=[by.pk, post.author_id])
    _put(post, plan.origin, to, at=at)
    if plan.change.gaining:
        drop_unshown_consents(post, at=at)
    Move.objects.create(post=post, origin=plan.origin, destination=to, by=by, at=at, note=note)
    for community, via in ((plan.origin, OUT), (to, INTO)):
        events.record(_event(post, community, by=by, at=at, via=via, source=source))
    if by.pk != post.author_id:
        log.record(
            actor=by, act="post.move", target_type="post", target_id=post.pk,
            detail={"from": plan.origin.pk, "to": to.pk, "author": post.author_id}, at=at,
        )  # fmt: skip
    return post


def _refusal(by: Person, post: Post, to: Community, change: access.AudienceChange, at: datetime) -> str:
    if to.pk == post.community_id:
        return str(_("This post is in this community already."))
    if post.author_id != by.pk and post.author.is_active and not access.may_read_community(post.author, to):
        return str(_("Its author does not read that community: one does not take from people what they wrote."))
    try:
        check_kind(by, post, to, at)
    except Refused as refusal:
        return str(refusal)
    if not change.gaining:
        return ""
    since = came_from(post, to)
    if post.author_id != by.pk and not (since and (post.edited_at or post.at) <= since):
        return str(_("More people would read it there, and it is not yours: only its author may have it read by more people."))
    if others_words(post, by, since=since):
        return str(
            _("More people would read there what others wrote under it for those who read here. Share the post, or publish it there anew.")
        )
    return ""


def _put(post: Post, origin: Community, to: Community, *, at: datetime) -> None:
    """Everything that says where the post is. Its comments are drawn anew: what one may do with them depends on the place."""
    list(Community.objects.select_for_update(of=("self",)).filter(pk__in=[origin.pk, to.pk]).order_by("pk"))
    drop_pin(post)
    post.community, post.moved_at = to, at
    post.version += 1
    post.save(update_fields=["community", "moved_at", "version"])
    Comment.objects.filter(post=post).update(version=F("version") + 1)
    Attachment.objects.filter(post=post).update(community=to)
    Story.objects.filter(post=post).update(community=to)
    Notification.objects.filter(post=post).update(community=to)
    forget_at(post, origin.pk)
    freshen_communities([post])
    freshen_people([post])


def _event(post: Post, community: Community, *, by: Person, at: datetime, via: str, source: str) -> NewEvent:
    return NewEvent(
        at=at, verb=Verb.MOVE, actor_id=by.pk, community_id=community.pk, object_type="post", object_id=post.pk,
        root_id=post.pk, target_id=post.author_id, via=via, source=source,
    )  # fmt: skip
