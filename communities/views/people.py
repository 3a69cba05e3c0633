"""People: the directory, and the page of a person."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from communities import access, events, feeds
from communities.views import reading
from rse.lib.csrf import token_of
from rse.people.models import Person


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The directory by name, for employees; `q` is the beginning of a name, `after` the cursor of a page."""
    person = reading.person_of(request)
    access.require(access.may_browse_people(person))
    query = reading.words(request)
    page = feeds.people_directory(person, query=query, after=reading.words(request, "after", length=300))
    return render(request, "people/person_list.html", {"page": page, "query": query})


@require_safe
def show(request: HttpRequest, id: str) -> HttpResponse:
    """What someone says of themselves, and the most useful of what they posted that the reader may read."""
    person = reading.person_of(request)
    shown = access.get_person_or_404(person, id)
    _seen(person, shown)
    context = {
        "manager": access.manager_seen(person, shown),
        "contributions": feeds.contributions(person, shown),
        "communities": feeds.communities_of(person, shown),
        "praise": feeds.praise_received(person, shown),
    }
    return render(request, "people/person_show.html", context | _head(person, shown, tab="profile"))


@require_safe
def posts(request: HttpRequest, id: str) -> HttpResponse:
    """All that they posted and the reader may read, the newest first; `before` is the cursor of a page."""
    person = reading.person_of(request)
    shown = access.get_person_or_404(person, id)
    before = reading.cursor(request, "before")
    page = feeds.profile_feed(person, shown, before=before)
    feed = {"cards": feeds.cards(person, page, csrf=token_of(request)), "next_cursor": page.next_cursor, "before": before}
    if reading.is_fragment(request):
        return render(request, "communities/_feed_items.html", feed)
    _seen(person, shown)
    return render(request, "people/person_posts.html", feed | _head(person, shown, tab="posts"))


def _head(person: Person, shown: Person, *, tab: str) -> dict[str, object]:
    """What stands above each page of a person."""
    return {"shown": shown, "tab": tab, "level": feeds.level_of_person(person, shown)}


def _seen(person: Person, shown: Person) -> None:
    if shown.pk != person.pk:
        events.hint_seen(person_id=person.pk, verb="profile_view", object_id=shown.pk, at=timezone.now())
