"""Notifications: list them, mark them as read."""

from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from communities import access, feeds, live
from communities.actions.notifications import mark_notifications_read, mark_notifications_unread
from communities.actions.tellings import set_own_tellings, set_telling
from communities.api.base import Door, many, nothing, one
from communities.api.schema import operation
from communities.api.serializers.common import IdPageQuery
from communities.api.serializers.notifications import (
    GroupQuery,
    MarkedSerializer,
    MarkForm,
    NotificationGroupPageSerializer,
    NotificationGroupSerializer,
    NotificationPageSerializer,
    NotificationSerializer,
    UnmarkForm,
)
from communities.api.serializers.tellings import OwnTellingsForm, TellingForm, TellingsSerializer

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


class NotificationGroups(Door):
    @operation(
        "list_notification_groups",
        "List what you were told, like things together",
        tag=TAG,
        asks=GroupQuery,
        gives=NotificationGroupPageSerializer,
        about="By thread and kind, of the latest thousand: the unread first. What you may no longer read is left out, and counts no more.",
        refuses=(401, 429),
    )
    def get(self, request: Request) -> Response:
        asked = self.asked(GroupQuery)
        page = feeds.centre(self.person, show=asked["show"], after=asked["cursor"], size=asked["size"])
        return many(NotificationGroupSerializer, page, next_cursor=page.next_cursor)


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
        unread = feeds.unread_notifications(self.person)
        live.push_unread(self.person.pk, unread)
        return one(MarkedSerializer, {"marked": marked, "unread": unread})


class MarkUnread(Door):
    @operation(
        "mark_notifications_unread",
        "Have notifications wait again",
        tag=TAG,
        takes=UnmarkForm,
        gives=MarkedSerializer,
        about="Those whose ids are given, of yours.",
        refuses=(401, 429),
    )
    def post(self, request: Request) -> Response:
        marked = mark_notifications_unread(by=self.person, ids=self.sent(UnmarkForm)["ids"])
        unread = feeds.unread_notifications(self.person)
        live.push_unread(self.person.pk, unread)
        return one(MarkedSerializer, {"marked": marked, "unread": unread})


class Tellings(Door):
    @operation(
        "list_notification_levels",
        "Read what you are told, and how",
        tag=TAG,
        gives=TellingsSerializer,
        about="For each of your communities, in all of them, and for what is of none. An empty level and null channels go by the default.",
        refuses=(401, 429),
    )
    def get(self, request: Request) -> Response:
        return self._shown()

    @operation(
        "set_notification_levels",
        "Choose what you are told everywhere",
        tag=TAG,
        takes=OwnTellingsForm,
        gives=TellingsSerializer,
        about="What holds in the communities for which you chose nothing else, and the channels of what is of no community.",
        refuses=(401, 429),
    )
    def put(self, request: Request) -> Response:
        set_own_tellings(by=self.person, at=timezone.now(), **self.sent(OwnTellingsForm))
        return self._shown()

    def _shown(self) -> Response:
        return one(TellingsSerializer, feeds.tellings(self.person, feeds.my_communities(self.person)))


class TellingOfCommunity(Door):
    @operation(
        "set_notification_level",
        "Choose what a community tells you, and how",
        tag=TAG,
        takes=TellingForm,
        about="One of your own. Empty or null goes by what holds everywhere. Muted (`nothing`), its posts leave your feed.",
    )
    def put(self, request: Request, slug: str) -> Response:
        community = access.get_community_or_404(self.person, slug)
        set_telling(by=self.person, community=community, at=timezone.now(), **self.sent(TellingForm))
        return nothing()
