"""The directory of people, the organisation chart, who knows what, and the card of a person for an address book."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from communities import access, feeds
from communities.views import filtering, reading
from rse.lib import vcard
from rse.lib.ids import id_in

CURSOR = 300  # characters


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """For employees: filters of `filtering`, `q` the beginnings of a name, `order` name or new, `after` the cursor of a page."""
    person = reading.person_of(request)
    access.require(access.may_browse_people(person))
    filters, at, tree = filtering.read(request), timezone.now(), feeds.unit_tree()
    order = "new" if request.GET.get("order") == "new" else "name"
    after = reading.words(request, "after", length=CURSOR)
    page = feeds.people_directory(person, filters, at=at, order=order, after=after, tree=tree)
    facets = feeds.people_facets(person, filters, at=at, tree=tree)
    context = {
        "page": page,
        "query": filters.query,
        "order": order,
        "facets": facets,
        "chips": filtering.chips(request.GET, filters, tree),
        "groups": filtering.groups(request.GET, filters, facets, tree),
        "held": [(name, value) for name, values in request.GET.lists() if name not in ("q", "after") for value in values],
        "by_name": filtering.without(request.GET, "order"),
        "by_arrival": filtering.plus(request.GET, "order", "new", alone=True),
        "levels": feeds.levels_of_people(person, [row.pk for row in page.rows]),
        "new_since": feeds.new_since(at),
    }
    return render(request, "people/person_list.html", context)


@require_safe
def org(request: HttpRequest, id: str) -> HttpResponse:
    """Where someone stands in the organisation: `open` names those whose team is shown too, `after` is the cursor of their own."""
    person = reading.person_of(request)
    shown = access.get_colleague_or_404(person, id)
    access.require(access.may_browse_people(person))
    opened = [found for each in request.GET.getlist("open")[: feeds.OPENED_TEAMS] if (found := id_in(each)) is not None]
    chart = feeds.chart_of(person, shown, opened=opened, after=reading.words(request, "after", length=CURSOR))
    context = {"chart": chart, "opened": opened, "shown": shown, "tab": "org", "level": feeds.level_of_person(person, shown)}
    return render(request, "people/person_org.html", context)


@require_safe
def knows(request: HttpRequest) -> HttpResponse:
    """Who knows about `topic`, a topic or a skill, of those who let themselves be found so."""
    person = reading.person_of(request)
    access.require(access.may_browse_people(person))
    subject = reading.words(request, "topic", length=60).lstrip("#").strip()
    page = feeds.knowers(person, subject, after=reading.words(request, "after", length=CURSOR))
    return render(request, "people/knower_list.html", {"subject": subject, "page": page, "consents": feeds.consents(person)})


@require_safe
def card(request: HttpRequest, id: str) -> HttpResponse:
    """The vCard of someone whom one may see: what their profile says, and no more."""
    person = reading.person_of(request)
    shown = access.get_person_or_404(person, id)
    profile = getattr(shown, "profile", None)
    text = vcard.write(
        first_name=shown.first_name,
        last_name=shown.last_name,
        email=shown.email if shown.is_active else "",
        phone=profile.phone if profile and shown.is_active else "",
        job=shown.job_title,
        unit=shown.unit.name if shown.unit else "",
        site=shown.site.name if shown.site else "",
    )
    answer = HttpResponse(text, content_type="text/vcard; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{_("contact")}-{shown.pk}.vcf"'
    return answer
