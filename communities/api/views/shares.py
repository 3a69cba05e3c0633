"""Shares: where a post was shared, sharing it."""

from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from communities import access, feeds
from communities.actions import posts
from communities.api.base import Door, many, one
from communities.api.schema import operation
from communities.api.serializers.contents import PostSerializer
from communities.api.serializers.shares import SharedInListSerializer, SharedInSerializer, ShareForm


class Shares(Door):
    @operation(
        "list_shares", "List the shares of a post", tag="posts", gives=SharedInListSerializer,
        about="Those that you may read, the latest first.", refuses=(401, 404, 429),
    )  # fmt: skip
    def get(self, request: Request, post_id: str) -> Response:
        return many(SharedInSerializer, feeds.shared_in(self.person, access.get_post_or_404(self.person, post_id)), next_cursor=None)

    @operation(
        "share_post",
        "Share a post in another community",
        tag="posts",
        takes=ShareForm,
        gives=PostSerializer,
        new=True,
        about="For members of that community. Not from a secret or a protected one. Each reader sees of the original what they may read.",
    )
    def post(self, request: Request, post_id: str) -> Response:
        original = access.get_post_or_404(self.person, post_id)
        sent = self.sent(ShareForm)
        community = access.get_readable_community_or_404(self.person, sent["community"])
        made = posts.create_post(
            by=self.person, community=community, kind="share", body=sent["body"], client_key=sent["client_key"],
            details={"original": original}, at=timezone.now(), source="api",
        )  # fmt: skip
        return one(PostSerializer, feeds.post_in_full(self.person, access.get_post_or_404(self.person, made.pk)), new=True)
