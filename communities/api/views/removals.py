"""Removals: taking one's own deletion back."""

from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from communities import access, feeds
from communities.actions.removals import restore_comment, restore_post
from communities.api.base import Door, one
from communities.api.schema import operation
from communities.api.serializers.contents import CommentSerializer, PostSerializer


class PostRemoval(Door):
    @operation(
        "restore_post",
        "Take your deletion of a post back",
        tag="posts",
        gives=PostSerializer,
        about="For whoever deleted it, within 60 seconds. 400 once it is too late.",
    )
    def delete(self, request: Request, post_id: str) -> Response:
        post = access.get_removed_post_or_404(self.person, post_id)
        restore_post(by=self.person, post=post, at=timezone.now(), source="api")
        return one(PostSerializer, feeds.post_in_full(self.person, access.get_post_or_404(self.person, post_id)))


class CommentRemoval(Door):
    @operation(
        "restore_comment",
        "Take your deletion of a comment back",
        tag="comments",
        gives=CommentSerializer,
        about="For whoever deleted it, within 60 seconds. 400 once it is too late.",
    )
    def delete(self, request: Request, post_id: str, comment_id: str) -> Response:
        comment = access.get_removed_comment_or_404(self.person, post_id, comment_id)
        restore_comment(by=self.person, comment=comment, at=timezone.now(), source="api")
        return one(CommentSerializer, feeds.comment_in_full(self.person, access.get_comment_or_404(self.person, comment_id)))
