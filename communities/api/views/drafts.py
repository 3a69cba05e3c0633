"""Drafts: what one has begun to write, kept for oneself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from communities import access, feeds
from communities.actions import drafts
from communities.actions.schedules import cancel_schedule, schedule_post
from communities.api.base import Door, many, nothing, one, overtaken
from communities.api.schema import operation
from communities.api.serializers.drafts import DraftForm, DraftListSerializer, DraftSerializer, ScheduleForm

if TYPE_CHECKING:
    from communities.models import Draft

TAG = "drafts"


class Drafts(Door):
    @operation(
        "list_drafts",
        "List your drafts",
        tag=TAG,
        gives=DraftListSerializer,
        about="What is scheduled, the next one first; then the last written.",
        refuses=(401, 429),
    )
    def get(self, request: Request) -> Response:
        where = feeds.destinations(self.person)
        return many(DraftSerializer, [*feeds.scheduled(self.person, where), *feeds.drafts(self.person, where)], next_cursor=None)


class OneDraft(Door):
    @operation("get_draft", "Read a draft of yours", tag=TAG, gives=DraftSerializer, refuses=(401, 404, 429))
    def get(self, request: Request, key: str) -> Response:
        return _one(self, access.get_draft_or_404(self.person, key))

    @operation(
        "save_draft",
        "Keep what is written so far",
        tag=TAG,
        takes=DraftForm,
        gives=DraftSerializer,
        also={
            204: "Without any words: there is no draft.",
            409: "Saved elsewhere since `version`: the draft as it is.",
            410: "Published already.",
        },
    )
    def put(self, request: Request, key: str) -> Response:
        sent = self.sent(DraftForm)
        place = access.get_readable_community_or_404(self.person, sent["community"]) if sent["community"] else None
        begun = drafts.Begun(body=sent["body"], title=sent["title"], kind=sent["kind"], community=place)
        try:
            draft = drafts.save_draft(by=self.person, client_key=key, begun=begun, version=sent["version"], at=timezone.now())
        except drafts.Stale as stale:
            return overtaken(_one(self, stale.draft))
        except drafts.Published:
            return Response({"detail": _("This text is published already.")}, status=status.HTTP_410_GONE)
        return _one(self, draft) if draft else nothing()

    @operation("drop_draft", "Throw a draft of yours away", tag=TAG, refuses=(401, 404, 429))
    def delete(self, request: Request, key: str) -> Response:
        drafts.drop_draft(by=self.person, client_key=access.get_draft_or_404(self.person, key).client_key)
        return nothing()


class Schedule(Door):
    @operation(
        "schedule_draft",
        "Have a draft of yours published at an hour, or at another one",
        tag=TAG,
        takes=ScheduleForm,
        gives=DraftSerializer,
        about="All that publishing would refuse is refused now; rights are looked at again at that hour.",
    )
    def put(self, request: Request, key: str) -> Response:
        draft = access.get_draft_or_404(self.person, key)
        sent = self.sent(ScheduleForm)
        begun = drafts.Begun(body=draft.body, title=draft.title, kind=draft.kind, community=draft.community, details=draft.details)
        scheduled = schedule_post(
            by=self.person,
            client_key=key,
            begun=begun,
            publish_at=sent["publish_at"],
            details=sent.get(draft.kind) or {},
            files=sent.get("files"),
            version=draft.version,
            at=timezone.now(),
        )
        return _one(self, scheduled)

    @operation("unschedule_draft", "Publish a draft of yours no more by itself", tag=TAG, gives=DraftSerializer, refuses=(401, 404, 429))
    def delete(self, request: Request, key: str) -> Response:
        return _one(self, cancel_schedule(by=self.person, draft=access.get_draft_or_404(self.person, key)))


def _one(door: Door, draft: Draft) -> Response:
    return one(DraftSerializer, feeds.draft_rows(door.person, [draft], feeds.destinations(door.person))[0])
