"""Announcements: saying that one has read one, and how many have."""

from django.http import Http404
from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from communities import access, feeds
from communities.actions.announcements import acknowledge
from communities.api.base import Door, one
from communities.api.schema import operation
from communities.api.serializers.contents import PostSerializer
from communities.api.serializers.kinds import ReadershipSerializer

TAG = "posts"


class MyAcknowledgement(Door):
    @operation(
        "acknowledge",
        "Say that you have read an announcement",
        tag=TAG,
        gives=PostSerializer,
        about="For the members of its community, where it is to be read by all. Said twice, it counts once; nobody is shown who has.",
    )
    def put(self, request: Request, post_id: str) -> Response:
        post = access.get_post_or_404(self.person, post_id)
        acknowledge(by=self.person, post=post, at=timezone.now())
        return one(PostSerializer, feeds.post_in_full(self.person, post))


class Readership(Door):
    @operation(
        "readership",
        "Read how many have read an announcement",
        tag=TAG,
        gives=ReadershipSerializer,
        about="For its author, and for the owner and animators. By steps of 5, and no part under 5 is told; never who.",
    )
    def get(self, request: Request, post_id: str) -> Response:
        post = access.get_post_or_404(self.person, post_id)
        access.require(access.may_see_readership(self.person, post))
        if (found := feeds.readership(self.person, post)) is None:
            raise Http404
        return one(ReadershipSerializer, found)
