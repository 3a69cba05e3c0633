"""The tree of departments, sites and teams."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from rse.audit import log
from rse.lib.fold import fold
from rse.lib.refusal import Refused
from rse.lib.text import one_line
from rse.people.access import may_administer, require
from rse.people.models import Person, Unit


@transaction.atomic
def save_unit(*, by: Person | None, unit: Unit | None, name: str, kind: str, parent: Unit | None, code: str | None, at: datetime) -> Unit:
    """Make a unit (`unit` is None) or change one. Raises Refused on a name taken there, a code taken, a loop."""
    require(may_administer(by))
    act = "unit.create" if unit is None else "unit.change"
    unit = Unit() if unit is None else Unit.objects.select_for_update().get(pk=unit.pk)
    unit.name, unit.kind, unit.parent, unit.code = one_line(name), kind, parent, (code or "").strip() or None
    _check(unit)
    unit.save()
    log.record(actor=by, act=act, target_type="unit", target_id=unit.pk, detail={"name": unit.name, "kind": kind}, at=at)
    return unit


def _check(unit: Unit) -> None:
    others = Unit.objects.exclude(pk=unit.pk)
    if not unit.name:
        raise Refused(_("A unit needs a name."), field="name")
    if others.filter(parent=unit.parent, kind=unit.kind, name_key=fold(unit.name)).exists():
        raise Refused(_("There is already a unit of this name there."), field="name")
    if unit.code and others.filter(code=unit.code).exists():
        raise Refused(_("This code is that of another unit."), field="code")
    above: Unit | None = unit.parent
    while above is not None:
        if above.pk == unit.pk:
            raise Refused(_("A unit cannot be inside itself."), field="parent")
        above = above.parent
