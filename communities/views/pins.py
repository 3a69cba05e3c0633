"""Pinning: one page that asks, whose buttons pin, move and take away."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from communities import access, feeds
from communities.actions import pins as actions
from communities.views import reading
from rse.lib.refusal import Refused


@require_http_methods(["GET", "HEAD", "POST"])
def pin(request: HttpRequest, id: str) -> HttpResponse:
    """`do` is pin (with the last day `until`, or none), unpin, up or down. Leads to the page of the community."""
    person = reading.person_of(request)
    post = access.get_post_or_404(person, id)
    access.require(access.may_pin(person, post))
    context = {"post": post, "pin": feeds.pin_of(person, post)}
    if request.method != "POST":
        return render(request, "communities/post_pin.html", context)
    at, do = timezone.now(), request.POST.get("do", "pin")
    try:
        match do:
            case "pin":
                actions.pin_post(by=person, post=post, until=_end_of(request.POST.get("until", "")), at=at)
                messages.success(request, _("The post is pinned."))
            case "unpin":
                actions.unpin_post(by=person, post=post, at=at)
                messages.success(request, _("The post is not pinned any more."))
            case "up" | "down":
                actions.move_pin(by=person, post=post, up=do == "up", at=at)
            case _other:
                raise BadRequest("pin, unpin, up or down")
    except Refused as refusal:
        typed = {"error": str(refusal), "field": refusal.field, "until": request.POST.get("until", "")}
        return render(request, "communities/post_pin.html", context | typed, status=422)
    return redirect("community-show", post.community.slug)


def _end_of(text: str) -> datetime | None:
    """The end of that day where the person is. Raises Refused on what is no day."""
    if not text:
        return None
    try:
        day = parse_date(text)
    except ValueError:
        day = None
    if day is None or day.year > timezone.now().year + 100:
        raise Refused(_("Choose a day in the future."), field="until")
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time()))
