"""Polls: a vote, the closing."""

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from communities import access, feeds
from communities.actions import polls as actions
from communities.views import reading
from rse.lib.csrf import token_of
from rse.lib.refusal import Refused


@require_POST
def vote(request: HttpRequest, id: str) -> HttpResponse:
    """Votes for the positions `options`, or changes one's vote. A script gets the poll anew, a page the thread."""
    person = reading.person_of(request)
    post = access.get_post_or_404(person, id)
    given = request.POST.getlist("options")
    if not all(position.isascii() and position.isdigit() and len(position) < 3 for position in given):
        raise BadRequest("no such choice")
    error = ""
    try:
        actions.vote(by=person, post=post, options=[int(position) for position in given], at=timezone.now())
    except Refused as refusal:
        error = str(refusal)
    if reading.is_fragment(request):
        return HttpResponse(feeds.shown_details(person, post=post, csrf=token_of(request), error=error), status=422 if error else 200)
    if error:
        messages.error(request, error)
    return redirect(reverse("post-show", args=[post.pk]))


@require_http_methods(["GET", "HEAD", "POST"])
def close(request: HttpRequest, id: str) -> HttpResponse:
    """Asks first, then closes a poll."""
    person = reading.person_of(request)
    post = access.get_post_or_404(person, id)
    access.require(access.may_close_poll(person, post))
    if request.method != "POST":
        return render(request, "communities/poll_close.html", {"post": post})
    try:
        actions.close_poll(by=person, post=post, at=timezone.now())
        messages.success(request, _("The poll is closed."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect(reverse("post-show", args=[post.pk]))
