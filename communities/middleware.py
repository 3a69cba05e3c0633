"""Around every page: a visit counted off the path, a refusal told instead of an error, a script told that the session ended."""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from communities import events
from rse.lib.refusal import Refused
from rse.lib.request_id import current_id
from rse.people.models import Person


class CommunitiesMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if "HX-Request" in request.headers:
            return _for_script(request, response)
        if response.status_code == 200 and _is_page(request, response) and isinstance(request.user, Person):
            events.hint_seen(person_id=request.user.pk, verb="visit", at=timezone.now())
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """A refusal that no form shows: back to the page it came from, which says why. Words that found no place: given back."""
        if isinstance(exception, (Http404, PermissionDenied)) and request.POST.get("body"):
            status = 404 if isinstance(exception, Http404) else 403
            return render(request, "communities/words_back.html", {"body": request.POST["body"]}, status=status)
        if not isinstance(exception, Refused) or request.path.startswith("/api/"):
            return None
        messages.error(request, str(exception))
        if "HX-Request" in request.headers:
            return HttpResponse(headers={"HX-Refresh": "true"})
        return HttpResponseRedirect(_came_from(request))


def _is_page(request: HttpRequest, response: HttpResponse) -> bool:
    is_html = response.headers.get("Content-Type", "").startswith("text/html")
    return request.method == "GET" and is_html and "fragment" not in request.GET


def _for_script(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """A script that is sent to sign in takes the whole page there, and comes back; an error page takes the whole page.

    What a form asks by itself while one writes (`X-Quiet`) never does: the words are in that page.
    """
    if "X-Quiet" in request.headers:
        return response if response.status_code == 200 else HttpResponse(status=204)
    if response.status_code in (400, 403, 404):
        if request.method == "POST" and not _is_quiet(request):
            words = _("This did not go through: what it was about is gone, or is not open to you any more.")
            messages.error(request, f"{words} {_('Reference %(id)s') % {'id': current_id()}}")
        return HttpResponse(status=response.status_code, headers={"HX-Refresh": "true"})
    if response.status_code != 302 or urlsplit(response.headers["Location"]).path != resolve_url(settings.LOGIN_URL):
        return response
    return HttpResponse(headers={"HX-Redirect": redirect_to_login(_came_from(request)).headers["Location"]})


def _is_quiet(request: HttpRequest) -> bool:
    """Whether nobody asked for it: what a page tells the server by itself, or a visitor who has no page to come back to."""
    return request.path == "/read" or not isinstance(request.user, Person)


def _came_from(request: HttpRequest) -> str:
    """The page of ours where the request was made."""
    page = request.headers.get("HX-Current-URL") or request.headers.get("Referer") or "/"
    if not url_has_allowed_host_and_scheme(page, allowed_hosts={request.get_host()}):
        return "/"
    parts = urlsplit(page)
    return parts.path + (f"?{parts.query}" if parts.query else "")
