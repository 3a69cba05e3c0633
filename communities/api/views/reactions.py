"""Reactions: which are offered, give one, take it back."""

from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from communities import access, feeds
from communities.actions.reactions import react, unreact
from communities.api.base import Door, many, nothing
from communities.api.schema import operation
from communities.api.serializers.contents import ReactionKindListSerializer, ReactionKindSerializer

TAG = "reactions"
_GIVEN_ONCE = "For whoever reads it, members or not. Giving it twice leaves one."


class ReactionKinds(Door):
    @operation("list_reactions", "List the reactions on offer", tag=TAG, gives=ReactionKindListSerializer, refuses=(401, 429))
    def get(self, request: Request) -> Response:
        offered = [kind for kind in feeds.reaction_kinds() if kind.is_active]
        return many(ReactionKindSerializer, offered, next_cursor=None)


class PostReaction(Door):
    @operation("react_to_post", "Give a post a reaction", tag=TAG, about=_GIVEN_ONCE)
    def put(self, request: Request, post_id: str, kind: str) -> Response:
        post = access.get_post_or_404(self.person, post_id)
        react(by=self.person, post=post, kind=kind, at=timezone.now(), source="api")
        return nothing()

    @operation("unreact_to_post", "Take your reaction to a post back", tag=TAG)
    def delete(self, request: Request, post_id: str, kind: str) -> Response:
        post = access.get_post_or_404(self.person, post_id)
        unreact(by=self.person, post=post, kind=kind, at=timezone.now(), source="api")
        return nothing()


class CommentReaction(Door):
    @operation("react_to_comment", "Give a comment a reaction", tag=TAG, about=_GIVEN_ONCE)
    def put(self, request: Request, comment_id: str, kind: str) -> Response:
        comment = access.get_comment_or_404(self.person, comment_id)
        react(by=self.person, post=comment.post, comment=comment, kind=kind, at=timezone.now(), source="api")
        return nothing()

    @operation("unreact_to_comment", "Take your reaction to a comment back", tag=TAG)
    def delete(self, request: Request, comment_id: str, kind: str) -> Response:
        comment = access.get_comment_or_404(self.person, comment_id)
        unreact(by=self.person, post=comment.post, comment=comment, kind=kind, at=timezone.now(), source="api")
        return nothing()
