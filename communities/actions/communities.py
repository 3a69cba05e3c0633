"""Communities: found, set, rename, archive."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from communities import access
from communities.actions import names
from communities.actions.charters import put_charter
from communities.actions.freshness import freshen_authors
from communities.actions.memberships import enter_as_owner, lock_community
from communities.models import AccessSpell, Community, Joining, Readers
from rse.audit import log
from rse.lib.refusal import Refused
from rse.lib.text import one_line
from rse.people.models import Person


@dataclass(frozen=True)
class Access:
    """The settings underneath the words open, closed and secret."""

    readers: str = Readers.EVERYONE
    joining: str = Joining.FREE
    listed: bool = True
    protected: bool = False
    closed_reason: str = ""
    closed_until: date | None = None


OPEN = Access()


@transaction.atomic
def create_community(
    *,
    by: Person,
    name: str,
    at: datetime,
    purpose: str = "",
    settings: Access = OPEN,
    charter: str = "",
    source: str = "web",
) -> Community:
    """Found a community, whose owner one becomes. Raises Refused on a name already taken or unfit settings."""
    access.require(access.may_create_community(by))
    name = names.checked_name(name)
    names.require_free(name)
    _check_settings(settings)
    community = Community(name=name, purpose=_checked_purpose(purpose), created_by=by, created_at=at)
    names.take_address(community, names.free_slug(name, listed=settings.listed))
    _put_settings(community, settings)
    community.save(force_insert=True)
    _open_spell(community, at=at)
    enter_as_owner(by, community, at=at, source=source)
    put_charter(community, charter, by=by, at=at)
    community.refresh_from_db()
    return community


@transaction.atomic
def change_settings(
    *,
    by: Person,
    community: Community,
    at: datetime,
    purpose: str,
    settings: Access,
    charter: str,
    charter_note: str = "",
    charter_asks: bool = True,
) -> Community:
    """Change the purpose, who reads, who joins, and the charter: another text is its next version.

    A community that becomes secret, or ceases to be, changes address: use that of the one returned.
    """
    community = lock_community(community)
    access.require(access.may_administer(by, community))
    _check_settings(settings)
    if settings.listed and names.is_taken(community.name, except_for=community):
        raise Refused(_("Another community has this name now: rename this one before it stops being secret."), field="listed")
    before = _spelled(community)
    if settings.listed != community.listed:
        names.take_address(community, names.free_slug(community.name, listed=settings.listed, present=community))
    community.purpose = _checked_purpose(purpose)
    _put_settings(community, settings)
    community.save()
    put_charter(community, charter, by=by, at=at, note=charter_note, asks=charter_asks)
    if community.readers != before["readers"]:
        freshen_authors(community)
    if _spelled(community) != before:
        _turn_spell(community, at=at)
        log.record(
            actor=by, act="community.access", target_type="community", target_id=community.pk,
            detail={"before": before, "after": _spelled(community)}, at=at,
        )  # fmt: skip
    return community


@transaction.atomic
def rename_community(*, by: Person, community: Community, name: str, at: datetime) -> Community:
    """Give another name and address; the old address leads to the new one."""
    community = lock_community(community)
    access.require(access.may_administer(by, community))
    name = names.checked_name(name)
    names.require_free(name, except_for=community)
    slug = names.free_slug(name, listed=community.listed, present=community)
    log.record(
        actor=by, act="community.rename", target_type="community", target_id=community.pk,
        detail={"from": community.slug, "to": slug}, at=at,
    )  # fmt: skip
    community.name = name
    names.take_address(community, slug)
    community.save(update_fields=["name", "name_key", "slug"])
    return community


@transaction.atomic
def archive_community(*, by: Person, community: Community, at: datetime) -> Community:
    """Close to writing; what was said stays readable by whoever could read it."""
    community = lock_community(community)
    access.require(access.may_administer(by, community))
    if community.archived_at is None:
        community.archived_at = at
        community.save(update_fields=["archived_at"])
        log.record(actor=by, act="community.archive", target_type="community", target_id=community.pk, at=at)
    return community


@transaction.atomic
def unarchive_community(*, by: Person, community: Community, at: datetime) -> Community:
    community = lock_community(community)
    access.require(access.may_administer(by, community))
    if community.archived_at is not None:
        community.archived_at = None
        community.save(update_fields=["archived_at"])
        log.record(actor=by, act="community.unarchive", target_type="community", target_id=community.pk, at=at)
    return community


def _checked_purpose(purpose: str) -> str:
    purpose = one_line(purpose)
    if len(purpose) > 200:
        raise Refused(_("%(limit)s characters at most.") % {"limit": 200}, field="purpose")
    return purpose


def _check_settings(settings: Access) -> None:
    if settings.readers not in Readers.values:
        raise Refused(_("Choose who reads."), field="readers")
    if settings.joining not in Joining.values:
        raise Refused(_("Choose who joins."), field="joining")
    if settings.readers == Readers.MEMBERS and settings.joining == Joining.FREE:
        raise Refused(_("Where only members read, people join on request or by invitation."), field="joining")
    if not settings.listed and (settings.readers, settings.joining) != (Readers.MEMBERS, Joining.INVITATION):
        raise Refused(_("A secret community is for members only, and by invitation."), field="listed")
    if settings.listed and settings.readers == Readers.MEMBERS and not settings.closed_reason.strip():
        raise Refused(_("Say why this community is closed: everyone will read it."), field="closed_reason")
    if len(settings.closed_reason) > 300:
        raise Refused(_("%(limit)s characters at most.") % {"limit": 300}, field="closed_reason")


def _put_settings(community: Community, settings: Access) -> None:
    community.readers, community.joining = settings.readers, settings.joining
    community.listed, community.protected = settings.listed, settings.protected
    is_closed = settings.listed and settings.readers == Readers.MEMBERS
    community.closed_reason = settings.closed_reason.strip() if is_closed else ""
    community.closed_until = settings.closed_until if is_closed else None


def _spelled(community: Community) -> dict[str, object]:
    return {name: getattr(community, name) for name in ("readers", "joining", "listed", "protected")}


def _open_spell(community: Community, *, at: datetime) -> None:
    AccessSpell.objects.create(community=community, from_at=at, **_spelled(community))


def _turn_spell(community: Community, *, at: datetime) -> None:
    AccessSpell.objects.filter(community=community, to_at=None).update(to_at=at)
    _open_spell(community, at=at)
