"""Polls: one's vote, the closing."""

from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from communities import access, feeds
from communities.actions.polls import close_poll, vote
from communities.api.base import Door, one
from communities.api.schema import operation
from communities.api.serializers.contents import PostSerializer
from communities.api.serializers.kinds import BallotForm


class MyBallot(Door):
    @operation(
        "vote",
        "Vote in a poll, or change your vote",
        tag="posts",
        takes=BallotForm,
        gives=PostSerializer,
        about="For whoever reads it, as long as it is open. A secret vote cannot be changed.",
    )
    def put(self, request: Request, post_id: str) -> Response:
        post = access.get_post_or_404(self.person, post_id)
        vote(by=self.person, post=post, options=self.sent(BallotForm)["options"], at=timezone.now(), source="api")
        return one(PostSerializer, feeds.post_in_full(self.person, post))


class Closure(Door):
    @operation(
        "close_poll",
        "Close a poll now",
        tag="posts",
        gives=PostSerializer,
        about="For its author, and for the owner and animators. Votes are not counted any more, and the results show.",
    )
    def put(self, request: Request, post_id: str) -> Response:
        post = access.get_post_or_404(self.person, post_id)
        close_poll(by=self.person, post=post, at=timezone.now())
        return one(PostSerializer, feeds.post_in_full(self.person, post))
