"""What only the whole organisation can show (adoption.md 3.1, 3.3, 5.5, 5.8, 5.15 to 5.17, 5.25): associations, each with its caveat."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from adoption.metrics.company import NEVER, Company
from adoption.metrics.evidence import OUTSIDE, YEARS, Evidence
from adoption.metrics.pushing import pushes
from adoption.metrics.study import Organisation, Recruits, Study, SwitchOff
from adoption.science import bass, pioneers, pull, recruitment
from adoption.science.cohorts import community_survival
from adoption.science.conversation import NEVER as UNANSWERED
from adoption.science.conversation import Threads
from adoption.science.dyads import NO_UNIT
from adoption.science.exemplarity import Panel, exemplarity
from adoption.science.figures import Bools, Figure, Floats, Ints
from adoption.science.forecast.firsts import Backtest, backtest
from adoption.science.opening import Courses, after_closing, after_opening
from adoption.science.openness import Communities, Outcomes, compare
from adoption.science.thresholds import contagion, exposure

BASE = 8  # weeks ago: the people whose recruits are counted
DAYS = 7
ALIVE = 3
ROLE = {2: 0, 4: 1, 3: 2}  # ThreadLife.replier_role -> pioneers.ROLES


def organisation(
    evidence: Evidence, company: Company, studies: Mapping[int, Study], switch_off: SwitchOff | None, seed: int
) -> Organisation:
    """Of the network's evidence and its switch-off test; `studies` are those of its communities as of the same week, by id."""
    firsts = evidence.series.floats("firsts")
    returns = _returns(evidence)
    compared = compare(*_communities(evidence, company, studies), seed)
    return Organisation(
        bass=bass.fit(firsts, headcount=float(max(evidence.series.last("target"), 1))),
        backtest=_backtest(firsts),
        contagion=contagion(exposure(*_exposed(evidence)), seed) if (evidence.unit != NO_UNIT).any() else None,
        survival=community_survival(company.places.contributors28, company.places.opened, evidence.series.judged),
        open_closed=compared,
        opened=after_opening(_courses(company)),
        closed=after_closing(_courses(company)),
        exemplarity=exemplarity(_panel(evidence, company), seed),
        recruits=_recruits(evidence, company, seed),
        pull=_pull(evidence, company, seed),
        returns=returns,
        lasting=pioneers.lasting(_active(evidence, company.team.weeks), _low(evidence, company.team.weeks), _since(company)),
        pushes=pushes(evidence, company, studies, compared, returns, switch_off),
    )


def _backtest(firsts: Floats) -> Backtest | None:
    try:
        return backtest(firsts, first=bass.FEWEST)
    except ValueError:
        return None


def _active(evidence: Evidence, weeks: Ints) -> Bools:
    """Who contributed when, eligible people only; shape (weeks, people)."""
    rows = evidence.activity
    kept = (rows.person != OUTSIDE) & (rows.contributions > 0) & (rows.week >= weeks[0])
    table = np.zeros((len(weeks), len(evidence)), dtype=np.bool_)
    table[rows.week[kept] - weeks[0], rows.person[kept]] = True
    return table


def _low(evidence: Evidence, weeks: Ints) -> Bools:
    found: Bools = evidence.series.low_season[-len(weeks) :]
    return found


def _exposed(evidence: Evidence) -> tuple[Bools, Ints, Ints]:
    """Of the people who have a unit: activity since the opening, unit, first week there."""
    weeks = evidence.series.weeks
    housed = evidence.unit != NO_UNIT
    since = np.maximum(len(weeks) - evidence.weeks_known, 0)
    return _active(evidence, weeks[weeks > evidence.week - YEARS])[:, housed], evidence.unit[housed], since[housed]


def _panel(evidence: Evidence, company: Company) -> Panel:
    weeks = company.team.weeks
    rows = evidence.activity
    kept = (rows.person != OUTSIDE) & (rows.week >= weeks[0])
    made = np.zeros((len(weeks), len(evidence)), dtype=np.int64)
    made[rows.week[kept] - weeks[0], rows.person[kept]] = rows.contributions[kept]
    present = evidence.weeks_known[None, :] >= (evidence.week - weeks + 1)[:, None]
    begun = np.zeros(len(evidence), dtype=np.bool_)
    earlier = company.firsts.week < weeks[0]
    begun[company.firsts.person[earlier & (company.firsts.person < len(evidence))]] = True
    return Panel(made, present, company.team.manager, begun)


def _starts(company: Company) -> recruitment.Starts:
    _, first = np.unique(company.firsts.person, return_index=True)
    return recruitment.Starts(company.firsts.person[first], company.firsts.week[first])


def _recruits(evidence: Evidence, company: Company, seed: int) -> Recruits:
    firsts = company.firsts
    starts, brought = _starts(company), firsts.trigger != NEVER
    triggers = recruitment.Triggers(firsts.person[brought], firsts.trigger[brought], firsts.kind[brought] - 1)
    base_week = evidence.week - BASE
    rows = evidence.activity
    there = (rows.week == base_week) & (rows.contributions > 0) & (rows.person != OUTSIDE)
    base = np.unique(rows.person[there])
    parts = recruitment.credits(starts, triggers, _authors_kept(evidence, company, base))
    found = recruitment.recruitment(starts, parts, base, base_week, evidence.week, seed)
    return Recruits(found, recruitment.spell(starts, parts, evidence.week))


def _authors_kept(evidence: Evidence, company: Company, base: Ints) -> float:
    """How far the authors of what newcomers answered first stand out from what everybody answers; 0 where nothing was answered."""
    firsts, turns = company.firsts, company.turns
    authored, answered = firsts.kind == recruitment.AUTHORED + 1, turns.on_content > 0
    if not authored.any() or not answered.any():
        return 0.0
    unit = np.append(evidence.unit, np.full(company.people - len(evidence), NO_UNIT))
    person, count = firsts.person[authored], np.ones(int(authored.sum()), dtype=np.int64)
    first = recruitment.Objects(firsts.week[authored], unit[person], firsts.trigger[authored], count)
    others = recruitment.Objects(turns.week[answered], unit[turns.person[answered]], turns.target[answered], turns.on_content[answered])
    return recruitment.authors_kept(first, others, base)


def _pull(evidence: Evidence, company: Company, seed: int) -> pull.Pull:
    """Of the eligible people; only weeks are known, so that instants are the Mondays, in days."""
    n = len(evidence)
    starts = _starts(company)
    own = starts.person < n
    week = np.full(n, pull.NEVER)
    week[starts.person[own]] = starts.week[own]
    at = np.where(week != pull.NEVER, week * DAYS, pull.NEVER)
    people = pull.People(evidence.unit, evidence.week - evidence.weeks_known + 1, week, at)
    turns = company.turns
    towards = turns.target < n
    touches = pull.Touches(turns.target[towards], turns.person[towards], turns.week[towards] * DAYS, turns.pioneer[towards])
    return pull.pull(people, touches, seed, window=2 * DAYS)


def _returns(evidence: Evidence) -> pioneers.Returns:
    lives = evidence.lives
    reply = np.where(lives.reply_ms > 0, lives.reply_ms, UNANSWERED)
    threads = Threads(lives.opened_ms, lives.author, reply, np.where(lives.reply_ms > 0, lives.replier, UNANSWERED))
    role = np.array([ROLE.get(number, -1) for number in range(5)])[lives.replier_role]
    return pioneers.return_by_role(threads, lives.first > 0, lives.back > 0, role, evidence.now_ms)


def _since(company: Company) -> Ints:
    since = company.pioneer_since - company.team.weeks[0]
    return np.where(company.pioneer_since != NEVER, np.maximum(since, 0), pull.NEVER)


def _courses(company: Company) -> Courses:
    places = company.places
    home = np.where(places.home == NO_UNIT, -2 - np.arange(len(places.id)), places.home)
    return Courses(places.y, places.changed, places.was_open, home)


def _communities(evidence: Evidence, company: Company, studies: Mapping[int, Study]) -> tuple[Communities, Outcomes]:
    """Communities that have a study; what a study hides is unknown here too."""
    places = company.places
    known = [at for at, id_ in enumerate(places.id.tolist()) if id_ in studies]
    found = [studies[int(places.id[at])] for at in known]
    last = len(places.y) - 1

    def told(figures: list[Figure | None]) -> Floats:
        return np.array([np.nan if one is None or one.value is None else one.value for one in figures], dtype=np.float64)

    communities = Communities(
        open=places.open[known],
        members=np.array([study.eligible for study in found], dtype=np.int64),
        age=last - places.opened[known] + 1,
        kind=np.zeros(len(known), dtype=np.int64),
        unit=places.home[known],
        unit_size=places.home_size[known],
    )
    outcomes = Outcomes(
        c28=places.y[last, known] if len(places.y) else np.zeros(0),
        response_rate=told([study.talk.response_rate if study.talk else None for study in found]),
        transversality=told([study.ties.transversality.relative if study.ties else None for study in found]),
        s1=told([study.by_others for study in found]),
        survival=(places.contributors28[last, known] >= ALIVE).astype(np.float64) if len(places.y) else np.zeros(0),
    )
    return communities, outcomes
