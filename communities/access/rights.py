"""May this person do that: the role that one has in a community, and what follows from it."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet

from communities.access.rules import ANIMATION
from communities.access.sight import communities, may_read, may_read_community
from communities.models import Ban, Comment, Community, CommunityInvitation, Joining, MemberRole, Membership, Post
from rse.lib.prepared import Prepared
from rse.people.models import Person, Role


def role_in(person: Person, community: Community) -> str | None:
    """owner, animator or member; None outside, or once the account is closed."""
    if not person.is_active:
        return None
    rows = _role(person=person.pk, community=community.pk)
    return rows[0][0] if rows else None


@Prepared
def _role(*, person: int, community: int) -> QuerySet[Membership, Any]:
    return Membership.objects.filter(person=person, community=community).values_list("role")


def may_write(person: Person, community: Community) -> bool:
    """Post and comment: members, unless the community is archived."""
    return not community.is_archived and role_in(person, community) is not None


def may_react(person: Person, post: Post) -> bool:
    """React: whoever reads, unless the community is archived."""
    return not post.community.is_archived and may_read(person, post)


def may_vote(person: Person, post: Post) -> bool:
    """Vote in a poll: whoever may react to it."""
    return may_react(person, post)


def may_moderate(person: Person, community: Community) -> bool:
    """Take requests, remove, ban, delete what others wrote: owner and animators."""
    return role_in(person, community) in ANIMATION


def may_administer(person: Person, community: Community) -> bool:
    """Settings, roles, archive, hand over: the owner."""
    return role_in(person, community) == MemberRole.OWNER


def may_hand_over(person: Person, community: Community) -> bool:
    """The owner; once the owner's account is closed, also an animator, a pilot or an administrator who knows it."""
    if may_administer(person, community):
        return True
    if owner_is_present(community) or not communities(person).filter(pk=community.pk).exists():
        return False
    return may_moderate(person, community) or may_look_after_orphans(person)


def may_look_after_orphans(person: Person) -> bool:
    """Find a new owner for communities whose owner is gone: pilots and administrators."""
    return person.has_role(Role.PILOT, Role.ADMIN)


def owner_is_present(community: Community) -> bool:
    return Membership.objects.filter(community=community, role=MemberRole.OWNER, person__is_active=True).exists()


def rights_on(person: Person, *, author_id: int, role: str | None, is_archived: bool, asker_id: int | None = None) -> frozenset[str]:
    """What a reader of some content may do with it: react, write, edit, delete, accept, pin, move, report.

    `role` is theirs in its community; `asker_id` wrote the post of the thread. Pure: for lists, which
    know all this already.
    """
    if not person.is_active:
        return frozenset()
    moderates = role in ANIMATION
    is_author = author_id == person.pk
    writes = role is not None and not is_archived
    granted = {
        "react": not is_archived,
        "invite": not is_archived and not person.is_guest,
        "write": writes,
        "edit": writes and is_author,
        "delete": is_author or moderates,
        "accept": writes and (moderates or asker_id == person.pk),
        "pin": writes and moderates,
        "move": not is_archived and (is_author or moderates),
        "report": not is_author,
    }
    return frozenset(right for right, is_granted in granted.items() if is_granted)


def may_edit(person: Person, content: Post | Comment) -> bool:
    """Change the words: their author, as long as they may write there."""
    return content.deleted_at is None and "edit" in _rights(person, content)


def may_delete(person: Person, content: Post | Comment) -> bool:
    """Delete: the author, as long as they are active, or whoever moderates."""
    return content.deleted_at is None and "delete" in _rights(person, content)


def may_restore(person: Person, content: Post | Comment) -> bool:
    """Take one's own deletion back: as long as one may delete there, and read what comes back."""
    if content.deleted_at is None or "delete" not in _rights(person, content):
        return False
    return may_read_community(person, content.community) if isinstance(content, Post) else may_read(person, content.post)


def may_accept(person: Person, post: Post) -> bool:
    """Accept an answer: who asked, or whoever moderates."""
    return "accept" in _rights(person, post)


def _rights(person: Person, content: Post | Comment) -> frozenset[str]:
    post = content if isinstance(content, Post) else content.post
    return rights_on(
        person,
        author_id=content.author_id,
        role=role_in(person, post.community),
        is_archived=post.community.is_archived,
        asker_id=post.author_id,
    )


def may_pin(person: Person, post: Post) -> bool:
    """Pin a post on the page of its community: whoever animates there."""
    return post.deleted_at is None and "pin" in _rights(person, post)


def may_move(person: Person, post: Post) -> bool:
    """Have a post go on in another community where they write: its author, or whoever animates the one it leaves. No administrator."""
    return post.deleted_at is None and "move" in _rights(person, post)


def may_share(person: Person, post: Post) -> bool:
    """Pass a post on to another community: whoever reads it, unless its own is secret or protected."""
    return post.community.listed and not post.community.protected and may_read(person, post)


def may_join(person: Person, community: Community) -> bool:
    """Come in without asking: one click, or an invitation; never once banned, nor when archived."""
    if not person.is_active or community.is_archived or is_banned(person, community):
        return False
    if is_invited(person, community):
        return True
    return community.joining == Joining.FREE and not person.is_guest


def may_request(person: Person, community: Community) -> bool:
    """Ask to come in: an employee, where one comes in on request."""
    return (
        person.is_active
        and not person.is_guest
        and not community.is_archived
        and community.listed
        and community.joining == Joining.REQUEST
        and not is_banned(person, community)
    )


def may_invite(person: Person, community: Community) -> bool:
    """Invite a colleague: any member of a community that one joins freely, else owner and animators. Never a guest."""
    return invites(person, community, role=role_in(person, community))


def may_invite_to_thread(person: Person, post: Post) -> bool:
    """Point a thread out to somebody by name: an employee who reads it, as long as it goes on."""
    return not person.is_guest and may_react(person, post)


def may_invite_guests(person: Person, community: Community) -> bool:
    """Bring somebody from outside in, until a date: owner and animators; nobody into a protected community."""
    return not community.is_archived and not community.protected and not person.is_guest and may_moderate(person, community)


def may_set_guest_end(person: Person, guest: Person) -> bool:
    """Say until when a guest comes: administrators, and whoever animates a community where they are."""
    if not guest.is_guest or not person.is_active:
        return False
    theirs = Membership.objects.filter(person=guest).values("community")
    return person.has_role(Role.ADMIN) or Membership.objects.filter(person=person, role__in=ANIMATION, community__in=theirs).exists()


def invites(person: Person, community: Community, *, role: str | None) -> bool:
    """The same of whose role is known already."""
    if community.is_archived or person.is_guest:
        return False
    return role in ANIMATION or (role is not None and community.joining == Joining.FREE)


def may_create_community(person: Person) -> bool:
    return person.is_active and not person.is_guest


def may_browse_people(person: Person) -> bool:
    """Open the directory: employees. A guest meets people where they were invited."""
    return person.is_active and not person.is_guest


def is_banned(person: Person, community: Community) -> bool:
    return Ban.objects.filter(person=person, community=community).exists()


def is_invited(person: Person, community: Community) -> bool:
    return CommunityInvitation.objects.filter(person=person, community=community, answered_at=None).exists()


def require(allowed: bool) -> None:
    """Refuse with 403 what the person can see but may not do."""
    if not allowed:
        raise PermissionDenied
