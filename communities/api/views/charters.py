"""The charter: read, accepted, changed by common consent."""

from django.http import Http404
from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from communities import access, feeds
from communities.actions import proposals
from communities.actions.charters import accept_charter
from communities.api.base import Door, many, nothing, one
from communities.api.schema import operation
from communities.api.serializers.charters import (
    AcceptanceForm,
    CharterHistorySerializer,
    CharterSerializer,
    CharterVersionSerializer,
    OpinionForm,
    ProposalChangeForm,
    ProposalDecisionForm,
    ProposalForm,
    ProposalListSerializer,
    ProposalRefSerializer,
    ProposalSerializer,
)

TAG = "charters"


class Charter(Door):
    @operation("get_charter", "Read the charter of a community", tag=TAG, gives=CharterSerializer, refuses=(401, 404, 429))
    def get(self, request: Request, slug: str) -> Response:
        community = access.get_readable_community_or_404(self.person, slug)
        is_member = access.role_in(self.person, community) is not None
        row = feeds.charter_row(self.person, community, today=timezone.localdate(), is_member=is_member)
        if row is None:
            raise Http404
        return one(CharterSerializer, row)


class Acceptance(Door):
    @operation(
        "accept_charter",
        "Accept the charter of a community",
        tag=TAG,
        takes=AcceptanceForm,
        about='For its members. Publishing before it is accepted is refused with 409 and `{"code": "charter", "charter": number}`.',
    )
    def put(self, request: Request, slug: str) -> Response:
        community = access.get_readable_community_or_404(self.person, slug)
        accept_charter(by=self.person, community=community, number=self.sent(AcceptanceForm)["number"], at=timezone.now())
        return nothing()


class Versions(Door):
    @operation("list_charter_versions", "List the versions of a charter", tag=TAG, gives=CharterHistorySerializer, refuses=(401, 404, 429))
    def get(self, request: Request, slug: str) -> Response:
        community = access.get_readable_community_or_404(self.person, slug)
        return many(CharterVersionSerializer, feeds.charter_history(community), next_cursor=None)


class Proposals(Door):
    @operation(
        "list_charter_proposals",
        "List the changes proposed for a charter",
        tag=TAG,
        gives=ProposalListSerializer,
        refuses=(401, 404, 429),
    )
    def get(self, request: Request, slug: str) -> Response:
        community = access.get_readable_community_or_404(self.person, slug)
        return many(ProposalRefSerializer, feeds.charter_proposals(community), next_cursor=None)

    @operation(
        "propose_charter",
        "Propose a change of the charter",
        tag=TAG,
        takes=ProposalForm,
        gives=ProposalSerializer,
        new=True,
        about="For members. A post of the community opens its discussion.",
    )
    def post(self, request: Request, slug: str) -> Response:
        community = access.get_readable_community_or_404(self.person, slug)
        sent = self.sent(ProposalForm)
        proposal = proposals.propose_change(
            by=self.person,
            community=community,
            text=sent["text"],
            why=sent["why"],
            accepts=sent["accepts_charter"],
            at=timezone.now(),
            source="api",
        )
        return _one(self, slug, proposal.pk, new=True)


class OneProposal(Door):
    @operation("get_charter_proposal", "Read a proposed change", tag=TAG, gives=ProposalSerializer, refuses=(401, 404, 429))
    def get(self, request: Request, slug: str, proposal_id: str) -> Response:
        return _one(self, slug, proposal_id)

    @operation(
        "rewrite_charter_proposal",
        "Take your proposal up again",
        tag=TAG,
        takes=ProposalChangeForm,
        gives=ProposalSerializer,
        about="What was said of the former text is cleared.",
    )
    def patch(self, request: Request, slug: str, proposal_id: str) -> Response:
        found = access.get_proposal_or_404(self.person, slug, proposal_id)
        access.require(access.may_change_proposal(self.person, found))
        proposals.rewrite_proposal(by=self.person, proposal=found, at=timezone.now(), **self.sent(ProposalChangeForm))
        return _one(self, slug, proposal_id)


class MyOpinion(Door):
    @operation("say_of_proposal", "Consent to a proposal, or object", tag=TAG, takes=OpinionForm, gives=ProposalSerializer)
    def put(self, request: Request, slug: str, proposal_id: str) -> Response:
        found = access.get_proposal_or_404(self.person, slug, proposal_id)
        proposals.give_opinion(by=self.person, proposal=found, at=timezone.now(), **self.sent(OpinionForm))
        return _one(self, slug, proposal_id)


class Decision(Door):
    @operation(
        "decide_proposal",
        "Publish, decline or withdraw a proposal",
        tag=TAG,
        takes=ProposalDecisionForm,
        gives=ProposalSerializer,
        about="Published or declined by the owner and animators, withdrawn by its author.",
    )
    def post(self, request: Request, slug: str, proposal_id: str) -> Response:
        found = access.get_proposal_or_404(self.person, slug, proposal_id)
        sent, at = self.sent(ProposalDecisionForm), timezone.now()
        match sent["decision"]:
            case "publish":
                proposals.publish_proposal(
                    by=self.person, proposal=found, revision=sent["revision"], asks=sent["asks"], at=at, source="api"
                )
            case "decline":
                proposals.decline_proposal(by=self.person, proposal=found, reason=sent["reason"], at=at, source="api")
            case _:
                proposals.withdraw_proposal(by=self.person, proposal=found, at=at)
        return _one(self, slug, proposal_id)


def _one(door: Door, slug: str, proposal_id: int | str, *, new: bool = False) -> Response:
    found = access.get_proposal_or_404(door.person, slug, proposal_id)
    return one(ProposalSerializer, feeds.charter_proposal(door.person, found), new=new)
