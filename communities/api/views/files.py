"""Files: sending one before it is published, and the documents of a community."""

from django.http import Http404, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from drf_spectacular.types import OpenApiTypes
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from communities import access, feeds
from communities.actions import uploads
from communities.api.base import AsItIs, Door, many, nothing, one
from communities.api.schema import operation
from communities.api.serializers.files import (
    DocumentPageSerializer,
    DocumentQuery,
    DocumentSerializer,
    FileChangeForm,
    FileForm,
    FileLinkSerializer,
    FileSerializer,
)
from rse.lib import storage

TAG = "files"


class Files(Door):
    parser_classes = [MultiPartParser]

    @operation(
        "send_file",
        "Send a file",
        tag=TAG,
        takes=FileForm,
        gives=FileSerializer,
        new=True,
        about="Only you see it until a post or comment of yours names its token in `files`; after a week it is thrown away.",
        refuses=(401, 429),
    )
    def post(self, request: Request) -> Response:
        sent = self.sent(FileForm)
        file = sent["file"]
        row = uploads.upload(
            by=self.person, file=file, name=file.name, client_key=sent["client_key"], alt=sent["alt"], at=timezone.now()
        )  # fmt: skip
        return one(FileSerializer, feeds.file_row(row), new=True)


class OneFile(Door):
    @operation("get_file", "Read what is known of a file", tag=TAG, gives=FileSerializer, refuses=(401, 404, 429))
    def get(self, request: Request, token: str) -> Response:
        return one(FileSerializer, feeds.file_row(access.get_file_or_404(self.person, token)))

    @operation("describe_file", "Say what a picture of yours shows", tag=TAG, takes=FileChangeForm, gives=FileSerializer)
    def patch(self, request: Request, token: str) -> Response:
        row = access.get_file_or_404(self.person, token)
        return one(FileSerializer, feeds.file_row(uploads.describe(by=self.person, attachment=row, alt=self.sent(FileChangeForm)["alt"])))

    @operation("drop_file", "Throw away a file that you have not published", tag=TAG, refuses=(401, 404, 429))
    def delete(self, request: Request, token: str) -> Response:
        uploads.remove_upload(by=self.person, attachment=access.get_upload_or_404(self.person, token))
        return nothing()


class Content(Door):
    content_negotiation_class = AsItIs

    @operation(
        "get_file_content",
        "Download a file",
        tag=TAG,
        gives=OpenApiTypes.BINARY,
        about="A picture as WebP, anything else as it was sent, with its name in `Content-Disposition`.",
        refuses=(401, 404, 429),
    )
    def get(self, request: Request, token: str) -> HttpResponseBase:
        row = access.get_file_or_404(self.person, token)
        return storage.give(request, row.key, content_type=row.media_type, name=row.name)


class Preview(Door):
    content_negotiation_class = AsItIs

    @operation(
        "get_file_preview",
        "Download the small picture of a file",
        tag=TAG,
        gives=OpenApiTypes.BINARY,
        about="WebP, of a picture or of the first page of a PDF; 404 for a file without one.",
        refuses=(401, 404, 429),
    )
    def get(self, request: Request, token: str) -> HttpResponseBase:
        row = access.get_file_or_404(self.person, token)
        if not row.preview_key:
            raise Http404
        return storage.serve(request, row.preview_key, content_type=storage.IMAGE_TYPE)


class Link(Door):
    @operation(
        "get_file_link",
        "Get an address of a file that needs no token",
        tag=TAG,
        gives=FileLinkSerializer,
        about="For whoever downloads in your name. Your rights are asked again when it is opened; it answers 404 after 30 seconds.",
        refuses=(401, 404, 429),
    )
    def get(self, request: Request, token: str) -> Response:
        row, at = access.get_file_or_404(self.person, token), timezone.now()
        url = f"{reverse('file-signed', args=[row.token])}?{urlencode({'s': access.signed_link(self.person, row, at=at)})}"
        return one(FileLinkSerializer, {"url": url, "until": at + access.LINK_LASTS})


class Documents(Door):
    @operation(
        "list_documents",
        "List the documents of a community",
        tag=TAG,
        asks=DocumentQuery,
        gives=DocumentPageSerializer,
        about="The files of its posts and comments that you may read, newest first.",
        refuses=(401, 404, 429),
    )
    def get(self, request: Request, slug: str) -> Response:
        community = access.get_readable_community_or_404(self.person, slug)
        asked = self.asked(DocumentQuery)
        page = feeds.documents(
            self.person, community, query=asked["q"], kind=asked["kind"], before=asked.get("cursor"), size=asked["size"]
        )  # fmt: skip
        return many(DocumentSerializer, page, next_cursor=page.next_cursor)
