"""A door that a person may knock at so often, no more: the others read why, in words, and lose none of theirs."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from communities.views import kept
from communities.views.reading import is_fragment, person_of
from rse.lib.rates import Rate, wait

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def at_most(per_minute: int) -> Callable[[View[P]], View[P]]:
    """Further requests of that minute get 429."""

    def guard(view: View[P]) -> View[P]:
        return _guarded(view, f"{view.__module__}.{view.__name__}", (per_minute, 60), lambda request: True)

    return guard


def writes(kind: str, view: View[P]) -> View[P]:
    """Counts what is sent there with all that is of that kind, a key of `settings.RATES`; looking at the form is free."""
    return _guarded(view, kind, settings.RATES[kind], lambda request: request.method == "POST")


def searches(view: View[P], *, field: str = "q") -> View[P]:
    """Counts the requests that search, wherever they do; the list without a question is free."""
    return _guarded(view, "search", settings.RATES["search"], lambda request: bool(request.GET.get(field, "").strip()))


def _guarded(view: View[P], name: str, rate: Rate, counts: Callable[[HttpRequest], bool]) -> View[P]:
    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if request.user.is_authenticated and counts(request) and (seconds := wait(name, person_of(request).pk, rate)):
            return _too_often(request, seconds)
        return view(request, *args, **kwargs)

    return guarded


def _too_often(request: HttpRequest, seconds: int) -> HttpResponse:
    """Scripts keep what was typed, and say this or try again; a page without them gives the words back in its form."""
    if is_fragment(request) or "text/html" not in request.headers.get("Accept", ""):
        answer = HttpResponse(_("That was a lot at once. Wait a minute."), content_type="text/plain; charset=utf-8")
    else:
        form = kept.keep(request) if request.method == "POST" else ""
        answer = render(request, "communities/too_often.html", {"form": form, "minutes": -(-seconds // 60)})
    answer.status_code = 429
    answer["Retry-After"] = str(seconds)
    return answer
