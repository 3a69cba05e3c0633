"""Each request speaks the person's language and shows the person's hours; a visitor's language is the browser's."""

import functools
from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from rse.people.models import Person

LANGUAGES = {code for code, _name in settings.LANGUAGES}


class PreferencesMiddleware:
    """After Django's own: what the person has chosen wins over the browser's wishes and the cookie."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        person = request.user
        if not isinstance(person, Person) and not person.is_authenticated:
            return self.get_response(request)
        if person.language in LANGUAGES:
            translation.activate(person.language)
            request.LANGUAGE_CODE = translation.get_language()
        with timezone.override(_zone(person.time_zone)):
            return self.get_response(request)


@functools.lru_cache(maxsize=500)
def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name or settings.ORG_TIME_ZONE)
    except (KeyError, ValueError):  # a zone that this machine does not know (any more)
        return ZoneInfo(settings.ORG_TIME_ZONE)
