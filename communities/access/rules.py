"""The expressions behind every rule: one over each table, for any viewer.

A viewer is either a person (`Row`) or the row of an enclosing query (`Outer`). So "which posts may
she read", "may she read this one" and "who may read this one" are the same sentence asked three ways.
"""

from typing import Any

from django.db.models import Exists, OuterRef, Q, Value
from django.db.models.lookups import Exact

from communities.models import Community, CommunityInvitation, MemberRole, Membership, Readers
from rse.people.models import Person

ANIMATION = (MemberRole.OWNER, MemberRole.ANIMATOR)


class Row:
    """The viewer is a person we hold."""

    def __init__(self, person: Person) -> None:
        self.person = person

    def pk(self, depth: int) -> Any:
        return self.person.pk

    def active(self, depth: int) -> Q:
        return _always(self.person.is_active)

    def employee(self, depth: int) -> Q:
        return _always(self.person.is_active and not self.person.is_guest)


class Outer:
    """The viewer is the row of an enclosing query over people, `depth` queries out."""

    def pk(self, depth: int) -> Any:
        return _outer("pk", depth)

    def active(self, depth: int) -> Q:
        return Q(Exact(_outer("is_active", depth), Value(True)))

    def employee(self, depth: int) -> Q:
        return self.active(depth) & Q(Exact(_outer("is_guest", depth), Value(False)))


Viewer = Row | Outer


def _outer(field: str, depth: int) -> Any:
    reference: Any = field
    for _ in range(depth):
        reference = OuterRef(reference)
    return reference


def _always(truth: bool) -> Q:
    return Q() if truth else Q(pk__in=[])


def _member(viewer: Viewer, depth: int, community: str) -> Exists:
    """The viewer belongs to the community that the column `community` of the row names."""
    return Exists(Membership.objects.filter(community=OuterRef(community), person=viewer.pk(depth + 1)))


def community_reads(viewer: Viewer, depth: int = 1) -> Q:
    """Over Community: the viewer may read what is said there."""
    for_all = viewer.employee(depth) & Q(readers=Readers.EVERYONE)
    return viewer.active(depth) & (for_all | Q(_member(viewer, depth, "pk")))


def community_known(viewer: Viewer, depth: int = 1) -> Q:
    """Over Community: the viewer may know that it exists."""
    invited = Exists(CommunityInvitation.objects.filter(community=OuterRef("pk"), person=viewer.pk(depth + 1), answered_at=None))
    listed = viewer.employee(depth) & Q(listed=True)
    return viewer.active(depth) & (listed | Q(_member(viewer, depth, "pk")) | Q(invited))


def post_reads(viewer: Viewer, depth: int = 1) -> Q:
    """Over Post: the viewer may read it."""
    return Q(deleted_at=None) & Q(community__in=Community.objects.filter(community_reads(viewer, depth + 1)).values("pk"))


def person_seen(viewer: Viewer) -> Q:
    """Over Person: employees see each other; a guest and whoever shares a community with them see each other."""
    shared = Exists(
        Membership.objects.filter(
            person=OuterRef("pk"),
            community__in=Membership.objects.filter(person=viewer.pk(3)).values("community"),
        )
    )
    return viewer.active(1) & (viewer.employee(1) & Q(is_guest=False) | Q(shared) | Q(pk=viewer.pk(1)))
