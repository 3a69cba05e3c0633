"""Units of ten people or more, each consultation written down."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from adoption import access
from adoption.dashboards.units import unit_page, units_page
from adoption.views.pages import person_of


@require_safe
def units(request: HttpRequest) -> HttpResponse:
    person, at = person_of(request), timezone.now()
    access.require_units(person)
    page = units_page(at=at)
    access.consulted(by=person, page="units", at=at)
    return render(request, "adoption/units.html", {"page": page})


@require_safe
def unit(request: HttpRequest, id: int) -> HttpResponse:
    person, at = person_of(request), timezone.now()
    access.require_units(person)
    page = unit_page(id, at=at)
    if page is None:
        raise Http404
    access.consulted(by=person, page="unit", at=at, target_type="unit", target_id=id)
    return render(request, "adoption/unit.html", {"page": page})
