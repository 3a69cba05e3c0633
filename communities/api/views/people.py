"""People: the directory, one of them, oneself."""

from rest_framework.request import Request
from rest_framework.response import Response

from communities import access, feeds
from communities.api.base import Door, many, one
from communities.api.schema import operation
from communities.api.serializers.people import (
    MeSerializer,
    PeopleQuery,
    PersonPageSerializer,
    PersonSerializer,
    ProfileSerializer,
)

TAG = "people"


class People(Door):
    @operation(
        "list_people",
        "List the people whom you may see",
        tag=TAG,
        asks=PeopleQuery,
        gives=PersonPageSerializer,
        about="By name; closed accounts are left out. Not for guests.",
        refuses=(401, 403, 429),
    )
    def get(self, request: Request) -> Response:
        access.require(access.may_browse_people(self.person))
        asked = self.asked(PeopleQuery)
        page = feeds.people_directory(self.person, query=asked["q"], unit_id=asked["unit"], after=asked["cursor"], size=asked["size"])
        return many(PersonSerializer, page, next_cursor=page.next_cursor)


class OnePerson(Door):
    @operation("get_person", "Read a person's profile", tag=TAG, gives=ProfileSerializer, refuses=(401, 404, 429))
    def get(self, request: Request, person_id: str) -> Response:
        found = access.get_person_or_404(self.person, person_id)
        return one(ProfileSerializer, feeds.person_in_full(self.person, found))


class Me(Door):
    @operation("me", "Read your own account", tag=TAG, gives=MeSerializer, refuses=(401, 429))
    def get(self, request: Request) -> Response:
        return one(MeSerializer, self.person)
