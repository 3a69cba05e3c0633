"""Studies: worked out from the rollups once they are written, masked, and kept for the pages, the report and the exports."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta

from django.db import connection, transaction

from adoption.fill.company import company
from adoption.fill.gather import Gatherer, gatherer
from adoption.fill.labels import label
from adoption.fill.places_shown import judged
from adoption.fill.population import load_population
from adoption.history.clock import public_holidays
from adoption.metrics.codec import to_json
from adoption.metrics.evidence import Evidence
from adoption.metrics.habits import habits
from adoption.metrics.masking import masked
from adoption.metrics.organisation import organisation
from adoption.metrics.series import Series, by_size, load_series
from adoption.metrics.studies import studies
from adoption.metrics.study import FORM, Organisation, Study, SwitchOff
from adoption.metrics.switching import fitted, history_of, tested
from adoption.metrics.talk import talk
from adoption.metrics.thresholds import thresholds
from adoption.metrics.ties import ties
from adoption.metrics.units import units
from adoption.metrics.verdicts import LASTS
from adoption.metrics.way import way
from adoption.models import NETWORK, CommunityWeek, FillState, PseudonymKey, Verdict, Word
from adoption.models import Study as Kept
from adoption.science import weeks
from adoption.science.figures import Bools
from adoption.science.health import wilson

LOCK = 7_318_432
LARGEST = 200  # communities studied without being asked for
FEWEST = 10  # people of a scope that is studied
PATIENCE = timedelta(hours=20)  # a kept study of the present week is not made again sooner, unless asked for


def refresh(*, at: datetime, scopes: Collection[int] | None = None, week: int | None = None) -> int:
    """Work out the studies that are missing or old: of these scopes, or of the network and its largest communities.

    `week`: the last one counted unless told. Asked for by name, a study is made again whenever what it rests on has changed.
    Returns how many were made.
    """
    state = FillState.objects.filter(pk=1).first()
    if state is None or state.through is None:
        return 0
    week = state.through if week is None else min(week, state.through)
    wanted = [NETWORK, *by_size(week)[:LARGEST]] if scopes is None else list(scopes)
    with _one_at_a_time():
        stale = _stale(wanted, week, state, at - PATIENCE if scopes is None else None)
        if stale:
            _make(stale, week, state, at)
    return len(stale)


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Two workers, or a command beside one, wait for each other: the second finds the studies made."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])


def _stale(wanted: Iterable[int], week: int, state: FillState, fresh_since: datetime | None) -> list[int]:
    kept = {study.community_id: study for study in Kept.objects.filter(week=week).only("community_id", "edition", "form", "made_at")}

    def is_stale(scope: int) -> bool:
        study = kept.get(scope)
        if study is None or study.form != FORM:
            return True
        return study.edition != state.edition and (fresh_since is None or study.made_at < fresh_since)

    return [scope for scope in dict.fromkeys(wanted) if is_stale(scope)]


def _make(scopes: list[int], week: int, state: FillState, at: datetime) -> None:
    known = {id_: series.upto(week) for id_, series in load_series(public_holidays()).items()}
    known = {id_: series for id_, series in known.items() if len(series) and series.last("eligible") >= FEWEST}
    ahead = weeks.low_season(range(week + 1, week + 1 + weeks.YEAR), public_holidays())
    judged_ahead = ~weeks.judged_weeks(week + 1, week + weeks.YEAR, public_holidays())
    histories = {id_: history_of(known[id_], ahead) for id_ in {NETWORK, *scopes} if id_ in known}
    draws = fitted(histories, seed=week)
    gather = gatherer(load_population(PseudonymKey.objects.get(pk=1)), week)
    for scope in sorted(scopes, key=lambda one: one == NETWORK):  # the network last: it compares its communities
        if scope not in known:
            _keep(Study(scope, week, eligible=0), None, state, at)
            continue
        switch_off = tested(histories[scope], draws.get(scope), seed=week)
        study, evidence = _study(known[scope], gather, switch_off, judged_ahead)
        if scope == NETWORK:
            study = replace(study, organisation=_organisation(gather, evidence, known, switch_off))
        shown = masked(study)
        if shown.units is not None:
            shown = replace(shown, units=judged(shown.units, gather, evidence, at))
        _keep(shown, switch_off, state, at)
    label()


def _organisation(gather: Gatherer, evidence: Evidence, known: dict[int, Series], switch_off: SwitchOff) -> Organisation:
    """Effects, survival and pushes, from what the communities' own studies of the week say."""
    communities = {id_: series for id_, series in known.items() if id_ != NETWORK}
    found = {id_: study for id_, study in studies(communities, gather.week).items() if study.eligible >= FEWEST}
    return organisation(evidence, company(gather, evidence, known), found, switch_off, seed=gather.week)


def _study(series: Series, gather: Gatherer, switch_off: SwitchOff, ahead: Bools) -> tuple[Study, Evidence]:
    seed = gather.week * 1_000_003 + series.community_id
    evidence = gather.evidence(series)
    study = Study(
        community_id=series.community_id,
        week=gather.week,
        eligible=series.last("eligible"),
        contributors=series.last("eligible28"),
        way=way(series, ahead, thresholds(), seed),
        switch_off=switch_off,
        habits=habits(evidence),
        talk=talk(evidence),
        ties=ties(evidence, seed),
        units=units(evidence, gather.placed) if series.community_id == NETWORK else None,
        by_others=wilson(series.last("by_others28"), series.last("contributions28")) if series.last("animators") else None,
    )
    return study, evidence


@transaction.atomic
def _keep(study: Study, found: SwitchOff | None, state: FillState, at: datetime) -> None:
    """Replace the kept study; a new word of the switch-off test has the stage of its week judged again."""
    Kept.objects.update_or_create(
        week=study.week, community_id=study.community_id,
        defaults={"edition": state.edition, "form": FORM, "data": to_json(study), "made_at": at},
    )  # fmt: skip
    if found is None:
        return
    said = {"word": found.verdict, "reason": found.reason, "by_pause": found.pause is not None}
    recent = Verdict.objects.filter(community_id=study.community_id, week__lte=study.week, week__gt=study.week - LASTS)
    before = recent.order_by("-week").values_list("word", flat=True).first() or Word.UNKNOWN
    if before != said["word"]:
        CommunityWeek.objects.filter(week__gte=study.week, community_id=study.community_id).update(stage="")
    Verdict.objects.update_or_create(week=study.week, community_id=study.community_id, defaults={**said, "made_at": at})
