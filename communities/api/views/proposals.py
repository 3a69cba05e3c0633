"""Changes of the charter and of practices by common consent: proposed, discussed, decided."""

from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from communities import access, feeds
from communities.actions import proposals
from communities.api.base import Door, many, one
from communities.api.schema import operation
from communities.api.serializers.proposals import (
    OpinionForm,
    PracticeProposalForm,
    ProposalChangeForm,
    ProposalDecisionForm,
    ProposalForm,
    ProposalListSerializer,
    ProposalRefSerializer,
    ProposalSerializer,
)

TAG = "proposals"
_OPENS = "For members. A post of the community opens its discussion."


class OfCharter(Door):
    @operation(
        "list_charter_proposals",
        "List the changes proposed for a charter",
        tag=TAG,
        gives=ProposalListSerializer,
        refuses=(401, 404, 429),
    )
    def get(self, request: Request, slug: str) -> Response:
        return _list(self, slug, about="charter")

    @operation(
        "propose_charter", "Propose a change of the charter", tag=TAG, takes=ProposalForm, gives=ProposalSerializer, new=True, about=_OPENS
    )
    def post(self, request: Request, slug: str) -> Response:
        community = access.get_readable_community_or_404(self.person, slug)
        sent = self.sent(ProposalForm)
        accepts = sent.pop("accepts_charter")
        made = proposals.propose_change(by=self.person, community=community, accepts=accepts, at=timezone.now(), source="api", **sent)
        return _one(self, slug, made.pk, new=True)


class OfPractices(Door):
    @operation(
        "list_practice_proposals",
        "List the practices, and the changes of practices, that are proposed",
        tag=TAG,
        gives=ProposalListSerializer,
        refuses=(401, 404, 429),
    )
    def get(self, request: Request, slug: str) -> Response:
        return _list(self, slug, about="practice")

    @operation(
        "propose_practice",
        "Propose a practice, or a change of one",
        tag=TAG,
        takes=PracticeProposalForm,
        gives=ProposalSerializer,
        new=True,
        about=_OPENS,
    )
    def post(self, request: Request, slug: str) -> Response:
        community = access.get_readable_community_or_404(self.person, slug)
        sent = self.sent(PracticeProposalForm)
        accepts, id_ = sent.pop("accepts_charter"), sent.pop("practice")
        practice = access.get_practice_or_404(self.person, slug, id_) if id_ else None
        made = proposals.propose_practice(
            by=self.person, community=community, practice=practice, accepts=accepts, at=timezone.now(), source="api", **sent
        )
        return _one(self, slug, made.pk, new=True)


class OneProposal(Door):
    @operation("get_proposal", "Read a proposed change", tag=TAG, gives=ProposalSerializer, refuses=(401, 404, 429))
    def get(self, request: Request, slug: str, proposal_id: str) -> Response:
        return _one(self, slug, proposal_id)

    @operation(
        "rewrite_proposal",
        "Take your proposal up again",
        tag=TAG,
        takes=ProposalChangeForm,
        gives=ProposalSerializer,
        about="What was said of the former words is cleared.",
    )
    def patch(self, request: Request, slug: str, proposal_id: str) -> Response:
        found = access.get_proposal_or_404(self.person, slug, proposal_id)
        access.require(access.may_change_proposal(self.person, found))
        words = {"title": found.title, "text": found.text, "why": found.why} | self.sent(ProposalChangeForm)
        proposals.rewrite_proposal(by=self.person, proposal=found, at=timezone.now(), **words)
        return _one(self, slug, proposal_id)


class MyOpinion(Door):
    @operation("say_of_proposal", "Consent to a proposal, or object", tag=TAG, takes=OpinionForm, gives=ProposalSerializer)
    def put(self, request: Request, slug: str, proposal_id: str) -> Response:
        found = access.get_proposal_or_404(self.person, slug, proposal_id)
        proposals.give_opinion(by=self.person, proposal=found, at=timezone.now(), source="api", **self.sent(OpinionForm))
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


def _list(door: Door, slug: str, *, about: str) -> Response:
    community = access.get_readable_community_or_404(door.person, slug)
    return many(ProposalRefSerializer, feeds.proposals(community, about=about), next_cursor=None)


def _one(door: Door, slug: str, proposal_id: int | str, *, new: bool = False) -> Response:
    found = access.get_proposal_or_404(door.person, slug, proposal_id)
    return one(ProposalSerializer, feeds.proposal(door.person, found), new=new)
