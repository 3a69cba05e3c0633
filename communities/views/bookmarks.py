"""The posts that one kept for later."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from communities import feeds
from communities.views import reading
from rse.lib.csrf import token_of


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The latest kept first; `before` is the cursor of a page."""
    person = reading.person_of(request)
    before = reading.cursor(request, "before")
    page = feeds.bookmarks(person, before=before)
    context = {"cards": feeds.cards(person, page, csrf=token_of(request)), "next_cursor": page.next_cursor, "before": before}
    if reading.is_fragment(request):
        return render(request, "communities/_feed_items.html", context)
    return render(request, "communities/bookmark_list.html", context | {"mine": feeds.my_communities(person)})
