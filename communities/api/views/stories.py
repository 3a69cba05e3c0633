"""Stories: confirmed by a second person, renewed, retired."""

from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from communities import access, feeds
from communities.actions import stories
from communities.api.base import Door, one
from communities.api.schema import operation
from communities.api.serializers.contents import PostSerializer
from communities.api.serializers.kinds import NoteForm

TAG = "posts"


class Countersignature(Door):
    @operation(
        "countersign",
        "Confirm a success story",
        tag=TAG,
        takes=NoteForm,
        gives=PostSerializer,
        about="For a member other than its author, once. Told otherwise later, it asks for another confirmation.",
    )
    def put(self, request: Request, post_id: str) -> Response:
        post = access.get_post_or_404(self.person, post_id)
        stories.countersign(by=self.person, post=post, at=timezone.now(), source="api", **self.sent(NoteForm))
        return _one(self, post_id)


class Renewals(Door):
    @operation(
        "renew_story",
        "Say that a success story still holds",
        tag=TAG,
        takes=NoteForm,
        gives=PostSerializer,
        about="For its author, and for the owner and animators: it holds for as many months again.",
    )
    def post(self, request: Request, post_id: str) -> Response:
        post = access.get_post_or_404(self.person, post_id)
        stories.renew(by=self.person, post=post, at=timezone.now(), source="api", **self.sent(NoteForm))
        return _one(self, post_id)


class Retirement(Door):
    @operation(
        "retire_story",
        "Say that a success story holds no more",
        tag=TAG,
        gives=PostSerializer,
        about="For its author, and for the owner and animators. It stays to be read, marked.",
    )
    def put(self, request: Request, post_id: str) -> Response:
        post = access.get_post_or_404(self.person, post_id)
        stories.retire(by=self.person, post=post, at=timezone.now(), source="api")
        return _one(self, post_id)


def _one(door: Door, post_id: str) -> Response:
    return one(PostSerializer, feeds.post_in_full(door.person, access.get_post_or_404(door.person, post_id)))
