"""What one wants to be told, and how: of a community of one's own, of all of them, of what is of none; and what holds for everybody.

Nobody is told of it, and nothing of it is in the history. A row is kept only where someone departs from the default.
"""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from communities import access
from communities.models import Channel, Community, CommunityTelling, DefaultTelling, Membership, PersonTelling, Telling
from rse.audit import log
from rse.lib.refusal import Refused
from rse.people.models import Person, Role

Channels = Collection[str] | None


@transaction.atomic
def set_level_of_community(*, by: Person, community: Community, level: str, at: datetime) -> None:
    """From which level on one is told of a community that one belongs to; "" goes by the default. Channels stay as they are."""
    row = CommunityTelling.objects.filter(person=by, community=community).first()
    set_telling(by=by, community=community, level=level, channels=row.channels if row else None, at=at)


@transaction.atomic
def set_telling(*, by: Person, community: Community, level: str, channels: Channels, at: datetime) -> None:
    """The level and the channels of a community of one's own. "" and None, or the channels of the default, go by the default."""
    access.require(Membership.objects.filter(person=by, community=community).exists())
    _check(level, channels)
    own = PersonTelling.objects.filter(person=by).first()
    usual = own.channels if own is not None and own.channels is not None else access.default_wish(community.pk).channels
    kept = _departing(channels, from_=usual)
    held = CommunityTelling.objects.filter(person=by, community=community)
    if not level and kept is None:
        held.delete()
    elif not held.filter(level=level, channels=kept).exists():
        CommunityTelling.objects.update_or_create(person=by, community=community, defaults={"level": level, "channels": kept, "since": at})


@transaction.atomic
def set_own_tellings(*, by: Person, level: str, channels: Channels, own_channels: Channels, at: datetime) -> None:
    """What holds in the communities for which one chose nothing; `own_channels` are those of what is of no community."""
    _check(level, channels, own_channels)
    kept = _departing(channels, from_=access.default_wish().channels)
    kept_own = _departing(own_channels, from_=access.default_own_channels())
    if not level and kept is None and kept_own is None:
        PersonTelling.objects.filter(person=by).delete()
        return
    chosen = {"level": level, "channels": kept, "own_channels": kept_own}
    if not PersonTelling.objects.filter(person=by, **chosen).exists():
        PersonTelling.objects.update_or_create(person=by, defaults={**chosen, "since": at})


@transaction.atomic
def set_default_telling(
    *, by: Person, community: Community | None, level: str, channels: Channels, own_channels: Channels = None, at: datetime
) -> DefaultTelling:
    """What holds for whoever chose nothing, in a community or, without one, everywhere. For administrators; in the audit log."""
    access.require(by.is_active and by.has_role(Role.ADMIN))
    _check(level, channels, own_channels)
    if community is not None and own_channels is not None:
        raise Refused(_("A community has no channels for what is of none."), field="own_channels")
    chosen = {
        "level": level,
        "channels": None if channels is None else sorted(channels),
        "own_channels": None if own_channels is None else sorted(own_channels),
    }
    row, _is_new = DefaultTelling.objects.update_or_create(community=community, defaults={**chosen, "changed_by": by, "changed_at": at})
    log.record(actor=by, act="notifications.default", target_type="community", target_id=_id_of(community), detail=chosen, at=at)
    return row


@transaction.atomic
def drop_default_telling(*, by: Person, community: Community, at: datetime) -> None:
    """Let a community go by what holds everywhere again."""
    access.require(by.is_active and by.has_role(Role.ADMIN))
    DefaultTelling.objects.filter(community=community).delete()
    log.record(actor=by, act="notifications.default", target_type="community", target_id=community.pk, detail={"level": None}, at=at)


@transaction.atomic
def reset_tellings(*, by: Person, community: Community | None, people: int, at: datetime) -> int:
    """Let everybody go by the defaults again, in one community or everywhere; what they muted stays muted: it is out of their feed too.

    `people` is how many one was told that it concerns. Raises Refused when they are others by now. Returns how many it concerned.
    """
    access.require(by.is_active and by.has_role(Role.ADMIN))
    concerned = access.departing(community)
    if len(concerned) != people:
        raise Refused(_("The number of people concerned has changed: look at it again."), field="people")
    rows = CommunityTelling.objects.exclude(level=Telling.NOTHING)
    if community is not None:
        rows = rows.filter(community=community)
    else:
        PersonTelling.objects.all().delete()
    rows.delete()
    detail = {"people": len(concerned)}
    log.record(actor=by, act="notifications.reset", target_type="community", target_id=_id_of(community), detail=detail, at=at)
    return len(concerned)


def _check(level: str, *several: Channels) -> None:
    if level not in ("", *Telling.values):
        raise Refused(_("Choose one of the levels."), field="level")
    if any(channel not in Channel.values for channels in several for channel in channels or ()):
        raise Refused(_("Choose among the channels."), field="channels")


def _departing(channels: Channels, *, from_: Collection[str]) -> list[str] | None:
    """The channels, in order; None when they are the usual ones."""
    return None if channels is None or set(channels) == set(from_) else sorted(set(channels))


def _id_of(community: Community | None) -> object:
    return "" if community is None else community.pk
