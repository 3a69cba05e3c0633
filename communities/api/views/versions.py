"""Versions: what a post or a comment said before each edit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from communities import access, feeds
from communities.actions.versions import remove_version
from communities.api.base import Door, many, nothing
from communities.api.schema import operation
from communities.api.serializers.common import IdPageQuery
from communities.api.serializers.versions import VersionPageSerializer, VersionSerializer

if TYPE_CHECKING:
    from communities.models import Comment, Post

_LISTS = "The present words first. For whoever reads the post."
_REMOVES = (
    "For its author and for whoever moderates there. Words that should never have been written are erased for good: the version keeps "
    "its number and its date, and says who took them away. Not the present words: edit those. Done twice, it is done once."
)


class PostVersions(Door):
    @operation(
        "post_versions",
        "List what a post said over time",
        tag="posts",
        asks=IdPageQuery,
        gives=VersionPageSerializer,
        about=_LISTS,
        refuses=(401, 404, 429),
    )
    def get(self, request: Request, post_id: str) -> Response:
        return _said_by(self, access.get_post_or_404(self.person, post_id))


class CommentVersions(Door):
    @operation(
        "comment_versions",
        "List what a comment said over time",
        tag="comments",
        asks=IdPageQuery,
        gives=VersionPageSerializer,
        about=_LISTS,
        refuses=(401, 404, 429),
    )
    def get(self, request: Request, comment_id: str) -> Response:
        return _said_by(self, access.get_comment_or_404(self.person, comment_id))


class PostVersion(Door):
    @operation("remove_post_version", "Take away the words of a past version of a post", tag="posts", about=_REMOVES)
    def delete(self, request: Request, post_id: str, number: str) -> Response:
        return _taken_away(self, access.get_post_or_404(self.person, post_id), number)


class CommentVersion(Door):
    @operation("remove_comment_version", "Take away the words of a past version of a comment", tag="comments", about=_REMOVES)
    def delete(self, request: Request, comment_id: str, number: str) -> Response:
        return _taken_away(self, access.get_comment_or_404(self.person, comment_id), number)


def _said_by(door: Door, content: Post | Comment) -> Response:
    """What it said over time."""
    asked = door.asked(IdPageQuery)
    page = feeds.versions(content, before=asked.get("cursor"), size=asked["size"])
    return many(VersionSerializer, page, next_cursor=page.next_cursor)


def _taken_away(door: Door, content: Post | Comment, number: str) -> Response:
    version = access.get_past_version_or_404(door.person, content, number)
    remove_version(by=door.person, content=content, version=version, at=timezone.now())
    return nothing()
