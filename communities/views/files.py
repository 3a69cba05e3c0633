"""Files: taking one in for a form, giving one back, what a picture shows, the documents of a community."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_not_required
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communities import access, feeds
from communities.actions import uploads as actions
from communities.views import reading
from communities.views.places import place
from rse.lib import storage
from rse.lib.refusal import Refused

if TYPE_CHECKING:
    from communities.models import Community


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """Takes in the one file `files` of the form `key`, and answers with its line there; asked with GET, with all its lines."""
    person = reading.person_of(request)
    if request.method != "POST":
        return _lines(request, feeds.uploads(person, client_key=request.GET.get("key", "")[: actions.MAX_KEY]))
    file = request.FILES.get("files")
    try:
        if not isinstance(file, UploadedFile):
            raise actions.no_file()
        row = actions.upload(by=person, file=file, name=file.name or "", client_key=request.POST.get("key", ""), at=timezone.now())
    except Refused as refusal:
        return HttpResponse(str(refusal), status=422, content_type="text/plain; charset=utf-8")
    return _lines(request, [feeds.file_row(row)])


@require_POST
def remove(request: HttpRequest, token: str) -> HttpResponse:
    """Throws away a file that is not published."""
    person = reading.person_of(request)
    actions.remove_upload(by=person, attachment=access.get_upload_or_404(person, token))
    return HttpResponse(status=204)


@require_POST
def describe(request: HttpRequest, token: str) -> HttpResponse:
    """Notes what a picture shows, as one types it."""
    person = reading.person_of(request)
    try:
        actions.describe(by=person, attachment=access.get_upload_or_404(person, token), alt=request.POST.get("alt", ""))
    except Refused as refusal:
        return HttpResponse(str(refusal), status=422, content_type="text/plain; charset=utf-8")
    return HttpResponse(status=204)


@require_safe
def show(request: HttpRequest, token: str, name: str) -> HttpResponseBase:
    """The file: pictures, which we made anew, are shown; anything else is saved under its name."""
    row = access.get_file_or_404(reading.person_of(request), token)
    return storage.give(request, row.key, content_type=row.media_type, name=row.name)


@login_not_required
@require_safe
def signed(request: HttpRequest, token: str) -> HttpResponseBase:
    """The file for whoever holds a link that a program got for its person, in whose name `s` is signed."""
    row = access.get_linked_file_or_404(token, request.GET.get("s", ""), at=timezone.now())
    return storage.give(request, row.key, content_type=row.media_type, name=row.name)


@require_safe
def preview(request: HttpRequest, token: str) -> HttpResponseBase:
    """A small picture of it: of a picture, or of the first page of a document."""
    row = access.get_file_or_404(reading.person_of(request), token)
    if not row.preview_key:
        raise Http404
    return storage.serve(request, row.preview_key, content_type=storage.IMAGE_TYPE)


@require_safe
@reading.of_community
def documents(request: HttpRequest, community: Community) -> HttpResponse:
    """The files of a community for whoever reads it: `q` is looked for in their names, `kind` keeps those of one kind."""
    person = reading.person_of(request)
    access.get_readable_community_or_404(person, community.slug)
    query, kind = reading.words(request), request.GET.get("kind", "")
    kind = kind if kind in feeds.FILE_KINDS else ""
    page = feeds.documents(person, community, query=query, kind=kind, before=reading.cursor(request, "before"))
    context = {"page": page, "query": query, "kind": kind, "kinds": feeds.file_kinds(), "before": request.GET.get("before", "")}
    return render(request, "communities/community_documents.html", place(person, community, tab="documents") | context)


def _lines(request: HttpRequest, rows: list[feeds.FileRow]) -> HttpResponse:
    return render(request, "communities/files/_lines.html", {"rows": rows})
