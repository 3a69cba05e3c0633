"""May this person do that with a post of a certain kind."""

from django.db.models import QuerySet

from communities.access.rights import may_write, role_in
from communities.access.rules import ANIMATION
from communities.access.sight import may_read
from communities.models import Community, Membership, Post
from rse.people.models import Person, Role


def announces(person: Person, *, role: str | None, is_archived: bool) -> bool:
    """Publish announcements where one has that role: owner and animators, and members who sponsor or pilot the project.

    Pure: for lists, which know the role already.
    """
    if role is None or is_archived or not person.is_active:
        return False
    return role in ANIMATION or person.has_role(Role.SPONSOR, Role.PILOT)


def may_announce(person: Person, community: Community) -> bool:
    return announces(person, role=role_in(person, community), is_archived=community.is_archived)


def rights_by_kind(person: Person, *, author_id: int, role: str | None, is_archived: bool) -> frozenset[str]:
    """What a member may do with an announcement (acknowledge), a story (countersign, renew), a poll (close). Pure, as `rights_on`."""
    if role is None or is_archived or not person.is_active:
        return frozenset()
    is_author = author_id == person.pk
    answers_for_it = is_author or role in ANIMATION
    granted = {"acknowledge": not is_author, "countersign": not is_author, "renew": answers_for_it, "close": answers_for_it}
    return frozenset(right for right, is_granted in granted.items() if is_granted)


def may_acknowledge(person: Person, post: Post) -> bool:
    """Say that one has read an announcement: its audience, the members of its community but for its author."""
    return post.deleted_at is None and "acknowledge" in _rights_by_kind(person, post)


def may_countersign(person: Person, post: Post) -> bool:
    """Confirm a story: a member of its community, those whose success it is too, but never who wrote it."""
    return post.deleted_at is None and "countersign" in _rights_by_kind(person, post)


def may_renew(person: Person, post: Post) -> bool:
    """Say that a story still holds, or retire it: its author, as long as they are a member, and whoever animates."""
    return post.deleted_at is None and "renew" in _rights_by_kind(person, post)


def may_close_poll(person: Person, post: Post) -> bool:
    """Close a poll before its time: as `may_renew`."""
    return post.deleted_at is None and "close" in _rights_by_kind(person, post)


def may_testify(person: Person, post: Post) -> bool:
    """Say something of a story, to be quoted: the members of its community."""
    return post.deleted_at is None and may_write(person, post.community)


def may_see_readership(person: Person, post: Post) -> bool:
    """Know how many have read an announcement: its author, and whoever animates the community."""
    if not may_read(person, post):
        return False
    return post.author_id == person.pk or role_in(person, post.community) in ANIMATION


def audience(post: Post) -> QuerySet[Person]:
    """Those to whom an announcement speaks: the members of its community at this moment, but for its author."""
    members = Membership.objects.filter(community=post.community_id).values("person")
    return Person.objects.filter(pk__in=members, is_active=True).exclude(pk=post.author_id)


def _rights_by_kind(person: Person, post: Post) -> frozenset[str]:
    return rights_by_kind(person, author_id=post.author_id, role=role_in(person, post.community), is_archived=post.community.is_archived)
