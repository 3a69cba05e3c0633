"""When the site itself fails: a page in words, or data for a program, with the id under which the log tells the rest."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views import defaults

from rse.lib.request_id import current_id


def server_error(request: HttpRequest) -> HttpResponse:
    """Django asks this view once an exception nobody caught is in the log."""
    if request.path.startswith("/api/"):
        told = {"detail": _("The fault is on our side and has been noted."), "reference": current_id()}
        return JsonResponse(told, status=500)
    return defaults.server_error(request)
