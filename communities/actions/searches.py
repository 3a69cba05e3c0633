"""What one looked for last: one's own, ten at most, forgotten when one says so."""

from datetime import datetime

from django.db import transaction

from communities.actions.seen import record_seen
from communities.models import MAX_SEARCH, RecentSearch
from communities.models.event import Verb
from rse.lib.fold import fold
from rse.lib.text import one_line
from rse.people.models import Person

KEPT = 10


@transaction.atomic
def remember(*, person_id: int, words: str, at: datetime) -> None:
    """Put these words first among what that person looked for; the eleventh goes. A closed account keeps nothing more."""
    words = one_line(words)[:MAX_SEARCH]
    key = fold(words)[: 3 * MAX_SEARCH]
    if not key or not Person.objects.filter(pk=person_id, is_active=True).exists():
        return
    row, is_new = RecentSearch.objects.get_or_create(person_id=person_id, words_key=key, defaults={"words": words, "at": at})
    if not is_new and row.at < at:
        row.words, row.at = words, at
        row.save(update_fields=["words", "at"])
    kept = RecentSearch.objects.filter(person=person_id).order_by("-at", "-pk").values("pk")[:KEPT]
    RecentSearch.objects.filter(person=person_id).exclude(pk__in=list(kept.values_list("pk", flat=True))).delete()


def record_search(*, person_id: int, words: str, at: datetime) -> None:
    """Keep these words for that person, and count that they searched: at most once an hour, whatever they looked for."""
    remember(person_id=person_id, words=words, at=at)
    record_seen(person_id=person_id, verb=Verb.SEARCH, at=at)


def forget_searches(*, by: Person) -> int:
    """Forget all that they looked for. Returns how many."""
    return RecentSearch.objects.filter(person=by).delete()[0]
