"""Reports to decide on, those decided, and how many wait where: only what each viewer may know of."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from communities import access
from communities.models import Community, Report, ReportState
from rse.lib.pages import PAGE_SIZE, Page
from rse.lib.prepared import Prepared
from rse.people.models import Person

MAX_WAITING = 100


@dataclass(frozen=True)
class ReportCase:
    """One thing reported, and every report about it that is in the list, the first one first.

    `is_withheld`: the viewer may not read what is reported. The rows then hold what its reporters wrote and nothing else: neither
    the words reported, nor their author, nor what somebody else decided and who that is; `community` is None too when the viewer
    does not know of it.
    """

    reports: Sequence[Report]
    is_withheld: bool
    community: Community | None

    @property
    def report(self) -> Report:
        return self.reports[0]

    @property
    def author(self) -> Person | None:
        return self.report.author

    @property
    def has_moved(self) -> bool:
        """Whether it is said in another community by now, which the viewer may not read: the report stays where it was said."""
        post = self.report.post
        return post is not None and post.community_id != self.report.community_id

    @property
    def excerpt(self) -> str:
        return self.report.excerpt


@dataclass(frozen=True)
class WaitingElsewhere:
    """A community whose posts the viewer may not read, and how many reports wait there for those who animate it."""

    community: Community
    count: int


def reports_of_community(person: Person, community: Community) -> list[ReportCase]:
    """What waits in a community for this person to decide on, the longest waiting first; two queries."""
    return _cases(person, _open(access.reports(person).filter(community=community, about__in=access.CONTENT)), known=[community])


def reports_to_judge(person: Person) -> list[ReportCase]:
    """What waits for an administrator, the longest waiting first: profiles, communities, what was passed on, what they may read."""
    return _cases(person, _open(access.reports(person)))


def reports_decided(
    person: Person, *, community: Community | None = None, before: int | None = None, size: int = PAGE_SIZE
) -> Page[ReportCase]:
    """The decided ones, the latest report first; of one community, or all that this person may look at."""
    decided = _with_people(access.reports(person).exclude(state=ReportState.OPEN))
    if community is not None:
        decided = decided.filter(community=community, about__in=access.CONTENT)
    if before is not None:
        decided = decided.filter(pk__lt=before)
    rows = list(decided.order_by("-pk")[: size + 1])
    cases = _cases(person, rows[:size], apart=True)
    return Page(cases, str(rows[size - 1].pk) if len(rows) > size else None)


def report_case(person: Person, report: Report) -> ReportCase:
    """One report, found through access, with the others that wait about the same thing."""
    same = _with_people(access.reports(person).filter(_same(report), state=report.state, decided_at=report.decided_at))
    return _cases(person, same.order_by("pk")[:MAX_WAITING])[0]


def reports_elsewhere(person: Person) -> list[WaitingElsewhere]:
    """For an administrator: how many wait where they may not read, in the communities that they may know of. One query."""
    waiting = Count("pk")
    unread = Report.objects.filter(state=ReportState.OPEN, passed_at=None, about__in=access.CONTENT)
    unread = unread.exclude(community__in=access.readable_communities(person).values("pk"))
    counts = dict(
        unread.filter(community__in=access.communities(person).values("pk"))
        .values_list("community")
        .annotate(waiting)
        .order_by("community")
    )
    places = Community.objects.filter(pk__in=counts).order_by("name_key") if counts else []
    return [WaitingElsewhere(place, counts[place.pk]) for place in places]


def place_of_report(person: Person, report: Report) -> Community | None:
    """The community for which it was decided, to whom may know of it: it may have become secret, or they may have left it."""
    if report.about not in access.CONTENT or report.community is None:
        return None
    return report.community if access.communities(person).filter(pk=report.community.pk).exists() else None


def reports_waiting(person: Person, community: Community) -> int:
    """How many things wait there for who animates, their own left out: for the tab."""
    return len(_waiting(person=person.pk, community=community.pk))


@Prepared
def _waiting(*, person: int, community: int) -> QuerySet[Report, Any]:
    waiting = Report.objects.filter(community=community, state=ReportState.OPEN, about__in=access.CONTENT)
    return waiting.exclude(author=person).values_list("post_id", "comment_id", "about", "object_id").distinct()[:MAX_WAITING]


def _open(reports: QuerySet[Report]) -> QuerySet[Report]:
    return _with_people(reports.filter(state=ReportState.OPEN)).order_by("pk")[:MAX_WAITING]


def _with_people(reports: QuerySet[Report]) -> QuerySet[Report]:
    return reports.select_related("community", "reporter", "author", "decided_by", "post")


def _same(report: Report) -> Q:
    return Q(
        about=report.about, post=report.post_id, comment=report.comment_id, community=report.community_id, author=report.author_id
    ) & Q(object_id=report.object_id)


def _cases(person: Person, reports: Iterable[Report], *, known: Sequence[Community] = (), apart: bool = False) -> list[ReportCase]:
    """One case for each thing reported, or, `apart`, for each report."""
    rows = list(reports)
    readable = {each.pk for each in known} or access.knows_of(person, rows)
    unread = {row.community_id for row in rows if row.community_id and row.community_id not in readable}
    named = set(access.communities(person).filter(pk__in=unread).values_list("pk", flat=True)) if unread else set()
    groups: dict[object, list[Report]] = {}
    for row in rows:
        key = row.pk if apart else (row.about, row.post_id, row.comment_id, row.community_id, row.author_id, row.object_id)
        groups.setdefault(key, []).append(row)
    return [_case(person, several, readable, named) for several in groups.values()]


def _case(person: Person, reports: Sequence[Report], readable: set[int], named: set[int]) -> ReportCase:
    first = reports[0]
    if first.community_id is None or first.community_id in readable:
        return ReportCase(reports, False, first.community)
    community = first.community if first.community_id in named else None
    return ReportCase([_withheld(person, report) for report in reports], True, community)


def _withheld(person: Person, report: Report) -> Report:
    """What its reporter wrote, and how it stands; the decision when it is the viewer's own."""
    shown = Report(
        id=report.pk, about=report.about, reporter=report.reporter, reason=report.reason, note=report.note, at=report.at,
        may_pass=report.may_pass, passed_at=report.passed_at, state=report.state, decided_at=report.decided_at,
    )  # fmt: skip
    if report.decided_by_id == person.pk:
        shown.decided_by, shown.decision = report.decided_by, report.decision
    return shown
