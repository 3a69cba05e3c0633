"""The charter: who still has to accept it."""

from typing import Any

from django.db.models import BigIntegerField, QuerySet
from django.db.models.functions import Cast

from communities.models import CharterAcceptance, Community
from rse.lib.prepared import Prepared
from rse.people.models import Person


def owes_charter(person: Person, community: Community) -> bool:
    """Whether a member must accept the charter before they write. Asks nothing where there is none."""
    if not community.charter_asked:
        return False
    return not _accepted(person=person.pk, community=community.pk, asked=community.charter_asked)


@Prepared
def _accepted(*, person: int, community: int, asked: int) -> QuerySet[CharterAcceptance, Any]:
    # Django answers by itself for a value that the column could not hold, and what stands for `asked` here is one.
    number = Cast("version__number", BigIntegerField())
    given = CharterAcceptance.objects.filter(person=person, version__community=community).annotate(number=number)
    return given.filter(number__gte=asked).values_list("pk")[:1]
