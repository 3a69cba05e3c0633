"""A form that came without its token: what was written is given back, to be sent again with a new one."""

from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from communities.views.kept import FIELDS, MAX_LENGTH


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Django asks this view instead of answering 403 alone. Words that another site sent are not shown."""
    if not request.POST.get("body") or not _is_ours(request):
        return render(request, "403_csrf.html", status=403)
    named = (*FIELDS, "writer")
    hidden = {name: request.POST[name][:MAX_LENGTH] for name in named if name in request.POST and name != "body"}
    context = {"hidden": hidden, "body": request.POST["body"], "action": request.path}
    return render(request, "communities/form_expired.html", context, status=403)


def _is_ours(request: HttpRequest) -> bool:
    """Whether a page of this site sent the form, as far as the browser says."""
    sender = request.headers.get("Origin") or request.headers.get("Referer") or ""
    return urlsplit(sender).netloc == request.get_host()
