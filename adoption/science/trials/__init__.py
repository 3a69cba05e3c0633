"""Campaigns as trials (adoption.md 5.25): the order of waves, units or communities is drawn, never who among neighbours is touched.

`order` draws the plan, `detectable` says first what it could show, `effect` reads it at the planned dates only, `early` holds the bounds of
early looks and the correction across campaigns.
"""

from adoption.science.trials.detectable import detectable
from adoption.science.trials.early import bounds, holm, sequential_p
from adoption.science.trials.effect import HIDDEN, TOO_FEW_CLUSTERS, Effect, effect
from adoption.science.trials.order import FEWEST, Plan, draw_plan

__all__ = ["FEWEST", "HIDDEN", "TOO_FEW_CLUSTERS", "Effect", "Plan", "bounds", "detectable", "draw_plan", "effect", "holm", "sequential_p"]
