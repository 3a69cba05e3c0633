"""The first visit: a photo, three skills, three communities, then an act. Each page is a form that can be left for later."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communities import access, feeds
from communities.actions import comments, memberships, reactions
from communities.forms import fresh_key
from communities.views import reading
from rse.lib.refusal import Refused
from rse.people.actions import arrivals
from rse.people.actions.profiles import add_skills, change_job, change_photo
from rse.people.forms import PhotoForm

if TYPE_CHECKING:
    from communities.models import Post
    from rse.people.models import Person

MOST = 10  # communities that one sends at once
READ = ["GET", "HEAD", "POST"]


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Leads to the first step that the facts do not show as done."""
    person = reading.person_of(request)
    arrivals.begin_arrival(by=person)
    left = [step for step in feeds.arrival_steps(person) if not step.is_done]
    return redirect(left[0].url if left else "welcome-done")


@require_http_methods(READ)
def photo(request: HttpRequest) -> HttpResponse:
    """Name, job and photo; initials do without one."""
    person = reading.person_of(request)
    if request.method != "POST":
        return _step(request, "photo", {"form": _photo_form(), "job_title": person.job_title})
    form = _photo_form(request)
    job = request.POST.get("job_title", person.job_title)
    try:
        change_job(by=person, person=person, job_title=job, at=timezone.now())
        if form.is_valid() and form.cleaned_data["photo"]:
            change_photo(by=person, person=person, image=form.cleaned_data["photo"], at=timezone.now())
    except Refused as refusal:
        form.add_error("photo" if refusal.field != "job_title" else None, str(refusal))
    if form.errors:
        return _step(request, "photo", {"form": form, "job_title": job}, status=422)
    return redirect(_after(person, "photo"))


@require_http_methods(READ)
def skills(request: HttpRequest) -> HttpResponse:
    """Ticked among those of one's colleagues, or said in one's own words."""
    person = reading.person_of(request)
    access.require(access.may_browse_people(person))
    offered, context = feeds.skills_around(person), {}
    if request.method == "POST":
        ticked, own = request.POST.getlist("skill")[:20], request.POST.get("own", "")[:500]
        try:
            add_skills(by=person, person=person, skills=[*ticked, *own.split(",")], at=timezone.now())
            return redirect(_after(person, "skills"))
        except Refused as refusal:
            context = {"ticked": ticked, "own": own, "refused": str(refusal)}
    return _step(request, "skills", {"offered": offered, **context}, status=422 if context else 200)


@require_http_methods(READ)
def communities(request: HttpRequest) -> HttpResponse:
    """Joins each community ticked, or asks to: one that refuses is said, and keeps nothing from the others."""
    person = reading.person_of(request)
    access.require(access.may_browse_people(person))
    if request.method != "POST":
        return _step(request, "communities", {"offered": feeds.communities_for_newcomer(person)})
    asked = []
    for slug in dict.fromkeys(request.POST.getlist("community")[:MOST]):
        try:
            community = access.get_community_or_404(person, slug)
            if access.may_join(person, community):
                memberships.join_community(by=person, community=community, at=timezone.now())
            else:
                memberships.request_to_join(by=person, community=community, at=timezone.now())
                asked.append(community.name)
        except (Http404, PermissionDenied, Refused):
            messages.error(request, _("One of these communities could not be joined: it has changed meanwhile."))
    if asked:
        messages.success(request, _("Asked: %(names)s. You will be told.") % {"names": ", ".join(asked)})
    return redirect(_after(person, "communities"))


@require_http_methods(READ)
def act(request: HttpRequest) -> HttpResponse:
    """Something true to do at once: react, answer, or say hello, each in its own form."""
    person = reading.person_of(request)
    if request.method != "POST":
        return _step(request, "act", _acts(person) | {"key": fresh_key()})
    post = access.get_post_or_404(person, request.POST.get("post", ""))
    try:
        if "kind" in request.POST:
            reactions.react(by=person, post=post, kind=request.POST["kind"], at=timezone.now())
        else:
            _say(person, post, request)
        return redirect("welcome-done")
    except Refused as refusal:
        context = _acts(person) | {"said": post, "body": request.POST.get("body", "")}
        return _step(request, "act", {**context, "key": request.POST.get("client_key", ""), "refused": str(refusal)}, status=422)


@require_safe
def done(request: HttpRequest) -> HttpResponse:
    """A word of thanks after the first act, and the way home."""
    person = reading.person_of(request)
    steps = feeds.arrival_steps(person)
    if not steps[-1].is_done:
        return redirect("welcome-act")
    return render(request, "communities/welcome/done.html", {"steps": steps})


@require_POST
def put_away(request: HttpRequest) -> HttpResponse:
    """Puts the list of first steps away, or with `back` brings it to the home page again."""
    person = reading.person_of(request)
    if "back" in request.POST:
        arrivals.bring_arrival_back(by=person)
        messages.success(request, _("Your first steps are on the home page again."))
        return redirect("settings")
    arrivals.put_arrival_away(by=person)
    messages.success(request, _("The list is put away. Your preferences bring it back."))
    return redirect("home")


def _photo_form(request: HttpRequest | None = None) -> PhotoForm:
    """The form of the photo, which may stay empty here."""
    form = PhotoForm(request.POST, request.FILES) if request else PhotoForm()
    form.fields["photo"].required = False
    return form


def _acts(person: Person) -> dict[str, object]:
    return {"acts": feeds.first_acts(person), "kinds": [kind for kind in feeds.reaction_kinds() if kind.is_active][:1]}


def _say(person: Person, post: Post, request: HttpRequest) -> None:
    comments.create_comment(
        by=person, post=post, body=request.POST.get("body", ""), client_key=request.POST.get("client_key") or None, at=timezone.now()
    )  # fmt: skip


def _step(request: HttpRequest, name: str, context: dict[str, object], *, status: int = 200) -> HttpResponse:
    person = reading.person_of(request)
    steps = feeds.arrival_steps(person)
    place = [step.name for step in steps].index(name)
    later = steps[place + 1].url if place + 1 < len(steps) else "home"
    shared = {"steps": steps, "here": name, "number": place + 1, "later": later, "person": person}
    return render(request, f"communities/welcome/{name}.html", shared | context, status=status)


def _after(person: Person, name: str) -> str:
    """The page of the step that comes after this one."""
    names = [step.url for step in feeds.arrival_steps(person)]
    return names[names.index(f"welcome-{name}") + 1]
