"""The pages of evidence packs: what there is, what may be chosen, and what it would hold."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from adoption import access
from adoption.dashboards.units import units_page
from adoption.dashboards.verdict import last_day
from adoption.history import places
from adoption.metrics.studies import kept_weeks
from adoption.models import NETWORK, EvidencePack, PackPaper, PackScope, PackState
from adoption.science import weeks
from rse.lib import l10n
from rse.people.models import Person, Unit

WEEKS_BACK = 52
STEPS = 4


@dataclass(frozen=True)
class PackRow:
    """A pack as listed. `state` is asked, making, ready, failed or withdrawn; `share` of the steps that are done."""

    id: int
    title: str
    language: str
    scope: str
    first: date
    last: date
    figures: int
    stories: int
    quotes: int
    state: str
    state_name: str
    share: int
    error: str
    by: str
    asked_at: datetime
    ready_at: datetime | None
    gone: int
    sizes: tuple[tuple[str, str, str], ...]

    @property
    def moving(self) -> bool:
        return self.state in (PackState.ASKED, PackState.MAKING)


def pack_rows(person: Person) -> tuple[PackRow, ...]:
    """Newest first; four queries whatever their number."""
    return _rows(access.packs(person), person)


def pack_row(pack: EvidencePack, person: Person) -> PackRow:
    return _rows([pack], person)[0]


def _rows(packs: list[EvidencePack], person: Person) -> tuple[PackRow, ...]:
    gone = access.withdrawn(packs, person)
    names = {one.pk: one.name for one in Person.objects.filter(pk__in={pack.made_by_id for pack in packs if pack.made_by_id})}
    units = dict(Unit.objects.filter(pk__in=[pack.scope_id for pack in packs if pack.scope == PackScope.UNIT]).values_list("pk", "name"))
    known = places()
    sizes: dict[int, list[tuple[str, str, str]]] = {}
    for pack_id, kind, size in PackPaper.objects.filter(pack__in=packs).values_list("pack_id", "kind", "size").order_by("kind"):
        sizes.setdefault(pack_id, []).append((kind, NAMES[kind], l10n.weight(size)))
    return tuple(
        _row(pack, gone.get(pack.pk, 0), names, units, {id_: place.name for id_, place in known.items()}, tuple(sizes.get(pack.pk, ())))
        for pack in packs
    )


NAMES = {"pdf": "PDF", "pptx": "PowerPoint", "csv": "CSV"}


def _row(
    pack: EvidencePack,
    gone: int,
    names: dict[int, str],
    units: dict[int, str],
    known: dict[int, str],
    sizes: tuple[tuple[str, str, str], ...],
) -> PackRow:
    state = "withdrawn" if gone and pack.state == PackState.READY else pack.state
    told = _("To be made anew") if state == "withdrawn" else str(PackState(pack.state).label)
    scopes = {PackScope.UNIT: units.get(pack.scope_id, _("A unit")), PackScope.COMMUNITY: known.get(pack.scope_id, "")}
    return PackRow(
        id=pack.pk, title=pack.title, language=pack.get_language_display(), scope=scopes.get(PackScope(pack.scope), _("The whole network")),
        first=weeks.monday(pack.first_week), last=last_day(pack.last_week), figures=len(pack.figures), stories=len(pack.stories),
        quotes=len(pack.testimonials), state=state, state_name=told, share=round(100 * pack.done / STEPS), error=pack.error,
        by=names.get(pack.made_by_id or 0, _("Command")), asked_at=pack.asked_at, ready_at=pack.ready_at, gone=gone, sizes=sizes,
    )  # fmt: skip


# What may be chosen --------------------------------------------------------------------------------


def weeks_offered() -> list[tuple[int, str]]:
    """The weeks that have a study, newest first, by their last day."""
    return [(week, l10n.day(last_day(week))) for week in kept_weeks(NETWORK, WEEKS_BACK)]


def scopes_offered(at: datetime) -> list[tuple[str, str]]:
    """The network, units with figures, communities of the figures: value and name."""
    units = [(f"unit:{row.id}", row.name) for row in units_page(at=at).rows if row.id and row.value]
    rooms = sorted((place.name, f"community:{place.id}") for place in places().values())
    return [("network", _("The whole network")), *units, *((value, name) for name, value in rooms)]
