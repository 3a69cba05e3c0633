"""Templates of communities, as the communities keep them, and the communities that a launch founds from them."""

from __future__ import annotations

from datetime import date, datetime

from adoption.models import Planned
from communities.actions.patterns import Pattern, found_from_pattern, pattern_of, patterns
from rse.people.models import Person

__all__ = ["Pattern", "found", "pattern_of", "patterns"]


def found(*, by: Person, planned: Planned, language: str, today: date, at: datetime) -> int:
    """Found a planned community; returns its id. Raises Refused as founding one does."""
    animator = Person.objects.filter(pk=planned.animator_id).first() if planned.animator_id else None
    community = found_from_pattern(
        by=by, pattern=pattern_of(planned.pattern, language), name=planned.name, animator=animator, today=today, language=language, at=at
    )
    return int(community.pk)
