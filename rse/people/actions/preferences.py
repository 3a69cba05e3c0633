"""How a person likes the pages (language, theme, keys), whether their looking at profiles is counted, and their being here shown."""

from collections.abc import Collection
from datetime import datetime
from zoneinfo import available_timezones

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from rse.audit import log
from rse.lib.refusal import Refused
from rse.people.access import may_edit, require
from rse.people.actions.people import tell_rights_changed
from rse.people.models import Person
from rse.people.models.person import Feed, Theme


def change_preferences(
    *,
    by: Person,
    person: Person,
    at: datetime,
    language: str | None = None,
    theme: str | None = None,
    time_zone: str | None = None,
    feed: str | None = None,
    shortcuts: bool | None = None,
    enter_sends: bool | None = None,
    views_counted: bool | None = None,
    shows_presence: bool | None = None,
) -> Person:
    """Change those that are given; an empty time zone is the organisation's. Raises Refused on an unknown one."""
    require(may_edit(by, person))
    changes = {
        "language": language,
        "theme": theme,
        "time_zone": time_zone,
        "feed": feed,
        "shortcuts": shortcuts,
        "enter_sends": enter_sends,
        "views_counted": views_counted,
        "shows_presence": shows_presence,
    }
    known: dict[str, Collection[object]] = {
        "language": set(dict(settings.LANGUAGES)),
        "theme": Theme.values,
        "time_zone": {"", *available_timezones()},
        "feed": Feed.values,
        "shortcuts": {True, False},
        "enter_sends": {True, False},
        "views_counted": {True, False},
        "shows_presence": {True, False},
    }
    given = {name: value for name, value in changes.items() if value is not None}
    for name, value in given.items():
        if value not in known[name]:
            raise Refused(_("This choice is not one of those offered."), field=name)
    given = {name: value for name, value in given.items() if value != getattr(person, name)}
    if not given:
        return person
    for name, value in given.items():
        setattr(person, name, value)
    Person.objects.filter(pk=person.pk).update(**given)
    if "shows_presence" in given:
        tell_rights_changed(person)
    if by.pk != person.pk:
        log.record(actor=by, act="person.preferences", target_type="person", target_id=person.pk, detail=given, at=at)
    return person
