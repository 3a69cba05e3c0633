"""What account pages say by themselves: the second step that an administrator owes, the folder where messages go."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from urllib.parse import urlencode

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext, ngettext

from rse.lib.fold import fold
from rse.lib.languages import language_name
from rse.people import mail
from rse.people.models import Person
from rse.people.second_step import is_due

register = template.Library()
# In this order: Edge and Opera also call themselves Chrome, and Chrome calls itself Safari.
BROWSERS = (("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
SYSTEMS = (("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS", "macOS"), ("Linux", "Linux"))


@register.simple_tag(takes_context=True)
def second_step_due(context: template.Context) -> bool:
    """`{% second_step_due as due %}`: this administrator has no second step yet."""
    request: HttpRequest | None = context.get("request")
    return request is not None and is_due(request.user)


@register.filter
def device(user_agent: str) -> str:
    """ "Firefox, Windows" out of what a browser says of itself; the beginning of it when neither is known."""
    names = [name for name in (_first(BROWSERS, user_agent), _first(SYSTEMS, user_agent)) if name]
    return ", ".join(names) or user_agent[:60] or gettext("Unknown device")


def _first(known: tuple[tuple[str, str], ...], user_agent: str) -> str:
    return next((name for mark, name in known if mark in user_agent), "")


@register.simple_tag
def keeps_mail() -> bool:
    """`{% keeps_mail as is_kept %}`: whether messages go to a folder, for want of a mail server. Not which: visitors read it."""
    return bool(mail.folder())


@dataclass(frozen=True)
class Way:
    """How one writes to somebody: what the link says and opens."""

    url: str
    label: str
    icon: str
    is_away: bool


@register.simple_tag
def write_to(person: Person) -> Way:
    """`{% write_to person as way %}`: a mail, or a conversation of Teams where the organisation says so; the label tells which."""
    if settings.WRITE_WITH == "teams":
        url = f"https://teams.microsoft.com/l/chat/0/0?{urlencode({'users': person.email})}"
        return Way(url, gettext("Write on Teams"), "message-square", is_away=True)
    return Way(f"mailto:{person.email}", gettext("Write an e-mail"), "mail", is_away=False)


@register.filter
def of(values: Mapping[int, str], key: int) -> str:
    """`{{ levels|of:person.pk }}`: what a table holds for a key, or nothing."""
    return values.get(key, "")


@register.simple_tag(takes_context=True)
def toggle_team(context: template.Context, opened: Collection[int], id_: int) -> str:
    """The address of the chart with one team more open, or closed again; it leads to that team."""
    query = context["request"].GET.copy()
    query.setlist("open", [str(one) for one in opened if one != id_] + ([] if id_ in opened else [str(id_)]))
    return f"?{query.urlencode()}#team-{id_}"


@register.filter(name="language_name")
def spoken(code: str) -> str:
    """ "Italian" of "it", in the reader's language."""
    return language_name(code)


@register.filter
def folded(text: str) -> str:
    """A text as it is looked up: without accents nor capitals."""
    return fold(text)


class Proven(Protocol):
    """Why somebody is said to know a subject."""

    @property
    def answers(self) -> int: ...
    @property
    def last_at(self) -> datetime | None: ...
    @property
    def topic(self) -> str: ...
    @property
    def skill(self) -> str: ...


@register.simple_tag
def proof(knower: Proven) -> str:
    """ "3 accepted answers on #hydraulics, the last in March; skill declared": a count of what the reader may read, and no more."""
    said = []
    if knower.answers:
        words = ngettext("%(shown)s accepted answer on #%(topic)s", "%(shown)s accepted answers on #%(topic)s", knower.answers)
        said.append(words % {"shown": knower.answers, "topic": knower.topic})
        if knower.last_at is not None:
            said.append(gettext("the last in %(month)s") % {"month": date_format(localtime(knower.last_at), "F Y")})
    answered = ", ".join(said)
    declared = gettext("skill declared: %(skill)s") % {"skill": knower.skill} if knower.skill else ""
    if answered and declared:
        return gettext("%(answered)s; %(declared)s") % {"answered": answered, "declared": declared}
    return answered or declared
