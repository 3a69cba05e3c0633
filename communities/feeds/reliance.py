"""What one may rely on: the marks of answers, whether accepted ones held, and the order that follows for questions."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Exists, F, IntegerField, OuterRef, Q, QuerySet, Value, When

from communities.models import AnswerMark, AnswerTrial, Comment, Post, PostKind, Reliability
from rse.lib.prepared import Prepared, PreparedRows, any_of

MAX_FIRST = 5
HISTORY = 50


@dataclass(frozen=True)
class Reliance:
    """What is said of one answer: `mark` by someone who may vouch, `outcome` by who asked."""

    mark: AnswerMark | None = None
    outcome: str = ""


UNSAID = Reliance()


@dataclass(frozen=True)
class QuestionRow:
    """What the card of a question shows of its answers: what is said of the accepted one, and a validated one beside it."""

    accepted: Reliance
    validated: AnswerMark | None

    @property
    def warns(self) -> bool:
        """Whether the accepted answer is not to be followed: marked as dangerous or out of date."""
        return self.accepted.mark is not None and self.accepted.mark.state != Reliability.VALIDATED


def reliance_of(ids: Sequence[int]) -> dict[int, Reliance]:
    """Comment -> what is said of it, of those of which something is. `ids` are of answers to questions; two queries, none without ids."""
    if not ids:
        return {}
    marks = {mark.comment_id: mark for mark in _of_comments(comments=ids)}
    outcomes = dict(_outcomes(comments=ids))
    return {id_: Reliance(marks.get(id_), outcomes.get(id_, "")) for id_ in marks.keys() | outcomes.keys()}


def questions_of(post_ids: Sequence[int]) -> Mapping[int, QuestionRow]:
    """Question -> what its card shows of its answers; those of which nothing is said are left out. Two queries."""
    marks: dict[int, list[AnswerMark]] = {}
    for mark in _of_posts(posts=post_ids):
        marks.setdefault(mark.post_id, []).append(mark)
    outcomes = dict(_outcomes_of_posts(posts=post_ids))
    return {id_: _question_row(marks.get(id_, ()), outcomes.get(id_, "")) for id_ in marks.keys() | outcomes.keys()}


def first_tops(post: Post) -> list[int]:
    """The top comments that come before the others: those of validated answers, then that of the accepted one."""
    tops = []
    if post.kind == PostKind.QUESTION:
        tops = [mark.comment.parent_id or mark.comment_id for mark in _validated(post=post.pk)]
    if (answer := post.accepted_comment) is not None:
        tops.append(answer.parent_id or answer.pk)
    return list(dict.fromkeys(tops))


@PreparedRows
def _validated(*, post: int) -> QuerySet[AnswerMark, AnswerMark]:
    marks = AnswerMark.objects.filter(post=post, ended_at=None, state="validated", comment__deleted_at=None)
    return marks.select_related("comment").order_by("comment")[:MAX_FIRST]


def mark_history(comment: Comment) -> list[AnswerMark]:
    """What was said of an answer, the latest first."""
    return list(AnswerMark.objects.filter(comment=comment).select_related("by").order_by("-id")[:HISTORY])


def answer_rank() -> Case:
    """Over Post, a number by which questions are ordered: 3 with a validated answer, 2 with an accepted one that nobody warns of,
    1 with any answer, 0 without."""
    marks = AnswerMark.objects.filter(ended_at=None, comment__deleted_at=None)
    validated = marks.filter(post=OuterRef("pk"), state=Reliability.VALIDATED)
    warned = marks.filter(comment=OuterRef("accepted_comment")).exclude(state=Reliability.VALIDATED)
    return Case(
        When(Exists(validated), then=Value(3)),
        When(Q(accepted_comment__isnull=False) & ~Exists(warned), then=Value(2)),
        When(answer_count__gt=0, then=Value(1)),
        default=Value(0),
        output_field=IntegerField(),
    )


def _present() -> QuerySet[AnswerMark]:
    return AnswerMark.objects.filter(ended_at=None, comment__deleted_at=None).select_related("by")


@PreparedRows
def _of_comments(*, comments: Sequence[int]) -> QuerySet[AnswerMark, AnswerMark]:
    return _present().filter(any_of("comment", comments))


@PreparedRows
def _of_posts(*, posts: Sequence[int]) -> QuerySet[AnswerMark, AnswerMark]:
    return _present().filter(any_of("post", posts)).select_related("by", "post", "comment", "comment__author").order_by("comment")


@Prepared
def _outcomes(*, comments: Sequence[int]) -> QuerySet[AnswerTrial, Any]:
    return AnswerTrial.objects.filter(any_of("comment", comments)).exclude(outcome="").values_list("comment_id", "outcome")


@Prepared
def _outcomes_of_posts(*, posts: Sequence[int]) -> QuerySet[AnswerTrial, Any]:
    trials = AnswerTrial.objects.filter(any_of("post", posts), comment=F("post__accepted_comment")).exclude(outcome="")
    return trials.values_list("post_id", "outcome")


def _question_row(marks: Iterable[AnswerMark], outcome: str) -> QuestionRow:
    marks = list(marks)
    accepted = next((mark for mark in marks if mark.post.accepted_comment_id == mark.comment_id), None)
    validated = next((mark for mark in marks if mark.state == Reliability.VALIDATED and mark is not accepted), None)
    return QuestionRow(Reliance(accepted, outcome), validated)
