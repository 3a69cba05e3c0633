"""The guests of a community, and until when each comes."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from communities import access, feeds
from communities.actions.guest_ends import set_guest_end
from communities.views import reading
from communities.views.places import place
from communities.views.thread_invitations import end_of_day
from rse.lib.refusal import Refused
from rse.people.actions.guests import LONGEST

if TYPE_CHECKING:
    from communities.models import Community


@require_safe
@reading.of_community
def index(request: HttpRequest, community: Community) -> HttpResponse:
    """For whoever animates: each guest, the date on which their access ends, and the form that moves it."""
    person = reading.person_of(request)
    access.require(access.may_moderate(person, community))
    today = timezone.localdate()
    days = {"earliest": today + timedelta(days=1), "latest": today + LONGEST - timedelta(days=1)}
    return render(
        request, "communities/guest_list.html", place(person, community, tab="members") | {"guests": feeds.guests_of(community)} | days
    )


@require_POST
def until(request: HttpRequest, id: str) -> HttpResponse:
    """Moves the end of a guest's access to the evening of the day `until`."""
    person = reading.person_of(request)
    guest = access.get_person_or_404(person, id)
    access.require(access.may_set_guest_end(person, guest))
    try:
        if (end := end_of_day(request.POST.get("until", ""))) is None:
            raise Refused(_("Choose a day to come."), field="until")
        set_guest_end(by=person, person=guest, until=end, at=timezone.now())
        messages.success(request, _("%(name)s is a guest until that day.") % {"name": guest.name})
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect(reading.way_back(request, "/"))
