"""Who looks at a report, and who decides on it.

What is said in a community is for its owner and animators to judge, never for its author: a report about what one of them wrote
goes to the others. Profiles and communities are the administrators'; so is, beside those who animate, what is said where an
administrator reads as every employee does.

No ghost administrator: of a community that they cannot read, an administrator learns no word that was said there, nor who said it.
Of a listed one they see how many reports wait. A report itself reaches them after three working days without a decision, or at once
where nobody else may decide, and only if its reporter agreed: then they hold what the reporter wrote themselves, the reason and
the note, without the reported words; of a secret community not even its name. They can answer the reporter, ask to become a
visible member, or find the community a new owner; to remove what they may not read is not theirs.
"""

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from communities.access.rules import ANIMATION
from communities.access.sight import communities, readable_communities
from communities.models import Community, Membership, Notification, Report, ReportAbout, ReportState
from communities.models.notification import Notice
from rse.lib.ids import id_in
from rse.people.models import Person, Role

# What is said in a community
CONTENT = (
    ReportAbout.POST, ReportAbout.COMMENT, ReportAbout.QUOTE, ReportAbout.PROPOSAL, ReportAbout.OPINION, ReportAbout.PRACTICE,
)  # fmt: skip


def reports(person: Person) -> QuerySet[Report]:
    """The reports that this person may look at, decided or not. What they may read of each is for `may_read_reported` to say."""
    animates = Exists(Membership.objects.filter(community=OuterRef("community"), person=person.pk, role__in=ANIMATION))
    content = Q(about__in=CONTENT)
    rule = content & Q(animates)
    if may_judge_reports(person):
        rule |= content & Q(community__in=readable_communities(person).values("pk"))
        rule |= Q(about=ReportAbout.PERSON)
        rule |= Q(about=ReportAbout.COMMUNITY, community__in=communities(person).values("pk")) & ~Q(animates)
        rule |= Q(passed_at__isnull=False) & ~(Q(about=ReportAbout.COMMUNITY) & Q(animates))
    theirs = Report.objects.filter(rule) if person.is_active else Report.objects.none()
    return theirs.exclude(author=person.pk)


def may_judge_reports(person: Person) -> bool:
    """Have the queue of profiles, of communities and of what waited too long: administrators."""
    return person.has_role(Role.ADMIN)


def may_read_reported(person: Person, report: Report) -> bool:
    """Whether the words reported are this person's to read, of a report that they may look at."""
    return report.community_id is None or report.community_id in knows_of(person, [report])


def knows_of(person: Person, reports: list[Report]) -> set[int]:
    """The communities of these reports whose reported words this person may read; for a reported community, those they know."""
    said = {report.community_id for report in reports if report.about in CONTENT and report.community_id}
    named = {report.community_id for report in reports if report.about == ReportAbout.COMMUNITY and report.community_id}
    read = set(readable_communities(person).filter(pk__in=said).values_list("pk", flat=True)) if said else set()
    known = set(communities(person).filter(pk__in=named).values_list("pk", flat=True)) if named else set()
    return read | known


def judges_there(community: Community, *, author_id: int | None) -> QuerySet[Person]:
    """Who may decide in the community itself on something of that author's."""
    animators = Membership.objects.filter(community=community, role__in=ANIMATION).values("person")
    return Person.objects.filter(pk__in=animators, is_active=True).exclude(pk=author_id or 0)


def administrators() -> QuerySet[Person]:
    return Person.objects.filter(roles__contains=[Role.ADMIN], is_active=True)


def may_decide(person: Person, report: Report) -> bool:
    return report.state == ReportState.OPEN and reports(person).filter(pk=report.pk).exists()


def get_report_or_404(person: Person, id_: int | str) -> Report:
    """A report that this person may decide on, or has been decided where they decide."""
    return _get(reports(person), id_)


def get_told_report_or_404(person: Person, id_: int | str) -> Report:
    """A report that this person sent, or the one whose decision on what they wrote they were told of.

    Of several about the same thing the author opens that one only: else they would count who reported.
    """
    sent = Q(reporter=person.pk)
    notices = [Notice.CONTENT_REMOVED, Notice.CONTENT_WARNED]
    told = Exists(Notification.objects.filter(person=person.pk, report=OuterRef("pk"), notice__in=notices))
    return _get(Report.objects.filter(sent | Q(told, author=person.pk, state__in=[ReportState.REMOVED, ReportState.WARNED])), id_)


def _get(found: QuerySet[Report], id_: int | str) -> Report:
    number = id_in(id_)
    report = None
    if number is not None:
        report = found.filter(pk=number).select_related("community", "reporter", "author", "decided_by").first()
    if report is None:
        raise Http404
    return report
