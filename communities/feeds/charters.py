"""The charter as pages show it: the present version and the history."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from communities import access
from communities.feeds.proposals import proposers_of_charter
from communities.models import CharterVersion, Community
from rse.lib.settled import LEAST
from rse.lib.word_diff import Piece, word_diff
from rse.people.models import Person

HISTORY = 100


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
    """A version, and what it changed in the one before; `proposed_by` is None where whoever published it wrote it."""

    version: CharterVersion
    pieces: Sequence[Piece]
    proposed_by: Person | None


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
    """The versions, the latest first, each with what it changed and who proposed it. Two queries."""
    versions = list(CharterVersion.objects.filter(community=community).select_related("by").order_by("-number")[: HISTORY + 1])
    texts = [version.text for version in versions] + [""]
    shown = versions[:HISTORY]
    proposers = proposers_of_charter([version.pk for version in shown])
    return [
        CharterVersionRow(version, word_diff(texts[place + 1], version.text), proposers.get(version.pk))
        for place, version in enumerate(shown)
    ]


def _current(community: Community) -> CharterVersion | None:
    if not community.charter_number:
        return None
    current = CharterVersion.objects.filter(community=community, number=community.charter_number).exclude(text="")
    return current.select_related("by").first()
