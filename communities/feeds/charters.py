"""The charter as pages show it: the present version, the history, what is proposed and what is said of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from communities import access
from communities.models import CharterOpinion, CharterProposal, CharterVersion, Community, ProposalState
from rse.lib.kept import Kept
from rse.lib.settled import LEAST
from rse.lib.word_diff import Piece, word_diff
from rse.people.models import Person

HISTORY = 100
LISTED = 50
_open: Kept[int] = Kept(2_000, seconds=30)


@dataclass(frozen=True)
class CharterRow:
    """The present version for one viewer; `accepted` members, None as long as they are too few to be told."""

    version: CharterVersion
    is_due: bool
    owes: bool
    least: int = LEAST

    @property
    def accepted(self) -> int | None:
        return self.version.accepted_shown or None


@dataclass(frozen=True)
class CharterVersionRow:
    """A version, and what it changed in the one before."""

    version: CharterVersion
    pieces: Sequence[Piece]


@dataclass(frozen=True)
class ProposalRow:
    """A proposal, what it changes in the version it was written upon, and what members say of it."""

    proposal: CharterProposal
    pieces: Sequence[Piece]
    is_stale: bool
    consents: int
    objections: Sequence[CharterOpinion]
    remarks: Sequence[CharterOpinion]  # of those who consent and say something
    mine: CharterOpinion | None

    @property
    def is_open(self) -> bool:
        return self.proposal.state == ProposalState.OPEN

    @property
    def my_opinion(self) -> str | None:
        return None if self.mine is None else "consent" if self.mine.consents else "objection"


def charter_row(person: Person, community: Community, *, today: date, is_member: bool) -> CharterRow | None:
    """The present charter; None when there is none."""
    version = _current(community)
    if version is None:
        return None
    return CharterRow(version, version.review_on <= today, is_member and access.owes_charter(person, community))


def charter_to_accept(person: Person, community: Community) -> CharterVersion | None:
    """What this member must accept before they write; None, without a query, where nothing is asked."""
    return _current(community) if access.owes_charter(person, community) else None


def charter_history(community: Community) -> list[CharterVersionRow]:
    """The versions, the latest first, each with what it changed."""
    versions = list(CharterVersion.objects.filter(community=community).select_related("by").order_by("-number")[: HISTORY + 1])
    texts = [version.text for version in versions] + [""]
    return [CharterVersionRow(version, word_diff(texts[place + 1], version.text)) for place, version in enumerate(versions[:HISTORY])]


def charter_proposals(community: Community) -> list[CharterProposal]:
    """The latest proposals, the open ones first."""
    rows = CharterProposal.objects.filter(community=community).exclude(text="").select_related("by", "version").order_by("-id")[:LISTED]
    return sorted(rows, key=lambda proposal: proposal.state != ProposalState.OPEN)


def proposals_of(post_ids: Sequence[int]) -> Mapping[int, CharterProposal]:
    """Post -> the proposal that is discussed in it, of those that are decided on. One query."""
    rows = CharterProposal.objects.filter(post__in=post_ids).exclude(state=ProposalState.OPEN)
    return {row.post_id: row for row in rows if row.post_id is not None}


def charter_proposal(person: Person, proposal: CharterProposal) -> ProposalRow:
    """One proposal, found through access. Who objects or says a word is named, who consents is counted."""
    base = CharterVersion.objects.filter(community=proposal.community_id, number=proposal.base).values_list("text", flat=True).first()
    opinions = list(CharterOpinion.objects.filter(proposal=proposal).select_related("person").order_by("at", "id"))
    return ProposalRow(
        proposal,
        word_diff(base or "", proposal.text),
        proposal.state == ProposalState.OPEN and proposal.base != proposal.community.charter_number,
        sum(opinion.consents for opinion in opinions),
        [opinion for opinion in opinions if not opinion.consents],
        [opinion for opinion in opinions if opinion.consents and opinion.reason],
        next((opinion for opinion in opinions if opinion.person_id == person.pk), None),
    )


def open_proposals(community: Community) -> int:
    """How many changes are discussed; remembered for half a minute, so mostly no query."""
    found = CharterProposal.objects.filter(community=community, state=ProposalState.OPEN)
    return _open.make(community.pk, found.count)


def _current(community: Community) -> CharterVersion | None:
    if not community.charter_number:
        return None
    current = CharterVersion.objects.filter(community=community, number=community.charter_number).exclude(text="")
    return current.select_related("by").first()
