"""THE rules: who may see, read, write and moderate what.

Each rule is one expression over its table, written for a viewer that is either a person (`_Row`) or
the row of an enclosing query (`_Outer`). So "which posts may she read", "may she read this one" and
"who may read this one" are the same sentence asked three ways.
"""

from collections.abc import Iterable
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, Model, OuterRef, Q, QuerySet, Value
from django.db.models.lookups import Exact
from django.http import Http404

from communities.models import (
    Ban,
    Comment,
    Community,
    CommunityInvitation,
    CommunitySlug,
    Joining,
    JoinRequest,
    MemberRole,
    Membership,
    Notification,
    Post,
    Readers,
)
from communities.models.notification import Notice
from rse.lib.prepared import Prepared
from rse.people.models import Person, Role

Row = TypeVar("Row", bound=Model)
ANIMATION = (MemberRole.OWNER, MemberRole.ANIMATOR)


class _Row:
    """The viewer is a person we hold."""

    def __init__(self, person: Person) -> None:
        self.person = person

    def pk(self, depth: int) -> Any:
        return self.person.pk

    def active(self, depth: int) -> Q:
        return _always(self.person.is_active)

    def employee(self, depth: int) -> Q:
        return _always(self.person.is_active and not self.person.is_guest)


class _Outer:
    """The viewer is the row of an enclosing query over people, `depth` queries out."""

    def pk(self, depth: int) -> Any:
        return _outer("pk", depth)

    def active(self, depth: int) -> Q:
        return Q(Exact(_outer("is_active", depth), Value(True)))

    def employee(self, depth: int) -> Q:
        return self.active(depth) & Q(Exact(_outer("is_guest", depth), Value(False)))


_Viewer = _Row | _Outer


def _outer(field: str, depth: int) -> Any:
    reference: Any = field
    for _ in range(depth):
        reference = OuterRef(reference)
    return reference


def _always(truth: bool) -> Q:
    return Q() if truth else Q(pk__in=[])


# The rules ----------------------------------------------------------------------------------------


def _member(viewer: _Viewer, depth: int, community: str) -> Exists:
    """The viewer belongs to the community that the column `community` of the row names."""
    return Exists(Membership.objects.filter(community=OuterRef(community), person=viewer.pk(depth + 1)))


def _community_reads(viewer: _Viewer, depth: int = 1) -> Q:
    """Over Community: the viewer may read what is said there."""
    for_all = viewer.employee(depth) & Q(readers=Readers.EVERYONE)
    return viewer.active(depth) & (for_all | Q(_member(viewer, depth, "pk")))


def _community_known(viewer: _Viewer, depth: int = 1) -> Q:
    """Over Community: the viewer may know that it exists."""
    invited = Exists(CommunityInvitation.objects.filter(community=OuterRef("pk"), person=viewer.pk(depth + 1), answered_at=None))
    listed = viewer.employee(depth) & Q(listed=True)
    return viewer.active(depth) & (listed | Q(_member(viewer, depth, "pk")) | Q(invited))


def _post_reads(viewer: _Viewer, depth: int = 1) -> Q:
    """Over Post: the viewer may read it."""
    return Q(deleted_at=None) & Q(community__in=Community.objects.filter(_community_reads(viewer, depth + 1)).values("pk"))


def _person_seen(viewer: _Viewer) -> Q:
    """Over Person: employees see each other; a guest and whoever shares a community with them see each other."""
    shared = Exists(
        Membership.objects.filter(
            person=OuterRef("pk"),
            community__in=Membership.objects.filter(person=viewer.pk(3)).values("community"),
        )
    )
    return viewer.active(1) & (viewer.employee(1) & Q(is_guest=False) | Q(shared) | Q(pk=viewer.pk(1)))


def as_viewer(pk: int, *, is_active: bool, is_guest: bool) -> Person:
    """A person known by what the rules look at and nothing else: to prepare a rule for whoever asks."""
    return Person(pk=pk, is_active=is_active, is_guest=is_guest)


# What I may see -----------------------------------------------------------------------------------


def posts(person: Person) -> QuerySet[Post]:
    """The posts that this person may read."""
    return Post.objects.filter(_post_reads(_Row(person)))


def comments(person: Person) -> QuerySet[Comment]:
    """The comments that this person may read; deleted ones are there, as tombstones."""
    return Comment.objects.filter(post__in=posts(person).values("pk"))


def communities(person: Person) -> QuerySet[Community]:
    """The communities whose existence this person may know."""
    return Community.objects.filter(_community_known(_Row(person)))


def readable_communities(person: Person) -> QuerySet[Community]:
    """The communities whose posts this person may read."""
    return Community.objects.filter(_community_reads(_Row(person)))


def people(person: Person) -> QuerySet[Person]:
    """The people whom this person may see, closed accounts included."""
    return Person.objects.filter(_person_seen(_Row(person)))


def notifications(person: Person) -> QuerySet[Notification]:
    """What this person was told and may still know: a right lost since takes its notifications along."""
    of_posts = Q(post=None) | Q(post__in=posts(person).values("pk"))
    of_comments = Q(comment=None) | Q(comment__deleted_at=None)
    known = Q(community=None) | Q(community__in=communities(person).values("pk"))
    animated = Membership.objects.filter(community=OuterRef("community"), person=person.pk, role__in=ANIMATION)
    of_requests = ~Q(notice=Notice.JOIN_REQUEST) | Exists(animated)
    return Notification.objects.filter(of_posts, of_comments, known, of_requests, person=person)


def readers(post: Post) -> QuerySet[Person]:
    """The people who may read this post. Costs a third of a second for 5,000 people: for tasks."""
    return Person.objects.filter(Exists(Post.objects.filter(_post_reads(_Outer()), pk=post.pk)))


def community_readers(community: Community) -> QuerySet[Person]:
    """The people who may read what is said in this community."""
    return Person.objects.filter(Exists(Community.objects.filter(_community_reads(_Outer()), pk=community.pk)))


def readers_among(people: Iterable[int], *, community_id: int | None = None, post_id: int | None = None) -> set[int]:
    """Those of these people who may read what is said in that community, or that post: for open sockets."""
    if post_id is not None:
        rule: QuerySet[Any] = Post.objects.filter(_post_reads(_Outer()), pk=post_id)
    else:
        rule = Community.objects.filter(_community_reads(_Outer()), pk=community_id or 0)
    return set(Person.objects.filter(Exists(rule), pk__in=people).values_list("pk", flat=True))


def seers(person: Person) -> QuerySet[Person]:
    """The people who may see this person: seeing is mutual, but for closed accounts."""
    return people_among(Person.objects.filter(is_active=True), seen=person)


def people_among(candidates: QuerySet[Person], *, seen: Person) -> QuerySet[Person]:
    """Those of `candidates` who may see `seen`."""
    return candidates.filter(Exists(Person.objects.filter(_person_seen(_Outer()), pk=seen.pk)))


# May I --------------------------------------------------------------------------------------------


def may_read(person: Person, post: Post) -> bool:
    return bool(_read_post(person.is_active, person.is_guest, person=person.pk, post=post.pk))


@Prepared
def _read_post(is_active: bool, is_guest: bool, *, person: int, post: int) -> QuerySet[Post, Any]:
    return posts(as_viewer(person, is_active=is_active, is_guest=is_guest)).filter(pk=post).values_list("pk")


def may_read_community(person: Person, community: Community) -> bool:
    return bool(_read_community(person.is_active, person.is_guest, person=person.pk, community=community.pk))


@Prepared
def _read_community(is_active: bool, is_guest: bool, *, person: int, community: int) -> QuerySet[Community, Any]:
    viewer = as_viewer(person, is_active=is_active, is_guest=is_guest)
    return readable_communities(viewer).filter(pk=community).values_list("pk")


def may_see(person: Person, other: Person) -> bool:
    return people(person).filter(pk=other.pk).exists()


def manager_seen(person: Person, other: Person) -> Person | None:
    """The manager of `other`, when `person` may see them too: a guest sees a member, not the member's manager."""
    manager = other.manager
    return manager if manager is not None and may_see(person, manager) else None


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
    """What a reader of some content may do with it: react, write, edit, delete, accept.

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
        "write": writes,
        "edit": writes and is_author,
        "delete": is_author or moderates,
        "accept": writes and (moderates or asker_id == person.pk),
    }
    return frozenset(right for right, is_granted in granted.items() if is_granted)


def may_edit(person: Person, content: Post | Comment) -> bool:
    """Change the words: their author, as long as they may write there."""
    return content.deleted_at is None and "edit" in _rights(person, content)


def may_delete(person: Person, content: Post | Comment) -> bool:
    """Delete: the author, as long as they are active, or whoever moderates."""
    return content.deleted_at is None and "delete" in _rights(person, content)


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
    if community.is_archived or person.is_guest:
        return False
    role = role_in(person, community)
    return role in ANIMATION or (role is not None and community.joining == Joining.FREE)


def may_create_community(person: Person) -> bool:
    return person.is_active and not person.is_guest


def is_banned(person: Person, community: Community) -> bool:
    return Ban.objects.filter(person=person, community=community).exists()


def is_invited(person: Person, community: Community) -> bool:
    return CommunityInvitation.objects.filter(person=person, community=community, answered_at=None).exists()


# Require: for actions -----------------------------------------------------------------------------


def require(allowed: bool) -> None:
    """Refuse with 403 what the person can see but may not do."""
    if not allowed:
        raise PermissionDenied


# Get: for doors -----------------------------------------------------------------------------------


def get_post_or_404(person: Person, id_: int | str) -> Post:
    return _get(posts(person).select_related("community", "author"), pk=_number(id_))


def get_comment_or_404(person: Person, id_: int | str) -> Comment:
    """A comment that still stands, of a post that the person may read."""
    return _get(comments(person).filter(deleted_at=None).select_related("post__community", "author"), pk=_number(id_))


def get_comment_of_post_or_404(person: Person, post_id: int | str, id_: int | str) -> Comment:
    """The same, where the address names the post too."""
    comment = get_comment_or_404(person, id_)
    if comment.post_id != _number(post_id):
        raise Http404
    return comment


def get_community_or_404(person: Person, slug: str) -> Community:
    """A community that the person may know of; what is said there needs `get_readable_community_or_404`."""
    return _get(communities(person), slug=slug)


def moved_community(person: Person, slug: str) -> Community | None:
    """The community that had this address once, if the person may know of it."""
    return communities(person).filter(pk__in=CommunitySlug.objects.filter(slug=slug).values("community")).first()


def get_readable_community_or_404(person: Person, slug: str) -> Community:
    return _get(readable_communities(person), slug=slug)


def get_moderated_community_or_404(person: Person, slug: str) -> Community:
    """A community that the person moderates; 403 when they know it and do not."""
    community = get_community_or_404(person, slug)
    require(may_moderate(person, community))
    return community


def get_join_request_or_404(person: Person, community: Community, id_: int | str) -> JoinRequest:
    """A request to join that community; for whoever moderates there."""
    if not may_moderate(person, community):
        raise Http404
    return _get(JoinRequest.objects.filter(community=community).select_related("person", "community"), pk=_number(id_))


def get_notification_or_404(person: Person, id_: int | str) -> Notification:
    return _get(notifications(person).select_related("community"), pk=_number(id_))


def get_person_or_404(person: Person, id_: int | str) -> Person:
    return _get(people(person).select_related("unit", "site", "manager", "profile"), pk=_number(id_))


def _get(queryset: QuerySet[Row], **key: Any) -> Row:
    if (row := queryset.filter(**key).first()) is None:
        raise Http404
    return row


def _number(id_: int | str) -> int:
    text = str(id_)
    if not (text.isascii() and text.isdigit()) or int(text) >= 1 << 63:
        raise Http404
    return int(text)
