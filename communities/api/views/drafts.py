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
from communities.api.base import Door, many, nothing, one
from communities.api.schema import operation
from communities.api.serializers.drafts import DraftForm, DraftListSerializer, DraftSerializer

if TYPE_CHECKING:
    from communities.models import Draft

TAG = "drafts"


class Drafts(Door):
    @operation("list_drafts", "List your drafts", tag=TAG, gives=DraftListSerializer, about="The last written first.", refuses=(401, 429))
    def get(self, request: Request) -> Response:
        return many(DraftSerializer, feeds.drafts(self.person, feeds.destinations(self.person)), next_cursor=None)


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
        about="409 with the draft as it is, when it was saved elsewhere since `version`; 410 once it is published; 204 without any words.",
    )
    def put(self, request: Request, key: str) -> Response:
        sent = self.sent(DraftForm)
        place = access.get_readable_community_or_404(self.person, sent["community"]) if sent["community"] else None
        begun = drafts.Begun(body=sent["body"], title=sent["title"], kind=sent["kind"], community=place)
        try:
            draft = drafts.save_draft(by=self.person, client_key=key, begun=begun, version=sent["version"], at=timezone.now())
        except drafts.Stale as stale:
            answer = _one(self, stale.draft)
            answer.status_code = status.HTTP_409_CONFLICT
            return answer
        except drafts.Published:
            return Response({"detail": _("This text is published already.")}, status=status.HTTP_410_GONE)
        return _one(self, draft) if draft else nothing()

    @operation("drop_draft", "Throw a draft of yours away", tag=TAG, refuses=(401, 404, 429))
    def delete(self, request: Request, key: str) -> Response:
        drafts.drop_draft(by=self.person, client_key=access.get_draft_or_404(self.person, key).client_key)
        return nothing()


def _one(door: Door, draft: Draft) -> Response:
    return one(DraftSerializer, feeds.draft_row(draft, feeds.destinations(door.person)))
