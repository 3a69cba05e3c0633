"""What a decision on a proposal writes, whoever takes it: the row, the audit log, the event that tells its proposer, its card."""

from datetime import datetime

from django.db.models import F

from communities import events
from communities.events import NewEvent
from communities.models import Post, Practice, Proposal, ProposalState
from communities.models.event import Verb
from rse.audit import log
from rse.people.models import Person

_ACTS = {ProposalState.PUBLISHED: "publish", ProposalState.DECLINED: "decline"}  # in the audit log, after what it is about


def decide(proposal: Proposal, state: ProposalState, *, by: Person, at: datetime, source: str) -> None:
    """Publish or decline it. The caller has locked it, and set what it became or why not."""
    proposal.state, proposal.decided_at, proposal.decided_by = state, at, by
    proposal.save(update_fields=["state", "decided_at", "decided_by", "reason", "version", "practice", "became"])
    log.record(
        actor=by, act=f"{proposal.about}.{_ACTS[state]}", target_type="proposal", target_id=proposal.pk,
        detail={"community": proposal.community_id, "author": proposal.by_id}, at=at,
    )  # fmt: skip
    events.record(
        NewEvent(
            at=at, verb=Verb.DECIDE, actor_id=by.pk, community_id=proposal.community_id, object_type=proposal.about,
            object_id=proposal.pk, target_id=proposal.by_id, via=state.value, source=source,
        )
    )  # fmt: skip
    show(proposal)


def decline_with(practice: Practice, *, by: Person, at: datetime, source: str = "web") -> None:
    """What is proposed for a practice that is retired is declined with it, and its proposers are told. The community is locked."""
    waiting = Proposal.objects.filter(practice=practice, state=ProposalState.OPEN)
    for proposal in waiting.select_for_update(of=("self",)).order_by("id"):
        decide(proposal, ProposalState.DECLINED, by=by, at=at, source=source)


def show(proposal: Proposal) -> None:
    """Its post is drawn anew: the card says what was decided."""
    Post.objects.filter(pk=proposal.post_id or 0).update(version=F("version") + 1)
