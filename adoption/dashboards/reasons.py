"""Why a test of the science has no surer answer, in plain words, and what would give it one."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from adoption.metrics.catalogue import REASONS
from adoption.science import bass, conversation, dyads, network, openness, survival, thresholds
from adoption.science.figures import NOT_ENOUGH_WEEKS
from adoption.science.forecast import deadline, reached
from adoption.science.switchoff import critical, pause
from adoption.science.switchoff import verdict as switching

PAUSE = _("a pause of 8 to 13 weeks without animation, announced, with a rule to stop it, best in communities drawn at random.")
TIME = _("time; the test is made again every week.")


@dataclass(frozen=True)
class Why:
    """`said` ends a sentence that begins with "unknown:"; `remedy` one that begins with "what would tell:"."""

    said: Promise
    remedy: Promise


SWITCH_OFF = {
    switching.PUSH_UNRECORDED: Why(
        _("no animation is recorded, so nobody knows what its absence would do"),
        _("declaring who animates, the pioneers and the sponsors, whose part is then counted."),
    ),
    switching.PUSH_NEVER_VARIED: Why(_("animation has never varied enough"), PAUSE),
    switching.NO_CLEAN_YEAR: Why(_("less than a year is recorded, so the seasons are not known"), TIME),
    switching.NOT_ENOUGH_WEEKS: Why(_("too few ordinary weeks are recorded"), TIME),
    switching.BOUNDS_DISAGREE: Why(_("the answer changes with what those who come by themselves would do"), PAUSE),
    switching.NOT_SURE: Why(_("the chances are neither high enough nor low enough to say"), PAUSE),
    pause.PAUSE_TOO_SHORT: Why(
        _("the pause has lasted less than 8 weeks outside holidays"),
        _("going on with it, up to 13 weeks outside holidays, unless its rule stops it."),
    ),
    pause.PAUSE_UNDECIDED: Why(
        _("after the pause, the level and the trend do not point the same way"),
        _("going on with it, up to 13 weeks outside holidays, unless its rule stops it."),
    ),
    pause.NOT_ENOUGH_CLUSTERS: Why(
        _("fewer than 8 communities paused, or fewer than 8 went on"), _("a pause in 8 communities drawn at random, beside 8 others.")
    ),
}

FORECAST = {
    NOT_ENOUGH_WEEKS: Why(_("fewer than 20 weeks outside holidays are recorded"), TIME),
    deadline.NO_BETTER_THAN_NAIVE: Why(
        _("on past weeks it was no better than supposing that nothing changes"),
        _("more weeks; it is tried again every week against what really came."),
    ),
    deadline.TOO_WIDE: Why(_("its two dates are more than 26 weeks apart"), _("more weeks of a steady course.")),
    deadline.AT_BOUNDS: Why(
        _("the course so far does not tell push from contagion"), _("more weeks; it is tried again every week against what really came.")
    ),
    deadline.BEYOND: Why(
        _("at the present course the level is not reached within 52 weeks"), _("a change of course, which would be seen within 12 weeks.")
    ),
}

OTHERS = {
    critical.NO_CRITICAL_SHARE: _("no level under which it would go out can be told from the weeks recorded"),
    critical.NOT_OBSERVED_AROUND: _("the share was never seen on both sides of it"),
    conversation.OVER_7_DAYS: _("more than 7 days: fewer than half are answered by then"),
    dyads.NO_TIES: _("no ties"),
    network.ONE_UNIT: _("everybody active is of one unit"),
    reached.NOT_REACHED: _("the level was not reached"),
    bass.P_AT_ZERO: _("the curve has no push from outside"),
    bass.SINGULAR: _("the weeks do not settle the curve"),
    openness.NOT_ENOUGH_COMMUNITIES: _("too few communities"),
    openness.NOT_ENOUGH_UNITS: _("too few units"),
    openness.NO_VARIATION: _("all alike"),
    thresholds.NOT_BEYOND_CHANCE: _("no more than chance would give"),
    survival.NOT_REACHED: _("not reached yet"),
    survival.BEYOND_DATA: _("not followed that far"),
}


def why_unknown(reason: str) -> Why:
    """Of the switch-off test or a pause."""
    return SWITCH_OFF.get(reason) or Why(REASONS.get(reason, _("it has not been worked out")), TIME)


def why_unreliable(reason: str) -> Why:
    """Of the forecast."""
    return FORECAST.get(reason) or Why(REASONS.get(reason, _("it has not been worked out")), TIME)


def in_words(reason: str) -> str:
    """Why a figure has no value."""
    return str(OTHERS.get(reason) or REASONS.get(reason) or (SWITCH_OFF[reason].said if reason in SWITCH_OFF else reason))
