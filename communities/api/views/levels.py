"""Follow, mute and block people, topics, threads and communities; one's own lists."""

from django.http import Http404
from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from communities import access, feeds
from communities.actions.levels import set_level_of_person, set_level_of_thread, set_level_of_topic
from communities.actions.tellings import set_level_of_community
from communities.api.base import Door, nothing, one
from communities.api.schema import operation
from communities.api.serializers.levels import CommunityLevelForm, LevelForm, PersonLevelForm, SubscriptionsSerializer
from rse.lib.text import topic_key

TAG = "following"


class Following(Door):
    @operation(
        "list_following",
        "List whom and what you follow, mute and block",
        tag=TAG,
        gives=SubscriptionsSerializer,
        about="Of what you may still see. Nobody else sees these lists.",
        refuses=(401, 429),
    )
    def get(self, request: Request) -> Response:
        return one(SubscriptionsSerializer, feeds.subscriptions(self.person))


class LevelOfPerson(Door):
    @operation(
        "set_level_of_person",
        "Follow, mute or block someone",
        tag=TAG,
        takes=PersonLevelForm,
        about="Nobody is told. One takes the place of the other. What they may read stays as it is.",
    )
    def put(self, request: Request, person_id: str) -> Response:
        return self._set(person_id, self.sent(PersonLevelForm)["level"])

    @operation("unset_level_of_person", "Follow, mute or block someone no longer", tag=TAG)
    def delete(self, request: Request, person_id: str) -> Response:
        return self._set(person_id, "")

    def _set(self, person_id: str, level: str) -> Response:
        other = access.get_person_or_404(self.person, person_id)
        set_level_of_person(by=self.person, other=other, level=level, at=timezone.now(), source="api")
        return nothing()


class LevelOfTopic(Door):
    @operation("set_level_of_topic", "Follow or mute a topic", tag=TAG, takes=LevelForm, about="One that a post which you may read bears.")
    def put(self, request: Request, key: str) -> Response:
        return self._set(key, self.sent(LevelForm)["level"])

    @operation("unset_level_of_topic", "Follow or mute a topic no longer", tag=TAG)
    def delete(self, request: Request, key: str) -> Response:
        return self._set(key, "")

    def _set(self, key: str, level: str) -> Response:
        if not (known_by := topic_key(key)):
            raise Http404
        topic = access.get_topic_or_404(self.person, known_by)
        name = feeds.topic_feed(self.person, known_by, size=1).name
        set_level_of_topic(by=self.person, topic=topic, level=level, name=name, at=timezone.now())
        return nothing()


class LevelOfCommunity(Door):
    @operation(
        "set_level_of_community",
        "Mute a community",
        tag=TAG,
        takes=CommunityLevelForm,
        about="One of your own, of which you stay a member: its posts leave your feed, and you are told of mentions of you, "
        "announcements to read and what waits for you there.",
    )
    def put(self, request: Request, slug: str) -> Response:
        return self._set(slug, self.sent(CommunityLevelForm)["level"])

    @operation("unset_level_of_community", "Mute a community no longer", tag=TAG)
    def delete(self, request: Request, slug: str) -> Response:
        return self._set(slug, "")

    def _set(self, slug: str, level: str) -> Response:
        community = access.get_community_or_404(self.person, slug)
        set_level_of_community(by=self.person, community=community, level=level, at=timezone.now())
        return nothing()


class LevelOfThread(Door):
    @operation(
        "set_level_of_thread",
        "Follow or mute a thread",
        tag=TAG,
        takes=LevelForm,
        about="Followed, you are told of each answer; muted, of nothing there but what mentions you.",
    )
    def put(self, request: Request, post_id: str) -> Response:
        return self._set(post_id, self.sent(LevelForm)["level"])

    @operation("unset_level_of_thread", "Follow or mute a thread no longer", tag=TAG)
    def delete(self, request: Request, post_id: str) -> Response:
        return self._set(post_id, "")

    def _set(self, post_id: str, level: str) -> Response:
        set_level_of_thread(by=self.person, post=access.get_post_or_404(self.person, post_id), level=level, at=timezone.now())
        return nothing()
