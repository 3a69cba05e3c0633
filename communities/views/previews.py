"""The preview: what a text will look like where it is to be published. Nothing is written but the files that came with the form."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods

from communities import access
from communities.actions.words import preview
from communities.views import attaching, kept, reading
from communities.views.rates import at_most
from rse.lib.refusal import Refused

OWN_FIELDS = ("body", "preview_of", "csrfmiddlewaretoken", "do", "file")


@kept.keeps_words
@require_http_methods(["GET", "HEAD", "POST"])
@at_most(60)
def show(request: HttpRequest) -> HttpResponse:
    """The `body` as it will be in the `community` (or `place`) of the form. A page gives the whole form back, filled."""
    if request.method != "POST":
        return redirect("post-create")
    person = reading.person_of(request)
    place = request.POST.get("community") or request.POST.get("place", "")
    community = access.get_readable_community_or_404(person, place[:80]) if place else None
    context: dict[str, Any] = {"html": "", "refusal": "", "body": request.POST.get("body", "")}
    try:
        context["html"] = preview(context["body"], by=person, community=community)
    except Refused as refusal:
        context["refusal"] = str(refusal)
    status = 422 if context["refusal"] else 200
    if reading.is_fragment(request):
        return render(request, "communities/composer/_previewed.html", context, status=status)
    sent = attaching.receive(request, person, key=request.POST.get("client_key", "")[:64])
    files = attaching.rows(person, sent)
    drawn = {*OWN_FIELDS, *(attaching.ALT + file.token for file in files)}
    others = [(name, value) for name, values in request.POST.lists() if name not in drawn for value in values]
    context |= {"others": others, "action": previewed(request), "files": files, "file_refusal": str(sent.refusal or "")}
    return render(request, "communities/preview.html", context, status=422 if sent.refusal else status)


def previewed(request: HttpRequest) -> str:
    """The address of the form whose text is previewed."""
    address = request.POST.get("preview_of", "")
    return address if address and url_has_allowed_host_and_scheme(address, allowed_hosts=None) else reverse("post-create")
