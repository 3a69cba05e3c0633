"""Who looked at which figures, and when: the page of the elected members and of the data protection officer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from adoption.history import Place, places
from rse.audit.models import AuditEvent
from rse.lib.pages import Page, cut
from rse.people.models import Person

Text = str | Promise
SIZE = 50
ACT = "adoption.consult"
# Pages of figures about others, by the name under which `access.consulted` writes them down.
PAGES: dict[str, Text] = {
    "network": gettext_lazy("The whole network"),
    "expert": gettext_lazy("The expert’s page"),
    "community": gettext_lazy("A community"),
    "units": gettext_lazy("Units"),
    "unit": gettext_lazy("A unit"),
    "team": gettext_lazy("Own team"),
    "pauses": gettext_lazy("Pauses of animation"),
    "pause": gettext_lazy("A pause of animation"),
    "launch": gettext_lazy("Launch room"),
    "campaigns": gettext_lazy("Campaigns"),
    "campaign": gettext_lazy("A campaign"),
    "barometer": gettext_lazy("Results of the barometer"),
    "packs": gettext_lazy("Evidence packs"),
    "pack ask": gettext_lazy("An evidence pack, asked for"),
    "pack remake": gettext_lazy("An evidence pack, made anew"),
    "pack download": gettext_lazy("An evidence pack, downloaded"),
    "pack delete": gettext_lazy("An evidence pack, deleted"),
    "consultations": gettext_lazy("Consultations of figures"),
}
OWN = ("mine",)  # what people look at about themselves is nobody's business
PERIODS: dict[str, tuple[Text, timedelta | None]] = {
    "": (gettext_lazy("Since the beginning"), None),
    "month": (gettext_lazy("The last 30 days"), timedelta(days=30)),
    "quarter": (gettext_lazy("The last 90 days"), timedelta(days=90)),
}


@dataclass(frozen=True)
class Consultation:
    """Who, when, which page, of which community; empty where the page is of no community."""

    id: int
    at: datetime
    who: Text
    page: Text
    place: Text


def consultations(*, at: datetime, page: str = "", period: str = "", before: int | None = None) -> Page[Consultation]:
    """Newest first: of one page or of all, of one of PERIODS or since the beginning."""
    found = AuditEvent.objects.filter(act=ACT).exclude(detail__page__in=OWN)
    if page:
        found = found.filter(detail__page=page)
    lasts = PERIODS[period][1] if period else None
    if lasts is not None:
        found = found.filter(at__gte=at - lasts)
    if before is not None:
        found = found.filter(pk__lt=before)
    rows = list(found.order_by("-id")[: SIZE + 1])
    names = {one.pk: one.name for one in Person.objects.filter(pk__in={row.actor_id for row in rows if row.actor_id})}
    shown = places()
    return cut([_consultation(row, names, shown) for row in rows], size=SIZE)


def _consultation(row: AuditEvent, names: dict[int, str], shown: dict[int, Place]) -> Consultation:
    who = names.get(row.actor_id, f"#{row.actor_id}") if row.actor_id else _("Command")
    page = str(row.detail.get("page", ""))
    return Consultation(row.pk, timezone.localtime(row.at), who, PAGES.get(page, page), _place(row, shown))


def _place(row: AuditEvent, shown: dict[int, Place]) -> Text:
    """The name of the community; of one that has become secret or protected since, no more than that."""
    if row.target_type != "community":
        return ""
    place = shown.get(int(row.target_id)) if row.target_id.isdigit() else None
    return place.name if place else _("A community that is in no figure any more")
