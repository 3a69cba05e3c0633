"""A manager's own page: the address has no name in it, it is always of whoever asks."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from adoption import access
from adoption.dashboards.team import team_page
from adoption.views.pages import person_of


@never_cache
@require_safe
def team(request: HttpRequest) -> HttpResponse:
    person, at = person_of(request), timezone.now()
    access.require_team(person)
    page = team_page(person, at=at)
    access.consulted(by=person, page="team", at=at)
    return render(request, "adoption/team.html", {"page": page, "leads": True})
