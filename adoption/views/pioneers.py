"""The pilot's page of pioneers: name some, release one."""

from datetime import datetime, time

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from adoption import access
from adoption.actions.pioneers import name_pioneers, release_pioneer
from adoption.dashboards.pioneers import pioneers_of_today
from adoption.forms import PioneersForm
from adoption.history.clock import zone
from adoption.views.pages import person_of
from rse.lib.refusal import Refused
from rse.people.models import Person


@require_http_methods(["GET", "HEAD", "POST"])
def pioneers(request: HttpRequest) -> HttpResponse:
    """The list and the form; `release` holds the person who is to be one no longer."""
    by = person_of(request)
    access.require_decide(by)
    if request.method == "POST" and "release" in request.POST:
        return _release(request, by)
    form = PioneersForm(request.POST if request.method == "POST" else None, initial={"from_day": timezone.now().astimezone(zone()).date()})
    if request.method == "POST" and form.is_valid() and _named(request, by, form):
        return redirect("adoption-pioneers")
    context = {"form": form, "pioneers": pioneers_of_today()}
    return render(request, "adoption/pioneers.html", context, status=422 if request.method == "POST" else 200)


def _named(request: HttpRequest, by: Person, form: PioneersForm) -> bool:
    start = datetime.combine(form.cleaned_data["from_day"], time(), tzinfo=zone())
    try:
        count = name_pioneers(by=by, people=form.cleaned_data["emails"], from_at=start, at=timezone.now())
    except Refused as refusal:
        form.refuse(refusal)
        return False
    told = ngettext(
        "%(count)s pioneer more. Their push counts from that day.", "%(count)s pioneers more. Their push counts from that day.", count
    )
    messages.success(request, told % {"count": count})
    return True


def _release(request: HttpRequest, by: Person) -> HttpResponse:
    given = request.POST["release"]
    person = Person.objects.filter(pk=int(given)).first() if given.isdecimal() and len(given) < 19 else None
    if person is None:
        messages.error(request, _("This person is no pioneer."))
        return redirect("adoption-pioneers")
    try:
        release_pioneer(by=by, person=person, at=timezone.now())
        messages.success(request, _("%(name)s is no longer a pioneer.") % {"name": person.name})
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    return redirect("adoption-pioneers")
