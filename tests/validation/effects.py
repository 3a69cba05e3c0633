"""Planted effects and confounded ones: open and closed groups, managers, recruitment, pioneers (adoption.md 5.8, 5.15 to 5.17)."""

from __future__ import annotations

from functools import partial

from tests.adoption.science import effects_trial as trial
from tests.adoption.science import recruits
from tests.validation.checks import Check, Job, Section, Size, at_least, at_most, gathered, told

SEED = 21
PLANTED = {"planted": 0.6, "closed born of teams, planted": 0.6}
HIDDEN = "born of teams that nothing records, no effect"
FOUND = 0.8


def _accesses(name: str, runs: int) -> list[Check]:
    found = trial.accesses(trial.ACCESSES[name], runs, SEED)
    detail = f"true gap {found.truth:+.3f}; raw {found.raw:+.3f}, adjusted {found.adjusted:+.3f}; detectable {found.detectable:.3f}"
    title = f"open or closed, {name}"
    if name == HIDDEN:
        why = "what nothing records fools any estimator; the word on screen is association"
        return [told(f"{title}: adjusted gap told", f"{found.adjusted_found} of {runs}", f"{detail}; {why}")]
    checks = [at_least(f"{title}: adjusted interval holds the truth", found.adjusted_covers, runs, 0.95, detail)]
    if name in PLANTED:
        checks.append(at_least(f"{title}: adjusted gap found", found.adjusted_found, runs, FOUND))
    else:
        checks.append(at_most(f"{title}: adjusted gap told", found.adjusted_found, runs, 0.05))
        checks.append(at_most(f"{title}: any of the four other outcomes told", found.others_found, runs, 0.05, "after Holm"))
    if "teams" in name:
        fooled = runs - found.raw_covers
        checks.append(at_least(f"{title}: the raw interval misses the truth, as it must", fooled, runs, FOUND))
    return checks


def _openings(effect: float, slipping: float, runs: int) -> list[Check]:
    found = trial.openings(effect, slipping, runs, SEED)
    if slipping:
        return [at_least("groups that open when they slip: refused", found.refused, runs, FOUND, "the course before does not run beside")]
    shown = runs - found.refused
    name = f"groups that open, effect {effect}"
    held = at_least(f"{name}: interval holds it", found.covers, shown, 0.95, f"{found.refused} of {runs} refused")
    return [held] if effect else [held, at_most(f"{name}: told", found.told, shown, 0.05)]


def _managers(name: str, runs: int) -> list[Check]:
    world = trial.TEAMS[name]
    found = trial.managers(world, runs, SEED)
    detail = f"mean {found.mean:+.3f}, naive {found.naive:+.3f}, truth {world.effect:+.2f}; shown in {found.shown} of {runs}"
    if world.effect:
        return [at_least(f"managers, {name}: told as a rise", found.told, runs, FOUND, detail)]
    return [
        at_most(f"managers, {name}: effect told where there is none", found.told, runs, 0.05, detail),
        at_most(f"managers, {name}: placebo with another manager leaves 0 out", found.other, runs, 0.05),
    ]


def _recruitment(rate: float, runs: int) -> list[Check]:
    found = trial.branching(recruits.World(rate=rate), runs, SEED)
    return [
        at_least(f"recruitment at {rate}: interval holds R", found.r_covers, runs, 0.95, f"mean {found.r:.3f}, truth {found.r_truth:.3f}"),
        at_least(
            f"recruitment at {rate}: interval holds the whole spell", found.spell_covers, runs, 0.95,
            f"mean {found.spell:.3f}, truth {found.spell_truth:.3f}",
        ),
    ]  # fmt: skip


def _pioneers(name: str, runs: int) -> list[Check]:
    world = trial.PULLS[name]
    found = trial.pulling(world, runs, SEED)
    detail = f"mean ratio {found.ratio:.2f}, without a trigger {found.spontaneous:.0%}"
    if world.pioneers:
        return [at_least(f"pioneers, {name}: above the shuffled null", found.above, runs, FOUND, detail)]
    return [at_most(f"pioneers, {name}: told apart from the shuffled null", found.excluded, runs, 0.05, detail)]


def jobs(size: Size) -> list[Job]:
    return [
        *(partial(_accesses, name, size.of(200, 6)) for name in trial.ACCESSES),
        *(partial(_openings, e, s, size.of(400, 10)) for e, s in ((0.0, 0.0), (0.05, 0.0), (0.0, 0.01))),
        *(partial(_managers, name, size.of(300, 8)) for name in trial.TEAMS),
        *(partial(_recruitment, rate, size.of(300, 8)) for rate in (0.08, 0.16)),
        *(partial(_pioneers, name, size.of(200, 6)) for name in trial.PULLS),
    ]


SECTION = Section(
    "effects",
    "Planted effects and placebos",
    "That an effect which was planted is found, that one which was not is not, and that the raw comparison fails where it is confounded. "
    "No public data hold open and closed groups, managers or visits: on real organisations all of this is unvalidated.",
    jobs,
    gathered,
)
