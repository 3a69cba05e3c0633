"""What one notes on posts for oneself: which one keeps for later."""

from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from communities import access, feeds
from communities.actions.marks import save_post, unsave_post
from communities.api.base import Door, many, nothing
from communities.api.schema import operation
from communities.api.serializers.common import IdPageQuery
from communities.api.serializers.contents import PostPageSerializer, PostSerializer

TAG = "posts"


class Bookmarks(Door):
    @operation(
        "list_bookmarks",
        "List the posts that you kept for later",
        tag="feed",
        asks=IdPageQuery,
        gives=PostPageSerializer,
        about="The latest kept first; only what you may still read. Nobody else sees this list.",
        refuses=(401, 429),
    )
    def get(self, request: Request) -> Response:
        asked = self.asked(IdPageQuery)
        page = feeds.bookmarks(self.person, before=asked.get("cursor"), size=asked["size"])
        return many(PostSerializer, feeds.posts_in_full(self.person, page), next_cursor=page.next_cursor)


class Saved(Door):
    @operation("save_post", "Keep a post for later", tag=TAG, about="Nobody is told. Keeping it twice keeps its place in the list.")
    def put(self, request: Request, post_id: str) -> Response:
        save_post(by=self.person, post=access.get_post_or_404(self.person, post_id), at=timezone.now())
        return nothing()

    @operation("unsave_post", "Keep a post no longer", tag=TAG)
    def delete(self, request: Request, post_id: str) -> Response:
        unsave_post(by=self.person, post=access.get_post_or_404(self.person, post_id))
        return nothing()
