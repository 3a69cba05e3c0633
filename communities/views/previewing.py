"""Mails shown in a browser: one's own next digest, and for developers and administrators every mail, with invented content."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from communities.mails import previews
from communities.views import reading
from rse.people.models import Role

# A mail has its rules on its elements; it runs nothing and loads nothing.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"


def shown(message: EmailMessage, *, as_text: bool) -> HttpResponse:
    """The mail as a page: its HTML, or with `as_text` its headers and text."""
    if as_text or not isinstance(message, EmailMultiAlternatives):
        head = "\n".join(f"{name}: {value}" for name, value in message.message().items() if name not in ("MIME-Version", "Content-Type"))
        return HttpResponse(f"{head}\n\n{message.body}", content_type="text/plain; charset=utf-8")
    response = HttpResponse(str(message.alternatives[0][0]))
    response.headers["Content-Security-Policy"] = _POLICY
    return response


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """All mails, each in both languages, as HTML and as text."""
    _require_developer(request)
    return render(
        request, "communities/mail_previews.html", {"names": list(previews.MAILS), "languages": [code for code, _n in settings.LANGUAGES]}
    )


@require_safe
def show(request: HttpRequest, name: str, language: str) -> HttpResponse:
    _require_developer(request)
    if name not in previews.MAILS or language not in dict(settings.LANGUAGES):
        raise Http404
    return shown(previews.preview(name, language), as_text="text" in request.GET)


def _require_developer(request: HttpRequest) -> None:
    """Open where the site is being built; for administrators where it is tried out; nowhere else."""
    if settings.DEBUG:
        return
    if not settings.EMBEDDED:
        raise Http404
    if not reading.person_of(request).has_role(Role.ADMIN):
        raise PermissionDenied
