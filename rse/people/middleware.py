"""Each request speaks the person's language and shows the person's hours; its answer is for that person, that time."""

import functools
from collections.abc import Callable
from urllib.parse import urlsplit, urlunsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import resolve_url
from django.utils import timezone, translation

from rse.people.models import Person

LANGUAGES = {code for code, _name in settings.LANGUAGES}


class PreferencesMiddleware:
    """After Django's own: what the person has chosen wins over the browser's wishes and the cookie, which serve visitors."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        person = request.user
        if not isinstance(person, Person) and not person.is_authenticated:
            return self.get_response(request)
        request.user = person = getattr(person, "_wrapped", person)  # no longer lazy: each attribute would pass through the wrapper
        if person.language in LANGUAGES:
            translation.activate(person.language)
            request.LANGUAGE_CODE = translation.get_language()
        with timezone.override(_zone(person.time_zone)):
            return self.get_response(request)


class SignInMiddleware(LoginRequiredMiddleware):
    """Whoever must sign in comes back to the page they asked for; sent a form, to the page that it stood on."""

    def handle_no_permission(self, request: HttpRequest, view_func: Callable[..., HttpResponseBase]) -> HttpResponseRedirect:
        if request.method in ("GET", "HEAD"):
            return super().handle_no_permission(request, view_func)
        page = urlsplit(request.headers.get("Referer", ""))
        is_ours = page.netloc == request.get_host() and not page.path.startswith(resolve_url(settings.LOGIN_URL))
        address = urlunsplit(("", "", page.path, page.query, "")) if is_ours else "/"
        return redirect_to_login(address, self.get_login_url(view_func), self.get_redirect_field_name(view_func))


class PrivateMiddleware:
    """No answer is kept to be shown again unasked: rights may have ended since, or someone else be at the browser."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "private, no-cache")
        return response


@functools.lru_cache(maxsize=500)
def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name or settings.ORG_TIME_ZONE)
    except (KeyError, ValueError):  # a zone that this machine does not know (any more)
        return ZoneInfo(settings.ORG_TIME_ZONE)
