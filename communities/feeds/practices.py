"""The practices of a community, who answers for each, how many apply it and whether the viewer does."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from communities.feeds.proposals import proposers_of_practice
from communities.models import Community, Membership, Practice, PracticeAdoption, PracticeVersion, Proposal
from rse.lib.prepared import Prepared, PreparedRows, any_of
from rse.lib.settled import LEAST
from rse.lib.word_diff import Piece, word_diff
from rse.people.models import Person

HISTORY, LISTED = 100, 100


@dataclass(frozen=True)
class PracticeRow:
    """`referent` is None once they left; `applied` once fewer than five people, or as many as were never counted, apply it.

    `mine` is the version that the viewer says they apply; `proposed` a change of it that is discussed.
    """

    practice: Practice
    referent: Person | None
    is_due: bool
    share: float
    mine: int | None
    proposed: Proposal | None = None
    least: int = LEAST

    @property
    def applied(self) -> int | None:
        return self.practice.applied_shown or None

    @property
    def applies(self) -> bool:
        return self.mine is not None

    @property
    def changed_since(self) -> bool:
        return self.mine is not None and self.mine < self.practice.version


def practices(person: Person, community: Community, *, today: date, proposals: Sequence[Proposal] = ()) -> list[PracticeRow]:
    """Those in force, in the order in which they were agreed; one query where there are none, three otherwise.

    Each has the first of `proposals` that is open and would change it.
    """
    found = _practices(community=community.pk)
    if not found:
        return []
    mine = dict(_applied(person=person.pk, community=community.pk))
    asked = [practice.referent_id for practice in found if practice.referent_id]
    proposed = {each.practice_id: each for each in reversed(proposals) if each.is_open}
    present = {id_ for (id_,) in _present(community=community.pk, people=asked)}
    return [
        PracticeRow(
            practice,
            practice.referent if practice.referent_id in present else None,
            practice.review_on <= today,
            _share(practice, community),
            mine.get(practice.pk),
            proposed.get(practice.pk),
        )
        for practice in found
    ]


def practices_in_brief(community: Community) -> list[PracticeRow]:
    """The same for a list beside something else: only what they are and who applies them; one query."""
    return [PracticeRow(practice, None, False, _share(practice, community), None) for practice in _practices(community=community.pk)]


def _share(practice: Practice, community: Community) -> float:
    return min(1.0, practice.applied_shown / max(1, community.members_count))


@Prepared
def _present(*, community: int, people: Sequence[int]) -> QuerySet[Membership, Any]:
    return Membership.objects.filter(any_of("person", people), community=community, person__is_active=True).values_list("person_id")


@dataclass(frozen=True)
class PracticeVersionRow:
    """The words of a practice at one moment, and what they changed in those before. `by` is None where nobody knows any more.

    `proposed_by` is None where those who may change it wrote them.
    """

    number: int
    title: str
    text: str
    by: Person | None
    at: datetime
    title_pieces: Sequence[Piece]
    pieces: Sequence[Piece]
    proposed_by: Person | None


def practice_history(practice: Practice) -> list[PracticeVersionRow]:
    """The latest first, those of now too; the first that was kept has nothing before it. Three queries at most."""
    proposers = proposers_of_practice(practice)
    former = list(PracticeVersion.objects.filter(practice=practice).select_related("by").order_by("-number")[:HISTORY])
    now = PracticeVersion(
        practice=practice, number=practice.version, title=practice.title, text=practice.text, by=practice.changed_by, at=practice.changed_at
    )
    versions = [now, *former]
    before = [*former, PracticeVersion(title=versions[-1].title, text=versions[-1].text)]
    return [
        PracticeVersionRow(
            each.number,
            each.title,
            each.text,
            each.by,
            each.at,
            word_diff(old.title, each.title),
            word_diff(old.text, each.text),
            proposers.get(each.number),
        )
        for each, old in zip(versions, before, strict=True)
    ]


def retired_practices(community: Community) -> Sequence[Practice]:
    """Those that hold no more, the latest agreed first."""
    return list(Practice.objects.filter(community=community, retired_at__isnull=False).order_by("-id")[:LISTED])


def members_to_name(community: Community) -> Sequence[Person]:
    """The members who may answer for a practice, by name."""
    return [membership.person for membership in _members(community)]


def _members(community: Community) -> QuerySet[Membership]:
    return (
        Membership.objects.filter(community=community, person__is_active=True).select_related("person").order_by("person__name_key")[:500]
    )


@PreparedRows
def _practices(*, community: int) -> QuerySet[Practice, Practice]:
    return Practice.objects.filter(community=community, retired_at=None).select_related("referent").order_by("id")


@Prepared
def _applied(*, person: int, community: int) -> QuerySet[PracticeAdoption, Any]:
    return PracticeAdoption.objects.filter(person=person, practice__community=community).values_list("practice_id", "version")
