"""The catalogue's part of the page of a community."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from adoption.metrics.metric import Metric

HEALTH = (
    Metric(
        "carried_weeks", _("Weeks carried by members"), _("For how long have members carried it?"),
        _("Judged weeks in a row, up to the last one, in which people who do not animate made half of the contributions and of the "
          "answered threads, and three of them at least contributed in 10 weeks of 12. The word self-carrying asks for 12 such weeks, the "
          "stage, and those who stop being replaced."),
        _("weeks"), _("judged weeks, up to the last one"), _("12 weeks (our choice); a half after FeverBee"), "count",
    ),
    Metric(
        "carried_months", _("Contributions of members by month"), _("Do members take over?"),
        _("Contributions by people who do not animate the community, over all of its contributions, by calendar month. A month of fewer "
          "than 10 contributions, or of fewer than 5 contributors in each of its windows of 28 days, is not shown."),
        _("share, from 0 to 1"), _("6 months"), _("a half is asked for (FeverBee)"), "count",
    ),
    Metric(
        "weekly_course", _("Contributions and answered threads by week"), _("Is it alive week after week?"),
        _("Contributions of each week, and threads of less than four weeks that got an answer in it."),
        _("contributions, threads"), _("26 weeks"), _("none"), "count",
    ),
    Metric(
        "funnel", _("Way of newcomers"), _("How far do newcomers come in their first weeks?"),
        _("Members who arrived in the 8 weeks before the last 8; of them, who came, reacted, answered and posted in the week of their "
          "arrival and the 8 that followed."),
        _("people"), _("arrivals of 9 to 16 weeks ago"), _("none"), "count",
    ),
    Metric(
        "maturity", _("Maturity"), _("Is it a space of diffusion, a community or a network?"),
        _("Network: more than half of the members posted or commented in 12 weeks, and 40% of ties go both ways. Community: a tenth of "
          "them, and three two-way ties. Space of diffusion: less."),
        _("one of three words"), _("12 weeks for voices, 26 for ties"), _("words of Lecko, numbers are ours"), "count",
    ),
    Metric(
        "unanswered", _("Posts without an answer"), _("Who is waiting for an answer?"),
        _("Messages, questions and stories that nobody but their author has answered, for those who animate only. A newcomer’s is the "
          "first thing they wrote in the community; it is late after 24 working hours. Live content, not a statistic."),
        _("posts"), _("the last 35 days"), _("24 working hours (Joyce and Kraut, 2006)"), "count",
    ),
)  # fmt: skip
