"""Answers one may rely on: marked, said to have held; and the questions that were asked already."""

from django.http import Http404
from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from communities import access, feeds
from communities.actions.reliance import mark_answer, tell_outcome
from communities.api.base import Door, many, one
from communities.api.schema import operation
from communities.api.serializers.contents import (
    AnswerMarkForm,
    CommentSerializer,
    OutcomeForm,
    PostSerializer,
    SimilarListSerializer,
    SimilarQuery,
    SimilarSerializer,
)


class Mark(Door):
    @operation(
        "mark_answer",
        "Say whether one may rely on an answer",
        tag="comments",
        takes=AnswerMarkForm,
        gives=CommentSerializer,
        about="For those who animate its community, and those who answer there for a topic of the question.",
    )
    def put(self, request: Request, comment_id: str) -> Response:
        comment = access.get_comment_or_404(self.person, comment_id)
        mark_answer(by=self.person, comment=comment, at=timezone.now(), source="api", **self.sent(AnswerMarkForm))
        return _comment(self, comment_id)

    @operation("unmark_answer", "Take the mark of an answer away", tag="comments", gives=CommentSerializer)
    def delete(self, request: Request, comment_id: str) -> Response:
        comment = access.get_comment_or_404(self.person, comment_id)
        mark_answer(by=self.person, comment=comment, state="", at=timezone.now(), source="api")
        return _comment(self, comment_id)


class Outcome(Door):
    @operation(
        "tell_outcome",
        "Say whether the accepted answer to your question held",
        tag="posts",
        takes=OutcomeForm,
        gives=PostSerializer,
        about="For who asked.",
    )
    def put(self, request: Request, post_id: str) -> Response:
        post = access.get_post_or_404(self.person, post_id)
        sent = self.sent(OutcomeForm)
        accepts = sent.pop("accepts_charter")
        tell_outcome(by=self.person, post=post, accepts=accepts, at=timezone.now(), source="api", **sent)
        found = access.get_post_or_404(self.person, post_id)
        return one(PostSerializer, feeds.post_in_full(self.person, found))


class Similar(Door):
    @operation(
        "similar_questions",
        "List questions that were asked already",
        tag="posts",
        asks=SimilarQuery,
        gives=SimilarListSerializer,
        about="Those that you may read and that share half the words of the sentence, the best answered first.",
        refuses=(401, 429),
    )
    def get(self, request: Request) -> Response:
        asked = self.asked(SimilarQuery)
        try:
            place = access.get_readable_community_or_404(self.person, asked["community"]) if asked["community"] else None
        except Http404:
            place = None
        return many(SimilarSerializer, feeds.similar_questions(self.person, asked["q"], community=place), next_cursor=None)


def _comment(door: Door, comment_id: str) -> Response:
    comment = access.get_comment_or_404(door.person, comment_id)
    return one(CommentSerializer, feeds.comment_in_full(door.person, comment))
