"""Proposals: who takes one up again and who decides, and how a door gets hold of one and of what is said of it."""

from django.http import Http404

from communities.access.getting import get_readable_community_or_404, number_of
from communities.access.rights import may_moderate, may_write
from communities.models import Opinion, Proposal
from rse.people.models import Person


def may_change_proposal(person: Person, proposal: Proposal) -> bool:
    """Rewrite it or withdraw it: who proposed it, as long as they may write there."""
    return proposal.by_id == person.pk and may_write(person, proposal.community)


def may_decide_proposal(person: Person, proposal: Proposal) -> bool:
    """Publish or decline: owner and animators."""
    return not proposal.community.is_archived and may_moderate(person, proposal.community)


def get_proposal_or_404(person: Person, slug: str, id_: int | str) -> Proposal:
    """A proposal for the charter or a practice of that community, for whoever reads what is said there."""
    community = get_readable_community_or_404(person, slug)
    proposals = Proposal.objects.filter(community=community).select_related("community", "practice", "by", "decided_by")
    found = proposals.exclude(why="").filter(pk=number_of(id_)).first()  # without its reason, it was removed
    if found is None:
        raise Http404
    return found


def get_objection_or_404(person: Person, slug: str, id_: int | str, by: int | str) -> Opinion:
    """What that person objects to a proposal, for whoever reads what is said there."""
    proposal = get_proposal_or_404(person, slug, id_)
    said = Opinion.objects.filter(proposal=proposal, person=number_of(by), consents=False)
    found = said.select_related("proposal__community", "person").first()
    if found is None:
        raise Http404
    return found
