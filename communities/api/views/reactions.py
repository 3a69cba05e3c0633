"""Reactions: which are offered, give one, take it back."""

from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from communities import access, feeds
from communities.actions.reactions import react, unreact
from communities.api.base import Door, many, nothing, one
from communities.api.schema import operation
from communities.api.serializers.contents import ReactionKindListSerializer, ReactionKindSerializer, ReactorsSerializer

TAG = "reactions"
_GIVEN_ONCE = "For whoever reads it, members or not. Giving it twice leaves one."
_NAMED = "The last twenty whom you may see, and how many others."


class ReactionKinds(Door):
    @operation("list_reactions", "List the reactions on offer", tag=TAG, gives=ReactionKindListSerializer, refuses=(401, 429))
    def get(self, request: Request) -> Response:
        offered = [kind for kind in feeds.reaction_kinds() if kind.is_active]
        return many(ReactionKindSerializer, offered, next_cursor=None)


class PostReactors(Door):
    @operation("post_reactors", "Read who reacted to a post", tag=TAG, gives=ReactorsSerializer, about=_NAMED, refuses=(401, 404, 429))
    def get(self, request: Request, post_id: str) -> Response:
        return one(ReactorsSerializer, feeds.reactors(self.person, access.get_post_or_404(self.person, post_id)))


class CommentReactors(Door):
    @operation(
        "comment_reactors", "Read who reacted to a comment", tag=TAG, gives=ReactorsSerializer, about=_NAMED, refuses=(401, 404, 429)
    )
    def get(self, request: Request, comment_id: str) -> Response:
        comment = access.get_comment_or_404(self.person, comment_id)
        return one(ReactorsSerializer, feeds.reactors(self.person, comment.post, comment))


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
