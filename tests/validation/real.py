"""Real logs (VALIDATION_DATA): the stages of 5.22, the figures of reference, and Bass beside the naive forecast (adoption.md 3, 5, 7)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from itertools import groupby
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np

from adoption.science import bass, breadth, conversation, diffusion, inequality, network, ties, weeks, welcome
from adoption.science.conversation import DAY, NEVER
from adoption.science.dyads import Dyads, dyads_of, share_of_dyads
from adoption.science.figures import Bools, Figure, Ints
from adoption.science.forecast.firsts import backtest
from adoption.science.stages import Stage, classify
from adoption.science.survival import kaplan_meier
from tests.adoption.science import real
from tests.adoption.science.networks import course_of
from tests.adoption.science.racket import racket
from tests.machine import Missing, validation_data
from tests.validation.checks import Check, Job, Section, Size, equal, gathered, percent, skipped, told

PARIS = ZoneInfo("Europe/Paris")
Spell = tuple[Stage, str, int]
START = date(2003, 10, 6)  # the e-mail log has no dates: a Monday whose August falls before a year of reference. Ours


def _by_week(day: date, at: Ints) -> tuple[int, Ints]:
    """Number of the week of `day`, and the week of each instant (milliseconds) counted from it."""
    first = weeks.week_of_day(day)
    bounds = weeks.week_bounds(first, first + 200, PARIS)
    return first, np.searchsorted(bounds, at, side="right") - 1


def _spells(first: int, active: Bools) -> list[Spell]:
    """(stage, first week, how many weeks) of each stretch of the same label."""
    judged = classify(course_of(np.arange(first, first + len(active)), active))
    stretches = [list(group) for _, group in groupby(judged, key=lambda one: one.shown)]
    return [(stretch[0].shown, weeks.label(stretch[0].week), len(stretch)) for stretch in stretches]


def _course(spells: list[Spell]) -> str:
    return ", ".join(f"{stage} {week} ({count})" for stage, week, count in spells)


def _college_stages(folder: Path) -> list[Check]:
    log = real.college(folder)
    first, week = _by_week(date(2004, 4, 15), 1000 * log.at)
    active = log.writers(week)[:28]  # the 29th week is not over
    spells = _spells(first, active)
    share = np.stack([active[max(0, i - 3) : i + 1].any(axis=0) for i in range(28)]).mean(axis=1)
    labels = [stage for stage, _, _ in spells]
    declining = labels[-1] == "decline" and not {"critical_mass", "self_carrying"} & set(labels)
    return [
        Check("CollegeMsg: stages", _course(spells), "never critical mass, declining before its end", declining,
              "the peak is in week 8; the low season freezes the label from July to September"),
        equal("CollegeMsg: highest share of the 1,899 in 28 days", float(share.max()), 0.54, 2, f"in week {int(share.argmax()) + 1}"),
    ]  # fmt: skip


def _college_flow(folder: Path) -> list[Check]:
    log = real.college(folder)
    week = (log.at - log.at.min()) // real.WEEK_SECONDS
    active = log.writers(week)
    month = [active[max(0, i - 3) : i + 1].any(axis=0) for i in range(28)]
    ratio = {i + 1: (month[i] & ~month[i - 4]).sum() / (month[i - 4] & ~month[i]).sum() for i in range(7, 28)}
    later = [float(ratio[i]) for i in range(12, 29, 2)]
    end = diffusion.flow(active[10:])
    plain, churn = diffusion.plain_rates(end), diffusion.churn(end, seed=1)
    launch = diffusion.rates(diffusion.flow(active[:9]))
    weighted = churn.r0.value or 0.0
    text = "the specification's text asks for a weighted fit; its .66 comes out of the unweighted one (line above)"
    return [
        equal("CollegeMsg: replacement ratio at week 8", float(ratio[8]), 2.66, 2, "weeks counted from the first message, a Thursday"),
        Check("CollegeMsg: replacement ratio later", f"{min(later):.2f} to {max(later):.2f}", "0.10 to 0.89",
              (f"{min(later):.2f}", f"{max(later):.2f}") == ("0.10", "0.89"), "every other week from the 12th"),
        equal("CollegeMsg: R0 of weeks 12 to 28, unweighted fit", float(plain.q / plain.d), 0.66, 2, f"q {plain.q:.3f}, d {plain.d:.3f}"),
        equal("CollegeMsg: R0 of weeks 12 to 28, weighted fit (in use)", weighted, 0.66, 2, f"{text}; interval {_interval(churn.r0)}"),
        equal("CollegeMsg: p of the launch, weeks 1 to 8", float(launch.p), 0.13, 2, f"q {float(launch.q):.3f}: pushed, not caught"),
    ]  # fmt: skip


def _college_bass(folder: Path) -> list[Check]:
    log = real.college(folder)
    week = (log.at - log.at.min()) // real.WEEK_SECONDS
    active = log.writers(week)
    adoptions = np.bincount(active.argmax(axis=0)[active.any(axis=0)], minlength=28).astype(np.float64)
    fit, past = bass.fit(adoptions, headcount=1899), backtest(adoptions, ahead=4)
    assert fit.curve is not None
    ours = f"{fit.curve.p:.3f}, {fit.curve.q:.2f}, {fit.curve.m:.0f}"
    errors = f"Bass {percent(past.bass)}, naive {percent(past.naive)}"
    return [
        Check(
            "CollegeMsg: Bass, p, q, m", ours, "0.073, 0.56, 1274", ours == "0.073, 0.56, 1274", "a perfect adoption of a network that died"
        ),
        Check("CollegeMsg: error four weeks ahead", errors, "Bass 1.5 %, naive 1.2 %", errors == "Bass 1.5 %, naive 1.2 %"),
    ]


def _racket_stages(folder: Path) -> list[Check]:
    messages = racket(folder)
    first, week = _by_week(date(2017, 5, 8), messages.at)
    active = np.zeros((int(week.max()) + 1, int(messages.author.max()) + 1), dtype=np.bool_)
    active[week, messages.author] = True
    spells = _spells(first, active[:-1])
    labels = [stage for stage, _, _ in spells]
    passed = labels == ["insufficient", "launch", "transition"]
    return [Check("racket Slack: stages", _course(spells), "launch, then transition, no flapping", passed, f"{active.shape[1]} people")]


def _racket_talk(folder: Path) -> list[Check]:
    messages = racket(folder)
    threads = conversation.threads_of(messages.thread, messages.author, messages.at)
    rate = conversation.response_rate(threads, np.ones(len(threads), dtype=np.bool_)).value or 0.0
    replied = threads.first_reply != NEVER
    minutes = (threads.first_reply - threads.opened)[replied] / 60_000
    waits = kaplan_meier(minutes, np.ones(len(minutes), dtype=np.bool_))
    first = welcome.first_posts(threads, messages.author, messages.at)
    back = welcome.comes_back(threads, messages.author, messages.at)
    returns = welcome.return_by_reply(threads, first, back, int(messages.at.max()), landmark=7 * DAY)
    known = (0.570, 0.420)
    ours = [returns.answered.value or 0.0, returns.unanswered.value or 0.0]
    value, target = (", ".join(percent(one) for one in some) for some in (ours, known))
    return [
        equal("racket Slack: response rate", rate, 0.62, 2, f"{len(threads):,} conversations"),
        equal("racket Slack: median minutes to the first reply, of the answered", waits.quantile(0.5).value or 0.0, 16, 0),
        equal("racket Slack: ninth decile of the same, minutes", waits.quantile(0.9).value or 0.0, 404, 0),
        Check("racket Slack: newcomers who return, answered and not", value, target, value == target,
              f"difference {_interval(returns.difference, 3)}, {returns.difference.n} newcomers"),
    ]  # fmt: skip


def _racket_people(folder: Path) -> list[Check]:
    messages = racket(folder)
    made, people = np.bincount(messages.author), int(messages.author.max()) + 1
    answers = messages.answered >= 0
    pairs = (messages.author[answers], messages.answered[answers])
    whole = ties.two_way(dyads_of(*pairs, people)).value or 0.0
    recent = messages.at[answers] >= messages.at.max() - 182 * DAY
    half_year = ties.two_way(dyads_of(pairs[0][recent], pairs[1][recent], people))
    keys = ties.key_people(made)
    window = f"{half_year.value or 0.0:.3f}"
    return [
        equal("racket Slack: Gini of contributions", inequality.gini(made).value or 0.0, 0.788, 3),
        equal("racket Slack: k50", keys.k50.value or 0.0, 18, 0, f"of {keys.k50.n} contributors"),
        equal("racket Slack: two-way share, whole log", whole, 0.608, 3),
        Check("racket Slack: two-way share, last six months (the window in use)", window, "0.608", window == "0.608",
              f"{half_year.n} dyads; the .608 needs the whole log, short windows bias downwards"),
    ]  # fmt: skip


def _mail_stages(folder: Path) -> list[Check]:
    first = weeks.week_of_day(START)
    checks = []
    for part, name in (("", "email-Eu"), *((f"-Dept{i}", f"email-Eu, Dept{i}") for i in (1, 2, 3, 4))):
        log = real.mail(folder, part)
        active = log.writers(log.at // real.WEEK_SECONDS)
        spells = _spells(first, active)
        passed = "decline" not in {stage for stage, _, _ in spells}
        target = "no decline for a dip before a year of reference"
        checks.append(
            Check(
                f"{name}: stages of weeks 0 to 74", _course(spells), target, passed, f"{active.shape[1]} people; first week {START} (ours)"
            )
        )
    return checks


def _institute(folder: Path) -> list[Check]:
    dyads, unit = real.institute(folder)
    found = network.transversality(dyads, unit, seed=1, draws=500)
    return [
        *_mixing(dyads, unit),
        equal("email-Eu: T by headcount", found.headcount.value or 0.0, 0.70, 2),
        told("email-Eu: T by degree (the one in use)", f"{found.relative.value or 0.0:.3f} {_interval(found.relative, 3)}",
             f"null {found.null_low or 0.0:.3f} to {found.null_high or 0.0:.3f}, p {found.p_value or 0.0:.3f}"),
        equal("email-Eu: two-way share", share_of_dyads(dyads, dyads.mutual).value or 0.0, 0.552, 3, f"{len(dyads):,} dyads"),
        equal("email-Eu: two-way share across departments", breadth.cross_two_way(dyads, unit).value or 0.0, 0.633, 3),
    ]  # fmt: skip


def _mixing(dyads: Dyads, unit: Ints) -> list[Check]:
    expected = network.ei_expected(unit)
    drawn = network.ei_permuted(dyads, unit, draws=2000, seed=1)
    error = float(drawn.std() / np.sqrt(len(drawn)))
    assert expected is not None
    near = abs(float(drawn.mean()) - expected) <= 3 * error
    target = f"{drawn.mean():.4f} ± {3 * error:.4f}"
    detail = f"{len(drawn):,} permutations of departments, sd {drawn.std():.4f}"
    return [
        equal("email-Eu: E-I index", network.ei_index(dyads, unit).value or 0.0, 0.3286, 4),
        Check("email-Eu: E-I expected, analytic against permuted", f"{expected:.4f}", target, near, detail),
    ]


def _interval(figure: Figure, digits: int = 2) -> str:
    if figure.low is None or figure.high is None:
        return "without interval"
    return f"[{figure.low:.{digits}f}; {figure.high:.{digits}f}]"


Reading = Callable[[Path], list[Check]]
READINGS: dict[str, Reading] = {
    "CollegeMsg: stages": _college_stages,
    "CollegeMsg: replacement and churn": _college_flow,
    "CollegeMsg: Bass and naive": _college_bass,
    "racket Slack: stages": _racket_stages,
    "racket Slack: replies and newcomers": _racket_talk,
    "racket Slack: key people and two-way": _racket_people,
    "email-Eu and Dept1-4: stages": _mail_stages,
    "email-Eu: E-I, T, two-way": _institute,
}


def _read(name: str) -> list[Check]:
    try:
        folder = validation_data()
    except Missing:
        return skipped([(name, "adoption.md 5.22 and 7")])
    return READINGS[name](folder)


def jobs(size: Size) -> list[Job]:
    return [partial(_read, name) for name in READINGS]


SECTION = Section(
    "real",
    "Real series",
    "That the formulas give the published figures of three real logs and that stages read sensibly on them. None is an enterprise network "
    "with visits, groups and an organisation chart: what rests on those is unvalidated.",
    jobs,
    gathered,
)
