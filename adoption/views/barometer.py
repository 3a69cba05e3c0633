"""The barometer "What holds me back": everyone answers, the pilot opens and closes, sponsor, pilot and elected members read."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from adoption import access
from adoption.actions import barometer as waves
from adoption.dashboards.barometer import results_page
from adoption.forms import BarometerForm
from adoption.views.pages import person_of
from rse.lib.refusal import Refused


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest) -> HttpResponse:
    """The three questions, while a wave is open and this person has not answered."""
    person = person_of(request)
    access.require_answer(person)
    form = BarometerForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            waves.answer(by=person, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Thank you. Your answer was added to the others; nothing says that it is yours."))
            return redirect("adoption-barometer")
    waits = waves.to_answer(person) is not None
    context = {"form": form, "waits": waits, "reads": access.may_see_barometer(person)}
    return render(request, "adoption/barometer.html", context, status=422 if form.errors else 200)


@require_safe
def results(request: HttpRequest) -> HttpResponse:
    person, at = person_of(request), timezone.now()
    access.require_barometer(person)
    access.consulted(by=person, page="barometer", at=at)
    context = {"page": results_page(at=at), "decides": access.may_decide(person)}
    return render(request, "adoption/barometer_results.html", context)


@require_POST
def wave(request: HttpRequest) -> HttpResponse:
    """`decision` opens a wave, or closes the one that is open."""
    person, at = person_of(request), timezone.now()
    access.require_decide(person)
    try:
        if request.POST.get("decision") == "close":
            waves.close_wave(by=person, at=at)
            messages.success(request, _("Wave closed. Who answered is forgotten; what was answered can be read."))
        else:
            waves.open_wave(by=person, at=at)
            messages.success(request, _("Wave open: everyone finds it on their home page."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("adoption-barometer-results")
