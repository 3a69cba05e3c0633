"""What waits for an answer in a community: its own words, for whoever animates it and nobody else. Live content, no statistics.

Bounded: posts of the last five weeks, the newest `MOST` of those that wait, found by community and date (index `post_of_community`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import numpy as np
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from adoption.history.clock import working_clock, zone
from adoption.science import weeks
from adoption.science.figures import Floats
from adoption.science.welcome import PATIENCE
from communities.models import Comment, Post, PostKind
from communities.models.level import Level, PersonLevel
from rse.lib.ids import first_id
from rse.lib.text import plain

SPAN = timedelta(days=35)
MONTH = timedelta(days=28)
SETTLED = timedelta(days=7)  # before a question with answers is asked which one was right
MOST = 100
WORDS = 90  # characters shown of a post without title
CALL_FOR_ANSWERS = (PostKind.MESSAGE, PostKind.QUESTION, PostKind.STORY)


@dataclass(frozen=True)
class Waiting:
    """A post that waits: `newcomer`, the first thing its author wrote in the community; `hours` of work since it was written.

    `late`: a newcomer's, alone for more than 24 working hours.
    """

    post_id: int
    title: str
    author: str
    at: datetime
    newcomer: bool
    question: bool
    hours: float

    @property
    def late(self) -> bool:
        return self.newcomer and self.hours >= PATIENCE


@dataclass(frozen=True)
class Signs:
    """Counts of what was published in 28 days; `answered` by somebody else than the author."""

    posts: int
    answered: int
    questions: int
    solved: int


def unanswered(community_id: int, *, at: datetime, limit: int, but: int = 0) -> tuple[Waiting, ...]:
    """Posts that nobody else has answered: late newcomers' first, then questions, then others, the longest wait first.

    `but`: whoever asks, who cannot answer themselves, nor is shown what people they blocked wrote.
    """
    found = _rows(_recent(community_id, at, SPAN).filter(_not_of(but), answer_count=0, kind__in=CALL_FOR_ANSWERS), at)
    return tuple(sorted(found, key=lambda row: (not row.late, not row.question, row.at))[:limit])


def unsolved(community_id: int, *, at: datetime, limit: int, but: int = 0) -> tuple[Waiting, ...]:
    """Questions of more than a week that have answers and none accepted, the oldest first; `but` as above."""
    asked = _recent(community_id, at, SPAN).filter(_not_of(but), kind=PostKind.QUESTION, answer_count__gt=0, accepted_comment=None)
    return _rows(asked.filter(id__lt=first_id(at - SETTLED)), at)[:limit]


def signs(community_id: int, *, at: datetime) -> Signs:
    """Of a community too young or too small to be studied: what everybody there can count."""
    asks = Q(kind=PostKind.QUESTION)
    counted: dict[str, int] = _recent(community_id, at, MONTH).aggregate(
        posts=Count("id"), answered=Count("id", filter=Q(answer_count__gt=0)), questions=Count("id", filter=asks),
        solved=Count("id", filter=asks & Q(accepted_comment__isnull=False)),
    )  # fmt: skip
    return Signs(**counted)


def _not_of(person: int) -> Q:
    blocked = PersonLevel.objects.filter(person=person, level=Level.BLOCK).values("other")
    return ~Q(author=person) & ~Q(author__in=blocked)


def _recent(community_id: int, at: datetime, span: timedelta) -> QuerySet[Post]:
    open_to_figures = Q(community__protected=False, community__listed=True)
    return Post.objects.filter(
        open_to_figures, community=community_id, deleted_at=None, id__gte=first_id(at - span), id__lt=first_id(at + timedelta(seconds=1))
    )


def _rows(posts: QuerySet[Post], at: datetime) -> tuple[Waiting, ...]:
    """The newest of them, the oldest first."""
    earlier = Post.objects.filter(author=OuterRef("author"), community=OuterRef("community"), id__lt=OuterRef("id"))
    said = Comment.objects.filter(author=OuterRef("author"), post__community=OuterRef("community"), id__lt=OuterRef("id"))
    rows = posts.annotate(first=~Exists(earlier) & ~Exists(said)).select_related("author").order_by("-id")
    kept = list(rows.only("title", "body_html", "kind", "at", "author__first_name", "author__last_name")[:MOST])[::-1]
    return tuple(_row(post, hours) for post, hours in zip(kept, _worked(kept, at), strict=True))


def _row(post: Any, hours: float) -> Waiting:
    words = post.title or plain(post.body_html, length=WORDS)
    return Waiting(post.pk, words, post.author.name, post.at, post.first, post.kind == PostKind.QUESTION, hours)


def _worked(posts: Sequence[Post], at: datetime) -> list[float]:
    """Working hours from each post until now."""
    if not posts:
        return []
    clock = working_clock(weeks.week_of(posts[0].at, zone()), weeks.week_of(at, zone()))
    since = np.array([int(post.at.timestamp() * 1000) for post in posts])
    hours: Floats = clock(since, np.full(len(posts), int(at.timestamp() * 1000)))
    worked: list[float] = hours.tolist()
    return worked
