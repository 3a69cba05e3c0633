"""The catalogue's part of the pauses of animation."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from adoption.metrics.metric import Metric

SPAN = _("8 to 13 clean weeks of pause, against as many clean weeks before")
PER_WEEK = _("points a week")
CLUSTERS = _("at least 8 communities on each side, else no figure (our choice)")

PAUSE = (
    Metric(
        "pause_level", _("Level during a pause"), _("Does participation hold without being animated?"),
        _("Share of the people who do not animate and contributed in the 28 days ending with the week. Paused communities "
          "minus those drawn to go on, change from before to during; Welch interval on communities, all weighing alike."),
        _("points"), SPAN, CLUSTERS, "causal",
    ),
    Metric(
        "pause_entries", _("Entries during a pause"), _("Do people still start without being animated?"),
        _("People engaged this week and not the week before, over those who were not engaged. Paused communities "
          "minus those drawn to go on, change from before to during; Welch interval on communities, all weighing alike."),
        PER_WEEK, SPAN, CLUSTERS, "causal",
    ),
    Metric(
        "pause_exits", _("Exits during a pause"), _("Do more people stop without being animated?"),
        _("People engaged the week before and not this one, over those who were engaged. Paused communities "
          "minus those drawn to go on, change from before to during; Welch interval on communities, all weighing alike."),
        PER_WEEK, SPAN, CLUSTERS, "causal",
    ),
    Metric(
        "pause_detectable", _("Detectable difference"), _("What could the draw show?"),
        _("Difference of level that the draw would find 8 times in 10, from what the same draw would have estimated on past periods."),
        _("points"), _("2 to 4 past periods as long as the pause"), CLUSTERS, "estimate",
    ),
    Metric(
        "pause_spill_over", _("Spill-over of a pause"), _("How far do both sides mix?"),
        _("Members of paused communities who are also members of communities drawn to go on, over all members of paused communities."),
        _("share, from 0 to 1"), _("day of the draw"), _("none; at least 5 people"), "count",
    ),
    Metric(
        "pause_stop", _("Stop level of a pause"), _("When is a pause given up?"),
        _("Engaged people of a clean week under a share, fixed beforehand, of their mean over the last 4 clean weeks before the start."),
        _("people"), _("each clean week of the pause"), _("50% unless decided otherwise (our choice); not applied under 5 people"), "count",
    ),
    Metric(
        "pause_verdict", _("Word after a pause of the whole network"), _("Is it alive without being pushed?"),
        _("Alive: at least 10% of the people engaged, and a damped trend that stays at 15% or above in a year. Dead: under 10%, or a trend "
          "that ends under 5%. The undamped trend and the interval must say the same; else unknown. Only clean weeks after the last "
          "recorded push count, and 8 are needed."),
        _("survives, dies or unknown"), _("clean weeks without push"),
        _("our choice; on 1,000 simulated organisations, 2% to 2.5% of its “survives” were wrong, and none of its “dies”"),
        "estimate",
    ),
    Metric(
        "pause_push", _("Push recorded"), _("Was the pause kept?"),
        _("Contributions of animators, pioneers and sponsors, and announcements, a week: before and during the pause."),
        _("contributions a week"), _("12 weeks before, and the weeks of the pause"), _("none; shown from 5 animators on"), "count",
    ),
)  # fmt: skip
