"""What the report says of a study: the figures that take more than the weekly counts (docs/adoption-report.md)."""

from __future__ import annotations

from typing import Any

from adoption.metrics.study import Study, SwitchOff
from adoption.science.figures import NOT_ENOUGH_PEOPLE, NOT_ENOUGH_WEEKS, Figure, FigureDict, tidy
from adoption.science.openness import Gap
from adoption.science.pushes import Hypothesis
from adoption.science.segments import PROFILES

UNSTUDIED = Figure.none(NOT_ENOUGH_PEOPLE)


def deeper(study: Study | None) -> dict[str, Any]:
    """The figures of a scope; those of a part that the study lacks have the reason `not_enough_people`."""
    way = study.way if study else None
    switch_off = study.switch_off if study else None
    ties = study.ties if study else None
    talk = study.talk if study else None
    return {
        "r0": (way.churn.r0 if way else UNSTUDIED).as_dict(),
        "alive_without_push": _alive(switch_off),
        "critical_share": (switch_off.critical.share if switch_off else UNSTUDIED).as_dict(),
        "transversality": (ties.transversality.relative if ties else UNSTUDIED).as_dict(),
        "two_way": (ties.two_way if ties else UNSTUDIED).as_dict(),
        "response_rate": (talk.response_rate if talk else UNSTUDIED).as_dict(),
        "median_first_reply_hours": (talk.delay if talk else UNSTUDIED).as_dict(),
        "k50": (ties.keys.k50 if ties else UNSTUDIED).as_dict(),
        "forecast": way.forecast.as_dict() if way else _no_forecast(),
        "segments": _segments(study),
    }


def of_organisation(study: Study | None) -> dict[str, Any]:
    """What is told of the organisation alone: associations, and hypotheses to test."""
    found = study.organisation if study else None
    if found is None:
        return {
            "open_vs_closed": {"n_open": 0, "n_closed": 0, "standing": "refused", "outcomes": {}},
            "manager_effect": {"effect": UNSTUDIED.as_dict(), "starting": UNSTUDIED.as_dict(), "managers": 0, "found": False},
            "pioneer_lift": {"ratio": UNSTUDIED.as_dict(), "spontaneous": UNSTUDIED.as_dict()},
            "next_pushes": [],
        }
    compared, managers = found.open_closed, found.exemplarity
    return {
        "open_vs_closed": {
            "n_open": compared.n_open, "n_closed": compared.n_closed, "standing": compared.standing,
            "outcomes": {gap.name: _gap(gap) for gap in compared.gaps},
        },
        "manager_effect": {
            "effect": managers.effect.as_dict(), "starting": managers.starting.as_dict(), "managers": managers.managers,
            "found": managers.found,
        },
        "pioneer_lift": {"ratio": found.pull.ratio.as_dict(), "spontaneous": found.pull.spontaneous.as_dict()},
        "next_pushes": [_push(one) for one in found.pushes],
    }  # fmt: skip


def _gap(gap: Gap) -> dict[str, Any]:
    figures = {name: getattr(gap, name).as_dict() for name in ("open", "closed", "raw", "adjusted")}
    return {**figures, "detectable": tidy(gap.detectable), "p": tidy(gap.p), "verdict": gap.verdict}


def _push(one: Hypothesis) -> dict[str, Any]:
    return {
        "rank": one.rank, "kind": one.push.kind, "key": one.push.key, "people": one.push.people, "tests": list(one.push.moves),
        "gain": one.gain.as_dict(), "survival": one.survival.as_dict(), "status": one.status,
    }  # fmt: skip


def _alive(found: SwitchOff | None) -> dict[str, Any]:
    if found is None:
        bounds = {"spontaneous_kept": None, "spontaneous_lost": None}
        return {"verdict": "unknown", "bounds": bounds, "reason": NOT_ENOUGH_PEOPLE}
    kept, lost = (tidy(one.probability) if one else None for one in (found.kept, found.lost))
    return {"verdict": found.verdict, "bounds": {"spontaneous_kept": kept, "spontaneous_lost": lost}, "reason": found.reason}


def _no_forecast() -> dict[str, Any]:
    return {"earliest": None, "latest": None, "p_not_reached_52w": None, "reliable": False, "reason": NOT_ENOUGH_WEEKS}


def _segments(study: Study | None) -> dict[str, FigureDict]:
    habits = study.habits if study else None
    if habits is None:
        return {name: UNSTUDIED.as_dict() for name in (*PROFILES, "power")}
    shares = dict(zip(PROFILES, habits.profiles.shares, strict=True))
    return {name: figure.as_dict() for name, figure in {**shares, "power": habits.profiles.power}.items()}
