"""What is hidden of the effects, pushes and pioneers of the organisation."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from adoption.metrics.masking.rules import few
from adoption.metrics.study import Organisation
from adoption.science.figures import NOT_ENOUGH_PEOPLE, Figure
from adoption.science.pioneers import Returns
from adoption.science.privacy import K
from adoption.science.survival import Survival, kaplan_meier


def mask_organisation(found: Organisation) -> Organisation:
    """Returns of newcomers and the course of pioneers rest on k people, pushes touch k people; the rest counts communities or hundreds."""
    return replace(
        found,
        returns=_returns(found.returns),
        lasting=_lasting(found.lasting),
        pull=replace(found.pull, spontaneous=_share(found.pull.spontaneous)),
        pushes=tuple(one for one in found.pushes if one.push.people >= K),
    )


def _returns(returns: Returns) -> Returns:
    nobody, answered = _share(returns.nobody), tuple(_share(one) for one in returns.answered)
    differences = tuple(
        gap if gap.value is None or (one.value is not None and nobody.value is not None) else gap.because(NOT_ENOUGH_PEOPLE)
        for gap, one in zip(returns.differences, answered, strict=True)
    )
    return replace(returns, answered=answered, nobody=nobody, differences=differences)


def _share(figure: Figure) -> Figure:
    """A share of n people, gone where 1 to k - 1 of them are in it or outside it, or n is under k."""
    if figure.value is None:
        return figure
    inside = round(figure.value * figure.n)
    if figure.n < K or few(inside) or few(figure.n - inside):
        return Figure.none(NOT_ENOUGH_PEOPLE)
    return figure


def _lasting(course: Survival) -> Survival:
    if course.subjects >= K:
        return course
    return kaplan_meier(np.zeros(0), np.zeros(0, dtype=np.bool_))
