"""What is kept about the person who asks, and their own data as files. Nobody else has an address for it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from adoption.dashboards.kept import kept_page
from adoption.dashboards.own_data import own_csv, own_json
from adoption.views.pages import person_of


@require_safe
def kept(request: HttpRequest) -> HttpResponse:
    return render(request, "adoption/kept.html", {"page": kept_page(person_of(request), at=timezone.now())})


@require_POST
def kept_json(request: HttpRequest) -> HttpResponse:
    return _file(own_json(person_of(request), at=timezone.now()), "application/json", "maillage.json")


@require_POST
def kept_csv(request: HttpRequest) -> HttpResponse:
    return _file(own_csv(person_of(request), at=timezone.now()), "text/csv; charset=utf-8", "maillage.csv")


def _file(content: str, kind: str, name: str) -> HttpResponse:
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
