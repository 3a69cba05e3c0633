"""The charter: who still has to accept it, who proposes and decides, and how a door gets hold of a proposal."""

from typing import Any

from django.db.models import BigIntegerField, QuerySet
from django.db.models.functions import Cast
from django.http import Http404

from communities.access.getting import get_readable_community_or_404, number_of
from communities.access.rights import may_moderate, may_write
from communities.models import CharterAcceptance, CharterOpinion, CharterProposal, Community
from rse.lib.prepared import Prepared
from rse.people.models import Person


def owes_charter(person: Person, community: Community) -> bool:
    """Whether a member must accept the charter before they write. Asks nothing where there is none."""
    if not community.charter_asked:
        return False
    return not _accepted(person=person.pk, community=community.pk, asked=community.charter_asked)


@Prepared
def _accepted(*, person: int, community: int, asked: int) -> QuerySet[CharterAcceptance, Any]:
    # Django answers by itself for a value that the column could not hold, and what stands for `asked` here is one.
    number = Cast("version__number", BigIntegerField())
    given = CharterAcceptance.objects.filter(person=person, version__community=community).annotate(number=number)
    return given.filter(number__gte=asked).values_list("pk")[:1]


def may_change_proposal(person: Person, proposal: CharterProposal) -> bool:
    """Rewrite it or withdraw it: who proposed it, as long as they may write there."""
    return proposal.by_id == person.pk and may_write(person, proposal.community)


def may_decide_proposal(person: Person, proposal: CharterProposal) -> bool:
    """Publish or decline: owner and animators."""
    return not proposal.community.is_archived and may_moderate(person, proposal.community)


def get_proposal_or_404(person: Person, slug: str, id_: int | str) -> CharterProposal:
    """A proposal for the charter of that community, for whoever reads what is said there."""
    community = get_readable_community_or_404(person, slug)
    proposals = CharterProposal.objects.filter(community=community).select_related("community", "by", "decided_by", "version")
    found = proposals.exclude(text="").filter(pk=number_of(id_)).first()  # without its text, it was removed
    if found is None:
        raise Http404
    return found


def get_objection_or_404(person: Person, slug: str, id_: int | str, by: int | str) -> CharterOpinion:
    """What that person objects to a proposal, for whoever reads what is said there."""
    proposal = get_proposal_or_404(person, slug, id_)
    said = CharterOpinion.objects.filter(proposal=proposal, person=number_of(by), consents=False)
    found = said.select_related("proposal__community", "person").first()
    if found is None:
        raise Http404
    return found
