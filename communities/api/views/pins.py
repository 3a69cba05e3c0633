"""Pinned posts: those of a community, pinning one, unpinning it."""

from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from communities import access, feeds
from communities.actions.pins import pin_post, unpin_post
from communities.api.base import Door, many, nothing
from communities.api.schema import operation
from communities.api.serializers.pins import PinForm, PinListSerializer, PinSerializer

TAG = "posts"


class Pins(Door):
    @operation(
        "list_pins", "List the pinned posts of a community", tag=TAG, gives=PinListSerializer,
        about="In the order in which its page shows them.", refuses=(401, 404, 429),
    )  # fmt: skip
    def get(self, request: Request, slug: str) -> Response:
        community = access.get_readable_community_or_404(self.person, slug)
        return many(PinSerializer, feeds.pinned(self.person, community), next_cursor=None)


class OnePin(Door):
    @operation(
        "pin_post",
        "Pin a post at the top of its community",
        tag=TAG,
        takes=PinForm,
        about="For its owner and animators; three posts at most. A post pinned already takes the new end, and place if given.",
    )
    def put(self, request: Request, post_id: str) -> Response:
        post = access.get_post_or_404(self.person, post_id)
        pin_post(by=self.person, post=post, at=timezone.now(), **self.sent(PinForm))
        return nothing()

    @operation("unpin_post", "Unpin a post", tag=TAG, about="For the owner and animators of its community.")
    def delete(self, request: Request, post_id: str) -> Response:
        unpin_post(by=self.person, post=access.get_post_or_404(self.person, post_id), at=timezone.now())
        return nothing()
