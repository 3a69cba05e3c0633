"""Habits (adoption.md 5.1 to 5.5): who comes, who takes part, how unevenly, and who stays.

A week belongs to the month of its Thursday. Somebody was present in a week of which the rollups keep any trace of them. Profiles of
the past year are of the people eligible now, as far as they were then: whoever has left since is not in them. Cohorts and growth are of
everybody who contributed, leavers included, since these belong to their cohort; who contributed before the two years of evidence only
passes for new. Discontinuance is of people eligible now: those who left the organisation are departures.
"""

from __future__ import annotations

from datetime import timedelta

import numpy as np

from adoption.metrics.evidence import HALF_YEAR, OUTSIDE, YEARS, Activity, Evidence
from adoption.metrics.study import Habits, Profiles
from adoption.science import cohorts, inequality, segments
from adoption.science.cohorts import Cohorts, Growth
from adoption.science.figures import Figure, Ints
from adoption.science.health import wilson
from adoption.science.weeks import WINDOW, YEAR, monday

MONTHS = 12  # of profiles, cohorts and windows of growth


def habits(evidence: Evidence) -> Habits | None:
    """The habits of a scope as of the evidence's week; None without eligible people or without a week."""
    if not len(evidence) or not len(evidence.series):
        return None
    month = evidence.recent(WINDOW)
    talked = _events(evidence, "posts", "comments", "mentions")
    met = _events(evidence, "profile_views", "follows", "mentions", "invites")
    made = evidence.total("contributions", WINDOW)
    present = evidence.table(month, WINDOW)
    code = segments.engagement(talked, met)
    growth_weeks, growth = _growth(evidence)
    return Habits(
        profiles=_profiles(evidence),
        score=segments.social_score(talked, met),
        engagement=np.bincount(code, minlength=len(segments.ENGAGEMENTS)),
        personas=segments.shares(_personas(evidence), segments.PERSONAS),
        c182=inequality.contribution_rate(evidence.total("contributions", HALF_YEAR)),
        reading=inequality.reading_rate(present.sum(axis=0), made),
        spread=inequality.spread(made),
        gini=inequality.gini(made),
        lorenz=inequality.lorenz(made),
        visits=inequality.stickiness(present),
        contributions=inequality.stickiness(evidence.table(month.where(month.contributions > 0), WINDOW)),
        discontinuance=_discontinuance(evidence),
        cohorts=_cohorts(evidence),
        growth_weeks=growth_weeks,
        growth=growth,
    )


def _events(evidence: Evidence, *columns: str) -> Ints:
    """Of these kinds together, over 28 days, by person."""
    together: Ints = np.sum([evidence.total(name, WINDOW) for name in columns], axis=0, dtype=np.int64)
    return together


def month_of(week: int) -> int:
    """The month of the week's Thursday, counted as 12 x year + 0..11."""
    day = monday(week) + timedelta(days=3)
    return 12 * day.year + day.month - 1


def month_ends(evidence: Evidence) -> Ints:
    """The last week of each of the past 12 months inside the series, the asked week last; shape (months,)."""
    first = max(int(evidence.series.weeks[0]), evidence.week - YEAR)
    ends = [week for week in range(first, evidence.week) if month_of(week) != month_of(week + 1)]
    return np.array([*ends, evidence.week][-MONTHS:], dtype=np.int64)


def _profiles(evidence: Evidence) -> Profiles:
    rows = evidence.recent(YEAR + segments.QUARTER)
    rows = rows.where(rows.week > evidence.week - evidence.weeks_known[rows.person])
    since = _came_since(evidence)
    weeks = month_ends(evidence)
    found = [_profiles_at(evidence, rows, since, int(week)) for week in weeks]
    counts = np.array([np.bincount(one.code, minlength=len(segments.PROFILES)) for one in found], dtype=np.int64)
    now = found[-1]
    return Profiles(
        weeks=weeks,
        counts=counts,
        shares=segments.shares(now.code, segments.PROFILES),
        matrix=segments.adoption_matrix(now),
        power=wilson(int(now.power.sum()), len(now.power)),
    )


def _came_since(evidence: Evidence) -> Ints:
    """The first week with a trace of each person; before all weeks where they came before the evidence, after all where they never did."""
    traces = evidence.recent(YEARS)
    since = np.where(evidence.ever_visited, evidence.week - YEARS, evidence.week + 1)
    seen = np.full(len(evidence), evidence.week + 1)
    np.minimum.at(seen, traces.person, traces.week)
    return np.where(seen <= evidence.week, seen, since)


def _profiles_at(evidence: Evidence, rows: Activity, since: Ints, week: int) -> segments.Profiles:
    """Profiles at the end of a week of the people who were eligible by then."""
    known = evidence.weeks_known - (evidence.week - week)
    last = rows.where((rows.week > week - segments.QUARTER) & (rows.week <= week))
    visits = np.bincount(last.person, minlength=len(evidence))
    made = np.bincount(last.person, weights=last.contributions, minlength=len(evidence)).astype(np.int64)
    then = known >= 0
    return segments.profiles(visits[then], made[then], known[then], (since <= week)[then])


def _personas(evidence: Evidence) -> Ints:
    ties = evidence.ties
    towards = ties.where((ties.week > evidence.week - WINDOW) & (ties.target != OUTSIDE))
    received = np.bincount(towards.target, weights=towards.replies + towards.reactions, minlength=len(evidence)).astype(np.int64)
    posts, comments, reactions = (evidence.total(name, WINDOW) for name in ("posts", "comments", "reactions"))
    return segments.personas(posts, comments, reactions, received)


def _discontinuance(evidence: Evidence) -> Figure:
    weeks = min(len(evidence.series), YEAR)
    rows = evidence.recent(weeks)
    active = evidence.table(rows.where(rows.contributions > 0), weeks)
    return cohorts.discontinuance(active, evidence.series.low_season[-weeks:])


def _contributions(evidence: Evidence) -> Activity:
    """Rows with a contribution of anybody, `person` being dense numbers that keep those OUTSIDE apart."""
    rows = evidence.activity
    return rows.where((rows.contributions > 0) & (rows.week > evidence.week - YEARS) & (rows.week <= evidence.week))


def _cohorts(evidence: Evidence) -> Cohorts:
    """Of the last 12 complete months; the month of the opening counts from it. `months` as of `month_of`."""
    rows, begun = _contributions(evidence), max(int(evidence.series.weeks[0]), evidence.week - YEARS + 1)
    months = np.array([month_of(week) for week in range(begun, evidence.week + 2)], dtype=np.int64)
    rows = rows.where(rows.week >= begun)
    last = int(months[-1]) - 1
    return cohorts.cohort_table(rows.pseudonym, months[rows.week - begun], max(int(months[0]), last - MONTHS + 1), last)


def _growth(evidence: Evidence) -> tuple[Ints, Growth]:
    """Windows of 28 days back from the asked week, whole ones only; the weeks before them serve to tell the new from the returned."""
    span = min(len(evidence.series), YEARS)
    rows, whole = _contributions(evidence), span // WINDOW
    people, person = np.unique(rows.pseudonym, return_inverse=True)
    rows, person = rows.where(rows.week > evidence.week - span), person[rows.week > evidence.week - span]
    periods = whole + 1
    active = np.zeros((periods, len(people)), dtype=np.bool_)
    active[periods - 1 - (evidence.week - rows.week) // WINDOW, person] = True
    kept, shown = cohorts.growth(active), min(whole, MONTHS)
    parts = (part[periods - shown :] for part in (kept.new, kept.kept, kept.returned, kept.left))
    return evidence.week - WINDOW * np.arange(shown)[::-1], Growth(*parts)
