"""The page of one's own token: make it, make another, revoke it."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from rse.people.actions.tokens import create_token, revoke_token, token_made_at
from rse.people.models import Person


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest) -> HttpResponse:
    """Makes a token, which the answer shows and nothing shows again; with `revoke`, takes it out of use."""
    person, key = cast(Person, request.user), ""
    if "revoke" in request.POST:
        revoke_token(by=person, at=timezone.now())
        messages.success(request, _("The token is revoked: no program can use it any more."))
        return redirect("token")
    if request.method == "POST":
        key = create_token(by=person, at=timezone.now())
    return render(request, "people/settings_token.html", {"key": key, "made_at": token_made_at(person)})
