"""Pins: put a post first on the page of its community, move it among those that stand there, take it away."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from communities import access, events
from communities.actions._moderation import log_act
from communities.actions.memberships import lock_community
from communities.events import NewEvent
from communities.models import Community, Pin, Post
from communities.models.event import Verb
from rse.lib.refusal import Refused
from rse.people.models import Person

MAX_PINS = 3


@transaction.atomic
def pin_post(*, by: Person, post: Post, at: datetime, until: datetime | None = None, position: int | None = None) -> Pin:
    """Pin a post, after those that are pinned already unless a `position` is given; pinned once more, it takes the new end and place.

    Raises PermissionDenied to whoever does not animate there, Refused when three are pinned or the end is past.
    """
    community = lock_community(post.community)
    access.require(access.may_pin(by, post))
    if until is not None and until <= at:
        raise Refused(_("Choose a day in the future."), field="until")
    standing = _standing(community)
    pin = next((each for each in standing if each.post_id == post.pk), None)
    if pin is None:
        if len(standing) >= MAX_PINS:
            raise Refused(_("Three posts are pinned here already: unpin one first."))
        pin = Pin.objects.create(post=post, community=community, position=len(standing) + 1, by=by, at=at, until=until)
        standing.append(pin)
    elif pin.until != until:
        pin.until = until
        pin.save(update_fields=["until"])
    if position is not None:
        _put(pin, standing, place=position)
    log_act("post.pin", by=by, on=post, at=at, until=until.isoformat() if until else None)
    _tell(pin, by=by, at=at)
    return pin


@transaction.atomic
def move_pin(*, by: Person, post: Post, up: bool, at: datetime) -> None:
    """Change places with the pinned post before it, or after it. At the end of the row nothing changes."""
    community = lock_community(post.community)
    access.require(access.may_pin(by, post))
    standing = _standing(community)
    pin = next((each for each in standing if each.post_id == post.pk), None)
    if pin is None:
        raise Refused(_("This post is not pinned any more."))
    _put(pin, standing, place=pin.position + (-1 if up else 1))
    _tell(pin, by=by, at=at)


@transaction.atomic
def unpin_post(*, by: Person, post: Post, at: datetime) -> bool:
    """Let a post go back to its place in the feed. Returns whether it was pinned."""
    lock_community(post.community)
    access.require(access.may_pin(by, post))
    pin = Pin.objects.filter(post=post).first()
    if pin is None:
        return False
    drop_pin(post)
    log_act("post.unpin", by=by, on=post, at=at)
    _tell(pin, by=by, at=at)
    return True


def drop_pin(post: Post) -> None:
    """Take its pin from a post that is deleted or moved; the others close the gap."""
    if (pin := Pin.objects.filter(post=post).first()) is None:
        return
    pin.delete()
    _number(list(Pin.objects.filter(community=pin.community_id).order_by("position")))


@transaction.atomic
def unpin_due(at: datetime) -> int:
    """Take away the pins whose end has come."""
    ended = list(Pin.objects.filter(until__lte=at).select_related("post__community"))
    for pin in ended:
        lock_community(pin.post.community)
        drop_pin(pin.post)
        _tell(pin, by=None, at=at)
    return len(ended)


def _standing(community: Community) -> list[Pin]:
    return list(Pin.objects.filter(community=community).order_by("position"))


def _put(pin: Pin, standing: list[Pin], *, place: int) -> None:
    """Give `pin` that place in the row, or the nearest one there is."""
    row = [each for each in standing if each.post_id != pin.post_id]
    row.insert(max(0, place - 1), pin)
    _number(row)


def _number(row: list[Pin]) -> None:
    for position, pin in enumerate(row, 1):
        if pin.position != position:
            pin.position = position
            pin.save(update_fields=["position"])


def _tell(pin: Pin, *, by: Person | None, at: datetime) -> None:
    """The pages of the community show it; it is no event of the history."""
    events.announce(
        NewEvent(
            at=at, verb=Verb.PIN, actor_id=by.pk if by else None, community_id=pin.community_id,
            object_type="post", object_id=pin.post_id, root_id=pin.post_id,
        )
    )  # fmt: skip
