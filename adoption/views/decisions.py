"""The pilot's page: the target, the thresholds, and their history."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from adoption import access
from adoption.actions.decisions import set_perimeter, set_thresholds
from adoption.dashboards.measured import measured_page
from adoption.forms import DecisionForm, PerimeterForm, ThresholdsForm
from adoption.views.pages import person_of
from rse.lib.refusal import Refused


@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest) -> HttpResponse:
    """Both forms; `decision` says which one was sent."""
    access.require_decide(person_of(request))
    page = measured_page(inside=True)
    sent = request.POST.get("decision") if request.method == "POST" else None
    perimeter = PerimeterForm(request.POST if sent == "perimeter" else None)
    levels = {name: f"{getattr(page.thresholds, name) * 100:.3g}" for name in ("enter_mass", "leave_mass", "enter_low", "leave_low")}
    thresholds = ThresholdsForm(request.POST if sent == "thresholds" else None, initial=levels)
    form: DecisionForm = thresholds if sent == "thresholds" else perimeter
    if sent is not None and form.is_valid() and _taken(request, form):
        messages.success(request, _("Decision written down. The figures follow at the next count."))
        return redirect("adoption-decide")
    context = {"page": page, "perimeter": perimeter, "thresholds": thresholds}
    return render(request, "adoption/decide.html", context, status=422 if request.method == "POST" else 200)


def _taken(request: HttpRequest, form: DecisionForm) -> bool:
    by, now, words = person_of(request), timezone.now(), form.cleaned_data
    try:
        if isinstance(form, ThresholdsForm):
            set_thresholds(by=by, thresholds=form.thresholds(), reason=words["reason"], at=now)
        elif isinstance(form, PerimeterForm):
            set_perimeter(
                by=by, from_at=form.from_at(), unit_ids=words["units"], headcount=words["headcount"], reason=words["reason"], at=now
            )
    except Refused as refusal:
        form.refuse(refusal)
        return False
    return True
