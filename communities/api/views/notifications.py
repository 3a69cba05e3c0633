"""Notifications: list them, mark them as read."""

from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from communities import feeds
from communities.actions.notifications import mark_notifications_read
from communities.api.base import Door, many, one
from communities.api.schema import operation
from communities.api.serializers.common import IdPageQuery
from communities.api.serializers.notifications import MarkedSerializer, MarkForm, NotificationPageSerializer, NotificationSerializer

TAG = "notifications"


class Notifications(Door):
    @operation(
        "list_notifications",
        "List what you were told",
        tag=TAG,
        asks=IdPageQuery,
        gives=NotificationPageSerializer,
        about="Newest first; what you may no longer read is left out.",
        refuses=(401, 429),
    )
    def get(self, request: Request) -> Response:
        asked = self.asked(IdPageQuery)
        page = feeds.notifications(self.person, before=asked.get("cursor"), size=asked["size"])
        return many(NotificationSerializer, page, next_cursor=page.next_cursor)


class MarkRead(Door):
    @operation(
        "mark_notifications_read",
        "Mark notifications as read",
        tag=TAG,
        takes=MarkForm,
        gives=MarkedSerializer,
        about="Those whose ids are given, of yours; all of yours when no ids are given.",
        refuses=(401, 429),
    )
    def post(self, request: Request) -> Response:
        marked = mark_notifications_read(by=self.person, ids=self.sent(MarkForm)["ids"], at=timezone.now())
        return one(MarkedSerializer, {"marked": marked, "unread": feeds.unread_notifications(self.person)})
