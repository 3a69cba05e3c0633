"""The page of a person."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from communities import access, events, feeds
from communities.views import reading
from rse.lib.csrf import token_of
from rse.people.models import Person


@require_safe
def show(request: HttpRequest, id: str) -> HttpResponse:
    """What someone says of themselves, and the most useful of what they posted that the reader may read."""
    person = reading.person_of(request)
    shown = access.get_person_or_404(person, id)
    _seen(person, shown)
    manager, may_browse = access.manager_seen(person, shown), access.may_browse_people(person)
    context = {
        "manager": manager,
        "contributions": feeds.contributions(person, shown),
        "communities": feeds.communities_of(person, shown),
        "praise": feeds.praise_received(person, shown),
        "known": feeds.known_topics(person, shown),
        "chart": feeds.line_of(person, shown, manager) if shown.is_active and may_browse else None,
        "may_browse": may_browse,
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
