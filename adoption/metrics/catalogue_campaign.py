"""The catalogue's part of campaigns."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from adoption.metrics.metric import Metric

FEWEST = _("at least 8 communities or units reached and 8 not yet, else no figure (our choice)")

CAMPAIGN = (
    Metric(
        "campaign_effect", _("Effect of a campaign"), _("What did the campaign change?"),
        _("Mean weekly share of people who contribute, period by period: communities or units reached so far minus those not "
          "reached yet, in an order that was drawn, adjusted for their level before. The interval re-draws the order 1,999 times. "
          "Read at the dates fixed beforehand only; early ones by O’Brien-Fleming bounds; several campaigns of one year by Holm."),
        _("points"), _("the steps of the campaign but the last"), FEWEST, "causal",
    ),
    Metric(
        "campaign_detectable", _("Difference a campaign could show"), _("Is it worth drawing the order?"),
        _("Difference that the planned date would find 8 times in 10, from what the same order would have estimated on past periods."),
        _("points"), _("past periods, up to four times as long as the campaign"), FEWEST, "estimate",
    ),
    Metric(
        "campaign_level", _("Level of what a campaign reaches"), _("Where do these places stand against the goal?"),
        _("Mean weekly share of people who contribute, over communities or units that all weigh alike."),
        _("share, from 0 to 1"), _("the period before the campaign, and the last one read"), _("shown from 8 on (our choice)"), "count",
    ),
)  # fmt: skip
