"""Practices of a community: agree on one, change it, apply it, look at it again when its date has come."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities import access, events
from communities.actions._decided import decline_with
from communities.actions._gone import words_go
from communities.actions.memberships import lock_community
from communities.actions.words import check_length
from communities.events import NewEvent
from communities.models import Community, Membership, Practice, PracticeAdoption, PracticeVersion, ReportAbout
from communities.models.event import Verb
from rse.lib.refusal import Refused
from rse.lib.settled import settled
from rse.lib.text import clean, one_line, render
from rse.people.models import Person

MAX_TITLE = 120
MAX_TEXT = 2_000
MAX_PRACTICES = 30
REVIEWED_AFTER = timedelta(days=365)
ORPHAN = "orphan"  # via of the event that says that nobody answers for a practice any more


@transaction.atomic
def create_practice(
    *, by: Person, community: Community, title: str, at: datetime, text: str = "", referent: Person | None = None, source: str = "web"
) -> Practice:
    """Add a practice. `referent`, a member, answers for it, and is told.

    Raises PermissionDenied to whoever does not animate, Refused on unfit words.
    """
    access.require(access.may_keep_practices(by, community))
    if Practice.objects.filter(community=community, retired_at=None).count() >= MAX_PRACTICES:
        raise Refused(_("A community keeps %(limit)s practices at most: retire one first.") % {"limit": MAX_PRACTICES})
    practice = Practice(community=community, created_by=by, created_at=at, changed_by=by, changed_at=at, review_on=_next_review(at))
    _put_words(practice, title, text)
    practice.referent = _checked_referent(community, referent)
    practice.save()
    _tell_referent(practice, by=by, at=at, source=source)
    return practice


@transaction.atomic
def change_practice(*, by: Person, practice: Practice, title: str, text: str, at: datetime) -> Practice:
    """Change its words, which raises its version; those of before are kept.

    Those who apply it go on applying it: they see that it changed.
    """
    practice = _locked(practice)
    access.require(access.may_edit_practice(by, practice))
    before = PracticeVersion(
        practice=practice, number=practice.version, title=practice.title, text=practice.text, by=practice.changed_by, at=practice.changed_at
    )
    _put_words(practice, title, text)
    if (practice.title, practice.text) != (before.title, before.text):
        before.save()
        practice.version += 1
        practice.changed_at, practice.changed_by = at, by
        practice.review_on, practice.reminded_at = _next_review(at), None
        practice.save(update_fields=["title", "text", "html", "version", "changed_at", "changed_by", "review_on", "reminded_at"])
    return practice


def checked_words(title: str, text: str) -> tuple[str, str]:
    """Both as they are kept. Raises Refused when they do not fit."""
    title, text = one_line(title), clean(text).strip()
    if not title:
        raise Refused(_("Say the practice in one sentence."), field="title")
    check_length(title, limit=MAX_TITLE, field="title")
    check_length(text, limit=MAX_TEXT, field="text")
    return title, text


@transaction.atomic
def name_referent(*, by: Person, practice: Practice, referent: Person | None, at: datetime, source: str = "web") -> Practice:
    """Say which member answers for it, or that nobody does. Who comes to is told."""
    practice = _locked(practice)
    access.require(access.may_keep_practices(by, practice.community))
    before = practice.referent_id
    practice.referent = _checked_referent(practice.community, referent)
    practice.save(update_fields=["referent"])
    if practice.referent_id != before:
        _tell_referent(practice, by=by, at=at, source=source)
    return practice


@transaction.atomic
def retire_practice(*, by: Person, practice: Practice, at: datetime, source: str = "web") -> None:
    """It holds no more; what is proposed for it is declined, and its proposers are told."""
    lock_community(practice.community)
    practice = _locked(practice)
    access.require(access.may_keep_practices(by, practice.community))
    practice.retired_at = at
    practice.save(update_fields=["retired_at"])
    words_go(ReportAbout.PRACTICE, [practice.pk], by=by, at=at)
    decline_with(practice, by=by, at=at, source=source)


def take_practice_away(practice: Practice, *, by: Person, at: datetime, source: str) -> None:
    """Retire it without its words, by a decision on a report."""
    lock_community(practice.community)
    practice = _locked(practice)
    decline_with(practice, by=by, at=at, source=source)
    practice.retired_at, practice.title, practice.text, practice.html = at, "", "", ""
    practice.save(update_fields=["retired_at", "title", "text", "html"])


@transaction.atomic
def review_practice(*, by: Person, practice: Practice, at: datetime) -> Practice:
    """Keep it as it is for another year."""
    practice = _locked(practice)
    access.require(access.may_edit_practice(by, practice))
    practice.review_on, practice.reminded_at = _next_review(at), None
    practice.save(update_fields=["review_on", "reminded_at"])
    return practice


@transaction.atomic
def apply_practice(*, by: Person, practice: Practice, at: datetime) -> None:
    """Say that one applies it, as it is now. Only counted for others; nothing of it enters the history."""
    access.require(access.may_write(by, practice.community))
    kept = {"version": practice.version, "at": at}
    PracticeAdoption.objects.update_or_create(practice=practice, person=by, defaults={"version": practice.version}, create_defaults=kept)


@transaction.atomic
def stop_applying(*, by: Person, practice: Practice) -> None:
    PracticeAdoption.objects.filter(practice=practice, person=by).delete()


@transaction.atomic
def remind_reviews(at: datetime) -> int:
    """Tell whoever answers for a practice, or those who animate, that it is due for review, once. Returns how many are."""
    due = _in_force().filter(reminded_at=None, review_on__lte=_today(at), community__archived_at=None)
    practices = list(due.select_for_update(of=("self",), skip_locked=True))
    for practice in practices:
        _tell(practice, at=at)
    Practice.objects.filter(pk__in=[practice.pk for practice in practices]).update(reminded_at=at)
    return len(practices)


@transaction.atomic
def release_absent(at: datetime) -> int:
    """Practices whose referent left the community, or whose account is closed, have none; those who animate are told."""
    belongs = Membership.objects.filter(community=OuterRef("community"), person=OuterRef("referent"), person__is_active=True)
    absent = _in_force().filter(~Exists(belongs), referent__isnull=False)
    practices = list(absent.select_for_update(of=("self",), skip_locked=True))
    for practice in practices:
        _tell(practice, at=at, via=ORPHAN)
    Practice.objects.filter(pk__in=[practice.pk for practice in practices]).update(referent=None)
    return len(practices)


@transaction.atomic
def count_adoptions() -> int:
    """Count the members who apply each practice, as far as it may be shown. Returns how many counts changed."""
    members = Membership.objects.filter(community=OuterRef("practice__community"), person=OuterRef("person"), person__is_active=True)
    counted = PracticeAdoption.objects.filter(Exists(members), practice__retired_at=None).order_by().values("practice")
    people = dict(counted.annotate(people=Count("pk")).values_list("practice", "people"))
    changed = []
    for practice in _in_force().filter(Q(pk__in=people) | Q(applied_shown__gt=0)):
        shown = settled(practice.applied_shown, people.get(practice.pk, 0))
        if shown != practice.applied_shown:
            practice.applied_shown = shown
            changed.append(practice)
    Practice.objects.bulk_update(changed, ["applied_shown"])
    return len(changed)


def _tell_referent(practice: Practice, *, by: Person, at: datetime, source: str) -> None:
    if practice.referent_id in (None, by.pk):  # nobody is told of what they do themselves
        return
    events.record(
        NewEvent(
            at=at, verb=Verb.NAME, actor_id=by.pk, community_id=practice.community_id, object_type="practice", object_id=practice.pk,
            target_id=practice.referent_id, source=source,
        )
    )  # fmt: skip


def _in_force() -> QuerySet[Practice]:
    return Practice.objects.filter(retired_at=None)


def _locked(practice: Practice) -> Practice:
    found = _in_force().select_for_update(of=("self",)).select_related("community").filter(pk=practice.pk).first()
    if found is None:
        raise Refused(_("This practice was retired."))
    return found


def _put_words(practice: Practice, title: str, text: str) -> None:
    practice.title, practice.text = checked_words(title, text)
    practice.html = render(practice.text).html


def _checked_referent(community: Community, referent: Person | None) -> Person | None:
    if referent is None:
        return None
    if not Membership.objects.filter(community=community, person=referent, person__is_active=True).exists():
        raise Refused(_("Who answers for a practice must be a member of the community."), field="referent")
    return referent


def _tell(practice: Practice, *, at: datetime, via: str = "") -> None:
    events.record(
        NewEvent(
            at=at,
            verb=Verb.REVIEW,
            community_id=practice.community_id,
            object_type="practice",
            object_id=practice.pk,
            target_id=None if via else practice.referent_id,
            via=via,
            source="task",
        )
    )


def _today(at: datetime) -> date:
    return timezone.localtime(at, timezone.get_default_timezone()).date()


def _next_review(at: datetime) -> date:
    return _today(at) + REVIEWED_AFTER
