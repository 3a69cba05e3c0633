"""The charter: read and accepted."""

from django.http import Http404
from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from communities import access, feeds
from communities.actions.charters import accept_charter
from communities.api.base import Door, many, nothing, one
from communities.api.schema import operation
from communities.api.serializers.charters import AcceptanceForm, CharterHistorySerializer, CharterSerializer, CharterVersionSerializer

TAG = "charters"


class Charter(Door):
    @operation("get_charter", "Read the charter of a community", tag=TAG, gives=CharterSerializer, refuses=(401, 404, 429))
    def get(self, request: Request, slug: str) -> Response:
        community = access.get_readable_community_or_404(self.person, slug)
        is_member = access.role_in(self.person, community) is not None
        row = feeds.charter_row(self.person, community, today=timezone.localdate(), is_member=is_member)
        if row is None:
            raise Http404
        return one(CharterSerializer, row)


class Acceptance(Door):
    @operation(
        "accept_charter",
        "Accept the charter of a community",
        tag=TAG,
        takes=AcceptanceForm,
        about='For its members. Publishing before it is accepted is refused with 409 and `{"code": "charter", "charter": number}`.',
    )
    def put(self, request: Request, slug: str) -> Response:
        community = access.get_readable_community_or_404(self.person, slug)
        accept_charter(by=self.person, community=community, number=self.sent(AcceptanceForm)["number"], at=timezone.now())
        return nothing()


class Versions(Door):
    @operation("list_charter_versions", "List the versions of a charter", tag=TAG, gives=CharterHistorySerializer, refuses=(401, 404, 429))
    def get(self, request: Request, slug: str) -> Response:
        community = access.get_readable_community_or_404(self.person, slug)
        return many(CharterVersionSerializer, feeds.charter_history(community), next_cursor=None)
