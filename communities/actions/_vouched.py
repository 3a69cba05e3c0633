"""An answer that somebody vouched for, and that says something else since."""

from datetime import datetime

from communities import events
from communities.events import NewEvent
from communities.models import AnswerMark, Comment, Reliability
from communities.models.event import Verb
from rse.people.models import Person

TRIAL, REVIEW, REWORDED = "trial", "review", "reworded"  # via of the events that say that an answer is to be looked at


def end_validation(comment: Comment, *, by: Person, at: datetime) -> None:
    """Take the word of whoever validated this answer off it, for they vouched for other words, and tell them.

    A warning stays: to change the words is no way round it.
    """
    mark = AnswerMark.objects.filter(comment=comment, ended_at=None, state=Reliability.VALIDATED).first()
    if mark is None:
        return
    AnswerMark.objects.filter(pk=mark.pk).update(ended_at=at)
    if mark.by_id != by.pk:
        tell(REWORDED, comment, target=mark.by_id, at=at)


def tell(what: str, comment: Comment, *, target: int | None, at: datetime) -> None:
    """Have this person look at an answer, for one of the reasons above."""
    events.record(
        NewEvent(
            at=at, verb=Verb.REVIEW, community_id=comment.post.community_id, object_type="comment", object_id=comment.pk,
            root_id=comment.post_id, target_id=target, via=what, source="task",
        )
    )  # fmt: skip
