"""How a door gets hold of a thing: what one may not see is as absent, 404."""

from typing import Any, TypeVar

from django.db.models import Model, QuerySet
from django.http import Http404

from communities.access.rights import may_moderate, require
from communities.access.sight import comments, communities, notifications, people, posts, readable_communities
from communities.models import Comment, Community, CommunitySlug, JoinRequest, Notification, Post
from rse.people.models import Person

Found = TypeVar("Found", bound=Model)


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


def _get(queryset: QuerySet[Found], **key: Any) -> Found:
    if (row := queryset.filter(**key).first()) is None:
        raise Http404
    return row


def _number(id_: int | str) -> int:
    text = str(id_)
    if not (text.isascii() and text.isdigit()) or int(text) >= 1 << 63:
        raise Http404
    return int(text)
