"""One's own data as files: everything the kept page counts, row by row, for the person themselves."""

from __future__ import annotations

import csv
import io
import json
from datetime import datetime

from django.conf import settings

from adoption.dashboards.kept import COUNTS, place_names
from adoption.history.own import own_events, own_searches
from adoption.models import PersonFirst, PersonWeek, Pioneer, WeekMark
from adoption.models.pseudonyms import pseudonym_of
from adoption.science import weeks
from rse.audit import log
from rse.people.models import Person

HEADER = ("week", "place", *COUNTS)
FIRSTS = {PersonFirst.CAME: "came", PersonFirst.CONTRIBUTED: "contributed", PersonFirst.WROTE: "wrote"}
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would run


def own_json(person: Person, *, at: datetime) -> str:
    """Acts one by one, weekly counts, roles: of this person, for this person."""
    acts = list(own_events(person.pk))
    names = place_names(person, sorted({place for _, _, place in acts if place}))
    _written(person, "json", at)
    found = {
        "made_at": at.isoformat(timespec="seconds"),
        "person": {"name": person.name, "email": person.email, "roles": list(person.roles), "views_counted": person.views_counted},
        "kept": {"acts_months": settings.EVENTS_KEPT_MONTHS, "weeks": settings.PERSON_WEEKS_KEPT},
        "acts": [{"at": when.isoformat(), "act": verb, "place": str(names[place]) if place else None} for when, verb, place in acts],
        "searches": [{"at": when.isoformat(), "words": words} for when, words in own_searches(person.pk)],
        "weeks": [dict(zip(HEADER, row, strict=True)) for row in _weeks(person)],
        "firsts": _firsts(person),
        "pioneer": [
            {"from": spell.from_at.isoformat(), "to": spell.to_at.isoformat() if spell.to_at else None}
            for spell in Pioneer.objects.filter(person_id=person.pk).order_by("from_at")
        ],
    }
    return json.dumps(found, ensure_ascii=False, indent=1)


def own_csv(person: Person, *, at: datetime) -> str:
    """The weekly counts, a row per week and place."""
    _written(person, "csv", at)
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(HEADER)
    writer.writerows([week, f"'{place}" if place.startswith(FORMULA) else place, *counts] for week, place, *counts in _weeks(person))
    return "\ufeff" + out.getvalue()


def _weeks(person: Person) -> list[tuple[str, str, *tuple[int, ...]]]:
    rows = list(
        PersonWeek.objects.filter(person=pseudonym_of(person.pk), week__in=WeekMark.objects.values("week"))
        .order_by("week", "community_id")
        .values_list("week", "community_id", *COUNTS)
    )
    names = place_names(person, sorted({row[1] for row in rows}))
    return [(weeks.label(week), str(names[place]), *counts) for week, place, *counts in rows]


def _firsts(person: Person) -> list[dict[str, str]]:
    """The first weeks that are kept longer than the others."""
    found = PersonFirst.objects.filter(person=pseudonym_of(person.pk)).order_by("week", "community_id", "kind")
    rows = list(found.values_list("week", "community_id", "kind"))
    names = place_names(person, sorted({row[1] for row in rows}))
    return [{"week": weeks.label(week), "place": str(names[place]), "first": FIRSTS[kind]} for week, place, kind in rows]


def _written(person: Person, form: str, at: datetime) -> None:
    log.record(actor=person, act="account.own_data", target_type="person", target_id=person.pk, detail={"form": form}, at=at)
