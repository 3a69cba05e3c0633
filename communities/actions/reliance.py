"""Answers one may rely on: vouch for one, warn of one, say whether it held."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities import access, events
from communities.actions._moderation import log_act
from communities.actions._vouched import REVIEW, TRIAL, tell
from communities.actions.comments import create_comment
from communities.actions.words import check_length
from communities.events import NewEvent
from communities.models import AnswerMark, AnswerTrial, Comment, Outcome, Post, Reliability
from communities.models.event import Verb
from rse.lib.refusal import Refused
from rse.lib.text import one_line
from rse.people.models import Person

MAX_NOTE = 200
REVIEWED_AFTER = timedelta(days=365)
LONGEST = timedelta(days=5 * 366)
TRIED_FOR = timedelta(days=14)
_AT_ONCE = 200


@transaction.atomic
def mark_answer(
    *, by: Person, comment: Comment, state: str, at: datetime, note: str = "", review_on: date | None = None, source: str = "web"
) -> AnswerMark | None:
    """Say that an answer is validated, dangerous or obsolete, until `review_on`; an empty state takes the mark away.

    Raises PermissionDenied to whoever may not vouch there, Refused on what is no answer or an unfit date.
    """
    post = Post.objects.select_for_update(of=("self",)).select_related("community").get(pk=comment.post_id)
    access.require(access.may_vouch(by, post) and access.may_read(by, post))
    if comment.deleted_at is not None:
        raise Refused(_("This answer is not in this thread any more."))
    if state == Reliability.VALIDATED and comment.author_id == by.pk:
        raise Refused(_("This answer is yours: somebody else is to validate it."), field="state")
    if state and state not in Reliability.values:
        raise Refused(_("This is not one of the choices offered."), field="state")
    note = one_line(note)
    check_length(note, limit=MAX_NOTE, field="note")
    today = timezone.localtime(at, timezone.get_default_timezone()).date()
    review_on = review_on or today + REVIEWED_AFTER
    if state and not today < review_on <= today + LONGEST:
        raise Refused(_("Choose a review date within the next five years."), field="review_on")
    AnswerMark.objects.filter(comment=comment, ended_at=None).update(ended_at=at)
    mark = None
    if state:
        mark = AnswerMark.objects.create(comment=comment, post=post, state=state, note=note, by=by, at=at, review_on=review_on)
    log_act("answer.mark", by=by, on=comment, at=at, state=state)
    _show(comment)
    _announce(comment, post, by=by, at=at, source=source)
    return mark


@transaction.atomic
def remind_reviews(at: datetime) -> int:
    """Marks whose date of review has come show it, and whoever set them is told, once. Returns how many."""
    today = timezone.localtime(at, timezone.get_default_timezone()).date()
    due = AnswerMark.objects.filter(ended_at=None, reminded_at=None, review_on__lte=today, comment__deleted_at=None, post__deleted_at=None)
    marks = list(due.select_for_update(of=("self",), skip_locked=True).select_related("comment__post")[:_AT_ONCE])
    AnswerMark.objects.filter(pk__in=[mark.pk for mark in marks]).update(reminded_at=at)
    for mark in marks:
        _show(mark.comment)
        tell(REVIEW, mark.comment, target=mark.by_id, at=at)
    return len(marks)


def try_answer(comment: Comment, *, at: datetime) -> None:
    """An answer was accepted: its asker will be asked whether it held, once however often it is accepted."""
    AnswerTrial.objects.get_or_create(comment=comment, defaults={"post_id": comment.post_id, "due_at": at + TRIED_FOR})


@transaction.atomic
def ask_due(at: datetime) -> int:
    """Ask whether the answers accepted two weeks ago held, those that are accepted still. Returns how many were asked.

    The others are forgotten: accepted again, they have two weeks again.
    """
    due = AnswerTrial.objects.filter(asked_at=None, due_at__lte=at).select_for_update(of=("self",), skip_locked=True)
    trials = list(due.select_related("comment__post__community").order_by("due_at")[:_AT_ONCE])
    asked = [trial for trial in trials if _still_accepted(trial)]
    AnswerTrial.objects.filter(pk__in=[trial.pk for trial in asked]).update(asked_at=at)
    AnswerTrial.objects.filter(pk__in={trial.pk for trial in trials} - {trial.pk for trial in asked}, outcome="").delete()
    for trial in asked:
        if trial.comment.author_id != trial.comment.post.author_id:
            tell(TRIAL, trial.comment, target=trial.comment.post.author_id, at=at)
    return len(asked)


def _still_accepted(trial: AnswerTrial) -> bool:
    post = trial.comment.post
    return post.accepted_comment_id == trial.pk and post.deleted_at is None and not post.community.is_archived


@transaction.atomic
def tell_outcome(
    *,
    by: Person,
    post: Post,
    outcome: str,
    at: datetime,
    words: str = "",
    reopen: bool = False,
    accepts: int | None = None,
    source: str = "web",
) -> AnswerTrial:
    """Say whether the accepted answer held: yes, partly or no; the latest word counts. After a no, `reopen` opens the question again.

    `words`, if there are some, are published as a reply to the answer.

    Raises PermissionDenied to whoever did not ask, or once no answer is accepted any more.
    """
    post = Post.objects.select_for_update(of=("self",)).select_related("community").get(pk=post.pk)
    access.require(access.may_tell_outcome(by, post) and access.may_read(by, post))
    if outcome not in Outcome.values:
        raise Refused(_("Choose an answer first."), field="outcome")
    comment = Comment.objects.select_related("post").get(pk=post.accepted_comment_id or 0)
    known = {"outcome": outcome, "told_at": at, "asked_at": at}
    trial, _new = AnswerTrial.objects.update_or_create(
        comment=comment, defaults=known, create_defaults={**known, "post": post, "due_at": at}
    )
    if words.strip():
        create_comment(by=by, post=post, parent=comment, body=words, accepts=accepts, at=at, source=source)
    if reopen and outcome == Outcome.NO:
        Post.objects.filter(pk=post.pk).update(accepted_comment=None)
    _show(comment)
    _announce(comment, post, by=by, at=at, source=source)
    return trial


def _show(comment: Comment) -> None:
    """The cards of the answer and of its question show something new."""
    Comment.objects.filter(pk=comment.pk).update(version=F("version") + 1)
    Post.objects.filter(pk=comment.post_id).update(version=F("version") + 1)


def _announce(comment: Comment, post: Post, *, by: Person, at: datetime, source: str) -> None:
    """Open pages hear that the post changed; it is no event of the history."""
    events.announce(
        NewEvent(
            at=at, verb=Verb.EDIT, actor_id=by.pk, community_id=post.community_id, object_type="post", object_id=post.pk,
            root_id=post.pk, source=source,
        )
    )  # fmt: skip
