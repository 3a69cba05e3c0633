"""The pages of figures, each consultation written down."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from adoption import access
from adoption.dashboards.community import community_page
from adoption.dashboards.expert import expert_page
from adoption.dashboards.measured import measured_page
from adoption.dashboards.network import network_page
from adoption.dashboards.pages import NotKept
from adoption.dashboards.pauses import pause_card
from rse.people.models import Person


@require_safe
def network(request: HttpRequest) -> HttpResponse:
    person, at = person_of(request), timezone.now()
    access.require_network(person)
    try:
        page = network_page(at=at, named=request.GET.get("week", ""))
    except NotKept:
        raise Http404 from None
    access.consulted(by=person, page="network", at=at)
    context = {"page": page, "board": page.board, "decides": access.may_decide(person)}
    return render(request, "adoption/network.html", context)


@require_safe
def expert(request: HttpRequest) -> HttpResponse:
    person, at = person_of(request), timezone.now()
    access.require_network(person)
    page = expert_page(at=at)
    access.consulted(by=person, page="expert", at=at)
    return render(request, "adoption/expert.html", {"page": page})


@require_safe
def community(request: HttpRequest, slug: str) -> HttpResponse:
    person, at = person_of(request), timezone.now()
    sight = access.get_sight_or_404(person, slug)
    page = community_page(sight.place, at=at, animator=person.pk if sight.animates else None)
    access.consulted(by=person, page="community", at=at, target_type="community", target_id=sight.place.id)
    sees_network = access.may_see_network(person)
    card = pause_card(person, sight.place, at=at)
    context = {"page": page, "board": page.board, "sees_network": sees_network, "card": card}
    return render(request, "adoption/community.html", context)


@login_not_required
@require_safe
def measured(request: HttpRequest) -> HttpResponse:
    person = request.user
    sees_consultations = isinstance(person, Person) and access.may_see_consultations(person)
    context = {"page": measured_page(inside=person.is_authenticated), "sees_consultations": sees_consultations}
    return render(request, "adoption/measured.html", context)


def person_of(request: HttpRequest) -> Person:
    """Whoever is signed in; the middleware lets nobody else through."""
    assert isinstance(request.user, Person)
    return request.user
