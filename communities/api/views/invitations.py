"""Invitations: send one, list one's own, decline. One accepts by joining."""

from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from communities import access, feeds
from communities.actions import memberships
from communities.api.base import Door, many, nothing
from communities.api.schema import operation
from communities.api.serializers.administration import InvitationListSerializer, InvitationSerializer, PersonForm

TAG = "memberships"


class MyInvitations(Door):
    @operation(
        "list_invitations",
        "List the invitations that wait for your answer",
        tag=TAG,
        gives=InvitationListSerializer,
        about="Newest first. Accept one by joining the community.",
        refuses=(401, 429),
    )
    def get(self, request: Request) -> Response:
        return many(InvitationSerializer, feeds.invitations(self.person), next_cursor=None)


class Invite(Door):
    @operation(
        "invite",
        "Invite somebody to a community",
        tag=TAG,
        takes=PersonForm,
        about="For its members where one joins in a click, else for its owner and animators. Inviting twice changes nothing.",
    )
    def post(self, request: Request, slug: str) -> Response:
        community = access.get_community_or_404(self.person, slug)
        access.require(access.may_invite(self.person, community))
        invited = access.get_person_or_404(self.person, self.sent(PersonForm)["person"])
        memberships.invite(by=self.person, community=community, person=invited, at=timezone.now(), source="api")
        return nothing()


class OneInvitation(Door):
    @operation("decline_invitation", "Decline your invitation to a community", tag=TAG)
    def delete(self, request: Request, slug: str) -> Response:
        community = access.get_community_or_404(self.person, slug)
        memberships.decline_invitation(by=self.person, community=community, at=timezone.now())
        return nothing()
