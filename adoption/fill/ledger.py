"""The query ledger, kept (adoption.md 6, rule 2): a figure of a group passes here before it is shown, beside all those shown before."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

import numpy as np
from django.db import connection, transaction
from django.db.models import F, Q

from adoption.models import PublishedCut, PublishedPeople
from adoption.science.figures import Ints
from adoption.science.ledger import Decision, Window, pack, review, unpack
from adoption.science.ledger import PublishedCut as Cut
from adoption.science.ledger.cuts import WEEK_DAYS
from adoption.science.privacy import K

LOCK = 7_318_431


@transaction.atomic
def publish(cuts: Sequence[Cut], *, at: datetime, k: int = K) -> tuple[Decision, ...]:
    """What may be shown of each cut, in their order: the new figure (then written down), the former one (`keep`), or nothing.

    Give at once everything that a page or a study shows of a week, what matters most (the larger groups) first: each is judged beside
    all that was ever allowed, and beside those before it. Asking again for what was allowed allows it again, and writes nothing.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])  # two askings at once would not know of each other
    published = _published({cut.figure for cut in cuts}, {cut.window for cut in cuts})
    decisions = review(published, cuts, k)
    known = {_key(cut) for cut in published}
    fresh = {_key(cut): cut for cut, decision in zip(cuts, decisions, strict=True) if decision.allowed and cut.size}
    _record([cut for key, cut in fresh.items() if key not in known], at)
    return decisions


def _published(figures: Collection[str], windows: Collection[Window]) -> list[Cut]:
    """What the rules look at: of each scope the last time that the same people were shown, and everything of these windows."""
    asked = Q()
    for window in windows:
        asked |= Q(first_day=window.first, days=window.days)
    of_figures = PublishedCut.objects.filter(figure__in=figures)
    last = of_figures.order_by("figure", "scope", "days", "people", "-first_day").distinct("figure", "scope", "days", "people")
    rows = list({row.pk: row for row in (*last, *of_figures.filter(asked))}.values()) if windows else []
    people = _people({row.people_id for row in rows if row.people_id is not None})
    return [_cut(row, people) for row in sorted(rows, key=lambda row: row.pk)]


def _people(ids: Collection[int]) -> dict[int, Ints]:
    found = PublishedPeople.objects.filter(pk__in=ids).values_list("pk", "people")
    return {pk: unpack(bytes(packed)) for pk, packed in found.iterator()}


def _cut(row: PublishedCut, people: Mapping[int, Ints]) -> Cut:
    known = None if row.people_id is None else people[row.people_id]
    return Cut(row.figure, row.scope, Window(row.first_day, row.days), row.size, known, tuple(row.lineage))


def _key(cut: Cut) -> tuple[str, str, Window, int, bytes]:
    return cut.figure, cut.scope, cut.window, cut.size, cut.digest()


def _record(cuts: Sequence[Cut], at: datetime) -> None:
    groups = {cut.digest(): cut.people for cut in cuts if cut.people is not None}
    new = [PublishedPeople(digest=digest, people=pack(people)) for digest, people in groups.items()]
    PublishedPeople.objects.bulk_create(new, ignore_conflicts=True, batch_size=500)
    kept = PublishedPeople.objects.filter(digest__in=list(groups)).values_list("digest", "pk")
    pks = {bytes(digest): pk for digest, pk in kept}
    PublishedCut.objects.bulk_create(
        [
            PublishedCut(
                figure=cut.figure, scope=cut.scope, first_day=cut.window.first, days=cut.window.days, size=cut.size,
                lineage=list(cut.lineage), people_id=None if cut.people is None else pks[cut.digest()], at=at,
            )
            for cut in cuts
        ],
        batch_size=1_000,
    )  # fmt: skip


# The pseudonyms in it ------------------------------------------------------------------------------


def pseudonyms_shown() -> Ints:
    """Every pseudonym that the ledger holds, sorted."""
    groups = [unpack(bytes(packed)) for packed in PublishedPeople.objects.values_list("people", flat=True).iterator()]
    return np.unique(np.concatenate(groups)) if groups else np.zeros(0, dtype=np.int64)


def rename(old: Ints, new: Ints) -> None:
    """Give those pseudonyms others: `old` sorted, holding every one of the ledger, `new` in its order."""
    rows = list(PublishedPeople.objects.order_by("pk"))
    for row in rows:
        people = np.sort(new[np.searchsorted(old, unpack(bytes(row.people)))])
        row.people, row.digest = pack(people), Cut.of("", "", Window(0, 0), people).digest()
    PublishedPeople.objects.bulk_update(rows, ["people", "digest"], batch_size=500)


def forget_shown(before: int) -> int:
    """Drop who was in the groups that were shown of no week from `before` on; that they were shown, and their number, stays.

    Returns how many groups. From then on such a figure is compared by its number of people alone.
    """
    recent = PublishedCut.objects.filter(first_day__gt=before * WEEK_DAYS - F("days"), people__isnull=False)
    stale = PublishedPeople.objects.exclude(pk__in=recent.values("people"))
    PublishedCut.objects.filter(people__in=stale).update(people=None)
    return stale.delete()[0]
