"""Links: the card of the page that a text to come will show, the picture of a card, taking one away."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from communities import access, feeds
from communities.actions import links as actions
from communities.views import reading
from communities.views.rates import at_most
from communities.views.threads import comment_address
from rse.lib import storage


@require_POST
@at_most(30)
def ask(request: HttpRequest) -> HttpResponse:
    """What page the `body` would show in the `community`, but for the one that `without_link` names.

    202 with the address to ask again, whether somebody had linked to it or not; 204: none; 200: words on why none is looked up.
    """
    person = reading.person_of(request)
    community = access.get_readable_community_or_404(person, request.POST.get("community", "")[:80])
    body, without = request.POST.get("body", ""), request.POST.get("without_link", "")
    page = actions.ask_link(by=person, community=community, body=body, at=timezone.now(), without=without)
    if page is not None:
        mark = access.asked_page(person, page)
        return HttpResponse(reverse("link-asked", args=[mark]), status=202, content_type="text/plain; charset=utf-8")
    if not actions.shows_links(community) and actions.offers_links():
        return render(request, "communities/links/_not_looked_up.html", {"community": community})
    return HttpResponse(status=204)


@require_safe
@at_most(240)
def asked(request: HttpRequest, mark: str) -> HttpResponse:
    """The card of the page asked for; 202 as long as it is being looked up, 204 when there is nothing to show."""
    page = access.get_asked_page_or_404(reading.person_of(request), mark)
    if (row := feeds.asked_row(page, mark)) is not None:
        return render(request, "communities/links/_asked.html", {"link": row})
    return HttpResponse(status=202 if page.state == "pending" else 204)


@require_safe
def asked_picture(request: HttpRequest, mark: str) -> HttpResponseBase:
    return _picture(request, access.get_asked_page_or_404(reading.person_of(request), mark).picture_key)


@require_safe
def picture(request: HttpRequest, token: str) -> HttpResponseBase:
    """Our small copy, for whoever reads the text it stands under."""
    return _picture(request, access.get_link_or_404(reading.person_of(request), token).page.picture_key)


@require_POST
def remove(request: HttpRequest, token: str) -> HttpResponse:
    """Takes the card away: its author, or whoever moderates."""
    person = reading.person_of(request)
    link = access.get_link_or_404(person, token)
    actions.remove_link(by=person, link=link, at=timezone.now())
    if reading.is_fragment(request):
        return HttpResponse()
    messages.success(request, _("The preview of the link is taken away."))
    return redirect(comment_address(link.post, link.comment_id) if link.comment_id else reverse("post-show", args=[link.post_id]))


def kept_away(link: feeds.LinkToEdit | None) -> dict[str, str]:
    """What the form in which a text is edited is opened with."""
    return {"without_link": link.url} if link is not None and link.is_away else {}


def _picture(request: HttpRequest, key: str) -> HttpResponseBase:
    if not key:
        raise Http404
    return storage.serve(request, key, content_type=storage.IMAGE_TYPE)
