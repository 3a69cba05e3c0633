"""One filling: which weeks have changed, count them, then everything that follows from them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction

from adoption.fill.counting import count_week
from adoption.fill.firsts import forget_firsts
from adoption.fill.labels import label
from adoption.fill.lives import write_lives
from adoption.fill.population import Population, load_population
from adoption.fill.weekly import Weekly
from adoption.history import Arrivals, arrivals, fingerprints, first_week, newest_mark, settle, undone_in
from adoption.history.clock import zone
from adoption.history.places import hidden_spells
from adoption.models import NETWORK, CommunityWeek, FillState, PseudonymKey, ThresholdSet, WeekMark
from adoption.models.pseudonyms import new_key
from adoption.science import weeks

TABLES = {
    "adoption_personweek": "week", "adoption_personfirst": "week", "adoption_tieweek": "week", "adoption_threadweek": "week",
    "adoption_threadlife": "opened_week", "adoption_communityweek": "week", "adoption_study": "week",
}  # fmt: skip
OF_PEOPLE = ("adoption_recruit", "adoption_unitweek")
OVERLAP = timedelta(minutes=15)  # longer than any transaction that writes events
LOCK = 7_318_430
BATCH = 8  # weeks of rollups per transaction
FORM = 2  # of the rollups: raise it when they come to hold something else

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Filled:
    """Weeks of events counted, weeks of rollups written, the last complete week; `busy` when another filling was at it."""

    counted: int = 0
    written: int = 0
    through: int | None = None
    busy: bool = False


def fill(*, at: datetime, rebuild: bool = False, progress: Progress | None = None) -> Filled:
    """Bring the rollups up to the last week complete at `at`. Safe to interrupt and to run again; one at a time."""
    with alone() as free:
        return _fill(at, rebuild, progress or (lambda *_: None)) if free else Filled(busy=True)


@contextmanager
def alone() -> Iterator[bool]:
    """Keep every other filling away meanwhile; False when one is at it. May be entered again by whoever is in."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
        if not cursor.fetchone()[0]:
            yield False
            return
        try:
            yield True
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])


def _fill(at: datetime, rebuild: bool, progress: Progress) -> Filled:
    state, _ = FillState.objects.get_or_create(pk=1)
    population = load_population(_key(at))
    rests_on = basis(population)
    last, first = max(weeks.last_complete_week(at, zone()), state.through or 0), _first(state)
    if rebuild or state.settings.split(".")[0] != rests_on.split(".")[0] or _tells_of_hidden(population):
        _forget(state, population, first)
    if state.settings != rests_on:
        state.through, state.settings = None, rests_on
        state.save()
    newest = newest_mark()  # before it is asked who writes: whatever has it or a lower one is there, once they are done
    settled = settle()
    news = arrivals(state.mark) if WeekMark.objects.exists() else Arrivals(frozenset(), frozenset())
    counted = _count(_stale(first, last, news, state), (first, last), population, state, progress) if first is not None else 0
    written = _write(population, state, last, progress)
    label()
    state.through, state.filled_at = last, at
    _move_marks(state, newest, at, settled=settled)
    state.save()
    return Filled(counted, written, last)


def _key(at: datetime) -> PseudonymKey:
    return PseudonymKey.objects.get_or_create(pk=1, defaults={"key": new_key(), "made_at": at})[0]


def _first(state: FillState) -> int | None:
    """The first week that may be counted: of the oldest event, or the one after those that are frozen. None without any."""
    found = [week for week in (first_week(), state.frozen_before) if week is not None]
    return max(found, default=None)


def basis(population: Population) -> str:
    """Two digests: what counting events rests on besides them, and what only the rollups rest on."""
    hidden = [spell for spell in hidden_spells() if spell[0] in population.places]
    counts = (FORM, settings.ORG_TIME_ZONE, hidden, population.pioneers.tolist())
    perimeters = [(p.pk, p.from_at.isoformat(), p.basis, p.unit_ids, p.headcount) for p in population.perimeters]
    chosen = ThresholdSet.objects.order_by("-id").values_list("id", flat=True).first()
    rollups = (perimeters, chosen, getattr(settings, "ORG_COUNTRY", "FR"))
    return ".".join(hashlib.sha256(repr(part).encode()).hexdigest()[:24] for part in (counts, rollups))


def _tells_of_hidden(population: Population) -> bool:
    """Whether the rollups hold a community that is secret or protected now; a new one changes nothing that was counted before."""
    return CommunityWeek.objects.exclude(community_id__in=[NETWORK, *population.places]).exists()


@transaction.atomic
def _forget(state: FillState, population: Population, first: int | None) -> None:
    """Drop what can be counted again, from week `first` on, and everything about communities that no figure may name."""
    readable = [NETWORK, *population.places]
    with connection.cursor() as cursor:
        for table, week in TABLES.items():
            cursor.execute(f"DELETE FROM {table} WHERE NOT community_id = ANY(%s) OR {week} >= %s", [readable, first or 0])
        for table in OF_PEOPLE:
            cursor.execute(f"DELETE FROM {table} WHERE week >= %s", [first or 0])
    WeekMark.objects.filter(week__gte=first or 0).delete()
    state.mark, state.next_mark, state.next_at, state.through, state.settings = 0, 0, None, None, ""
    state.save()


def _stale(first: int, last: int, news: Arrivals, state: FillState) -> list[int]:
    """Weeks to count: never counted, touched by undoing, or holding other events than when they were counted; none that is frozen."""
    marks = {mark.week: (mark.events, mark.seq_sum) for mark in WeekMark.objects.all()}
    oldest = min([first, *marks])
    complete = range(oldest if state.frozen_before is None else max(oldest, state.frozen_before), last + 1)
    missing = [week for week in complete if week not in marks]
    candidates = sorted((news.weeks & set(complete)) - set(missing))
    now = fingerprints(candidates)
    changed = [week for week in candidates if marks[week] != now[week]]
    return sorted({*missing, *changed, *(news.undone & set(complete))})


def _count(stale: Iterable[int], span: tuple[int, int], population: Population, state: FillState, progress: Progress) -> int:
    """Count the stale weeks; those before them may have been answered in them. `span`: first and last complete week of the history."""
    chosen = list(stale)
    prints = fingerprints(chosen)
    done = 0
    for first, last in weeks.runs(chosen):
        gone = undone_in(first - weeks.WINDOW + 1, last + 1)
        for week in range(first, last + 1):
            with transaction.atomic():
                count_week(week, population, gone)
                for opened in (week - 1, week) if week == first and week > span[0] else (week,):
                    write_lives(opened, span[1], population, gone)
                events, seq_sum = prints[week]
                WeekMark.objects.update_or_create(week=week, defaults={"events": events, "seq_sum": seq_sum})
                state.through = None if state.through is None else min(state.through, week - 1)
                state.save(update_fields=["through"])
            done += 1
            progress("events", done, len(chosen))
    return done


def _write(population: Population, state: FillState, last: int, progress: Progress) -> int:
    """Rollups of every week after the last valid one that is not frozen; then the stages, which look back."""
    oldest = WeekMark.objects.order_by("week").values_list("week", flat=True).first()
    if oldest is None:
        return 0
    bounds = (oldest, state.frozen_before, None if state.through is None else state.through + 1)
    first = max(bound for bound in bounds if bound is not None)  # a log whose clock begins at zero has a week -1
    chosen = range(first, last + 1)
    if not chosen:
        return 0
    forget_firsts(first)
    weekly = Weekly(population, first, undone_in(first - weeks.WINDOW + 1, last))
    for start in range(0, len(chosen), BATCH):
        with transaction.atomic():
            for week in chosen[start : start + BATCH]:
                weekly.write(week)
                state.through = week
            state.edition += 1
            state.save(update_fields=["through", "edition"])
        progress("weeks", min(start + BATCH, len(chosen)), len(chosen))
    return len(chosen)


def _move_marks(state: FillState, mark: int, at: datetime, *, settled: bool) -> None:
    """Nothing below a settled mark is read again. Else what arrived within the overlap is: a slow transaction commits low seqs late."""
    if settled:
        state.mark = state.next_mark = mark
        state.next_at = at
    elif state.next_at is None or at - state.next_at >= OVERLAP:
        state.mark, state.next_mark, state.next_at = state.next_mark, mark, at
