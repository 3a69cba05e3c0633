"""What goes with a post or a comment that goes: its pin, and the reports that wait about it."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet

from communities import events
from communities.actions.pins import drop_pin
from communities.events import NewEvent
from communities.models import Comment, Post, Report, ReportState
from communities.models.event import Verb
from rse.people.models import Person


def post_goes(post: Post, *, by: Person, at: datetime) -> None:
    """With its thread: what was reported in it is gone too."""
    drop_pin(post)
    _settle(Report.objects.filter(post=post, state=ReportState.OPEN), by=by, at=at)


def comment_goes(comment: Comment, *, by: Person, at: datetime) -> None:
    _settle(Report.objects.filter(comment=comment, state=ReportState.OPEN), by=by, at=at)


def words_go(about: str, ids: Iterable[int], *, by: Person, at: datetime) -> None:
    """The same of a testimonial, a proposal, an objection or a practice."""
    _settle(Report.objects.filter(about=about, object_id__in=list(ids), state=ReportState.OPEN), by=by, at=at)


def tell_reporter(report: Report, *, by: Person, at: datetime, source: str = "web") -> None:
    """That their report has been decided on."""
    events.record(
        NewEvent(
            at=at, verb=Verb.DECIDE, actor_id=by.pk, community_id=report.community_id, object_type="report",
            object_id=report.pk, target_id=report.reporter_id, via=report.state, source=source,
        )
    )  # fmt: skip


def _settle(reports: QuerySet[Report], *, by: Person, at: datetime) -> None:
    for report in reports.select_for_update(of=("self",)):
        report.state, report.decided_at = ReportState.GONE, at
        report.save(update_fields=["state", "decided_at"])
        tell_reporter(report, by=by, at=at)
