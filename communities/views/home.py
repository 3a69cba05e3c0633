"""The home page: what is new in one's communities, and where one could help."""

from collections.abc import Sequence

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from communities import feeds
from communities.feeds import ranking
from communities.feeds.for_you import CANDIDATES
from communities.views import ordering, reading
from rse.lib import slots
from rse.lib.csrf import token_of
from rse.lib.kept import Kept
from rse.lib.pages import BadCursor
from rse.lib.refusal import Refused
from rse.people.actions.arrivals import end_arrival
from rse.people.actions.preferences import change_preferences
from rse.people.models import Person

_leads: Kept[str] = Kept(2_000)


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """The newest posts, or in the order that `sort` names; `all=1` asks for the whole organisation, `after` and `before` for what
    surrounds a page."""
    person, order = reading.person_of(request), ordering.of_feed(request)
    everything = request.GET.get("all") == "1"
    after = reading.cursor(request, "after")
    mine = feeds.my_communities(person)
    if not reading.is_fragment(request):
        after = None
    begun = order.cursor
    chosen = everything or after is not None or "sort" in request.GET
    ranked = not chosen and ("-" in begun if begun else person.feed == "for_you")  # an order goes on as it began
    page = _ranked(person, begun) if ranked else ordering.home(request, order, everything=everything, after=after)
    roles = {place.community.pk: place.role for place in mine}
    cards = feeds.cards(person, page.rows, csrf=token_of(request), roles=roles, marks=feeds.marks_of(mine))
    if isinstance(page, feeds.RankedPage):
        cards = [_with_reason(card, page) for card in cards]
    feed = {
        "cards": cards,
        "next_cursor": None if after is not None else page.next_cursor,
        "everything": everything,
        "before": begun,
        "mine": mine,
        "above": "" if ranked or not order.is_newest else reading.above(request),
        "ranked": ranked,
        "order": None if ranked else order,
        "says_order": not ranked and bool(cards or begun or not order.is_newest),
        "newest_shown": max((card.id for card in cards), default=0),
        "leaves_out": page.leaves_out,
    }
    if reading.is_fragment(request):
        return render(request, "communities/_feed_items.html", feed)
    waiting = feeds.communities_to_read_in(timezone.now())
    return render(
        request,
        "communities/home.html",
        feed
        | {
            "newest_unread": max(
                (place.community.last_post_id or 0 for place in mine if place.is_unread and not place.is_muted), default=0
            ),
            "stories": feeds.stories_of_my_unit(person, timezone.now()),
            "questions": feeds.waiting_questions(person, communities=mine),
            "suggestions": feeds.communities_to_discover(person),
            "invitations": feeds.invitations(person),
            "arrival": _arrival(person),
            "announces": feeds.announces_somewhere(person, mine),
            "candidates": feeds.HOME_CANDIDATES,
            "reminders": slots.tabs("home", person=person),
            "to_read": any(place.community.pk in waiting for place in mine),
            "days": ranking.DAYS if ranked and any(place.community.last_post_id for place in mine) else 0,
        },
    )


@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Which order home has, from now on: `feed` is recent or for_you."""
    person = reading.person_of(request)
    try:
        change_preferences(by=person, person=person, feed=request.POST.get("feed", ""), at=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("home")


@require_safe
def why(request: HttpRequest) -> HttpResponse:
    """How "For you" is ordered, with its weights."""
    weights = {name: round(weight) for name, weight in ranking.WEIGHTS.items()}
    context = {"weights": weights, "base": round(ranking.BASE), "hours": round(ranking.HALF_LIFE), "days": ranking.DAYS}
    context |= {"lately": ranking.LATELY}
    return render(request, "communities/feed_why.html", context | {"candidates": CANDIDATES})


def _arrival(person: Person) -> Sequence[feeds.ArrivalStep]:
    """The first steps, as long as one is left of those under way; nothing is asked for anybody else."""
    if person.arrival != "open":
        return []
    steps = feeds.arrival_steps(person)
    if all(step.is_done for step in steps):
        end_arrival(by=person)
        return []
    return steps


def _ranked(person: Person, cursor: str) -> feeds.RankedPage:
    try:
        return feeds.for_you(person, at=timezone.now(), cursor=cursor)
    except BadCursor as error:
        raise BadRequest("bad cursor") from error


def _with_reason(card: feeds.Card, page: feeds.RankedPage) -> feeds.Card:
    """The card under the reason why this viewer is shown it."""
    why = page.reasons[card.id]
    key = get_language(), why.reason, why.about
    lead = _leads.make(key, lambda: render_to_string("communities/_reason.html", {"why": why}))
    return feeds.Card(card.id, mark_safe(lead + card.html), card.parent_id, card.state)
