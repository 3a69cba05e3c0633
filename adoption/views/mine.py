"""One's own mirror: the address has no name in it, it is always of whoever asks, and leaves no trace in the log."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from adoption import access
from adoption.dashboards.mine import mine_page
from adoption.views.pages import person_of


@never_cache
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    person = person_of(request)
    context = {"page": mine_page(person, at=timezone.now()), "leads": access.leads_team(person)}
    return render(request, "adoption/mine.html", context)
