"""What a person was told: over everything that a notification may speak of."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from communities.access.reports import reports
from communities.access.rules import ANIMATION
from communities.access.sight import communities, posts, readable_communities
from communities.models import Membership, Notification
from communities.models.notification import Notice
from rse.people.models import Person

# What tells of something said in a community and leads to no post there: not for whoever reads there no more
SAID_INSIDE = (
    Notice.CHARTER_ADOPTED, Notice.CHARTER_DECLINED, Notice.CHARTER_REVIEW, Notice.PRACTICE_ADOPTED, Notice.PRACTICE_DECLINED,
    Notice.PRACTICE_CHANGED, Notice.PRACTICE_NAMED, Notice.PRACTICE_REVIEW, Notice.PRACTICE_ORPHAN, Notice.GUEST_ENDING,
)  # fmt: skip


def notifications(person: Person) -> QuerySet[Notification]:
    """What this person was told and may still know: a right lost since takes its notifications along."""
    of_posts = Q(post=None) | Q(post__in=posts(person).values("pk"))
    of_comments = Q(comment=None) | Q(comment__deleted_at=None)
    known = Q(community=None) | Q(community__in=communities(person).values("pk"))
    animated = Membership.objects.filter(community=OuterRef("community"), person=person.pk, role__in=ANIMATION)
    of_requests = ~Q(notice=Notice.JOIN_REQUEST) | Exists(animated)
    of_reports = ~Q(notice=Notice.REPORT) | Q(report__in=reports(person).values("pk"))
    of_inside = ~Q(notice__in=SAID_INSIDE) | Q(community__in=readable_communities(person).values("pk"))
    return Notification.objects.filter(of_posts, of_comments, known, of_requests, of_reports, of_inside, person=person)
