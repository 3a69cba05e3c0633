"""The home page: what is new in one's communities, and where one could help."""

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.views.decorators.http import require_safe

from communities import feeds
from communities.views import reading


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """The newest posts; `all=1` asks for the whole organisation, `after` and `before` for what surrounds a page."""
    person = reading.person_of(request)
    everything = request.GET.get("all") == "1"
    before, after = reading.cursor(request, "before"), reading.cursor(request, "after")
    mine = feeds.my_communities(person)
    if not reading.is_fragment(request):
        after = None
    page = feeds.home_feed(person, before=before, after=after, everything=everything)
    cards = feeds.cards(person, page, csrf=get_token(request), roles={place.community.pk: place.role for place in mine})
    feed = {
        "cards": cards,
        "next_cursor": None if after is not None else page.next_cursor,
        "everything": everything,
        "before": before,
        "mine": mine,
    }
    if reading.is_fragment(request):
        return render(request, "communities/_feed_items.html", feed)
    return render(
        request,
        "communities/home.html",
        feed
        | {
            "questions": feeds.waiting_questions(person, communities=mine),
            "suggestions": feeds.communities_to_discover(person),
            "invitations": feeds.invitations(person),
        },
    )
