"""The seeding assistant: five steps on one page, nothing sent before the last one; and the page of a staff list."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from adoption import access
from adoption.actions import choosing, launches
from adoption.dashboards.reach import reach_of
from adoption.dashboards.seeding import seeding_page
from adoption.views.pages import person_of
from rse.lib.refusal import Refused
from rse.people.actions import directory
from rse.people.directory.columns import FIELDS
from rse.people.models import StaffList

AT_ONCE = 3_000  # lines taken by the request itself


@require_http_methods(["GET", "HEAD", "POST"])
def seeding(request: HttpRequest) -> HttpResponse:
    """The whole assistant; `step` says which of its forms was sent. What was typed comes back with a refusal."""
    by = person_of(request)
    access.require_seed(by)
    step, refused = request.POST.get("step", "") if request.method == "POST" else "", ""
    if request.method == "POST":
        try:
            return _STEPS.get(step, _unknown)(request)
        except Refused as refusal:
            refused = str(refusal)
    page = seeding_page(language=_language())
    context = {
        "page": page,
        "step": step,
        "elsewhere": refused and step not in _STEPS,
        "refused": refused,
        "typed": request.POST,
        "count": request.POST.get("count") or 40,
    }
    return render(request, "adoption/seeding.html", context, status=422 if refused else 200)


@require_GET
def reach(request: HttpRequest) -> HttpResponse:
    """What these people, and not those kept, would reach: asked again after each choice."""
    access.require_seed(person_of(request))
    return render(request, "adoption/_reach.html", {"reach": reach_of(_ids(request.GET.getlist("person")))})


@require_http_methods(["GET", "HEAD", "POST"])
def people(request: HttpRequest) -> HttpResponse:
    """The staff list that waits: its columns, what it would do and every problem; `act` corrects, takes or drops it."""
    by, at = person_of(request), timezone.now()
    access.require_seed(by)
    listed = StaffList.objects.filter(taken_at=None).order_by("-id").first()
    if listed is None:
        return redirect("adoption-seeding")
    refused = ""
    if request.method == "POST":
        try:
            if (answer := _decided(request, listed)) is not None:
                return answer
        except Refused as refusal:
            refused = str(refusal)
    context: dict[str, Any] = {"listed": listed, "refused": refused}
    try:
        table = directory.table_of(listed)
        chosen = _columns(request) if refused else listed.columns
        context |= {
            "header": list(enumerate(table.header)), "fields": [(name, words, chosen.get(name)) for name, words in FIELDS.items()],
            "sample": [row.cells for row in table.rows[:3]], "encoding": table.encoding, "lines": len(table.rows),
        }  # fmt: skip
        if not listed.asked_at:
            context["plan"] = directory.plan_of(listed, by=by, at=at)
    except Refused as refusal:
        context["refused"] = refused or str(refusal)
    return render(request, "adoption/seeding_people.html", context, status=422 if refused else 200)


@require_GET
def problems(request: HttpRequest) -> HttpResponse:
    """Every problem of the waiting list, one a line, as CSV."""
    by = person_of(request)
    access.require_seed(by)
    listed = StaffList.objects.filter(taken_at=None).order_by("-id").first()
    if listed is None:
        raise Http404
    answer = HttpResponse(content_type="text/csv; charset=utf-8", headers={"Content-Disposition": 'attachment; filename="lignes.csv"'})
    answer.write("\ufeff")
    writer = csv.writer(answer, delimiter=";")
    writer.writerow([_("line"), _("problem"), _("what the cell holds")])
    try:
        found = directory.plan_of(listed, by=by, at=timezone.now()).problems
    except Refused as refusal:
        writer.writerow(["", str(refusal), ""])
        return answer
    writer.writerows([one.line, one.words, f"'{one.value}" if one.value[:1] in "=+-@" and one.value else one.value] for one in found)
    return answer


def _decided(request: HttpRequest, listed: StaffList) -> HttpResponse | None:
    by, at, act = person_of(request), timezone.now(), request.POST.get("act")
    if act == "drop":
        directory.drop_list(by=by, listed=listed)
        messages.success(request, _("List dropped: nothing has changed."))
        return redirect("adoption-seeding")
    if act == "columns":
        directory.choose_columns(by=by, listed=listed, columns=_columns(request), whole="whole" in request.POST)
        return redirect("adoption-seeding-people")
    if act != "take":
        return None
    if len(directory.table_of(listed).rows) > AT_ONCE:
        directory.ask_to_take(by=by, listed=listed, at=at)
        return redirect("adoption-seeding-people")
    plan = directory.take_list(by=by, listed=listed, at=at)
    told = ngettext("%(count)s account opened.", "%(count)s accounts opened.", len(plan.new)) % {"count": len(plan.new)}
    messages.success(request, told)
    return redirect("adoption-seeding")


def _columns(request: HttpRequest) -> dict[str, int]:
    return {name: int(place) for name in FIELDS if (place := request.POST.get(name, "")).isdecimal() and len(place) < 4}


def _file(request: HttpRequest) -> HttpResponse:
    given = request.FILES.get("file")
    if given is None:
        raise Refused(_("Choose a file."), field="file")
    directory.give_list(by=person_of(request), name=given.name or "", content=given.read(), at=timezone.now())
    return redirect("adoption-seeding-people")


def _date(request: HttpRequest) -> HttpResponse:
    launch_on = _day(request.POST.get("launch_on", ""))
    launches.set_date(by=person_of(request), launch_on=launch_on, words=request.POST.get("words", ""), at=timezone.now())
    return _back(request, _("Date kept: the plan counts back from it."), "s4")


def _waves(request: HttpRequest) -> HttpResponse:
    launches.propose_waves(by=person_of(request), at=timezone.now(), by_site=request.POST.get("cut") != "unit")
    return _back(request, _("Waves proposed, two weeks apart."), "s4")


def _wave(request: HttpRequest) -> HttpResponse:
    launches.change_wave(
        by=person_of(request), wave_id=_number(request, "wave"), name=request.POST.get("name", ""), day=_day(request.POST.get("day", "")),
        at=timezone.now(),
    )  # fmt: skip
    return _back(request, _("Wave kept."), "s4")


def _suggest(request: HttpRequest) -> HttpResponse:
    made = choosing.suggest(by=person_of(request), count=_number(request, "count"), at=timezone.now())
    return _back(request, ngettext("%(count)s person suggested.", "%(count)s people suggested.", made) % {"count": made}, "s2")


def _choose(request: HttpRequest) -> HttpResponse:
    choosing.choose(by=person_of(request), ids=_ids(request.POST.getlist("person")), at=timezone.now())
    return _back(request, _("Choice kept."), "s2")


def _add(request: HttpRequest) -> HttpResponse:
    person = choosing.add(by=person_of(request), email=request.POST.get("email", ""), at=timezone.now())
    return _back(request, _("%(name)s is chosen.") % {"name": person.name}, "s2")


def _communities(request: HttpRequest) -> HttpResponse:
    chosen = [(key, "") for key in request.POST.getlist("pattern")]
    if not chosen:
        raise Refused(_("Choose a template."))
    made = launches.plan_communities(by=person_of(request), chosen=chosen, language=_language(), at=timezone.now())
    told = ngettext("%(count)s community planned.", "%(count)s communities planned.", made) % {"count": made}
    return _back(request, told, "s3")


def _planned(request: HttpRequest) -> HttpResponse:
    by, planned = person_of(request), _number(request, "planned")
    if "drop" in request.POST:
        launches.drop_planned(by=by, planned_id=planned)
        return _back(request, _("Not planned any more."), "s3")
    launches.change_planned(by=by, planned_id=planned, name=request.POST.get("name", ""), email=request.POST.get("animator", ""))
    return _back(request, _("Community kept."), "s3")


def _start(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    launches.start(by=person_of(request), language=_language(), today=timezone.localdate(now), at=now)
    messages.success(request, _("Launched: the communities are open, the pioneers are asked, and the waves go on their days."))
    return redirect("adoption-launch")


def _unknown(request: HttpRequest) -> HttpResponse:
    raise Refused(_("This step does not exist."))


_STEPS: dict[str, Callable[[HttpRequest], HttpResponse]] = {
    "file": _file, "date": _date, "waves": _waves, "wave": _wave, "suggest": _suggest, "choose": _choose, "add": _add,
    "communities": _communities, "planned": _planned, "start": _start,
}  # fmt: skip


def _back(request: HttpRequest, told: str, part: str) -> HttpResponse:
    messages.success(request, told)
    answer = redirect("adoption-seeding")
    answer["Location"] += f"#{part}"
    return answer


def _ids(given: list[str]) -> list[int]:
    return [int(one) for one in given if one.isdecimal() and len(one) < 19]


def _number(request: HttpRequest, name: str) -> int:
    given = request.POST.get(name, "")
    if not given.isdecimal() or len(given) > 18:
        raise Refused(_("Give a number."), field=name)
    return int(given)


def _day(given: str) -> date:
    try:
        return date.fromisoformat(given)
    except ValueError:
        raise Refused(_("Give a date."), field="day") from None


def _language() -> str:
    return "en" if (get_language() or "fr").startswith("en") else "fr"
