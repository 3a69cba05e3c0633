"""Who is told of a proposal, of an objection to it, of what was decided."""

from collections.abc import Iterable, Sequence

from communities.actions.proposals import OBJECTION
from communities.models import Event, Membership, Proposal, ProposalAbout, ProposalState
from communities.models.event import Verb
from communities.models.notification import Notice

_DECIDED = {
    (ProposalAbout.CHARTER, True): Notice.CHARTER_ADOPTED,
    (ProposalAbout.CHARTER, False): Notice.CHARTER_DECLINED,
    (ProposalAbout.PRACTICE, True): Notice.PRACTICE_ADOPTED,
    (ProposalAbout.PRACTICE, False): Notice.PRACTICE_DECLINED,
}
_PROPOSED = {ProposalAbout.CHARTER: Notice.PROPOSAL, ProposalAbout.PRACTICE: Notice.PRACTICE_PROPOSAL}


def concerned_by_proposal(event: Event, animation: Sequence[int]) -> Iterable[tuple[str, int]]:
    """(notice, person) pairs: who animates and who answers for the practice, of what is proposed; its author, of what is said of it."""
    about, target = ProposalAbout(event.object_type), event.target_id
    if event.verb == Verb.DECIDE:
        yield from _decided(event, about)
    elif event.via == OBJECTION:
        if target:
            yield Notice.OBJECTION, target
    else:
        for person in [*animation, *_belonging(event, target)]:
            yield _PROPOSED[about], person


def _decided(event: Event, about: ProposalAbout) -> Iterable[tuple[str, int]]:
    is_published = event.via == ProposalState.PUBLISHED
    if event.target_id:
        yield _DECIDED[about, is_published], event.target_id
    if about == ProposalAbout.PRACTICE and is_published:
        referent = Proposal.objects.filter(pk=event.object_id or 0).values_list("practice__referent", flat=True).first()
        if referent != event.target_id:
            for person in _belonging(event, referent):
                yield Notice.PRACTICE_CHANGED, person


def _belonging(event: Event, person: int | None) -> list[int]:
    """Whoever answers for a practice, as long as they are a member."""
    here = Membership.objects.filter(community=event.community_id, person=person or 0)
    return list(here.values_list("person_id", flat=True))
