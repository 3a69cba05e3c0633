"""What the pilot decides: the perimeter and the thresholds. A decision is added, dated and given a reason; none is changed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from adoption import access
from adoption.models import Basis, Perimeter, ThresholdSet
from adoption.science.stages import Thresholds
from rse.audit import log
from rse.lib.refusal import Refused
from rse.people.models import Person, Unit

MAX_REASON = 300


@transaction.atomic
def set_perimeter(
    *,
    by: Person,
    from_at: datetime,
    reason: str,
    at: datetime,
    unit_ids: Sequence[int] = (),
    headcount: int | None = None,
    basis: str = Basis.PRESENT,
) -> Perimeter:
    """Fix whom the network is meant for from a date on. Raises Refused on an unknown unit or a headcount of nobody."""
    access.require_decide(by)
    if basis not in Basis.values:
        raise Refused(_("Choose which people are counted."), field="basis")
    if headcount is not None and headcount < 1:
        raise Refused(_("A headcount is of one person at least."), field="headcount")
    if Unit.objects.filter(pk__in=unit_ids).count() != len(set(unit_ids)):
        raise Refused(_("This unit does not exist."), field="unit_ids")
    perimeter = Perimeter.objects.create(
        from_at=from_at, basis=basis, unit_ids=sorted(set(unit_ids)), headcount=headcount, reason=_reason(reason),
        decided_by_id=by.pk, decided_at=at,
    )  # fmt: skip
    log.record(
        actor=by, act="adoption.perimeter", target_type="perimeter", target_id=perimeter.pk,
        detail={
            "from": from_at.isoformat(), "basis": basis, "units": perimeter.unit_ids, "headcount": headcount, "reason": perimeter.reason,
        },
        at=at,
    )  # fmt: skip
    return perimeter


@transaction.atomic
def set_thresholds(*, by: Person, thresholds: Thresholds, reason: str, at: datetime) -> ThresholdSet:
    """Choose the levels of the stages. Raises Refused when they are not in order."""
    access.require_decide(by)
    levels = (thresholds.leave_low, thresholds.enter_low, thresholds.leave_mass, thresholds.enter_mass)
    if not 0.01 <= levels[0] <= levels[1] < levels[2] <= levels[3] <= 0.99:
        raise Refused(_("Thresholds rise from the lowest to the highest: transition left, entered, critical mass left, entered."))
    chosen = ThresholdSet.objects.create(
        enter_mass=thresholds.enter_mass, leave_mass=thresholds.leave_mass, enter_low=thresholds.enter_low,
        leave_low=thresholds.leave_low, reason=_reason(reason), decided_by_id=by.pk, decided_at=at,
    )  # fmt: skip
    log.record(
        actor=by, act="adoption.thresholds", target_type="thresholds", target_id=chosen.pk,
        detail={"levels": list(levels), "reason": chosen.reason}, at=at,
    )  # fmt: skip
    return chosen


def _reason(text: str) -> str:
    text = " ".join(text.replace("\x00", "").split())
    if not text:
        raise Refused(_("A decision needs its reason: everyone will read it."), field="reason")
    if len(text) > MAX_REASON:
        raise Refused(_("%(limit)s characters at most.") % {"limit": MAX_REASON}, field="reason")
    return text
