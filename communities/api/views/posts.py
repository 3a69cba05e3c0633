"""Posts: the feeds they are read in, and what one does with them."""

from django.http import Http404
from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from communities import access, feeds
from communities.actions import posts
from communities.actions.attachments import changes_to
from communities.actions.versions import Stale
from communities.api.base import Door, many, nothing, one, overtaken
from communities.api.schema import operation
from communities.api.serializers.common import IdPageQuery
from communities.api.serializers.contents import (
    AnswerForm,
    FeedQuery,
    HomeQuery,
    PostChangeForm,
    PostForm,
    PostPageSerializer,
    PostSerializer,
)
from rse.lib.pages import Page

TAG = "posts"
DETAILED = ("poll", "praise", "announcement", "story")  # kinds whose form has a field of its name


class Home(Door):
    @operation(
        "home_feed",
        "Read the home feed",
        tag="feed",
        asks=HomeQuery,
        gives=PostPageSerializer,
        about="The posts of your communities; with `everything`, of all that you may read. Newest first unless `sort` says otherwise: "
        f"`top` looks at the {feeds.HOME_CANDIDATES} latest of the period.",
        refuses=(401, 429),
    )
    def get(self, request: Request) -> Response:
        return _given(self, feeds.home_in_order(self.person, at=timezone.now(), **self.asked(HomeQuery)))


class CommunityPosts(Door):
    @operation(
        "community_feed",
        "Read the feed of a community",
        tag="feed",
        asks=FeedQuery,
        gives=PostPageSerializer,
        about="Newest first unless `sort` says otherwise. A post of the top has one point for each person who found it useful and one "
        "for each who answered it, its author aside; those without any are left out.",
        refuses=(401, 404, 429),
    )
    def get(self, request: Request, slug: str) -> Response:
        community = access.get_readable_community_or_404(self.person, slug)
        return _given(self, feeds.community_in_order(self.person, community, at=timezone.now(), **self.asked(FeedQuery)))

    @operation(
        "create_post",
        "Publish in a community",
        tag=TAG,
        takes=PostForm,
        gives=PostSerializer,
        new=True,
        about="For its members. The same `client_key` sent twice publishes once and gives the post of the first time.",
    )
    def post(self, request: Request, slug: str) -> Response:
        community = access.get_readable_community_or_404(self.person, slug)
        words = self.sent(PostForm)
        of_kind = {kind: words.pop(kind) for kind in DETAILED}
        details = of_kind.get(words["kind"]) or {}
        accepts = words.pop("accepts_charter")
        post = posts.create_post(
            by=self.person, community=community, at=timezone.now(), source="api", details=details, accepts=accepts, **words
        )
        return _one(self, post.pk, new=True)


class PersonPosts(Door):
    @operation(
        "profile_feed",
        "Read what someone posted",
        tag="feed",
        asks=IdPageQuery,
        gives=PostPageSerializer,
        about="Newest first; only what you may read.",
        refuses=(401, 404, 429),
    )
    def get(self, request: Request, person_id: str) -> Response:
        author = access.get_person_or_404(self.person, person_id)
        asked = self.asked(IdPageQuery)
        return _given(self, feeds.profile_feed(self.person, author, before=asked.get("cursor"), size=asked["size"]))


class OnePost(Door):
    @operation("get_post", "Read a post", tag=TAG, gives=PostSerializer, refuses=(401, 404, 429))
    def get(self, request: Request, post_id: str) -> Response:
        return _one(self, post_id)

    @operation(
        "edit_post",
        "Change the words of your post",
        tag=TAG,
        takes=PostChangeForm,
        gives=PostSerializer,
        about="Those of before are kept, for whoever reads it.",
        also={409: "Edited since `version`: the post as it is."},
    )
    def patch(self, request: Request, post_id: str) -> Response:
        post = access.get_post_or_404(self.person, post_id)
        sent = self.sent(PostChangeForm)
        words = {"title": sent.get("title", post.title), "body": sent["body"], "version": sent.get("version")}
        words["without_link"] = sent.get("without_link")
        words["confirms_mention"] = sent["confirms_mention"]
        files = changes_to(post, sent["files"]) if "files" in sent else None
        details = sent.get(post.kind)
        try:
            posts.edit_post(by=self.person, post=post, at=timezone.now(), source="api", details=details, files=files, **words)
        except Stale:
            return overtaken(_one(self, post_id))
        return _one(self, post_id)

    @operation("delete_post", "Delete a post", tag=TAG, about="Yours, or any where you moderate. Its thread goes with it.")
    def delete(self, request: Request, post_id: str) -> Response:
        post = access.get_post_or_404(self.person, post_id)
        posts.delete_post(by=self.person, post=post, at=timezone.now(), source="api")
        return nothing()


class AcceptedAnswer(Door):
    @operation(
        "accept_answer",
        "Accept the comment that answers a question",
        tag=TAG,
        takes=AnswerForm,
        gives=PostSerializer,
        about="For who asked, and for the owner and animators. Accepting another one replaces it.",
    )
    def put(self, request: Request, post_id: str) -> Response:
        post = access.get_post_or_404(self.person, post_id)
        comment = access.get_comment_or_404(self.person, self.sent(AnswerForm)["comment"])
        if comment.post_id != post.pk:
            raise Http404
        posts.accept_answer(by=self.person, post=post, comment=comment, at=timezone.now(), source="api")
        return _one(self, post_id)

    @operation("unaccept_answer", "Take the mark of the accepted answer away", tag=TAG, gives=PostSerializer)
    def delete(self, request: Request, post_id: str) -> Response:
        post = access.get_post_or_404(self.person, post_id)
        posts.accept_answer(by=self.person, post=post, comment=None, at=timezone.now(), source="api")
        return _one(self, post_id)


def _given(door: Door, page: Page[feeds.PostRow]) -> Response:
    return many(PostSerializer, feeds.posts_in_full(door.person, page), next_cursor=page.next_cursor)


def _one(door: Door, post_id: int | str, *, new: bool = False) -> Response:
    post = access.get_post_or_404(door.person, post_id)
    return one(PostSerializer, feeds.post_in_full(door.person, post), new=new)
