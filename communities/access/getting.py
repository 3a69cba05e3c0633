"""How a door gets hold of a thing: what one may not see is as absent, 404."""

from typing import Any, TypeVar

from django.db.models import Exists, Model, Q, QuerySet
from django.http import Http404

from communities.access.rights import may_moderate, require
from communities.access.sight import as_viewer, comments, communities, files, links, people, posts, readable_communities, topics
from communities.access.told import notifications
from communities.models import (
    Attachment,
    Ban,
    Comment,
    Community,
    CommunitySlug,
    Draft,
    JoinRequest,
    Link,
    Notification,
    Post,
    Purpose,
    ThreadInvitation,
    Topic,
    TopicLevel,
)
from rse.lib.ids import id_in
from rse.lib.prepared import PreparedRows
from rse.people.models import Person

Found = TypeVar("Found", bound=Model)


def get_post_or_404(person: Person, id_: int | str) -> Post:
    return _there(_post.first(person.is_active, person.is_guest, person=person.pk, post=number_of(id_)))


@PreparedRows
def _post(is_active: bool, is_guest: bool, *, person: int, post: int) -> QuerySet[Post, Post]:
    viewer = as_viewer(person, is_active=is_active, is_guest=is_guest)
    return posts(viewer).filter(pk=post).select_related("community", "author")


def get_thread_or_404(person: Person, id_: int | str) -> tuple[Post, bool]:
    """A post, and whether the person has begun a reply there, in one query."""
    post = _there(_thread.first(person.is_active, person.is_guest, person=person.pk, post=number_of(id_)))
    return post, getattr(post, "has_begun", False)


@PreparedRows
def _thread(is_active: bool, is_guest: bool, *, person: int, post: int) -> QuerySet[Post, Post]:
    viewer = as_viewer(person, is_active=is_active, is_guest=is_guest)
    begun = Draft.objects.filter(person=person, thread=post, purpose=Purpose.REPLY)
    return posts(viewer).filter(pk=post).select_related("community", "author").annotate(has_begun=Exists(begun))


def get_comment_or_404(person: Person, id_: int | str) -> Comment:
    """A comment that still stands, of a post that the person may read."""
    return _there(_comment.first(person.is_active, person.is_guest, person=person.pk, comment=number_of(id_)))


@PreparedRows
def _comment(is_active: bool, is_guest: bool, *, person: int, comment: int) -> QuerySet[Comment, Comment]:
    standing = comments(as_viewer(person, is_active=is_active, is_guest=is_guest)).filter(pk=comment, deleted_at=None)
    return standing.select_related("post__community", "author")


def get_comment_of_post_or_404(person: Person, post_id: int | str, id_: int | str) -> Comment:
    """The same, where the address names the post too."""
    comment = get_comment_or_404(person, id_)
    if comment.post_id != number_of(post_id):
        raise Http404
    return comment


def get_file_or_404(person: Person, token: str) -> Attachment:
    """A file of what the person may read, or one that they have not published yet."""
    return _there(_file.first(person.is_active, person.is_guest, person=person.pk, token=token))


@PreparedRows
def _file(is_active: bool, is_guest: bool, *, person: int, token: str) -> QuerySet[Attachment, Attachment]:
    readable = files(as_viewer(person, is_active=is_active, is_guest=is_guest))
    own = Q(owner=person, owner__is_active=True, post=None)
    return Attachment.objects.filter(own | Q(pk__in=readable.values("pk")), token=token)


def get_link_or_404(person: Person, token: str) -> Link:
    """The page shown under what the person may read; one that was taken away is gone."""
    return _there(links(person).filter(token=token).select_related("page").first())


def get_link_of_post_or_404(person: Person, id_: int | str) -> Link:
    """That of a post itself."""
    return _there(links(person).filter(post=get_post_or_404(person, id_), comment=None).select_related("page").first())


def get_link_of_comment_or_404(person: Person, id_: int | str) -> Link:
    return _there(links(person).filter(comment=get_comment_or_404(person, id_)).select_related("page").first())


def get_community_or_404(person: Person, slug: str) -> Community:
    """A community that the person may know of; what is said there needs `get_readable_community_or_404`."""
    return _there(_community.first(person.is_active, person.is_guest, person=person.pk, slug=slug))


@PreparedRows
def _community(is_active: bool, is_guest: bool, *, person: int, slug: str) -> QuerySet[Community, Community]:
    return communities(as_viewer(person, is_active=is_active, is_guest=is_guest)).filter(slug=slug)


def moved_community(person: Person, slug: str) -> Community | None:
    """The community that had this address once, if the person may know of it."""
    return communities(person).filter(pk__in=CommunitySlug.objects.filter(slug=slug).values("community")).first()


def get_readable_community_or_404(person: Person, slug: str) -> Community:
    return _there(_readable.first(person.is_active, person.is_guest, person=person.pk, slug=slug))


@PreparedRows
def _readable(is_active: bool, is_guest: bool, *, person: int, slug: str) -> QuerySet[Community, Community]:
    return readable_communities(as_viewer(person, is_active=is_active, is_guest=is_guest)).filter(slug=slug)


def get_moderated_community_or_404(person: Person, slug: str) -> Community:
    """A community that the person moderates; 403 when they know it and do not."""
    community = get_community_or_404(person, slug)
    require(may_moderate(person, community))
    return community


def get_join_request_or_404(person: Person, community: Community, id_: int | str) -> JoinRequest:
    """A request to join that community; for whoever moderates there."""
    if not may_moderate(person, community):
        raise Http404
    return _get(JoinRequest.objects.filter(community=community).select_related("person", "community"), pk=number_of(id_))


def get_banned_or_404(person: Person, community: Community, id_: int | str) -> Person:
    """Someone banned from that community, guests included; for whoever moderates there: others hear 403."""
    require(may_moderate(person, community))
    return _get(Person.objects.filter(pk__in=Ban.objects.filter(community=community).values("person")), pk=number_of(id_))


def get_notification_or_404(person: Person, id_: int | str) -> Notification:
    return _get(notifications(person).select_related("community"), pk=number_of(id_))


def get_thread_invitation_or_404(person: Person, id_: int | str) -> ThreadInvitation:
    """An invitation to a thread that this person received and may read."""
    received = ThreadInvitation.objects.filter(person=person, post__in=posts(person).values("pk"))
    return _get(received.select_related("invited_by", "post"), pk=number_of(id_))


def get_topic_or_404(person: Person, key: str) -> Topic:
    """A topic of posts that one may read, or that one follows or mutes since one could."""
    found = topics(person).filter(key=key).first()
    return _there(found or Topic.objects.filter(key=key, pk__in=TopicLevel.objects.filter(person=person).values("topic")).first())


def get_person_or_404(person: Person, id_: int | str) -> Person:
    return _there(_person.first(person.is_active, person.is_guest, person=person.pk, other=number_of(id_)))


def get_colleague_or_404(person: Person, id_: int | str) -> Person:
    """Someone of the organisation who is there today: no guest, no closed account."""
    found = get_person_or_404(person, id_)
    return _there(found if found.is_active and not found.is_guest else None)


@PreparedRows
def _person(is_active: bool, is_guest: bool, *, person: int, other: int) -> QuerySet[Person, Person]:
    seen = people(as_viewer(person, is_active=is_active, is_guest=is_guest)).filter(pk=other)
    return seen.select_related("unit", "site", "manager", "profile")


def _get(queryset: QuerySet[Found], **key: Any) -> Found:
    return _there(queryset.filter(**key).first())


def _there(found: Found | None) -> Found:
    if found is None:
        raise Http404
    return found


def number_of(id_: int | str) -> int:
    """The id that an address holds."""
    if (number := id_in(id_)) is None:
        raise Http404
    return number
