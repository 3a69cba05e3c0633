"""What every template knows: the entries of the shell, the bell, the languages and whether this is the demonstration."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language_info

from rse.audit.demo import is_demo
from rse.lib import slots


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context processor. Everything that costs a query is lazy: a page without the shell asks nothing."""
    return {
        "csp_nonce": getattr(request, "csp_nonce", None),
        "nav": SimpleLazyObject(lambda: _entries(request, "main")),
        "publish_nav": SimpleLazyObject(lambda: _entries(request, "publish")),
        "account_nav": SimpleLazyObject(lambda: _entries(request, "account")),
        "foot_nav": SimpleLazyObject(lambda: _entries(request, "foot")),
        "bell": SimpleLazyObject(lambda: slots.badge(request)),
        "languages": [get_language_info(code) for code, _name in settings.LANGUAGES],
        "theme": SimpleLazyObject(lambda: getattr(getattr(request, "user", None), "theme", "auto")),
        "is_demo": SimpleLazyObject(is_demo),
        "organisation": getattr(settings, "ORG_NAME", ""),
    }


def _entries(request: HttpRequest, place: slots.Place) -> list[dict[str, Any]]:
    if place != "foot" and not getattr(getattr(request, "user", None), "is_authenticated", False):
        return []
    entries = [entry for entry in slots.nav_entries(request) if entry.place == place]
    return [{"entry": entry, "current": entry.is_current(request.path)} for entry in entries]
