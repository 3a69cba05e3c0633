"""What account pages say by themselves: the second step that an administrator owes, the folder where messages go."""

from django import template
from django.http import HttpRequest
from django.utils.translation import gettext

from rse.people import mail
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
