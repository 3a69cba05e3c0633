"""Communities: list, found, read, set."""

from dataclasses import asdict, replace
from typing import Any

from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from communities import access, feeds
from communities.actions.communities import OPEN, Access, change_settings, create_community, rename_community
from communities.actions.dismissals import dismiss_community, restore_community
from communities.api.base import Door, many, nothing, one
from communities.api.schema import operation
from communities.api.serializers.communities import (
    CommunitiesQuery,
    CommunityChangeForm,
    CommunityForm,
    CommunityPageSerializer,
    CommunitySerializer,
    SuggestedCommunityListSerializer,
    SuggestedCommunitySerializer,
)

TAG = "communities"


class Communities(Door):
    @operation(
        "list_communities",
        "List the communities that you may know of",
        tag=TAG,
        asks=CommunitiesQuery,
        gives=CommunityPageSerializer,
        about="By name; the youngest first in the tab `new`. Archived ones come in `mine` only, secret ones to those inside or invited.",
        refuses=(401, 429),
    )
    def get(self, request: Request) -> Response:
        asked = self.asked(CommunitiesQuery)
        page = feeds.communities_directory(self.person, tab=asked["tab"], query=asked["q"], before=asked["cursor"], size=asked["size"])
        return many(CommunitySerializer, feeds.communities_in_full(self.person, page), next_cursor=page.next_cursor)

    @operation(
        "create_community",
        "Found a community, which you will own",
        tag=TAG,
        takes=CommunityForm,
        gives=CommunitySerializer,
        new=True,
        about="Open unless the settings say otherwise. Employees only.",
        refuses=(401, 403, 429),
    )
    def post(self, request: Request) -> Response:
        sent = self.sent(CommunityForm)
        community = create_community(
            by=self.person,
            name=sent["name"],
            purpose=sent.get("purpose", ""),
            charter=sent.get("charter", ""),
            settings=_settings(OPEN, sent),
            at=timezone.now(),
            source="api",
        )
        return one(CommunitySerializer, feeds.communities_in_full(self.person, [community])[0], new=True)


class Suggested(Door):
    @operation(
        "list_suggested_communities",
        "List the communities that may interest you, and why",
        tag=TAG,
        gives=SuggestedCommunityListSerializer,
        about="None for guests; never a secret nor a protected one.",
        refuses=(401, 429),
    )
    def get(self, request: Request) -> Response:
        found = feeds.suggested_communities(self.person)
        full = feeds.communities_in_full(self.person, [row for row, _why in found])
        rows = [{"community": row, "why": why} for row, (_row, why) in zip(full, found, strict=True)]
        return many(SuggestedCommunitySerializer, rows, next_cursor=None)


class Dismissal(Door):
    @operation("dismiss_community", "Say that a community is not for you", tag=TAG, refuses=(401, 404, 429))
    def put(self, request: Request, slug: str) -> Response:
        dismiss_community(by=self.person, community=access.get_community_or_404(self.person, slug), at=timezone.now())
        return nothing()

    @operation("restore_community", "Have a community suggested again", tag=TAG, refuses=(401, 404, 429))
    def delete(self, request: Request, slug: str) -> Response:
        restore_community(by=self.person, community=access.get_community_or_404(self.person, slug))
        feeds.forget_suggested(self.person)
        return nothing()


class OneCommunity(Door):
    @operation("get_community", "Read what a community is", tag=TAG, gives=CommunitySerializer, refuses=(401, 404, 429))
    def get(self, request: Request, slug: str) -> Response:
        community = access.get_community_or_404(self.person, slug)
        return one(CommunitySerializer, feeds.communities_in_full(self.person, [community])[0])

    @operation(
        "change_community",
        "Change the name or the settings of a community",
        tag=TAG,
        takes=CommunityChangeForm,
        gives=CommunitySerializer,
        about="For its owner. What is left out stays. Another name gives another slug; the old address of the page redirects.",
    )
    def patch(self, request: Request, slug: str) -> Response:
        community = access.get_community_or_404(self.person, slug)
        access.require(access.may_administer(self.person, community))
        sent, at = self.sent(CommunityChangeForm), timezone.now()
        if sent.keys() - {"name"}:
            community = change_settings(
                by=self.person,
                community=community,
                purpose=sent.get("purpose", community.purpose),
                charter=sent.get("charter", community.charter),
                settings=_settings(_present(community), sent),
                at=at,
            )
        if "name" in sent:
            community = rename_community(by=self.person, community=community, name=sent["name"], at=at)
        return one(CommunitySerializer, feeds.communities_in_full(self.person, [community])[0])


def _present(community: Any) -> Access:
    return Access(**{name: getattr(community, name) for name in asdict(OPEN)})


def _settings(settings: Access, sent: dict[str, Any]) -> Access:
    return replace(settings, **{name: sent[name] for name in asdict(OPEN) if name in sent})
