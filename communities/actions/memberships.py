"""Coming in and going out: join, ask, decide, invite, leave, remove, ban, change of role."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from communities import access, events
from communities.events import NewEvent
from communities.models import (
    Ban,
    Community,
    CommunityInvitation,
    CommunityTelling,
    JoinRequest,
    LeaveReason,
    MemberRole,
    Membership,
    MembershipSpell,
    RequestState,
)
from communities.models.event import Verb
from rse.audit import log
from rse.lib.refusal import Refused
from rse.lib.text import clean
from rse.people.models import Person

MAX_NOTE = 500


@transaction.atomic
def join_community(*, by: Person, community: Community, at: datetime, source: str = "web") -> Membership:
    """Come in: in one click, or by an invitation. Joining twice changes nothing.

    Raises PermissionDenied where one must ask, or is banned.
    """
    community = lock_community(community)
    if (membership := _current(by, community)) is not None:
        return membership
    access.require(access.may_join(by, community))
    _close_waiting(by, community, at=at)
    return _enter(by, community, role=MemberRole.MEMBER, at=at, via="", source=source)


@transaction.atomic
def request_to_join(*, by: Person, community: Community, at: datetime, note: str = "", source: str = "web") -> JoinRequest:
    """Ask to come in, with a note. Asking again replaces the note of the request that waits."""
    community = lock_community(community)
    if _current(by, community) is not None:
        raise Refused(_("You are already a member of this community."))
    access.require(access.may_request(by, community))
    note = _checked_note(note, field="note")
    request, is_new = JoinRequest.objects.update_or_create(
        community=community, person=by, state=RequestState.PENDING,
        defaults={"note": note}, create_defaults={"note": note, "created_at": at},
    )  # fmt: skip
    if is_new:
        _record(Verb.REQUEST, community, by=by, at=at, object_id=request.pk, object_type="request", source=source)
    return request


@transaction.atomic
def withdraw_request(*, by: Person, community: Community, at: datetime) -> None:
    """Take one's waiting request back."""
    withdrawn = JoinRequest.objects.filter(community=community, person=by, state=RequestState.PENDING).update(
        state=RequestState.WITHDRAWN, decided_at=at
    )
    if not withdrawn:
        raise Refused(_("No request of yours is waiting here."))


@transaction.atomic
def decide_request(*, by: Person, request: JoinRequest, accept: bool, at: datetime, reason: str = "", source: str = "web") -> JoinRequest:
    """Accept or refuse a request; a refusal carries its reason, which the person reads."""
    community = lock_community(request.community)
    access.require(access.may_moderate(by, community))
    request = JoinRequest.objects.select_for_update().select_related("person").get(pk=request.pk)
    if request.state != RequestState.PENDING:
        raise Refused(_("Someone has already answered this request, or it was withdrawn."))
    reason = _checked_note(reason, field="reason")
    if not accept and not reason:
        raise Refused(_("A refusal needs a reason: the person will read it."), field="reason")
    if accept and not request.person.is_active:
        raise Refused(_("This account is closed."))
    request.state = RequestState.ACCEPTED if accept else RequestState.REFUSED
    request.decided_at, request.decided_by, request.reason = at, by, reason
    request.save(update_fields=["state", "decided_at", "decided_by", "reason"])
    if accept and _current(request.person, community) is None:
        _enter(request.person, community, role=MemberRole.MEMBER, at=at, via="request", source=source)
    _record(
        Verb.DECIDE, community, by=by, at=at, target=request.person_id, source=source,
        object_type="request", object_id=request.pk, via=request.state,
    )  # fmt: skip
    return request


@transaction.atomic
def invite(*, by: Person, community: Community, person: Person, at: datetime, source: str = "web") -> None:
    """Invite somebody whom one may see and whose account is open. Raises Refused when they belong already, or may not come."""
    access.require(access.may_invite(by, community))
    if not person.is_active or not access.may_see(by, person):
        raise Refused(_("This person cannot be invited."), field="person")
    if _current(person, community) is not None:
        raise Refused(_("%(name)s is already a member.") % {"name": person.name}, field="person")
    if access.is_banned(person, community):
        if not access.may_moderate(by, community):  # who was banned is for those who moderate to know
            raise Refused(_("This person cannot be invited."), field="person")
        raise Refused(_("%(name)s was banned from this community.") % {"name": person.name}, field="person")
    invitation, is_new = CommunityInvitation.objects.get_or_create(
        community=community, person=person, answered_at=None, defaults={"invited_by": by, "created_at": at}
    )
    if is_new:
        _record(
            Verb.INVITE, community, by=by, at=at, target=person.pk, source=source,
            object_type="invitation", object_id=invitation.pk,
        )  # fmt: skip


@transaction.atomic
def decline_invitation(*, by: Person, community: Community, at: datetime) -> None:
    """Answer no to the invitation that waits."""
    if not CommunityInvitation.objects.filter(community=community, person=by, answered_at=None).update(answered_at=at, accepted=False):
        raise Refused(_("No invitation to this community is waiting for you."))


@transaction.atomic
def expire_invitations(*, before: datetime, at: datetime) -> int:
    """Close the invitations sent before that instant that nobody answered. Returns how many."""
    return CommunityInvitation.objects.filter(created_at__lt=before, answered_at=None).update(answered_at=at, accepted=False)


@transaction.atomic
def leave_community(*, by: Person, community: Community, at: datetime, reason: str = "", source: str = "web") -> None:
    """Leave. The reason, if one is given, is only added to its count of the month."""
    community = lock_community(community)
    membership = _current(by, community)
    if membership is None:
        raise Refused(_("You are not a member of this community."))
    if membership.role == MemberRole.OWNER:
        raise Refused(_("You own this community: hand it over before you leave."))
    if reason and reason not in LeaveReason.Reason.values:
        raise Refused(_("This reason is not in the list."), field="reason")
    _exit(membership, at=at)
    if reason:
        month = LeaveReason.month_of(at)
        LeaveReason.objects.get_or_create(community=community, month=month, reason=reason)
        LeaveReason.objects.filter(community=community, month=month, reason=reason).update(people=F("people") + 1)
    _record(Verb.LEAVE, community, by=by, at=at, source=source)


@transaction.atomic
def remove_member(
    *, by: Person, community: Community, person: Person, at: datetime, ban: bool = False, reason: str = "", source: str = "web"
) -> None:
    """Remove a member; with `ban`, for good: they can neither join, ask nor be invited again."""
    community = lock_community(community)
    access.require(access.may_moderate(by, community))
    membership = _current(person, community)
    if membership is not None:
        if membership.role == MemberRole.OWNER or person.pk == by.pk:
            raise Refused(_("Neither the owner nor oneself can be removed."))
        if membership.role == MemberRole.ANIMATOR and not access.may_administer(by, community):
            raise PermissionDenied
        _exit(membership, at=at)
    elif not ban:
        raise Refused(_("This person is not a member."))
    if ban:
        Ban.objects.get_or_create(
            community=community, person=person,
            defaults={"banned_by": by, "created_at": at, "reason": _checked_note(reason, field="reason")[:300]},
        )  # fmt: skip
        _close_waiting(person, community, at=at, accepted=False)
    log.record(
        actor=by, act="community.ban" if ban else "community.remove", target_type="community",
        target_id=community.pk, detail={"person": person.pk}, at=at,
    )  # fmt: skip
    _record(Verb.REMOVE, community, by=by, at=at, target=person.pk, object_type="person", object_id=person.pk, source=source)


@transaction.atomic
def lift_ban(*, by: Person, community: Community, person: Person, at: datetime) -> None:
    access.require(access.may_moderate(by, community))
    if not Ban.objects.filter(community=community, person=person).delete()[0]:
        raise Refused(_("This person is not banned."))
    log.record(
        actor=by, act="community.unban", target_type="community", target_id=community.pk,
        detail={"person": person.pk}, at=at,
    )  # fmt: skip


@transaction.atomic
def change_role(*, by: Person, community: Community, person: Person, role: str, at: datetime) -> Membership:
    """Make a member an animator, or an animator a member. The owner changes by `hand_over`."""
    community = lock_community(community)
    access.require(access.may_administer(by, community))
    if role not in (MemberRole.ANIMATOR, MemberRole.MEMBER):
        raise Refused(_("This role does not exist here."), field="role")
    membership = _current(person, community)
    if membership is None:
        raise Refused(_("This person is not a member."))
    if membership.role == MemberRole.OWNER:
        raise Refused(_("The owner changes by handing the community over."))
    if role == MemberRole.ANIMATOR and person.is_guest:
        raise Refused(_("A guest cannot animate a community."), field="role")
    _set_role(membership, role, at=at)
    log.record(
        actor=by, act="community.role", target_type="community", target_id=community.pk,
        detail={"person": person.pk, "role": role}, at=at,
    )  # fmt: skip
    return membership


@transaction.atomic
def hand_over(*, by: Person, community: Community, to: Person, at: datetime, source: str = "web") -> Community:
    """Give the community another owner, among its members who are employees; the former one animates on."""
    community = lock_community(community)
    access.require(access.may_hand_over(by, community))
    heir = _current(to, community)
    if heir is None or not to.is_active or to.is_guest:
        raise Refused(_("The new owner must be an active member of the community."), field="to")
    if heir.role == MemberRole.OWNER:
        raise Refused(_("This person owns the community already."), field="to")
    former = Membership.objects.select_for_update().filter(community=community, role=MemberRole.OWNER).first()
    if former is not None:
        _set_role(former, MemberRole.ANIMATOR, at=at)
    _set_role(heir, MemberRole.OWNER, at=at)
    log.record(
        actor=by, act="community.hand_over", target_type="community", target_id=community.pk,
        detail={"to": to.pk}, at=at,
    )  # fmt: skip
    _record(Verb.HAND_OVER, community, by=by, at=at, target=to.pk, object_type="community", object_id=community.pk, source=source)
    return community


def lock_community(community: Community) -> Community:
    """The community's row, under lock: entries, exits and settings of one community take turns."""
    return Community.objects.select_for_update().get(pk=community.pk)


def enter_as_owner(person: Person, community: Community, *, at: datetime, source: str) -> Membership:
    """The founder's membership, for `create_community`."""
    return _enter(person, community, role=MemberRole.OWNER, at=at, via="created", source=source)


def enter_named(person: Person, community: Community, *, role: str, at: datetime, source: str) -> Membership:
    """The membership of somebody whom the founder names, who agreed to it; the community tells them."""
    return _enter(person, community, role=role, at=at, via="named", source=source)


def _current(person: Person, community: Community) -> Membership | None:
    return Membership.objects.filter(person=person, community=community).first()


def _enter(person: Person, community: Community, *, role: str, at: datetime, via: str, source: str) -> Membership:
    membership = Membership.objects.create(
        community=community, person=person, role=role, created_at=at, last_read_id=community.last_post_id or 0
    )
    MembershipSpell.objects.create(community=community, person=person, role=role, from_at=at)
    Community.objects.filter(pk=community.pk).update(members_count=F("members_count") + 1)
    _record(Verb.JOIN, community, by=person, at=at, via=via, source=source)
    return membership


def _exit(membership: Membership, *, at: datetime) -> None:
    MembershipSpell.objects.filter(community=membership.community_id, person=membership.person_id, to_at=None).update(to_at=at)
    CommunityTelling.objects.filter(community=membership.community_id, person=membership.person_id).delete()
    membership.delete()
    Community.objects.filter(pk=membership.community_id).update(members_count=F("members_count") - 1)


def _set_role(membership: Membership, role: str, *, at: datetime) -> None:
    if membership.role == role:
        return
    membership.role = role
    membership.save(update_fields=["role"])
    spells = MembershipSpell.objects.filter(community=membership.community_id, person=membership.person_id, to_at=None)
    spells.update(to_at=at)
    MembershipSpell.objects.create(community_id=membership.community_id, person_id=membership.person_id, role=role, from_at=at)


def _close_waiting(person: Person, community: Community, *, at: datetime, accepted: bool = True) -> None:
    CommunityInvitation.objects.filter(community=community, person=person, answered_at=None).update(answered_at=at, accepted=accepted)
    JoinRequest.objects.filter(community=community, person=person, state=RequestState.PENDING).update(
        state=RequestState.ACCEPTED if accepted else RequestState.REFUSED, decided_at=at
    )


def _checked_note(note: str, *, field: str) -> str:
    note = clean(note).strip()
    if len(note) > MAX_NOTE:
        raise Refused(_("%(limit)s characters at most.") % {"limit": MAX_NOTE}, field=field)
    return note


def _record(
    verb: str,
    community: Community,
    *,
    by: Person,
    at: datetime,
    source: str,
    target: int | None = None,
    object_type: str = "community",
    object_id: int | None = None,
    via: str = "",
) -> None:
    events.record(
        NewEvent(
            at=at,
            verb=verb,
            actor_id=by.pk,
            community_id=community.pk,
            object_type=object_type,
            object_id=community.pk if object_id is None else object_id,
            target_id=target,
            via=via,
            source=source,
        )
    )
