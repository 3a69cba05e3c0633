"""How a door gets hold of a thing: what one may not see is as absent, 404."""

from typing import Any, TypeVar

from django.db.models import Model, QuerySet
from django.http import Http404

from communities.access.rights import may_moderate, require
from communities.access.sight import as_viewer, comments, communities, notifications, people, posts, readable_communities
from communities.models import Ban, Comment, Community, CommunitySlug, JoinRequest, Notification, Post
from rse.lib.prepared import PreparedRows
from rse.people.models import Person

Found = TypeVar("Found", bound=Model)


def get_post_or_404(person: Person, id_: int | str) -> Post:
    return _there(_post.first(person.is_active, person.is_guest, person=person.pk, post=_number(id_)))


@PreparedRows
def _post(is_active: bool, is_guest: bool, *, person: int, post: int) -> QuerySet[Post, Post]:
    viewer = as_viewer(person, is_active=is_active, is_guest=is_guest)
    return posts(viewer).filter(pk=post).select_related("community", "author")


def get_comment_or_404(person: Person, id_: int | str) -> Comment:
    """A comment that still stands, of a post that the person may read."""
    return _there(_comment.first(person.is_active, person.is_guest, person=person.pk, comment=_number(id_)))


@PreparedRows
def _comment(is_active: bool, is_guest: bool, *, person: int, comment: int) -> QuerySet[Comment, Comment]:
    standing = comments(as_viewer(person, is_active=is_active, is_guest=is_guest)).filter(pk=comment, deleted_at=None)
    return standing.select_related("post__community", "author")


def get_comment_of_post_or_404(person: Person, post_id: int | str, id_: int | str) -> Comment:
    """The same, where the address names the post too."""
    comment = get_comment_or_404(person, id_)
    if comment.post_id != _number(post_id):
        raise Http404
    return comment


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
    return _get(JoinRequest.objects.filter(community=community).select_related("person", "community"), pk=_number(id_))


def get_banned_or_404(person: Person, community: Community, id_: int | str) -> Person:
    """Someone banned from that community, guests included; for whoever moderates there: others hear 403."""
    require(may_moderate(person, community))
    return _get(Person.objects.filter(pk__in=Ban.objects.filter(community=community).values("person")), pk=_number(id_))


def get_notification_or_404(person: Person, id_: int | str) -> Notification:
    return _get(notifications(person).select_related("community"), pk=_number(id_))


def get_person_or_404(person: Person, id_: int | str) -> Person:
    return _there(_person.first(person.is_active, person.is_guest, person=person.pk, other=_number(id_)))


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


def _number(id_: int | str) -> int:
    text = str(id_)
    if not (text.isascii() and text.isdigit()) or int(text) >= 1 << 63:
        raise Http404
    return int(text)
