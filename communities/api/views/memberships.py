"""Coming in and going out: members, join, leave, ask, decide."""

from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from communities import access, feeds
from communities.actions import memberships
from communities.api.base import Door, many, nothing, one
from communities.api.schema import operation
from communities.api.serializers.common import OffsetPageQuery
from communities.api.serializers.communities import (
    DecisionForm,
    JoinForm,
    JoinRequestListSerializer,
    JoinRequestSerializer,
    LeaveQuery,
    MemberPageSerializer,
    MemberSerializer,
    MembershipSerializer,
)

TAG = "memberships"


class Members(Door):
    @operation(
        "list_members",
        "List the members of a community that you may read",
        tag=TAG,
        asks=OffsetPageQuery,
        gives=MemberPageSerializer,
        about="Owner, animators, then members by name. Closed accounts are left out.",
        refuses=(401, 404, 429),
    )
    def get(self, request: Request, slug: str) -> Response:
        community = access.get_readable_community_or_404(self.person, slug)
        asked = self.asked(OffsetPageQuery)
        page = feeds.members(community, before=asked["cursor"], size=asked["size"])
        return many(MemberSerializer, page, next_cursor=page.next_cursor)


class MyMembership(Door):
    @operation(
        "join_community",
        "Join a community",
        tag=TAG,
        gives=MembershipSerializer,
        about="Where one joins in a click, or with an invitation. Joining twice changes nothing.",
    )
    def put(self, request: Request, slug: str) -> Response:
        community = access.get_community_or_404(self.person, slug)
        joined = memberships.join_community(by=self.person, community=community, at=timezone.now(), source="api")
        return one(MembershipSerializer, joined)

    @operation(
        "leave_community",
        "Leave a community",
        tag=TAG,
        asks=LeaveQuery,
        about="The reason, if any, is only counted. The owner hands over first.",
    )
    def delete(self, request: Request, slug: str) -> Response:
        community = access.get_community_or_404(self.person, slug)
        reason = self.asked(LeaveQuery)["reason"]
        memberships.leave_community(by=self.person, community=community, reason=reason, at=timezone.now(), source="api")
        return nothing()


class MyRequest(Door):
    @operation(
        "request_to_join",
        "Ask to join a community",
        tag=TAG,
        takes=JoinForm,
        gives=JoinRequestSerializer,
        about="Where one joins on request. Asking again replaces the note of the request that waits.",
    )
    def put(self, request: Request, slug: str) -> Response:
        community = access.get_community_or_404(self.person, slug)
        note = self.sent(JoinForm)["note"]
        asked = memberships.request_to_join(by=self.person, community=community, note=note, at=timezone.now(), source="api")
        return one(JoinRequestSerializer, asked)

    @operation("withdraw_request", "Take your request to join back", tag=TAG)
    def delete(self, request: Request, slug: str) -> Response:
        community = access.get_community_or_404(self.person, slug)
        memberships.withdraw_request(by=self.person, community=community, at=timezone.now())
        return nothing()


class Requests(Door):
    @operation(
        "list_requests",
        "List the requests to join that wait",
        tag=TAG,
        gives=JoinRequestListSerializer,
        about="Oldest first. For its owner and animators.",
    )
    def get(self, request: Request, slug: str) -> Response:
        community = access.get_moderated_community_or_404(self.person, slug)
        return many(JoinRequestSerializer, feeds.join_requests(community), next_cursor=None)


class OneRequest(Door):
    @operation(
        "decide_request",
        "Accept or refuse a request to join",
        tag=TAG,
        takes=DecisionForm,
        gives=JoinRequestSerializer,
        about="For the owner and animators. A refusal carries its reason.",
    )
    def post(self, request: Request, slug: str, request_id: str) -> Response:
        community = access.get_moderated_community_or_404(self.person, slug)
        found = access.get_join_request_or_404(self.person, community, request_id)
        sent = self.sent(DecisionForm)
        decided = memberships.decide_request(
            by=self.person, request=found, accept=sent["accept"], reason=sent["reason"], at=timezone.now(), source="api"
        )
        return one(JoinRequestSerializer, decided)
