"""What the field suggests while one writes: the options of a list, as elements to put in it."""

from __future__ import annotations

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from communities import access, feeds
from communities.views import reading
from communities.views.rates import at_most


@require_safe
@at_most(240)
def index(request: HttpRequest) -> HttpResponse:
    """`mark` is @ (people, then communities), # (topics), `people` or `skills`; `q` a beginning; `community` where one writes."""
    person = reading.person_of(request)
    mark, beginning = request.GET.get("mark", "@"), reading.words(request, length=60)
    if mark not in ("@", "#", "people", "skills"):
        raise BadRequest("no such mark")
    place = reading.words(request, "community", length=80)
    community = access.get_readable_community_or_404(person, place) if place else None
    context = {
        "people": feeds.people_suggested(person, beginning, community=community) if beginning and mark in ("@", "people") else [],
        "topics": feeds.topics_like(person, beginning, community=community) if beginning and mark == "#" else [],
        "communities": feeds.communities_suggested(person, beginning, community=community) if beginning and mark == "@" else [],
        "skills": feeds.skills_like(person, beginning) if mark == "skills" else [],
        "place": community,
        "mark": mark,
    }
    return render(request, "communities/composer/_suggestions.html", context)
