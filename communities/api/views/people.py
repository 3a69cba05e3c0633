"""People: the directory, one of them, oneself."""

from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from communities import access, feeds
from communities.api.base import Door, many, one
from communities.api.schema import operation
from communities.api.serializers.people import (
    ChartQuery,
    ChartSerializer,
    KnowerPageSerializer,
    KnowerSerializer,
    KnowersQuery,
    MeSerializer,
    PeopleQuery,
    PersonPageSerializer,
    PersonSerializer,
    ProfileSerializer,
)
from rse.lib.fold import fold

TAG = "people"


class People(Door):
    @operation(
        "list_people",
        "List the people whom you may see",
        tag=TAG,
        asks=PeopleQuery,
        gives=PersonPageSerializer,
        about="By name; closed accounts are left out. Filters add up; `skill` and `language` may be repeated. Not for guests.",
        refuses=(401, 403, 429),
    )
    def get(self, request: Request) -> Response:
        access.require(access.may_browse_people(self.person))
        asked = self.asked(PeopleQuery)
        filters = feeds.PeopleFilters(
            query=asked["q"],
            unit=asked["unit"],
            site=asked["site"],
            skills=tuple(fold(skill) for skill in asked["skill"]),
            languages=tuple(asked["language"]),
            is_new=asked["new"],
            role=asked["role"],
        )
        page = feeds.people_directory(
            self.person, filters, at=timezone.now(), order=asked["order"], after=asked["cursor"], size=asked["size"]
        )
        return many(PersonSerializer, page, next_cursor=page.next_cursor)


class OnePerson(Door):
    @operation("get_person", "Read a person's profile", tag=TAG, gives=ProfileSerializer, refuses=(401, 404, 429))
    def get(self, request: Request, person_id: str) -> Response:
        found = access.get_person_or_404(self.person, person_id)
        return one(ProfileSerializer, feeds.person_in_full(self.person, found))


class Chart(Door):
    @operation(
        "get_org_chart",
        "Read who is above, beside and under someone",
        tag=TAG,
        asks=ChartQuery,
        gives=ChartSerializer,
        about="As the staff directory says today, of those whom you may see. Not for guests.",
        refuses=(401, 403, 404, 429),
    )
    def get(self, request: Request, person_id: str) -> Response:
        shown = access.get_colleague_or_404(self.person, person_id)
        access.require(access.may_browse_people(self.person))
        return one(ChartSerializer, feeds.chart_of(self.person, shown, after=self.asked(ChartQuery)["cursor"]))


class Knowers(Door):
    @operation(
        "list_knowers",
        "List who knows about a topic or a skill",
        tag=TAG,
        asks=KnowersQuery,
        gives=KnowerPageSerializer,
        about="Of those who agreed to be found so, by name; answers are counted where you read. Not for guests.",
        refuses=(401, 403, 429),
    )
    def get(self, request: Request) -> Response:
        access.require(access.may_browse_people(self.person))
        asked = self.asked(KnowersQuery)
        page = feeds.knowers(self.person, asked["topic"], after=asked["cursor"], size=asked["size"])
        return many(KnowerSerializer, page, next_cursor=page.next_cursor)


class Me(Door):
    @operation("me", "Read your own account", tag=TAG, gives=MeSerializer, refuses=(401, 429))
    def get(self, request: Request) -> Response:
        return one(MeSerializer, self.person)
