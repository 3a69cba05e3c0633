"""The page of consultations, itself written down."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from adoption import access
from adoption.dashboards.consultations import consultations as listed
from adoption.forms import ConsultationsForm
from adoption.views.pages import person_of
from rse.lib.pages import BadCursor, parse_cursor


@require_safe
def consultations(request: HttpRequest) -> HttpResponse:
    person, at = person_of(request), timezone.now()
    access.require_consultations(person)
    try:
        before = parse_cursor(request.GET.get("before"))
    except BadCursor as error:
        raise Http404 from error
    form = ConsultationsForm(request.GET)
    if not form.is_valid():
        raise Http404
    page = listed(at=at, before=before, **form.cleaned_data)
    access.consulted(by=person, page="consultations", at=at)
    return render(request, "adoption/consultations.html", {"page": page, "form": form})
