"""Search: its page, what its box suggests, and forgetting what one looked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlencode

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST, require_safe

from communities import access, events, search
from communities.actions.searches import forget_searches
from communities.views import reading
from rse.lib.pages import BadCursor
from rse.people.models import Person

NAMED_BESIDE = 4  # people, and communities, beside what was found
NAMED = 40
AUTHORS = 8
NAMES = ("person", "community")  # kinds of what is found by its name


@dataclass(frozen=True)
class Choice:
    """A link that narrows what is found, or takes that back; `number` is how much it leaves, None when that was not counted."""

    label: str
    url: str
    is_current: bool
    number: int | None = None


@dataclass(frozen=True)
class Chosen:
    """What the address asks beside the words: all that a link of the page keeps."""

    q: str
    kind: str = ""
    place: str = ""
    author: str = ""
    since: str = ""
    solved: bool = False
    sort: str = ""

    @classmethod
    def of(cls, request: HttpRequest) -> Chosen:
        """What is unknown is as if it had not been asked."""
        given = request.GET
        kind, since, sort = given.get("kind", ""), given.get("since", ""), given.get("sort", "")
        return cls(
            q=reading.words(request, length=1_000),
            kind=kind if kind in (*search.KINDS, *NAMES) else "",
            place=reading.words(request, "in", length=80),
            author=given.get("by", "") if given.get("by", "").isascii() and given.get("by", "").isdigit() else "",
            since=since if since in search.SINCE else "",
            solved=given.get("solved") == "1",
            sort=sort if sort == search.NEWEST else "",
        )

    def url(self, **changes: str | bool) -> str:
        """The address of this page with something else chosen."""
        other = replace(self, **changes)  # type: ignore[arg-type]
        given = {"q": other.q, "kind": other.kind, "in": other.place, "by": other.author, "since": other.since, "sort": other.sort}
        solved = {"solved": "1"} if other.solved else {}
        return "?" + urlencode({name: value for name, value in given.items() if value} | solved)

    @property
    def narrows(self) -> int:
        """How many filters are on, the kind apart."""
        return sum(map(bool, (self.place, self.author, self.since, self.solved)))


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """What `q` finds; `kind`, `in` (a community), `by` (a person), `since` and `solved` narrow it, `at` is the cursor of a page."""
    person, chosen, now = reading.person_of(request), Chosen.of(request), timezone.now()
    if not chosen.q:
        return render(request, "communities/search/index.html", {"chosen": chosen, "recent": search.recent_searches(person), "q": ""})
    asked = search.read(person, chosen.q)
    if chosen.kind in NAMES:
        return _names(request, person, chosen, asked)
    place, author = _place(person, chosen), _author(person, chosen)
    asked = _narrowed(asked, chosen, place, author, now)
    cursor = request.GET.get("at", "")
    try:
        found = search.find(person, asked, order=chosen.sort or search.RELEVANCE, cursor=cursor)
    except BadCursor as error:
        raise BadRequest("bad cursor") from error
    if not cursor and not asked.is_empty:
        events.hint_searched(person_id=person.pk, words=chosen.q, at=now)
    return render(request, "communities/search/index.html", _context(person, chosen, asked, found, cursor, place, author))


def _context(
    person: Person, chosen: Chosen, asked: search.Asked, found: search.Found, cursor: str, place: object, author: object
) -> dict[str, object]:
    beside = not cursor and not asked.is_empty
    solvable = found.rows or chosen.solved
    return {
        "q": chosen.q,
        "search_words": chosen.q,
        "chosen": chosen,
        "asked": asked,
        "found": found,
        "cursor": cursor,
        "place": place,
        "author": author,
        "kinds": _kinds(chosen, asked, found),
        "places": [Choice(each.name, chosen.url(place=each.slug), False, each.number) for each in found.places] if not place else [],
        "authors": _authors(chosen, found) if not author else [],
        "ages": _ages(chosen),
        "solved": Choice(_("Questions with an accepted answer"), chosen.url(solved=not chosen.solved), chosen.solved) if solvable else None,
        "orders": _orders(chosen, found),
        "off_place": chosen.url(place=""),
        "off_author": chosen.url(author=""),
        "off_since": chosen.url(since=""),
        "off_solved": chosen.url(solved=False),
        "since_label": dict(_since()).get(chosen.since, ""),
        "next": f"{chosen.url()}&{urlencode({'at': found.next_cursor})}" if found.next_cursor else "",
        "people": search.people_called(person, asked.plain_words, size=NAMED_BESIDE) if beside else [],
        "communities": search.communities_called(person, asked.plain_words, size=NAMED_BESIDE) if beside else [],
        "all_url": replace(chosen, kind="").url(place="", author="", since="", solved=False),
        "ask_url": f"{reverse('post-create')}?{urlencode({'kind': 'question', 'title': chosen.q[:150]})}",
    }


@require_safe
def suggestions(request: HttpRequest) -> HttpResponse:
    """What the box suggests for `q`, as options of its list."""
    person = reading.person_of(request)
    typed = reading.words(request)
    return render(request, "communities/search/_suggestions.html", {"found": search.suggest(person, typed), "typed": typed})


@require_POST
def forget(request: HttpRequest) -> HttpResponse:
    """Forgets what the person looked for."""
    forget_searches(by=reading.person_of(request))
    if reading.is_fragment(request):
        return HttpResponse(status=204)
    return redirect("search")


def _names(request: HttpRequest, person: Person, chosen: Chosen, asked: search.Asked) -> HttpResponse:
    """The people, or the communities, so called."""
    words = asked.plain_words
    context: dict[str, object] = {
        "q": chosen.q,
        "search_words": chosen.q,
        "chosen": chosen,
        "asked": asked,
        "kinds": _kinds(chosen, asked, search.NOTHING),
    }
    if chosen.kind == "person":
        context["people"] = search.people_called(person, words, size=NAMED)
    else:
        context["communities"] = search.communities_called(person, words, size=NAMED)
    return render(request, "communities/search/names.html", context)


def _place(person: Person, chosen: Chosen) -> object:
    return access.readable_communities(person).filter(slug=chosen.place).first() if chosen.place else None


def _author(person: Person, chosen: Chosen) -> object:
    return access.people(person).filter(pk=int(chosen.author[:18])).first() if chosen.author else None


def _narrowed(asked: search.Asked, chosen: Chosen, place: object, author: object, now: datetime) -> search.Asked:
    """What the address chooses goes before what the words say."""
    changes: dict[str, object] = {"kind": chosen.kind or asked.kind, "answered": chosen.solved or asked.answered}
    if chosen.place:
        changes["community_ids"] = [getattr(place, "pk", 0)]
    if chosen.author:
        changes["author_ids"] = [getattr(author, "pk", 0)]
    if chosen.since:
        changes["after"] = now - search.SINCE[chosen.since]
    return replace(asked, **changes)  # type: ignore[arg-type]


def _labels() -> list[tuple[str, str]]:
    return [
        ("", _("Everything")),
        ("question", _("Questions")),
        ("post", _("Posts")),
        ("comment", _("Replies")),
        ("story", _("Success stories")),
        ("document", _("Documents")),
        ("person", _("People")),
        ("community", _("Communities")),
    ]


def _kinds(chosen: Chosen, asked: search.Asked, found: search.Found) -> list[Choice]:
    """A tab for each kind, with what it holds where that was counted."""
    counts: Mapping[str, int] = found.kinds
    counted = bool(counts) or (found.count == 0 and found is not search.NOTHING)
    current = chosen.kind or asked.kind

    def number(kind: str) -> int | None:
        if not counted or kind in NAMES:
            return None
        return counts.get(kind, 0) if kind else sum(counts.values())

    return [Choice(label, chosen.url(kind=kind), kind == current, number(kind)) for kind, label in _labels()]


def _authors(chosen: Chosen, found: search.Found) -> list[Choice]:
    """Who wrote the first of what is shown, in the order of names: nobody is counted."""
    names = {row.author.pk: row.author.name for row in found.rows}
    shown = sorted(list(names.items())[:AUTHORS], key=lambda each: each[1])
    return [Choice(name, chosen.url(author=str(pk)), False) for pk, name in shown]


def _since() -> Sequence[tuple[str, str]]:
    return [
        ("", _("Any date")),
        ("week", _("Last week")),
        ("month", _("Last month")),
        ("quarter", _("Last three months")),
        ("year", _("Last year")),
    ]


def _ages(chosen: Chosen) -> list[Choice]:
    return [Choice(label, chosen.url(since=since), since == chosen.since) for since, label in _since()]


def _orders(chosen: Chosen, found: search.Found) -> list[Choice]:
    """Where there is too much to be ranked, there is one order."""
    if found.count is None or found.count < 2:
        return []
    is_newest = found.order == search.NEWEST
    relevance = Choice(_("Most relevant"), chosen.url(sort=""), not is_newest)
    return [relevance, Choice(pgettext("results", "Newest"), chosen.url(sort=search.NEWEST), is_newest)]
