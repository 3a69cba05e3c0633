"""Comments: the thread of a post, answering, editing, deleting."""

from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from communities import access, feeds
from communities.actions import comments
from communities.actions.attachments import changes_to
from communities.actions.versions import Stale
from communities.api.base import Door, many, nothing, one, overtaken
from communities.api.schema import operation
from communities.api.serializers.contents import CommentChangeForm, CommentForm, CommentPageSerializer, CommentSerializer, ThreadQuery

TAG = "comments"


class Thread(Door):
    @operation(
        "thread",
        "Read the thread of a post",
        tag=TAG,
        asks=ThreadQuery,
        gives=CommentPageSerializer,
        about="Oldest first unless `sort` says otherwise, each comment followed by its replies; the accepted answer comes first.",
        refuses=(401, 404, 429),
    )
    def get(self, request: Request, post_id: str) -> Response:
        post = access.get_post_or_404(self.person, post_id)
        asked = self.asked(ThreadQuery)
        page = feeds.thread_in_order(self.person, post, **asked)
        return many(CommentSerializer, feeds.comments_in_full(self.person, post, page), next_cursor=page.next_cursor)

    @operation(
        "create_comment",
        "Answer a post, or a comment of it",
        tag=TAG,
        takes=CommentForm,
        gives=CommentSerializer,
        new=True,
        about="For members of its community. The same `client_key` sent twice publishes once and gives the comment of the first time.",
    )
    def post(self, request: Request, post_id: str) -> Response:
        post = access.get_post_or_404(self.person, post_id)
        sent = self.sent(CommentForm)
        parent = access.get_comment_or_404(self.person, sent["parent"]) if sent["parent"] else None
        comment = comments.create_comment(
            by=self.person,
            post=post,
            body=sent["body"],
            parent=parent,
            client_key=sent["client_key"],
            accepts=sent["accepts_charter"],
            files=sent["files"],
            without_link=sent["without_link"],
            confirms_mention=sent["confirms_mention"],
            at=timezone.now(),
            source="api",
        )
        return _one(self, comment.pk, new=True)


class OneComment(Door):
    @operation("get_comment", "Read a comment", tag=TAG, gives=CommentSerializer, refuses=(401, 404, 429))
    def get(self, request: Request, comment_id: str) -> Response:
        return _one(self, comment_id)

    @operation(
        "edit_comment",
        "Change the words of your comment",
        tag=TAG,
        takes=CommentChangeForm,
        gives=CommentSerializer,
        about="Those of before are kept, for whoever reads it.",
        also={409: "Edited since `version`: the comment as it is."},
    )
    def patch(self, request: Request, comment_id: str) -> Response:
        comment = access.get_comment_or_404(self.person, comment_id)
        sent = self.sent(CommentChangeForm)
        files = changes_to(comment, sent.pop("files")) if "files" in sent else None
        try:
            comments.edit_comment(by=self.person, comment=comment, at=timezone.now(), source="api", files=files, **sent)
        except Stale:
            return overtaken(_one(self, comment_id))
        return _one(self, comment_id)

    @operation(
        "delete_comment", "Delete a comment", tag=TAG, about="Yours, or any where you moderate. Its place stays in the thread, empty."
    )
    def delete(self, request: Request, comment_id: str) -> Response:
        comment = access.get_comment_or_404(self.person, comment_id)
        comments.delete_comment(by=self.person, comment=comment, at=timezone.now(), source="api")
        return nothing()


def _one(door: Door, comment_id: int | str, *, new: bool = False) -> Response:
    comment = access.get_comment_or_404(door.person, comment_id)
    return one(CommentSerializer, feeds.comment_in_full(door.person, comment), new=new)
