"""The page that a browser keeps for the time without a connection: the last feed, to be read, and a place to write."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from communities import feeds
from communities.views import reading


@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """Asked by a script of our pages, and kept until its person signs out."""
    person = reading.person_of(request)
    context = {"posts": feeds.offline_posts(person), "places": feeds.offline_destinations(person), "kept_at": timezone.now()}
    return render(request, "communities/offline_feed.html", context)
