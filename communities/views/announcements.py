"""Announcements: saying that one has read one, and those that wait for it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from communities import access, feeds
from communities.actions import announcements as actions
from communities.views import reading
from rse.lib.csrf import token_of
from rse.lib.refusal import Refused


@require_POST
def acknowledge(request: HttpRequest, id: str) -> HttpResponse:
    """Says that one has read it. A script gets the announcement anew, a page the thread."""
    person = reading.person_of(request)
    post = access.get_post_or_404(person, id)
    error = ""
    try:
        actions.acknowledge(by=person, post=post, at=timezone.now())
    except Refused as refusal:
        error = str(refusal)
    if reading.is_fragment(request):
        return HttpResponse(feeds.shown_details(person, post=post, csrf=token_of(request), error=error), status=422 if error else 200)
    messages.error(request, error) if error else messages.success(request, _("Noted: you have read it."))
    return redirect(reverse("post-show", args=[post.pk]))


@require_safe
def to_read(request: HttpRequest) -> HttpResponse:
    """What one still has to read; for a script, a strip for the top of the home page."""
    person, now = reading.person_of(request), timezone.now()
    if reading.is_fragment(request):
        return render(request, "communities/_to_read.html", {"posts": feeds.titles_to_read(person, now)})
    mine = feeds.my_communities(person)
    roles = {place.community.pk: place.role for place in mine}
    cards = feeds.cards(person, feeds.must_reads(person, now), csrf=token_of(request), roles=roles)
    return render(request, "communities/announcement_list.html", {"cards": cards, "mine": mine})
