"""What a move changes in who reads: those who read one community and not another."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count, Exists

from communities.access.rules import Outer, community_reads
from communities.models import Community, Readers
from rse.people.models import Person


@dataclass(frozen=True)
class AudienceChange:
    """How many read on, read no more, and read from then on; and of some people, how many read no more."""

    staying: int
    losing: int
    gaining: int
    losing_among: int


def audience_change(origin: Community, destination: Community, *, among: Collection[int] = ()) -> AudienceChange:
    """What changes for the people when something said in `origin` goes to `destination`; two queries over the people."""
    active = Person.objects.filter(is_active=True)
    both = active.annotate(was=_reads(origin), will=_reads(destination)).order_by().values_list("was", "will")
    counts = {(was, will): people for was, will, people in both.annotate(people=Count("pk"))}
    losing_among = 0
    if among and counts.get((True, False)):
        losing_among = active.filter(_reads(origin), ~_reads(destination), pk__in=among).count()
    return AudienceChange(counts.get((True, True), 0), counts.get((True, False), 0), counts.get((False, True), 0), losing_among)


def may_count_readers(person: Person, *communities: Community) -> bool:
    """Know how many read these communities, of which they are: a guest does not learn how many employees there are."""
    return not person.is_guest or all(community.readers == Readers.MEMBERS for community in communities)


def _reads(community: Community) -> Exists:
    return Exists(Community.objects.filter(community_reads(Outer()), pk=community.pk))
