"""Who sees what: the lists a person may read, the people who may read a thing, and the same about one of them."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from communities.access.rules import Outer, Row, community_known, community_reads, person_seen, post_reads
from communities.models import Attachment, Comment, Community, Link, Post, PostTopic, SearchEntry, Topic
from rse.lib.prepared import Prepared
from rse.people.models import Person, Role


def as_viewer(pk: int, *, is_active: bool, is_guest: bool, is_admin: bool = False) -> Person:
    """A person known by what the rules look at and nothing else: to prepare a rule for whoever asks."""
    return Person(pk=pk, is_active=is_active, is_guest=is_guest, roles=[Role.ADMIN] if is_admin else [])


# What I may see -----------------------------------------------------------------------------------


def posts(person: Person) -> QuerySet[Post]:
    """The posts that this person may read."""
    return Post.objects.filter(post_reads(Row(person)))


def comments(person: Person) -> QuerySet[Comment]:
    """The comments that this person may read; deleted ones are there, as tombstones."""
    return Comment.objects.filter(post__in=posts(person).values("pk"))


def files(person: Person) -> QuerySet[Attachment]:
    """The published files that this person may read: with their post, and as long as their comment stands."""
    standing = Q(comment=None) | Q(comment__deleted_at=None)
    return Attachment.objects.filter(standing, post__in=posts(person).values("pk"))


def links(person: Person) -> QuerySet[Link]:
    """The pages shown under what this person may read: as the text is theirs to read, so is its card."""
    standing = Q(comment=None) | Q(comment__deleted_at=None)
    return Link.objects.filter(standing, removed_at=None, post__in=posts(person).values("pk"))


def entries(person: Person) -> QuerySet[SearchEntry]:
    """What search may find for this person: posts, comments that stand, and the files of both."""
    standing = Q(comment=None) | Q(comment__deleted_at=None)
    return SearchEntry.objects.filter(standing, post__in=posts(person).values("pk"))


def communities(person: Person) -> QuerySet[Community]:
    """The communities whose existence this person may know."""
    return Community.objects.filter(community_known(Row(person)))


def readable_communities(person: Person) -> QuerySet[Community]:
    """The communities whose posts this person may read."""
    return Community.objects.filter(community_reads(Row(person)))


def people(person: Person) -> QuerySet[Person]:
    """The people whom this person may see, closed accounts included."""
    return Person.objects.filter(person_seen(Row(person)))


def topics(person: Person) -> QuerySet[Topic]:
    """The topics of the posts that this person may read: of the others they may not know that they exist."""
    return Topic.objects.filter(Exists(PostTopic.objects.filter(topic=OuterRef("pk"), post__in=posts(person).values("pk"))))


def readers(post: Post) -> QuerySet[Person]:
    """The people who may read this post. Costs a third of a second for 5,000 people: for tasks."""
    return Person.objects.filter(Exists(Post.objects.filter(post_reads(Outer()), pk=post.pk)))


def community_readers(community: Community) -> QuerySet[Person]:
    """The people who may read what is said in this community."""
    return Person.objects.filter(Exists(Community.objects.filter(community_reads(Outer()), pk=community.pk)))


def readers_among(people: Iterable[int], *, community_id: int | None = None, post_id: int | None = None) -> set[int]:
    """Those of these people who may read what is said in that community, or that post: for open sockets."""
    if post_id is not None:
        rule: QuerySet[Any] = Post.objects.filter(post_reads(Outer()), pk=post_id)
    else:
        rule = Community.objects.filter(community_reads(Outer()), pk=community_id or 0)
    return set(Person.objects.filter(Exists(rule), pk__in=people).values_list("pk", flat=True))


def seers(person: Person) -> QuerySet[Person]:
    """The people who may see this person: seeing is mutual, but for closed accounts."""
    return people_among(Person.objects.filter(is_active=True), seen=person)


def people_among(candidates: QuerySet[Person], *, seen: Person) -> QuerySet[Person]:
    """Those of `candidates` who may see `seen`."""
    return candidates.filter(Exists(Person.objects.filter(person_seen(Outer()), pk=seen.pk)))


# May I see it -------------------------------------------------------------------------------------


def may_read(person: Person, post: Post) -> bool:
    return bool(_read_post(person.is_active, person.is_guest, person=person.pk, post=post.pk))


@Prepared
def _read_post(is_active: bool, is_guest: bool, *, person: int, post: int) -> QuerySet[Post, Any]:
    return posts(as_viewer(person, is_active=is_active, is_guest=is_guest)).filter(pk=post).values_list("pk")


def may_read_as_employee(post: Post) -> bool:
    """Whether any employee reads it, for whoever has no account yet."""
    return bool(_read_post(True, False, person=0, post=post.pk))


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
