"""Links: taking away the card of the page that a text links to."""

from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from communities import access
from communities.actions import links
from communities.api.base import Door, nothing
from communities.api.schema import operation

ABOUT = "Yours, or any where you moderate. The link stays in the words."


class PostLink(Door):
    @operation("remove_post_link_preview", "Take away the preview of a link of a post", tag="posts", about=ABOUT)
    def delete(self, request: Request, post_id: str) -> Response:
        link = access.get_link_of_post_or_404(self.person, post_id)
        links.remove_link(by=self.person, link=link, at=timezone.now(), source="api")
        return nothing()


class CommentLink(Door):
    @operation("remove_comment_link_preview", "Take away the preview of a link of a comment", tag="comments", about=ABOUT)
    def delete(self, request: Request, comment_id: str) -> Response:
        link = access.get_link_of_comment_or_404(self.person, comment_id)
        links.remove_link(by=self.person, link=link, at=timezone.now(), source="api")
        return nothing()
