"""Metrics of one's own mirror, of a manager's team, and of units: the first are for oneself alone."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from adoption.metrics.metric import Metric

PEOPLE, SHARE = _("people"), _("share, from 0 to 1")
MINE, PERIOD = _("12 weeks; visible by oneself alone"), _("4 whole weeks, the same for every team")

MIRROR = (
    Metric(
        "own_persona", pgettext_lazy("metric", "Way of taking part"), _("How do I take part these days?"),
        _("From what I made (posts, answers, reactions) and what came back (answers, reactions): under 2 made, observer; back over made, "
          "one added to each, from a half to 2, go-between; above, spark; below, answerer if answers and reactions are as many as posts, "
          "else teller. Words after SWOOP Analytics."),
        _("one of five words"), _("28 days; visible by oneself alone"), _("our choice"), "count",
    ),
    Metric(
        "own_profile", pgettext_lazy("metric", "Habit"), _("How often do I come?"),
        _("Weeks with a visit and contributions a week: 9 weeks of 12 or more is nearly every week, under 3 is away; once a week or more "
          "is active. Axes after Lecko and Microsoft Viva."),
        _("one of seven words"), MINE, _("our choice"), "count",
    ),
    Metric(
        "own_answers", _("Answers given and received"), _("Do I answer, and am I answered?"),
        _("Comments under threads of others, comments of others under mine, and first answers to questions of others."),
        _("answers"), MINE, _("none"), "count",
    ),
    Metric(
        "own_circle", pgettext_lazy("metric", "Circle"), _("With how many colleagues do I exchange both ways?"),
        _("Colleagues whom I answered, mentioned or reacted to, and who did so towards me; and in how many units. Never a list."),
        PEOPLE, _("26 weeks; visible by oneself alone"), _("none"), "count",
    ),
    Metric(
        "team_contributors", _("Share of the team who contribute"), _("Does the team take part?"),
        _("People of the team, the manager included, who contributed, over the people of the team when the period ends. Teams of fewer "
          "than 10 have no figure; 1 to 4 people, in the share or outside, are not shown."),
        SHARE, PERIOD, _("none"), "estimate",
    ),
    Metric(
        "team_readers", _("Share of the team who only read"), _("Who follows without writing?"),
        _("People of the team who came and did not contribute, over the people of the team."),
        SHARE, PERIOD, _("none"), "estimate",
    ),
    Metric(
        "team_answered", _("Answered posts of the team"), _("When the team speaks, does somebody answer?"),
        _("Threads opened by people of the team that somebody else answered within seven days; at least five authors."),
        SHARE, _("4 weeks, one week earlier than the period"), _("none"), "estimate",
    ),
    Metric(
        "team_units", _("Units the team deals with"), _("Whom does the team meet through the network?"),
        _("Other units of which five people or more and five of the team or more answered, mentioned or reacted to each other, either way. "
          "By name, without a number."),
        _("units"), PERIOD, _("five people on either side (our choice)"), "count",
    ),
    Metric(
        "unit_share", _("Share of a unit who contribute"), _("Does a unit take part?"),
        _("People of the unit itself who contributed over 28 days, over its people with access. Units of fewer than 10 are put together; "
          "with 1 to 4 people in the share or outside, the unit is hidden, and others with it against subtraction."),
        SHARE, _("28 days: the last 4 complete weeks"), _("none; no unit is ranked"), "estimate",
    ),
)  # fmt: skip
