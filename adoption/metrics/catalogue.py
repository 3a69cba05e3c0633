"""The catalogue: every number declared once, with the question it answers and where its threshold comes from."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from adoption.metrics.catalogue_campaign import CAMPAIGN
from adoption.metrics.catalogue_expert import EXPERT
from adoption.metrics.catalogue_firsts import FIRSTS
from adoption.metrics.catalogue_health import HEALTH
from adoption.metrics.catalogue_mirror import MIRROR
from adoption.metrics.catalogue_pause import PAUSE
from adoption.metrics.catalogue_sponsor import SPONSOR
from adoption.metrics.metric import Metric

__all__ = ["BY_KEY", "METRICS", "NUANCES", "REASONS", "STAGES", "TESTS", "Metric"]


PEOPLE, SHARE, PER_WEEK = _("people"), _("share, from 0 to 1"), _("growth a week")
MONTH, QUARTER, WEEK_END = _("28 days: the last 4 complete weeks"), _("12 clean weeks"), _("end of the last complete week")
NO_THRESHOLD = _("none")

METRICS = (
    Metric(
        "eligible", _("People with access"), _("How many people could take part?"),
        _("People of the target with an open account; for a community, its members. Guests are not counted."),
        PEOPLE, WEEK_END, NO_THRESHOLD, "count",
    ),
    Metric(
        "target", _("Target"), _("How many people is the network meant for?"),
        _("People of the perimeter fixed by the pilot, dated; without one, every employee of the directory."),
        PEOPLE, WEEK_END, _("at least 10% of them with access, or it is too early to judge (our choice)"), "count",
    ),
    Metric(
        "contributors_28d", _("Contributors over 28 days"), _("How many people took part?"),
        _("Distinct people with access who posted, commented, reacted, mentioned, voted or shared a file at least once. "
          "What was taken back or deleted, and acts towards oneself, are not counted."),
        PEOPLE, MONTH, NO_THRESHOLD, "count",
    ),
    Metric(
        "contribution_rate", _("Contribution rate"), _("What share of the people who could take part did?"),
        _("Contributors over 28 days divided by people with access. Wilson interval at 95%: individual chance only, "
          "not shocks common to all."),
        SHARE, MONTH, _("no norm; on six months, SWOOP Analytics reports 27% on average"), "estimate",
    ),
    Metric(
        "critical_mass_share", _("Share of the target who contribute"), _("How far is critical mass?"),
        _("Contributors over 28 days divided by the target."),
        SHARE, MONTH, _("25%, left under 20%; 10%, left under 8% (Centola 2018, Rogers; configurable, our choice)"), "estimate",
    ),
    Metric(
        "momentum", pgettext_lazy("metric", "Momentum"), _("Are contributors getting more numerous, and how fast?"),
        _("Quasi-Poisson regression of contributors a week on time: exp(slope) − 1. Newey–West interval, lag 4, t with 8 degrees of "
          "freedom. An arrow needs it, half as wide again (our choice), to exclude 0 twice, four judged weeks apart."),
        PER_WEEK, QUARTER, _("none; at least 8 weeks"), "estimate",
    ),
    Metric(
        "replacement_ratio", _("Replacement ratio"), _("Are those who stop replaced?"),
        _("People who contributed in these 28 days and not in the 28 before, over the reverse; geometric mean of the last 6 "
          "separate windows, with a t interval. At 1, contributors are as many as four weeks before: the same fact as growth, "
          "not a second proof."),
        _("ratio"), _("6 clean windows of 28 days"), _("1, by construction"), "estimate",
    ),
    Metric(
        "self_carrying_index", _("Self-carrying index"), _("Would it go on without those who animate it?"),
        _("100 × the geometric mean of five parts: contributions by people who do not animate; answered threads opened and answered "
          "by them; replacement ratio, at most 1, where 10 people or more left; contributions left without the three most active people "
          "and the replies to them; weeks with three such contributors or more. Interval by resampling weeks. To follow one community in "
          "time, never to rank several."),
        _("index, from 0 to 100"), _("28 days, and 12 clean weeks"), _("none; at least 10 people and 10 contributions"), "estimate",
    ),
    Metric(
        "stage", pgettext_lazy("metric", "Stage"), _("Where does the network stand?"),
        _("Tests in a fixed order on judged weeks only; a new stage shows after four judged weeks in a row. Nothing is called "
          "self-carrying before the switch-off test has answered."),
        _("one of eight words"), _("up to 26 judged weeks"), _("our choice, a sanity check and not a proof"), "count",
    ),
    Metric(
        "first_visits", _("Came at least once"), _("How many people have tried?"),
        _("Distinct people who ever visited, read a profile, searched or contributed."),
        PEOPLE, _("since the opening"), NO_THRESHOLD, "count",
    ),
    Metric(
        "first_contributions", _("Contributed at least once"), _("How many people have ever taken part?"),
        _("Distinct people who ever contributed; the distance to the contributors of 28 days is those who have stopped."),
        PEOPLE, _("since the opening"), NO_THRESHOLD, "count",
    ),
    *SPONSOR,
    *EXPERT,
    *FIRSTS,
    *HEALTH,
    *PAUSE,
    *CAMPAIGN,
    *MIRROR,
)  # fmt: skip

BY_KEY = {metric.key: metric for metric in METRICS}

STAGES = {
    "too_early": _("Too early"),
    "insufficient": _("Not enough data"),
    "launch": pgettext_lazy("stage", "Launch"),
    "transition": pgettext_lazy("stage", "Transition"),
    "critical_mass": _("25% threshold held"),
    "self_carrying": _("Self-carrying"),
    "stagnation": _("Stagnation"),
    "decline": pgettext_lazy("stage", "Decline"),
}

NUANCES = {
    "autonomy_unverified": _("Threshold held, autonomy not verified"),
    "no_yearly_reference": _("Possible decline, no yearly reference yet"),
    "long_launch": _("Long launch, growing"),
}

TESTS = {
    "target_invited": _("Share of the target with access"),
    "age": _("Weeks since the opening, to judge at all"),
    "active_ever": _("People who ever contributed"),
    "age_decline": _("Weeks since the opening, to speak of a decline"),
    "slope": _("Upper bound of the momentum under zero: falling"),
    "below_quarter": _("Contributors compared with 9 to 12 judged weeks before: falling"),
    "below_last_year": _("Contributors compared with the same weeks last year: falling"),
    "s1": _("Contributions by people who do not animate"),
    "s2": _("Answered threads among people who do not animate"),
    "s5": _("Weeks with three such contributors or more"),
    "level_held_26": _("Judged weeks at critical mass, of the last 26"),
    "level_held_12": _("Judged weeks at critical mass, of the last 12"),
    "survives_without_push": _("Switch-off test: survives without being pushed"),
    "above_low": _("Share of the target who contribute, for a transition"),
    "growing": _("Lower bound of the momentum above zero: growing"),
}

REASONS = {
    "no_people": _("no one to count"),
    "not_enough_people": _("fewer than 5 people"),
    "not_enough_weeks": _("not enough weeks"),
    "not_enough_contributions": _("fewer than 10 contributions"),
    "no_activity": _("no activity"),
    "no_leavers": _("nobody stopped"),
    "animators_unknown": _("no animator is known"),
}
