"""Reports: say that something should be looked at, decide on it, pass on what waits too long."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities import access, events
from communities.actions._gone import tell_reporter
from communities.actions._reported import About, Subject, excerpt, require_read, still_stands, take_away
from communities.actions._reported import about as columns_of
from communities.actions.words import check_length
from communities.events import NewEvent
from communities.models import Readers, Report, ReportAbout, ReportReason, ReportState
from communities.models.event import Verb
from rse.audit import log
from rse.lib.refusal import Refused
from rse.lib.text import clean
from rse.people.models import Person

MAX_NOTE, MAX_DECISION = 1_000, 1_000
MAX_AN_HOUR = 10
WORKING_DAYS = 3  # without a decision, before a report is passed on
PASSED = "passed"  # of the event that tells the administrators
TO_AUTHOR = "author:"  # of the event that tells the author; then the state


@transaction.atomic
def create_report(
    *, by: Person, subject: Subject, reason: str, at: datetime, note: str = "", may_pass: bool = False, source: str = "web"
) -> Report:
    """Report something that one may read. `may_pass`: one's own words may go to the administrators, see `access.reports`.

    Raises Refused when it is one's own, when it waits already, or when one has sent many within the hour.
    """
    require_read(by, subject)
    about = columns_of(subject)
    if about.author_id == by.pk:
        raise Refused(_("This is yours: you can change it or take it away yourself."))
    if reason not in ReportReason.values:
        raise Refused(_("Choose a reason."), field="reason")
    note = clean(note).strip()
    check_length(note, limit=MAX_NOTE, field="note")
    if reason == ReportReason.OTHER and not note:
        raise Refused(_("Say in a few words what is wrong."), field="note")
    if Report.objects.filter(reporter=by, at__gt=at - timedelta(hours=1)).count() >= MAX_AN_HOUR:
        raise Refused(_("You have sent many reports within the hour: wait a little, or speak to an administrator."))
    place = about.community
    may_pass = may_pass or reaches_administrators(subject)
    decided_there = _decided_there(about)
    if not may_pass and not decided_there:
        raise Refused(_("Nobody else may decide on this here: agree that the administrators read your note."), field="may_pass")
    report = Report(
        about=about.about, community=place, post=about.post, comment=about.comment, object_id=about.object_id,
        author_id=about.author_id, excerpt=excerpt(subject), reporter=by, reason=reason, note=note, at=at, may_pass=may_pass,
        passed_at=at if may_pass and not decided_there else None,
    )  # fmt: skip
    try:
        with transaction.atomic():
            report.save(force_insert=True)
    except IntegrityError as error:
        raise Refused(_("You have reported this already: your report is waiting for an answer.")) from error
    _tell_judges(report, at=at, passed=report.passed_at is not None, source=source)
    return report


def outcomes(by: Person, report: Report) -> list[str]:
    """How this person may decide on it."""
    return outcomes_of(report, reads=access.may_read_reported(by, report))


def outcomes_of(report: Report, *, reads: bool) -> list[str]:
    """The same for someone of whom it is known whether they may read what is reported."""
    if not reads:
        return [ReportState.ANSWERED.value]
    removable = [ReportState.REMOVED.value] if report.about in access.CONTENT else []
    return [ReportState.KEPT.value, *removable, ReportState.WARNED.value]


@transaction.atomic
def decide_report(*, by: Person, report: Report, outcome: str, reason: str, at: datetime, source: str = "web") -> Report:
    """Decide on everything that waits about the same thing, in words that its reporters and, unless it is kept, its author read.

    An answer by who may not read it settles that one report. Raises PermissionDenied to whoever may not decide, Refused when
    someone has decided already, or without a reason.
    """
    report = (
        Report.objects.select_for_update(of=("self",))
        .select_related("post__community", "comment__post__community", "community")
        .get(pk=report.pk)
    )
    access.require(access.reports(by).filter(pk=report.pk).exists())
    if report.state != ReportState.OPEN:
        raise Refused(_("Someone has decided on this report already, or what it was about is gone."))
    if outcome not in outcomes(by, report):
        raise Refused(_("Choose what to do."), field="outcome")
    reason = clean(reason).strip()
    if not reason:
        raise Refused(_("A decision needs a reason: those concerned read it."), field="reason")
    check_length(reason, limit=MAX_DECISION, field="reason")
    if not still_stands(report):
        raise Refused(_("Someone has decided on this report already, or what it was about is gone."))
    same = [report] if outcome == ReportState.ANSWERED else list(_about_the_same(report))
    for each in same:
        each.state, each.decided_by, each.decided_at, each.decision = outcome, by, at, reason
        each.save(update_fields=["state", "decided_by", "decided_at", "decision"])
        tell_reporter(each, by=by, at=at, source=source)
    if outcome == ReportState.REMOVED:
        take_away(report, by=by, at=at, source=source)
    if outcome in (ReportState.REMOVED, ReportState.WARNED):
        _tell_author(report, outcome, by=by, at=at, source=source)
    log.record(
        actor=by, act="report.decide", target_type=report.about, target_id=_target(report),
        detail={"outcome": outcome, "reports": [each.pk for each in same], "community": report.community_id}, at=at,
    )  # fmt: skip
    report.refresh_from_db(fields=["state", "decided_by", "decided_at", "decision"])
    return report


@transaction.atomic
def pass_on_due(at: datetime) -> int:
    """Pass on to the administrators what has waited for three working days; the others hear nothing more."""
    late = Report.objects.filter(state=ReportState.OPEN, passed_at=None, may_pass=True, at__lt=working_days_before(at, WORKING_DAYS))
    waiting = list(late.filter(about__in=access.CONTENT).select_for_update(skip_locked=True)[:200])
    for report in waiting:
        report.passed_at = at
        report.save(update_fields=["passed_at"])
        _tell_judges(report, at=at, passed=True, source="web")
    return len(waiting)


@transaction.atomic
def forget_words(*, before: datetime) -> int:
    """Erase the words of reports decided before that instant; that they were, and how, stays."""
    decided = Report.objects.filter(decided_at__lt=before).exclude(note="", excerpt="", decision="")
    return decided.update(note="", excerpt="", decision="")


def consulted(*, by: Person, reports: list[int], at: datetime) -> None:
    """Write down which reports an administrator looked at."""
    log.record(actor=by, act="report.consult", target_type="report", target_id="", detail={"reports": reports}, at=at)


def working_days_before(at: datetime, days: int) -> datetime:
    """The same hour so many days from Monday to Friday ago."""
    moment = timezone.localtime(at)
    while days:
        moment -= timedelta(days=1)
        days -= moment.weekday() < 5
    return moment


def judges(report: Report, *, passed: bool) -> list[int]:
    """Whom to tell that a report waits: those who decide there, the administrators of what is theirs or was passed on."""
    if passed or report.about not in access.CONTENT or report.community is None:
        return list(access.administrators().values_list("pk", flat=True))
    return list(access.judges_there(report.community, author_id=report.author_id).values_list("pk", flat=True))


def waiting_report(*, by: Person, subject: Subject) -> Report | None:
    """The report of theirs that waits already about the same thing."""
    about = columns_of(subject)
    same = Report.objects.filter(about=about.about, community=about.community, post=about.post, comment=about.comment)
    return same.filter(object_id=about.object_id, reporter=by, author=about.author_id, state=ReportState.OPEN).first()


def someone_decides(subject: Subject) -> bool:
    """Whether somebody of its community may decide on it: else only the administrators can."""
    return _decided_there(columns_of(subject))


def reaches_administrators(subject: Subject) -> bool:
    """Whether the administrators may read what is reported: no agreement is needed for them to see the report."""
    about = columns_of(subject)
    if about.community is None:
        return True
    return about.community.listed if about.about == ReportAbout.COMMUNITY else about.community.readers == Readers.EVERYONE


def _decided_there(about: About) -> bool:
    place = about.community
    return about.about in access.CONTENT and place is not None and access.judges_there(place, author_id=about.author_id).exists()


def _about_the_same(report: Report) -> list[Report]:
    same = Q(about=report.about, post=report.post_id, comment=report.comment_id, community=report.community_id)
    same &= Q(object_id=report.object_id)
    if report.about == ReportAbout.PERSON:
        same &= Q(author=report.author_id)
    return list(Report.objects.select_for_update(of=("self",)).filter(same, state=ReportState.OPEN).order_by("pk"))


def _target(report: Report) -> object:
    return report.object_id or report.comment_id or report.post_id or report.community_id or report.author_id


def _tell_judges(report: Report, *, at: datetime, passed: bool, source: str) -> None:
    events.record(
        NewEvent(
            at=at, verb=Verb.REPORT, actor_id=report.reporter_id, community_id=report.community_id, object_type="report",
            object_id=report.pk, via=PASSED if passed else "", source=source,
        )
    )  # fmt: skip


def _tell_author(report: Report, outcome: str, *, by: Person, at: datetime, source: str) -> None:
    """In words that tell of a decision, and not that anybody reported."""
    events.record(
        NewEvent(
            at=at, verb=Verb.DECIDE, actor_id=by.pk, community_id=report.community_id, object_type="report",
            object_id=report.pk, target_id=report.author_id, via=f"{TO_AUTHOR}{outcome}", source=source,
        )
    )  # fmt: skip
