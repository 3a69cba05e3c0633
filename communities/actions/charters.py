"""The charter of a community: publish a version, accept it, look at it again when its date has come."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities import access, events
from communities.actions.words import check_length
from communities.events import NewEvent
from communities.models import CharterAcceptance, CharterVersion, Community, Membership
from communities.models.event import Verb
from rse.lib.refusal import Refused
from rse.lib.settled import settled
from rse.lib.text import clean, one_line, render
from rse.people.models import Person

MAX_CHARTER = 5_000
MAX_NOTE = 200
REVIEWED_AFTER = timedelta(days=365)


class CharterAsked(Refused):
    """The charter is to be accepted first: `number` is the version to accept."""

    def __init__(self, number: int) -> None:
        super().__init__(_("Read the charter of this community and accept it first: your text is kept here."), field="accepts")
        self.number = number


def checked_charter(text: str, *, field: str = "charter") -> str:
    text = clean(text).strip()
    check_length(text, limit=MAX_CHARTER, field=field)
    return text


def put_charter(community: Community, text: str, *, by: Person, at: datetime, note: str = "", asks: bool = True) -> CharterVersion | None:
    """Publish that text as the next version; None when it is the present one. The caller has locked the community.

    With `asks`, a change of substance, members accept it before they next write; the first charter always asks.
    Who publishes it has accepted it.
    """
    text, note = checked_charter(text), one_line(note)
    check_length(note, limit=MAX_NOTE, field="charter_note")
    if text == community.charter:
        return None
    asks = bool(text) and (asks or not community.charter_asked)
    version = CharterVersion.objects.create(
        community=community,
        number=community.charter_number + 1,
        text=text,
        html=render(text).html,
        by=by,
        at=at,
        note=note,
        asks=asks,
        review_on=_next_review(at),
    )
    community.charter, community.charter_html, community.charter_number = version.text, version.html, version.number
    community.charter_asked = version.number if asks else community.charter_asked if text else 0
    community.save(update_fields=["charter", "charter_html", "charter_number", "charter_asked"])
    if text:
        CharterAcceptance.objects.create(version=version, person=by, at=at)
    return version


@transaction.atomic
def accept_charter(*, by: Person, community: Community, number: int, at: datetime) -> None:
    """Accept the present version. Accepting it twice changes nothing. Raises Refused when it is not that one any more."""
    access.require(access.may_write(by, community))
    _accept(by, community, number, at=at)


def require_accepted(by: Person, community: Community, *, accepts: int | None, at: datetime) -> None:
    """Before one writes: the charter was accepted, or is with `accepts`. Raises CharterAsked otherwise."""
    if access.owes_charter(by, community):
        if accepts != community.charter_number:
            raise CharterAsked(community.charter_number)
        _accept(by, community, accepts, at=at)


@transaction.atomic
def review_charter(*, by: Person, community: Community, at: datetime) -> CharterVersion:
    """Keep the charter as it is for another year."""
    access.require(access.may_moderate(by, community))
    version = _current().select_for_update(of=("self",)).filter(community=community).first()
    if version is None:
        raise Refused(_("This community has no charter to review."))
    version.review_on, version.reminded_at = _next_review(at), None
    version.save(update_fields=["review_on", "reminded_at"])
    return version


@transaction.atomic
def remind_reviews(at: datetime) -> int:
    """Tell those who animate that their charter is due for review, once. Returns how many are."""
    due = _current().filter(reminded_at=None, review_on__lte=_today(at), community__archived_at=None)
    versions = list(due.select_for_update(of=("self",), skip_locked=True))
    for version in versions:
        events.record(
            NewEvent(at=at, verb=Verb.REVIEW, community_id=version.community_id, object_type="charter", object_id=version.pk, source="task")
        )
    CharterVersion.objects.filter(pk__in=[version.pk for version in versions]).update(reminded_at=at)
    return len(versions)


@transaction.atomic
def count_acceptances() -> int:
    """Count the members who accepted the charters, as far as it may be shown. Returns how many counts changed."""
    members = Membership.objects.filter(community=OuterRef("version__community"), person__is_active=True)
    accepted = (
        CharterAcceptance.objects.filter(
            version__community=OuterRef("community"),
            version__number__gte=OuterRef("community__charter_asked"),
            person__in=members.values("person"),
        )
        .order_by()
        .values("version__community")
        .annotate(people=Count("person", distinct=True))
    )
    changed = []
    for version in _current().annotate(people=Coalesce(Subquery(accepted.values("people")), 0)):
        shown = settled(version.accepted_shown, version.people)
        if shown != version.accepted_shown:
            version.accepted_shown = shown
            changed.append(version)
    CharterVersion.objects.bulk_update(changed, ["accepted_shown"])
    return len(changed)


def _accept(by: Person, community: Community, number: int, *, at: datetime) -> None:
    version = _current().filter(community=community, number=number).first()
    if version is None:
        raise Refused(_("The charter has changed since: read it again."), field="accepts")
    CharterAcceptance.objects.get_or_create(version=version, person=by, defaults={"at": at})


def _current() -> QuerySet[CharterVersion]:
    return CharterVersion.objects.filter(~Q(text=""), number=F("community__charter_number"))


def _today(at: datetime) -> date:
    return timezone.localtime(at, timezone.get_default_timezone()).date()


def _next_review(at: datetime) -> date:
    return _today(at) + REVIEWED_AFTER
