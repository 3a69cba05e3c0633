"""Topics: those people speak of, and the page of one."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from communities import feeds
from communities.views import ordering, reading
from rse.lib.csrf import token_of
from rse.lib.text import topic_key


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The topics of the posts that one may read; `q` is the beginning of one."""
    person = reading.person_of(request)
    query = reading.words(request)
    context = {"topics": feeds.topics(person, query=query), "query": query, "mine": feeds.my_communities(person)}
    return render(request, "communities/topic_list.html", context)


@require_safe
def show(request: HttpRequest, key: str) -> HttpResponse:
    """The posts that bear a topic, however its address writes it, in the order that `sort` names; `before` is the cursor of a page."""
    person, order = reading.person_of(request), ordering.of_feed(request)
    known_by = topic_key(key)
    if not known_by:
        raise Http404
    topic = ordering.topic(request, known_by, order)
    cards = feeds.cards(person, topic.page, csrf=token_of(request))
    context = {"key": known_by, "before": order.cursor, "order": order, "cards": cards, "next_cursor": topic.page.next_cursor}
    if reading.is_fragment(request):
        return render(request, "communities/_feed_items.html", context)
    of_topic: dict[str, object] = {
        "name": topic.name,
        "level": feeds.level_of_topic(person, known_by),
        "mine": feeds.my_communities(person),
        "candidates": feeds.CANDIDATES,
    }
    if not order.cursor:
        of_topic["referents"] = feeds.referents_of_topic(person, known_by)
    return render(request, "communities/topic_show.html", context | of_topic)
