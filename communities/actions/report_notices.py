"""Whom an event about a report concerns, and what their notification holds: never who reported."""

from collections.abc import Iterable

from communities import access
from communities.actions.reports import PASSED, TO_AUTHOR, judges
from communities.models import Event, Report, ReportState
from communities.models.event import Verb
from communities.models.notification import Notice
from rse.people.models import Person


def concerned_by_report(event: Event) -> Iterable[tuple[str, int]]:
    """(notice, person) pairs."""
    report = Report.objects.filter(pk=event.object_id or 0).select_related("community").first()
    if report is None:
        return
    if event.verb == Verb.REPORT:
        for person in judges(report, passed=event.via == PASSED):
            yield Notice.REPORT, person
    elif event.target_id and event.via.startswith(TO_AUTHOR):
        removed = event.via == f"{TO_AUTHOR}{ReportState.REMOVED}"
        yield Notice.CONTENT_REMOVED if removed else Notice.CONTENT_WARNED, event.target_id
    elif event.target_id:
        yield Notice.REPORT_DECIDED, event.target_id


def may_know_of_report(person: Person, event: Event, notice: str) -> bool:
    """Whoever decides, as long as it waits; the others were part of it."""
    if notice != Notice.REPORT:
        return True
    return access.reports(person).filter(pk=event.object_id or 0, state=ReportState.OPEN).exists()


def of_report(person: Person, event: Event) -> dict[str, int | None]:
    """Without an actor, and without a community that this person may not know of."""
    known = access.communities(person).filter(pk=event.community_id or 0).exists()
    return {"report_id": event.object_id, "community_id": event.community_id if known else None}
