"""What one reads in a feed: posts as they were in view, all at once, all at once taken back; one card, renewed."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from communities import access, feeds, live
from communities.actions import reads as actions
from communities.views import reading
from rse.lib.csrf import token_of
from rse.lib.pages import BadCursor, parse_cursor


@require_POST
def mark(request: HttpRequest) -> HttpResponse:
    """The posts `ids`, by commas, were in view. Gives the communities where nothing waits any more."""
    person = reading.person_of(request)
    ids = [_id(one) for one in request.POST.get("ids", "")[: 20 * actions.MAX_AT_ONCE].split(",") if one]
    read = actions.mark_posts_read(by=person, post_ids=ids, at=timezone.now())
    if read:
        live.push_signs(person.pk)
    return JsonResponse({"read": [str(community_id) for community_id in read]})


@require_POST
def mark_all(request: HttpRequest) -> HttpResponse:
    """All was read, in `community` or everywhere, up to the newest that the page knew of (`up_to`). A script gets what undoes it."""
    person = reading.person_of(request)
    slug, up_to = request.POST.get("community", ""), request.POST.get("up_to", "")
    community = access.get_readable_community_or_404(person, slug) if slug else None
    undo = actions.mark_all_read(by=person, community=community, up_to=_id(up_to) if up_to else None, at=timezone.now())
    if undo:
        live.push_signs(person.pk)
    said = _("Everything is marked as read.") if undo else _("Everything was already read.")
    if reading.is_fragment(request):
        return JsonResponse({"key": undo.key if undo else "", "said": said})
    back = reading.way_back(request, "/")
    address = f"{reverse('read-undo')}?{urlencode({'key': undo.key, 'next': back})}" if undo else ""
    messages.success(request, said, extra_tags=address)
    return redirect(back)


@require_POST
def undo(request: HttpRequest) -> HttpResponse:
    """What `key` stands for waits again."""
    key = request.POST.get("key") or request.GET.get("key", "")
    person = reading.person_of(request)
    actions.undo_mark_all_read(by=person, key=key[:32], at=timezone.now())
    live.push_signs(person.pk)
    if reading.is_fragment(request):
        return HttpResponse(status=204)
    return redirect(reading.way_back(request, "/"))


@require_safe
def card(request: HttpRequest, id: str) -> HttpResponse:
    """The item of one post as a feed shows it now, for the page that has it already."""
    person = reading.person_of(request)
    post = access.get_post_or_404(person, id)
    mine = feeds.my_communities(person)
    roles = {place.community.pk: place.role for place in mine}
    rows = [feeds.PostRow(post.pk, post.version)]
    cards = feeds.cards(person, rows, csrf=token_of(request), roles=roles, marks=feeds.marks_of(mine))
    return render(request, "communities/_feed_items.html", {"cards": cards})


def _id(raw: str) -> int:
    try:
        return parse_cursor(raw) or 0
    except BadCursor as error:
        raise BadRequest("bad id") from error
