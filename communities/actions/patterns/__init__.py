"""Templates of communities: each brings a purpose, a charter and three first questions; and communities founded from them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from communities import access
from communities.actions.communities import OPEN, Access, create_community
from communities.actions.drafts import Begun, save_draft
from communities.actions.memberships import enter_named
from communities.actions.patterns import texts_en, texts_fr
from communities.models import Community, Joining, MemberRole, PostKind, Readers
from rse.lib.refusal import Refused
from rse.people.models import Person

ICONS = {
    "trade": "wrench", "site": "building-2", "project": "list-checks", "tools": "keyboard", "safety": "shield-check",
    "newcomers": "door-open", "customer": "ear", "quality": "badge-check", "buying": "archive", "digital": "chart-spline",
    "environment": "sprout", "managers": "users",
}  # fmt: skip
_CLOSED = {"managers"}
_REVIEWED_AFTER = timedelta(days=182)


@dataclass(frozen=True)
class Pattern:
    """A template in one language. `closed`: it opens for members only, with its reason and a date of review."""

    key: str
    icon: str
    name: str
    hint: str
    purpose: str
    charter: str
    questions: tuple[str, str, str]
    closed: bool


def patterns(language: str) -> tuple[Pattern, ...]:
    """All templates, in their order; French unless asked for in English."""
    texts = (texts_en if language == "en" else texts_fr).TEXTS
    return tuple(_pattern(key, icon, texts[key]) for key, icon in ICONS.items())


def _pattern(key: str, icon: str, text: tuple[str, str, str, str, tuple[str, str, str]]) -> Pattern:
    name, hint, purpose, charter, questions = text
    return Pattern(key, icon, name, hint, purpose, charter, questions, closed=key in _CLOSED)


def pattern_of(key: str, language: str) -> Pattern:
    """Raises Refused on a template that does not exist."""
    found = next((one for one in patterns(language) if one.key == key), None)
    if found is None:
        raise Refused(_("This template does not exist."), field="pattern")
    return found


@transaction.atomic
def found_from_pattern(
    *,
    by: Person,
    pattern: Pattern,
    name: str,
    at: datetime,
    today: date,
    language: str,
    animator: Person | None = None,
    source: str = "seeding",
) -> Community:
    """Found a community as its template says, whose owner one becomes; `animator` animates it.

    The three questions wait among the drafts of whoever animates, who asks them in their own name, or does not.
    Raises Refused on a name already taken, or an animator who cannot be one.
    """
    if animator is not None and (animator.is_guest or not animator.is_active or not access.may_see(by, animator)):
        raise Refused(_("Only an employee whose account is open can animate a community."), field="animator")
    community = create_community(
        by=by,
        name=name,
        at=at,
        purpose=pattern.purpose,
        settings=_settings(pattern, today, language),
        charter=pattern.charter,
        source=source,
    )
    if animator is not None and animator.pk != by.pk:
        enter_named(animator, community, role=MemberRole.ANIMATOR, at=at, source=source)
    _prepare(pattern.questions, community, by=animator or by, at=at)
    return community


def _prepare(questions: Sequence[str], community: Community, *, by: Person, at: datetime) -> None:
    """As many of the questions as there is room for among that person's drafts."""
    for place, question in enumerate(questions):
        begun = Begun(title=question, kind=PostKind.QUESTION, community=community)
        try:
            save_draft(by=by, client_key=f"first-{community.pk}-{place}", begun=begun, at=at)
        except Refused:
            return


def _settings(pattern: Pattern, today: date, language: str) -> Access:
    if not pattern.closed:
        return OPEN
    reason = (texts_en if language == "en" else texts_fr).WHY_CLOSED
    return Access(readers=Readers.MEMBERS, joining=Joining.REQUEST, closed_reason=reason, closed_until=today + _REVIEWED_AFTER)
