"""Places of the shell that apps fill: the platform knows where an entry goes, each app says what goes there.

An app registers callables in its `ready()`; they are called with the request when a page is rendered. Registering
the same name twice replaces the first, so that reloading an app adds nothing.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from django.http import HttpRequest
from django.utils.functional import Promise

Text: TypeAlias = str | Promise
Place: TypeAlias = Literal["main", "publish", "account", "foot"]


@dataclass(frozen=True)
class NavEntry:
    """A link of the top bar and the bottom tab bar (`main`), of the account menu (`account`), of the tab bar's middle
    (`publish`) or of the foot of pages (`foot`, which visitors see too).

    `short` is the word of the tab bar; `within` are the address prefixes under which the entry is the current one.
    """

    label: Text
    url: str
    icon: str
    short: Text = ""
    within: tuple[str, ...] = ()
    place: Place = "main"

    def is_current(self, path: str) -> bool:
        return path == self.url or any(path.startswith(prefix) for prefix in self.within)


@dataclass(frozen=True)
class Badge:
    """The bell: where it leads, how many things wait behind it, and what a script opens as a panel (`panel`) when it is pressed."""

    url: str
    count: int
    panel: str = ""


@dataclass(frozen=True)
class Tab:
    """A tab that an app adds to the page of something."""

    label: Text
    url: str


NavSource: TypeAlias = Callable[[HttpRequest], NavEntry | None]
BadgeSource: TypeAlias = Callable[[HttpRequest], Badge | None]
TabSource: TypeAlias = Callable[..., Tab | None]
_tabs: dict[str, dict[str, TabSource]] = {}
_nav: dict[str, tuple[int, NavSource]] = {}
_badge: dict[str, BadgeSource] = {}


def register_nav(name: str, source: NavSource, *, order: int) -> None:
    """Adds an entry to the shell; `source` answers None for whoever may not see it."""
    _nav[name] = (order, source)


def register_badge(source: BadgeSource) -> None:
    """Says what the bell shows; the last one registered is the one asked."""
    _badge["bell"] = source


def register_tab(page: str, name: str, source: TabSource) -> None:
    """Adds a tab to the pages called `page`; `source` gets what the page gives to `tabs`, and answers None for whoever may not see it."""
    _tabs.setdefault(page, {})[name] = source


def tabs(page: str, **about: object) -> list[Tab]:
    """The tabs that apps add to this page, for whom it is shown."""
    return [tab for source in _tabs.get(page, {}).values() if (tab := source(**about)) is not None]


def nav_entries(request: HttpRequest) -> Iterator[NavEntry]:
    """The entries that this request may see, in their order."""
    for _order, source in sorted(_nav.values(), key=lambda item: item[0]):
        if (entry := source(request)) is not None:
            yield entry


def badge(request: HttpRequest) -> Badge | None:
    """What the bell shows to this request; None when no app fills it."""
    source = _badge.get("bell")
    return source(request) if source else None
