"""The short poll: whom one turns to, and whether one would like to be asked oneself."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from adoption import access
from adoption.actions.choosing import MOST_NAMED
from adoption.actions.choosing import nominate as keep
from adoption.dashboards.nominations import nominations_of
from adoption.views.pages import person_of
from rse.lib.refusal import Refused

WISHES = {"yes": True, "no": False}


@require_http_methods(["GET", "HEAD", "POST"])
def nominate(request: HttpRequest) -> HttpResponse:
    """Up to three addresses and a wish; sent again, they replace what was said before."""
    by = person_of(request)
    access.require_nominate(by)
    refused = ""
    emails, wishes = nominations_of(by)
    if request.method == "POST":
        emails, said = request.POST.getlist("email")[: 2 * MOST_NAMED], request.POST.get("wishes", "")
        wishes = WISHES.get(said)
        try:
            keep(by=by, emails=emails, wishes=wishes, at=timezone.now())
        except Refused as refusal:
            refused = str(refusal)
        else:
            messages.success(request, _("Noted. It is deleted when the launch starts."))
            return redirect("adoption-nominate")
    context = {"emails": [*emails, "", "", ""][: max(MOST_NAMED, len(emails))], "wishes": wishes, "refused": refused}
    return render(request, "adoption/nominate.html", context, status=422 if refused else 200)
