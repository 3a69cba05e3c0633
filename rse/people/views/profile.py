"""One's own profile: what is said of oneself, and the photo; and the photos of those one may see."""

from typing import cast

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from rse.lib import storage
from rse.lib.rates import wait
from rse.lib.refusal import Refused
from rse.people import access
from rse.people.actions.knowledge import change_knowledge
from rse.people.actions.profiles import change_photo, change_profile, remove_photo
from rse.people.forms import KnowledgeForm, PhotoForm, ProfileForm
from rse.people.models import Person, Profile


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest) -> HttpResponse:
    """Show and change what one says of oneself."""
    person = cast(Person, request.user)
    form = ProfileForm(request.POST or None, initial=_said(person))
    if request.method == "POST" and form.is_valid():
        try:
            change_profile(by=person, person=person, at=timezone.now(), **form.cleaned_data)
        except Refused as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            messages.success(request, _("Profile saved."))
            return redirect("profile-edit")
    return _page(request, form, PhotoForm())


@require_POST
def photo(request: HttpRequest) -> HttpResponse:
    """Put or take away one's photo."""
    person = cast(Person, request.user)
    if "remove" in request.POST:
        remove_photo(by=person, person=person, at=timezone.now())
        messages.success(request, _("Photo removed."))
        return redirect("profile-edit")
    form = PhotoForm(request.POST, request.FILES)
    if seconds := wait("upload", person.pk, settings.RATES["upload"]):  # with all that one sends
        form.add_error("photo", _("That was a lot at once. Wait a minute."))
        answer = _page(request, ProfileForm(initial=_said(person)), form)
        answer.status_code, answer["Retry-After"] = 429, str(seconds)
        return answer
    if form.is_valid():
        try:
            change_photo(by=person, person=person, image=form.cleaned_data["photo"], at=timezone.now())
        except Refused as refusal:
            form.add_error("photo", str(refusal))
        else:
            messages.success(request, _("Photo saved."))
            return redirect("profile-edit")
    return _page(request, ProfileForm(initial=_said(person)), form)


@require_POST
def knowledge(request: HttpRequest) -> HttpResponse:
    """Say whether colleagues may find one by what one knows."""
    person = cast(Person, request.user)
    form = KnowledgeForm(request.POST)
    if form.is_valid():
        change_knowledge(by=person, person=person, at=timezone.now(), **form.cleaned_data)
        is_shown = form.cleaned_data["is_shown"]
        done = _("Colleagues can find you by what you know.") if is_shown else _("Nothing of what you know is shown any more.")
        messages.success(request, done)
    return redirect("profile-edit")


@require_GET
def see_photo(request: HttpRequest, id: int, name: str) -> HttpResponseBase:
    """The present photo of a person whom one may see; `name` changes with it, and a card drawn before may still say the last."""
    person = access.get_person_or_404(cast(Person, request.user), id)
    if not person.photo:
        raise Http404
    return storage.serve(request, person.photo, content_type=storage.IMAGE_TYPE)


def _page(request: HttpRequest, form: ProfileForm, photo_form: PhotoForm) -> HttpResponse:
    person = Person.objects.select_related("unit", "site", "manager").get(pk=cast(Person, request.user).pk)
    status = 422 if form.errors or photo_form.errors else 200
    context = {"form": form, "photo_form": photo_form, "person": person, "knowledge_form": KnowledgeForm(initial=_consents(person))}
    return render(request, "people/settings_profile.html", context, status=status)


def _said(person: Person) -> dict[str, object]:
    profile = Profile.objects.filter(person=person).first() or Profile(person=person)
    return {
        "job_title": person.job_title,
        "about": profile.about,
        "skills": ", ".join(profile.skills),
        "languages": profile.languages,
        "phone": profile.phone,
    }


def _consents(person: Person) -> dict[str, object]:
    profile = Profile.objects.filter(person=person).first() or Profile(person=person)
    return {"is_shown": profile.knowledge_shown_at is not None, "is_suggested": profile.is_suggested}
