"""What every template knows: the entries of the shell, the bell, the languages and whether this is the demonstration."""

from functools import cached_property, partial
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language_info

from rse.audit.demo import is_demo
from rse.lib import slots
from rse.lib.csrf import token_of

Entry = dict[str, Any]


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context processor. What costs a query is called by the template that shows it: a page without the shell asks nothing."""
    made = _Shell(request)
    return {
        "csrf_token": SimpleLazyObject(partial(token_of, request)),
        "csp_nonce": getattr(request, "csp_nonce", None),
        "page_address": SimpleLazyObject(request.get_full_path),
        "nav": lambda: made.entries["main"],
        "publish_nav": lambda: made.entries["publish"],
        "account_nav": lambda: made.entries["account"],
        "foot_nav": lambda: made.entries["foot"],
        "bell": lambda: made.bell,
        "languages": _languages,
        "theme": lambda: made.theme,
        "is_demo": is_demo,
        "organisation": getattr(settings, "ORG_NAME", ""),
        "shell_key": lambda: made.key,
    }


class _Shell:
    """The frame of the page for one request."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.user = getattr(request, "user", None)

    @cached_property
    def entries(self) -> dict[slots.Place, list[Entry]]:
        found: dict[slots.Place, list[Entry]] = {"main": [], "publish": [], "account": [], "foot": []}
        signed_in = getattr(self.user, "is_authenticated", False)
        for entry in slots.nav_entries(self.request):
            if signed_in or entry.place == "foot":
                found[entry.place].append({"entry": entry, "current": entry.is_current(self.request.path)})
        return found

    @cached_property
    def bell(self) -> slots.Badge | None:
        return slots.badge(self.request)

    @property
    def theme(self) -> str:
        return str(getattr(self.user, "theme", "auto"))

    @cached_property
    def key(self) -> tuple[Any, ...]:
        """All that the bar, the tab bar and the foot show, as plain values: pages with the same key have the same frame."""
        user: Any = self.user
        who = (user.pk, user.name, user.email, user.photo_url) if getattr(user, "is_authenticated", False) else ()
        nav = [(place, each["entry"].url, each["current"]) for place, found in self.entries.items() for each in found]
        bell = (self.bell.url, self.bell.count) if self.bell else ()
        return self.theme, bool(is_demo()), who, bell, tuple(nav)


_languages = SimpleLazyObject(lambda: [get_language_info(code) for code, _name in settings.LANGUAGES])
