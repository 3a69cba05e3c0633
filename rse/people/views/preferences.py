"""How the pages look and speak: language, theme, time zone, keys."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST
from django.views.i18n import set_language as remember_language

from rse.lib.refusal import Refused
from rse.people.actions.preferences import change_preferences
from rse.people.forms import PreferencesForm
from rse.people.models import Person


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest) -> HttpResponse:
    """Show and change one's preferences."""
    person = cast(Person, request.user)
    initial = {name: getattr(person, name) for name in PreferencesForm.base_fields}
    form = PreferencesForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            change_preferences(by=person, person=person, at=timezone.now(), **form.cleaned_data)
        except Refused as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            with translation.override(person.language):
                messages.success(request, _("Preferences saved."))
            return redirect("settings")
    return render(request, "people/settings.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Change the theme from the account menu, and go back to the page."""
    person = cast(Person, request.user)
    try:
        change_preferences(by=person, person=person, theme=request.POST.get("theme", ""), at=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect(_next(request))


@require_POST
@login_not_required
def set_language(request: HttpRequest) -> HttpResponse:
    """Change the language: for ever when signed in, on this browser otherwise. An unknown one changes nothing."""
    person, language = request.user, request.POST.get("language", "")
    if isinstance(person, Person):
        try:
            change_preferences(by=person, person=person, language=language, at=timezone.now())
        except Refused as refusal:
            messages.error(request, str(refusal))
    return remember_language(request)


def _next(request: HttpRequest) -> str:
    address = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
    return address if ours else "/"
