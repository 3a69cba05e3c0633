"""What one has read: some posts, all of them, and all of them taken back. Nobody else is told."""

from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from communities import access
from communities.actions.reads import mark_all_read, mark_posts_read, undo_mark_all_read
from communities.api.base import Door, nothing, one
from communities.api.schema import operation
from communities.api.serializers.reads import AllReadForm, AllReadSerializer, ReadForm, ReadSerializer, UndoForm

TAG = "feed"


class Read(Door):
    @operation(
        "mark_posts_read",
        "Mark posts as read",
        tag=TAG,
        takes=ReadForm,
        gives=ReadSerializer,
        about="Of your communities; the other posts have no mark. Nobody else is told.",
        refuses=(401, 429),
    )
    def post(self, request: Request) -> Response:
        read = mark_posts_read(by=self.person, post_ids=self.sent(ReadForm)["ids"], at=timezone.now())
        return one(ReadSerializer, {"read": [str(community_id) for community_id in read]})


class AllRead(Door):
    @operation("mark_all_read", "Mark all as read", tag=TAG, takes=AllReadForm, gives=AllReadSerializer, refuses=(401, 404, 429))
    def post(self, request: Request) -> Response:
        sent = self.sent(AllReadForm)
        community = access.get_readable_community_or_404(self.person, sent["community"]) if sent["community"] else None
        undo = mark_all_read(by=self.person, community=community, up_to=sent["up_to"], at=timezone.now())
        return one(AllReadSerializer, {"key": undo.key if undo else ""})


class UndoRead(Door):
    @operation("undo_mark_all_read", "Take back the marking of all as read", tag=TAG, takes=UndoForm, refuses=(401, 429))
    def post(self, request: Request) -> Response:
        undo_mark_all_read(by=self.person, key=self.sent(UndoForm)["key"], at=timezone.now())
        return nothing()
