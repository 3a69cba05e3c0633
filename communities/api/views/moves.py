"""Moving a post to another community: the plan, then the move."""

from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from communities import access, feeds
from communities.actions import moves
from communities.api.base import Door, one, overtaken
from communities.api.schema import operation
from communities.api.serializers.contents import PostSerializer
from communities.api.serializers.moves import MoveForm, MovePlanSerializer, MoveQuery


class PostMove(Door):
    @operation(
        "plan_move", "Ask what moving a post would change in who reads it", tag="posts", asks=MoveQuery, gives=MovePlanSerializer,
        about="For its author and for who animates its community, towards a community where they write. Nothing moves.",
    )  # fmt: skip
    def get(self, request: Request, post_id: str) -> Response:
        post = access.get_post_or_404(self.person, post_id)
        access.require(access.may_move(self.person, post))
        to = access.get_readable_community_or_404(self.person, self.asked(MoveQuery)["community"])
        return one(MovePlanSerializer, moves.plan_move(by=self.person, post=post, to=to, at=timezone.now()))

    @operation(
        "move_post",
        "Move a post to another community",
        tag="posts",
        takes=MoveForm,
        gives=PostSerializer,
        about="With its comments and files; its id stays. Ask for the plan first: words of others move only where nobody more reads them.",
    )
    def post(self, request: Request, post_id: str) -> Response:
        post = access.get_post_or_404(self.person, post_id)
        access.require(access.may_move(self.person, post))
        sent = self.sent(MoveForm)
        to = access.get_readable_community_or_404(self.person, sent.pop("community"))
        try:
            moves.move_post(by=self.person, post=post, to=to, at=timezone.now(), source="api", **sent)
        except moves.AudienceChanged as changed:
            return overtaken(one(MovePlanSerializer, changed.plan))
        return one(PostSerializer, feeds.post_in_full(self.person, access.get_post_or_404(self.person, post.pk)))
