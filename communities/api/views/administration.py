"""Looking after a community: roles, removals, bans, its owner, its end."""

from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from communities import access, feeds
from communities.actions import communities, memberships
from communities.api.base import Door, many, nothing, one
from communities.api.schema import operation
from communities.api.serializers.administration import BanForm, BanListSerializer, BanSerializer, PersonForm, RoleForm
from communities.api.serializers.communities import CommunitySerializer, MembershipSerializer

MEMBERSHIPS = "memberships"
COMMUNITIES = "communities"


class OneMember(Door):
    @operation(
        "change_role",
        "Make a member an animator, or an animator a member",
        tag=MEMBERSHIPS,
        takes=RoleForm,
        gives=MembershipSerializer,
        about="For the owner. A guest cannot animate; the owner changes by handing the community over.",
    )
    def patch(self, request: Request, slug: str, person_id: str) -> Response:
        community = access.get_community_or_404(self.person, slug)
        access.require(access.may_administer(self.person, community))
        member = access.get_person_or_404(self.person, person_id)
        role = self.sent(RoleForm)["role"]
        changed = memberships.change_role(by=self.person, community=community, person=member, role=role, at=timezone.now())
        return one(MembershipSerializer, changed)

    @operation(
        "remove_member",
        "Remove a member",
        tag=MEMBERSHIPS,
        about="For the owner and animators; an animator is removed by the owner. They may come back: a ban is for good.",
    )
    def delete(self, request: Request, slug: str, person_id: str) -> Response:
        community = access.get_moderated_community_or_404(self.person, slug)
        member = access.get_person_or_404(self.person, person_id)
        memberships.remove_member(by=self.person, community=community, person=member, at=timezone.now(), source="api")
        return nothing()


class Bans(Door):
    @operation(
        "list_bans",
        "List who may not come back",
        tag=MEMBERSHIPS,
        gives=BanListSerializer,
        about="Latest first. For the owner and animators.",
    )
    def get(self, request: Request, slug: str) -> Response:
        community = access.get_moderated_community_or_404(self.person, slug)
        return many(BanSerializer, feeds.banned(community), next_cursor=None)


class OneBan(Door):
    @operation(
        "ban",
        "Ban somebody from a community",
        tag=MEMBERSHIPS,
        takes=BanForm,
        about="For the owner and animators. Removes a member; they can neither join, ask nor be invited until the ban is lifted.",
    )
    def put(self, request: Request, slug: str, person_id: str) -> Response:
        community = access.get_moderated_community_or_404(self.person, slug)
        member = access.get_person_or_404(self.person, person_id)
        reason = self.sent(BanForm)["reason"]
        memberships.remove_member(
            by=self.person, community=community, person=member, ban=True, reason=reason, at=timezone.now(), source="api"
        )
        return nothing()

    @operation("lift_ban", "Let a banned person come back", tag=MEMBERSHIPS, about="For the owner and animators.")
    def delete(self, request: Request, slug: str, person_id: str) -> Response:
        community = access.get_community_or_404(self.person, slug)
        banned = access.get_banned_or_404(self.person, community, person_id)
        memberships.lift_ban(by=self.person, community=community, person=banned, at=timezone.now())
        return nothing()


class Owner(Door):
    @operation(
        "hand_over",
        "Give a community another owner",
        tag=COMMUNITIES,
        takes=PersonForm,
        gives=CommunitySerializer,
        about="For its owner; once that account is closed, also for its animators, pilots and administrators. "
        "To a member who is an employee; the former owner animates on.",
    )
    def put(self, request: Request, slug: str) -> Response:
        community = access.get_community_or_404(self.person, slug)
        access.require(access.may_hand_over(self.person, community))
        heir = access.get_person_or_404(self.person, self.sent(PersonForm)["person"])
        community = memberships.hand_over(by=self.person, community=community, to=heir, at=timezone.now(), source="api")
        return one(CommunitySerializer, feeds.communities_in_full(self.person, [community])[0])


class Archive(Door):
    @operation(
        "archive_community",
        "Archive a community",
        tag=COMMUNITIES,
        gives=CommunitySerializer,
        about="For its owner. Nobody writes there any more; whoever could read it still can.",
    )
    def put(self, request: Request, slug: str) -> Response:
        community = access.get_community_or_404(self.person, slug)
        community = communities.archive_community(by=self.person, community=community, at=timezone.now())
        return one(CommunitySerializer, feeds.communities_in_full(self.person, [community])[0])

    @operation(
        "reopen_community",
        "Open an archived community to writing again",
        tag=COMMUNITIES,
        gives=CommunitySerializer,
        about="For its owner.",
    )
    def delete(self, request: Request, slug: str) -> Response:
        community = access.get_community_or_404(self.person, slug)
        community = communities.unarchive_community(by=self.person, community=community, at=timezone.now())
        return one(CommunitySerializer, feeds.communities_in_full(self.person, [community])[0])
