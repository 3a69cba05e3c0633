"""The launch room: read by the pilot and the administrator, its plan kept by the pilot."""

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from adoption import access
from adoption.actions.launches import keep_step
from adoption.dashboards.launch import launch_page
from adoption.views.pages import person_of
from rse.lib.refusal import Refused


@require_http_methods(["GET", "HEAD", "POST"])
def launch(request: HttpRequest) -> HttpResponse:
    """The room; a step sent is kept: its name, its date, whether it is done."""
    by, at = person_of(request), timezone.now()
    access.require_seed(by)
    refused = ""
    if request.method == "POST":
        access.require_decide(by)
        try:
            _keep(request)
        except Refused as refusal:
            refused = str(refusal)
        else:
            messages.success(request, _("Step kept."))
            answer = redirect("adoption-launch")
            answer["Location"] += "#plan"
            return answer
    access.consulted(by=by, page="launch", at=at)
    context = {"page": launch_page(at=at), "may_decide": access.may_decide(by), "refused": refused, "typed": request.POST}
    return render(request, "adoption/launch.html", context, status=422 if refused else 200)


def _keep(request: HttpRequest) -> None:
    given, step = request.POST, request.POST.get("step", "")
    try:
        due = date.fromisoformat(given.get("due_on", ""))
    except ValueError:
        raise Refused(_("Give a date."), field="due_on") from None
    now = timezone.now()
    keep_step(
        by=person_of(request), step_id=int(step) if step.isdecimal() and len(step) < 19 else 0,
        name=None if given.get("name") == given.get("shown") else given.get("name", ""), due_on=due,
        done="done" in given, today=timezone.localdate(now), at=now,
    )  # fmt: skip
