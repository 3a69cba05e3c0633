"""A pioneer's own page: say yes or no, see what is left to do, hand over."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from adoption import access
from adoption.actions.answering import answer, hand_over
from adoption.dashboards.pioneer import own_page
from adoption.views.pages import person_of
from rse.lib.refusal import Refused


@require_http_methods(["GET", "HEAD", "POST"])
def pioneer(request: HttpRequest) -> HttpResponse:
    """One's own page; `decision` is yes, no, or over."""
    by, at, refused = person_of(request), timezone.now(), ""
    access.require_nominate(by)
    if request.method == "POST":
        try:
            if request.POST.get("decision") == "over":
                hand_over(by=by, at=at)
                messages.success(request, _("Handed over: thank you."))
            else:
                answer(by=by, accepts=request.POST.get("decision") == "yes", at=at)
                messages.success(request, _("Answer noted."))
            return redirect("adoption-pioneer")
        except Refused as refusal:
            refused = str(refusal)
    return render(request, "adoption/pioneer.html", {"page": own_page(by), "refused": refused}, status=422 if refused else 200)
