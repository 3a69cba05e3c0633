"""What is proposed for the charter and for the practices of a community, what it would change and what members say of it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from communities.models import (
    CharterVersion,
    Community,
    Event,
    Notification,
    Opinion,
    Practice,
    PracticeVersion,
    Proposal,
    ProposalAbout,
    ProposalState,
)
from communities.models.event import Verb
from rse.lib.kept import Kept
from rse.lib.word_diff import Piece, word_diff
from rse.people.models import Person

LISTED = 50
_open: Kept[Mapping[str, int]] = Kept(2_000, seconds=30)


@dataclass(frozen=True)
class Change:
    """What a proposal changes in the version `number`, in its title (of a practice) and in its text; 0 is before the first."""

    number: int
    title: Sequence[Piece]
    text: Sequence[Piece]


@dataclass(frozen=True)
class ProposalRow:
    """A proposal, what it changes in the version it was written upon, and what members say of it.

    Where it is stale, `since` is what it would change in the version of now.
    """

    proposal: Proposal
    change: Change
    since: Change | None
    consents: int
    objections: Sequence[Opinion]
    remarks: Sequence[Opinion]  # of those who consent and say something
    mine: Opinion | None

    @property
    def my_opinion(self) -> str | None:
        return None if self.mine is None else "consent" if self.mine.consents else "objection"


def proposals(community: Community, *, about: str) -> list[Proposal]:
    """The latest for its charter or its practices, the open ones first. One query."""
    found = Proposal.objects.filter(community=community, about=about).exclude(why="").select_related("by", "practice", "version")
    rows = list(found.order_by("-id")[:LISTED])
    for row in rows:
        row.community = community
    return sorted(rows, key=lambda proposal: not proposal.is_open)


def proposals_of(post_ids: Sequence[int]) -> Mapping[int, Proposal]:
    """Post -> the proposal that is discussed in it, of those that are decided on. One query."""
    rows = Proposal.objects.filter(post__in=post_ids).exclude(state=ProposalState.OPEN)
    return {row.post_id: row for row in rows if row.post_id is not None}


def proposal(person: Person, proposal: Proposal) -> ProposalRow:
    """One proposal, found through access. Who objects or says a word is named, who consents is counted."""
    opinions = list(Opinion.objects.filter(proposal=proposal).select_related("person").order_by("at", "id"))
    return ProposalRow(
        proposal,
        _change(proposal, proposal.base),
        _change(proposal, proposal.present) if proposal.is_stale else None,
        sum(opinion.consents for opinion in opinions),
        [opinion for opinion in opinions if not opinion.consents],
        [opinion for opinion in opinions if opinion.consents and opinion.reason],
        next((opinion for opinion in opinions if opinion.person_id == person.pk), None),
    )


def open_proposals(community: Community) -> Mapping[str, int]:
    """How many changes are discussed, by what they are about; remembered for half a minute, so mostly no query."""

    def count() -> Mapping[str, int]:
        return Counter(Proposal.objects.filter(community=community, state=ProposalState.OPEN).values_list("about", flat=True))

    return _open.make(community.pk, count)


def proposal_told(notification: Notification) -> Proposal | None:
    """The proposal of whose end a notification of one's own tells; None when there is none, or it was taken away."""
    told = Event.objects.filter(pk=notification.event_id, verb=Verb.DECIDE, object_type__in=ProposalAbout.values).first()
    if told is None:
        return None
    return Proposal.objects.filter(pk=told.object_id or 0, community=notification.community).exclude(why="").first()


def proposers_of_charter(versions: Sequence[int]) -> Mapping[int, Person]:
    """Version -> who proposed it. One query."""
    rows = Proposal.objects.filter(version__in=versions, by__isnull=False).select_related("by")
    return {row.version_id: row.by for row in rows if row.version_id is not None and row.by is not None}


def proposers_of_practice(practice: Practice) -> Mapping[int, Person]:
    """Number of a version -> who proposed it. One query."""
    rows = Proposal.objects.filter(practice=practice, became__isnull=False, by__isnull=False).select_related("by")
    return {row.became: row.by for row in rows if row.became is not None and row.by is not None}


def _change(proposal: Proposal, number: int) -> Change:
    title, text = _words(proposal, number)
    return Change(number, word_diff(title, proposal.title), word_diff(text, proposal.text))


def _words(proposal: Proposal, number: int) -> tuple[str, str]:
    """Title and text of that version of what it changes; both empty before the first."""
    practice = proposal.practice
    if proposal.about == ProposalAbout.CHARTER:
        texts = CharterVersion.objects.filter(community=proposal.community_id, number=number).values_list("text", flat=True)
        return "", texts.first() or ""
    if practice is None or not number:
        return "", ""
    if number == practice.version:
        return practice.title, practice.text
    former = PracticeVersion.objects.filter(practice=practice, number=number).values_list("title", "text").first()
    return former or ("", "")
