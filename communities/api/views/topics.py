"""Topics: those people speak of, and the posts that bear one."""

from django.http import Http404
from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from communities import access, feeds
from communities.api.base import Door, many
from communities.api.schema import operation
from communities.api.serializers.contents import FeedQuery, PostPageSerializer, PostSerializer
from communities.api.serializers.topics import TopicListSerializer, TopicSerializer, TopicsQuery
from rse.lib.text import topic_key

TAG = "topics"


class Topics(Door):
    @operation(
        "list_topics",
        "List the topics of the posts that you may read",
        tag=TAG,
        asks=TopicsQuery,
        gives=TopicListSerializer,
        about="The most frequent of late first. With `q`, those that begin so; with `community`, those of that community first.",
        refuses=(401, 404, 429),
    )
    def get(self, request: Request) -> Response:
        asked = self.asked(TopicsQuery)
        place = access.get_readable_community_or_404(self.person, asked["community"]) if asked["community"] else None
        return many(TopicSerializer, feeds.topics_like(self.person, asked["q"], community=place, size=asked["size"]), next_cursor=None)


class TopicPosts(Door):
    @operation(
        "topic_feed",
        "Read the posts that bear a topic",
        tag="feed",
        asks=FeedQuery,
        gives=PostPageSerializer,
        about="Newest first; with another `sort`, the latest that bear it in that order. Only what you may read, so that an unknown topic "
        "is an empty list.",
        refuses=(401, 404, 429),
    )
    def get(self, request: Request, key: str) -> Response:
        if not (known_by := topic_key(key)):
            raise Http404
        page = feeds.topic_in_order(self.person, known_by, at=timezone.now(), **self.asked(FeedQuery))
        return many(PostSerializer, feeds.posts_in_full(self.person, page), next_cursor=page.next_cursor)
