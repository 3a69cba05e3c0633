"""Versions: what a post or a comment said before each edit."""

from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from communities import access, feeds
from communities.actions.versions import remove_version
from communities.api.base import Door, many, nothing
from communities.api.schema import operation
from communities.api.serializers.common import IdPageQuery
from communities.api.serializers.versions import VersionPageSerializer, VersionSerializer


class PostVersions(Door):
    @operation(
        "post_versions",
        "List what a post said over time",
        tag="posts",
        asks=IdPageQuery,
        gives=VersionPageSerializer,
        about="The present words first. For whoever reads the post.",
        refuses=(401, 404, 429),
    )
    def get(self, request: Request, post_id: str) -> Response:
        post = access.get_post_or_404(self.person, post_id)
        asked = self.asked(IdPageQuery)
        page = feeds.versions(post, before=asked.get("cursor"), size=asked["size"])
        return many(VersionSerializer, page, next_cursor=page.next_cursor)


class CommentVersions(Door):
    @operation(
        "comment_versions",
        "List what a comment said over time",
        tag="comments",
        asks=IdPageQuery,
        gives=VersionPageSerializer,
        about="The present words first. For whoever reads the post.",
        refuses=(401, 404, 429),
    )
    def get(self, request: Request, comment_id: str) -> Response:
        comment = access.get_comment_or_404(self.person, comment_id)
        asked = self.asked(IdPageQuery)
        page = feeds.versions(comment, before=asked.get("cursor"), size=asked["size"])
        return many(VersionSerializer, page, next_cursor=page.next_cursor)


_REMOVES = (
    "For its author and for whoever moderates there. Words that should never have been written are erased for good: the version keeps "
    "its number and its date, and says who took them away. Not the present words: edit those. Done twice, it is done once."
)


class PostVersion(Door):
    @operation("remove_post_version", "Take away the words of a past version of a post", tag="posts", about=_REMOVES)
    def delete(self, request: Request, post_id: str, number: str) -> Response:
        post = access.get_post_or_404(self.person, post_id)
        version = access.get_past_version_or_404(self.person, post, number)
        remove_version(by=self.person, content=post, version=version, at=timezone.now())
        return nothing()


class CommentVersion(Door):
    @operation("remove_comment_version", "Take away the words of a past version of a comment", tag="comments", about=_REMOVES)
    def delete(self, request: Request, comment_id: str, number: str) -> Response:
        comment = access.get_comment_or_404(self.person, comment_id)
        version = access.get_past_version_or_404(self.person, comment, number)
        remove_version(by=self.person, content=comment, version=version, at=timezone.now())
        return nothing()
