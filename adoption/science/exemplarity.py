"""Managers who take part, and their teams (adoption.md 5.16): when a manager contributes, does the team contribute more the week after?

Panel person x week, y = log(1 + contributions), x = log(1 + own manager's of the week before), with week effects and one effect for
each person under each manager: only a team's change against itself and against everybody's week counts, and nobody's change of team.
Managers answer their teams, and both live through the same moods, so x of the week *after* stands in the same regression: it cannot have
acted. Where it is not about 0, or the effect not clearly beyond it, nothing is shown. A second placebo gives each team the manager of
another. Errors keep each manager's people together. Told at organisation level only; association, no cause.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from adoption.science.claims import ASSOCIATION, Claim
from adoption.science.clustered import Fit, jackknife, summed
from adoption.science.figures import NOT_ENOUGH_WEEKS, Bools, Figure, Floats, Ints
from adoption.science.starting import starting_ratio
from adoption.science.twoway import Within

FEWEST_MANAGERS = 30
FEWEST_WEEKS = 8  # ours
NO_MANAGER = -1
NOT_ENOUGH_MANAGERS = "not_enough_managers"
FOLLOWS_THE_TEAM = "follows_the_team"
NO_VARIATION = "no_variation"


@dataclass(frozen=True)
class Panel:
    """Tables of shape (weeks, people): contributions, who was there, and each one's manager as a position among the same people or
    NO_MANAGER, as of the week; `begun` (people,): who had already contributed before the first week."""

    contributions: Ints
    present: Bools
    manager: Ints
    begun: Bools


@dataclass(frozen=True)
class Exemplarity:
    """`effect`: change of log(1 + contributions) for one more unit of the manager's log the week before; `lead` and `other`: placebos.

    `starting`: ratio of the hazards of a first contribution after a week in which the manager contributed, against one in which they did
    not; `starting_lead`: its placebo. `beyond`: effect minus lead. `naive`: plain correlation of y
    and x, which misleads, for the page of method only.
    """

    effect: Figure
    lead: Figure
    beyond: Figure
    other: Figure
    starting: Figure
    starting_lead: Figure
    naive: Figure
    managers: int
    kind: Claim = ASSOCIATION

    @property
    def found(self) -> bool:
        """Whether a rise may be spoken of at all: above 0, and the other team's manager is not."""
        return self.effect.low is not None and self.effect.low > 0 and _about(0, self.other)


def exemplarity(panel: Panel, seed: int) -> Exemplarity:
    """Null under 8 weeks, or 30 managers who contributed and have people; also where the lead placebo excludes 0."""
    if len(panel.contributions) < FEWEST_WEEKS:
        return _none(NOT_ENOUGH_WEEKS, 0)
    cells = _cells(panel)
    taking_part = _taking_part(panel, cells)
    if taking_part < FEWEST_MANAGERS:
        return _none(NOT_ENOUGH_MANAGERS, taking_part)
    return _judged(*_estimated(panel, cells, taking_part, seed))


def _none(reason: str, managers: int) -> Exemplarity:
    nothing = Figure.none(reason, n=managers)
    return Exemplarity(nothing, nothing, nothing, nothing, nothing, nothing, nothing, managers)


def _judged(found: Exemplarity, starting_beyond: Figure) -> Exemplarity:
    """Without what the placebos forbid to show."""
    effect, starting = found.effect, found.starting
    if not _about(0, found.lead) or (_about(0, found.beyond) and not _about(0, effect)):
        effect = effect.because(effect.reason or FOLLOWS_THE_TEAM)
    if effect.value is None or not _about(1, found.starting_lead) or (_about(1, starting_beyond) and not _about(1, starting)):
        starting = starting.because(starting.reason or FOLLOWS_THE_TEAM)
    return replace(found, effect=effect, starting=starting)


def _estimated(panel: Panel, cells: Bools, taking_part: int, seed: int) -> tuple[Exemplarity, Figure]:
    """Every figure, before the placebos are looked at, and the ratio of the two starting ratios."""
    log, manager = np.log1p(panel.contributions.astype(np.float64)), panel.manager[1:-1]
    spells = _spells(manager, cells)
    within = Within(spells.cells)
    y, lag, after = log[1:-1, spells.person], log[:-2, spells.manager], log[2:, spells.manager]
    fit = _fit(within(y), [within(lag), within(after)], spells.manager)
    swapped = _fit(within(y), [within(log[:-2, _swap(spells.manager, seed)])], spells.manager)
    people = len(np.unique(spells.person))
    starting, starting_lead, starting_beyond = starting_ratio(panel.contributions, panel.begun, cells, manager)
    naive = Figure(_correlation(y[spells.cells], lag[spells.cells]), n=int(cells.sum()))
    effect, lead, beyond = (_figure(fit, np.array(contrast), people) for contrast in ([1.0, 0.0], [0.0, 1.0], [1.0, -1.0]))
    other = _figure(swapped, np.ones(1), people)
    return Exemplarity(effect, lead, beyond, other, starting, starting_lead, naive, taking_part), starting_beyond


def _cells(panel: Panel) -> Bools:
    """Cells of the weeks but the first and the last: people who were there and had a manager other than themselves."""
    manager = panel.manager[1:-1]
    there: Bools = panel.present[1:-1] & (manager != NO_MANAGER) & (manager != np.arange(manager.shape[1])[None, :])
    return there


def _taking_part(panel: Panel, cells: Bools) -> int:
    """Managers of somebody in the panel who contributed at least once: the others teach nothing."""
    managers = np.unique(panel.manager[1:-1][cells])
    return int((panel.contributions[:, managers] > 0).any(axis=0).sum())


@dataclass(frozen=True)
class _Spells:
    """A column for each person under each manager of theirs; `cells` (weeks, spells). Who changes teams changes much else with it."""

    person: Ints
    manager: Ints
    cells: Bools


def _spells(manager: Ints, cells: Bools) -> _Spells:
    people = manager.shape[1]
    week, person = np.nonzero(cells)
    pairs, place = np.unique(person * people + manager[week, person], return_inverse=True)
    there = np.zeros((len(cells), len(pairs)), dtype=np.bool_)
    there[week, place] = True
    return _Spells(pairs // people, pairs % people, there)


def _swap(manager: Ints, seed: int) -> Ints:
    """`manager` (spells,) with each manager replaced by another one, drawn at random, never the same."""
    managers, place = np.unique(manager, return_inverse=True)
    order = np.random.default_rng(seed).permutation(len(managers))
    other = np.empty_like(order)
    other[order] = np.roll(order, 1)
    return np.asarray(managers[other][place])


def _fit(y: Floats, columns: list[Floats], cluster: Ints) -> Fit | None:
    """Least squares of residuals on residuals, each table (weeks, spells); None where a column has nothing left to vary."""
    gram = np.array([[float((a * b).sum()) for b in columns] for a in columns])
    if np.linalg.matrix_rank(gram, tol=1e-9 * max(1.0, y.size)) < len(columns):
        return None
    beta = np.linalg.solve(gram, np.array([float((a * y).sum()) for a in columns]))
    gap = y - sum(b * column for b, column in zip(beta, columns, strict=True))
    _, group = np.unique(cluster, return_inverse=True)
    score = np.stack([(column * gap).sum(axis=0) for column in columns], axis=1)
    information = np.stack([np.stack([(a * b).sum(axis=0) for b in columns], axis=1) for a in columns], axis=1)
    return Fit(beta, jackknife(summed(information, group), summed(score, group)), int(group.max()) + 1)


def _figure(fit: Fit | None, contrast: Floats, people: int) -> Figure:
    return Figure.none(NO_VARIATION, n=people) if fit is None else fit.effect(contrast).figure(people)


def _correlation(y: Floats, x: Floats) -> float | None:
    return float(np.corrcoef(y, x)[0, 1]) if np.ptp(y) > 0 and np.ptp(x) > 0 else None


def _about(nothing: float, figure: Figure) -> bool:
    return figure.low is not None and figure.high is not None and figure.low <= nothing <= figure.high
