"""Who answers for which topic in a community: listed, named, let go."""

from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from communities import access, feeds
from communities.actions import referents
from communities.api.base import Door, many, nothing, one
from communities.api.schema import operation
from communities.api.serializers.referents import ReferentForm, ReferentListSerializer, ReferentSerializer

TAG = "topics"


class Referents(Door):
    @operation(
        "list_referents", "List who answers for which topic in a community", tag=TAG, gives=ReferentListSerializer, refuses=(401, 404, 429)
    )
    def get(self, request: Request, slug: str) -> Response:
        community = access.get_readable_community_or_404(self.person, slug)
        return many(ReferentSerializer, feeds.topic_referents(self.person, community), next_cursor=None)

    @operation(
        "name_referent",
        "Name a member who answers for a topic",
        tag=TAG,
        takes=ReferentForm,
        gives=ReferentSerializer,
        new=True,
        about="For the owner and animators. The person is told, and can decline. Named twice, they are once.",
    )
    def post(self, request: Request, slug: str) -> Response:
        community = access.get_readable_community_or_404(self.person, slug)
        access.require(access.may_name_referents(self.person, community))
        sent = self.sent(ReferentForm)
        person = access.get_person_or_404(self.person, sent["person"])
        made = referents.name_topic_referent(
            by=self.person, community=community, topic=sent["topic"], person=person, at=timezone.now(), source="api"
        )
        rows = feeds.topic_referents(self.person, community)
        return one(ReferentSerializer, next(row for row in rows if row.referent.pk == made.pk), new=True)


class OneReferent(Door):
    @operation(
        "release_referent",
        "Let a referent of a topic go",
        tag=TAG,
        about="For the owner and animators, and for the referent, who declines.",
    )
    def delete(self, request: Request, slug: str, referent_id: str) -> Response:
        referent = access.get_topic_referent_or_404(self.person, slug, referent_id)
        referents.release_topic_referent(by=self.person, referent=referent)
        return nothing()
