"""Search: what is found, and what is suggested while one types."""

from dataclasses import replace
from types import SimpleNamespace

from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from communities import access, search
from communities.actions.searches import forget_searches
from communities.api.base import Door, nothing, one
from communities.api.schema import operation
from communities.api.serializers.search import FoundSerializer, SearchQuery, SuggestionsQuery, SuggestionsSerializer
from rse.lib.pages import BadCursor

TAG = "search"


class Search(Door):
    @operation(
        "search",
        "Look for posts, comments, stories and the text of files",
        tag=TAG,
        asks=SearchQuery,
        gives=FoundSerializer,
        about="Among what you may read, counts included. What cannot be taken of the question is left out and said in `notes`.",
        refuses=(401, 404, 429),
    )
    def get(self, request: Request) -> Response:
        given = self.asked(SearchQuery)
        asked = search.read(self.person, given["q"])
        asked = replace(asked, kind=given["kind"] or asked.kind, answered=given["solved"] or asked.answered)
        if given["community"]:
            asked = replace(asked, community_ids=[access.get_readable_community_or_404(self.person, given["community"]).pk])
        if given["author"]:
            asked = replace(asked, author_ids=[access.get_person_or_404(self.person, given["author"]).pk])
        if given["since"]:
            asked = replace(asked, after=timezone.now() - search.SINCE[given["since"]])
        try:
            found = search.find(self.person, asked, order=given["order"], cursor=given["cursor"], size=given["size"])
        except BadCursor as error:
            raise ValidationError({"cursor": _("This cursor is not one of ours.")}) from error
        if found.took_too_long:
            asked = replace(asked, notes=(*asked.notes, _("This search took too long")))
        return one(FoundSerializer, SimpleNamespace(found=found, asked=asked))


class Suggestions(Door):
    @operation(
        "search_suggestions",
        "Complete what one begins to look for",
        tag=TAG,
        asks=SuggestionsQuery,
        gives=SuggestionsSerializer,
        about="People, communities and topics by the beginning of their names, of those that you may see, and your own last searches.",
        refuses=(401, 429),
    )
    def get(self, request: Request) -> Response:
        return one(SuggestionsSerializer, search.suggest(self.person, self.asked(SuggestionsQuery)["q"]))

    @operation(
        "forget_searches",
        "Forget your own last searches",
        tag=TAG,
        about="All of them. Done twice, it is done once.",
        refuses=(401, 429),
    )
    def delete(self, request: Request) -> Response:
        forget_searches(by=self.person)
        return nothing()
