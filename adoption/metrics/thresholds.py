"""The thresholds in force: the pilot's last choice, or ours."""

from adoption.models import ThresholdSet
from adoption.science.stages import DEFAULT, Thresholds


def thresholds() -> Thresholds:
    chosen = ThresholdSet.objects.order_by("-id").first()
    if chosen is None:
        return DEFAULT
    return Thresholds(chosen.enter_mass, chosen.leave_mass, chosen.enter_low, chosen.leave_low)
