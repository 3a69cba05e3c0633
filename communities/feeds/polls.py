"""What the card of a poll shows: its choices, its state, and the results that its readers may see."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.db.models import QuerySet

from communities.models import Poll, PollOption, PollResults
from rse.lib.prepared import PreparedRows, any_of

K = 5  # the ballots under which the results of a secret poll stay unknown

Shown = Literal["all", "voted", "none"]


@dataclass(frozen=True)
class OptionRow:
    """One choice; `share` is of those who voted, however many choices each made."""

    position: int
    label: str
    votes: int
    share: float

    @property
    def percent(self) -> int:
        return round(100 * self.share)


@dataclass(frozen=True)
class PollRow:
    """A poll as its card shows it. Who sees the results: `all`, those who `voted`, or `none`."""

    choice: str
    is_secret: bool
    results: str
    is_open: bool
    closes_at: datetime | None
    ballots: int
    shown: Shown
    options: tuple[OptionRow, ...]

    @property
    def too_few(self) -> bool:
        """Whether it closed with too few votes for a secret poll to tell."""
        return not self.is_open and self.shown == "none"


def visible_results(poll: Poll) -> Shown:
    """Who sees the results of this poll now."""
    is_closed = poll.closed_at is not None
    if poll.is_secret:
        return "all" if is_closed and poll.ballots >= K else "none"
    if is_closed or poll.results == PollResults.ALWAYS:
        return "all"
    return "voted" if poll.results == PollResults.VOTED else "none"


def polls_of(post_ids: Sequence[int]) -> dict[int, PollRow]:
    """Post -> its poll, in one query."""
    options: dict[int, list[PollOption]] = {}
    for option in _options(posts=post_ids):
        options.setdefault(option.poll_id, []).append(option)
    return {post_id: _row(several[0].poll, several) for post_id, several in options.items()}


@PreparedRows
def _options(*, posts: Sequence[int]) -> QuerySet[PollOption, PollOption]:
    return PollOption.objects.filter(any_of("poll", posts)).select_related("poll").order_by("poll", "position")


def _row(poll: Poll, options: Sequence[PollOption]) -> PollRow:
    shown = visible_results(poll)
    return PollRow(
        choice=poll.choice,
        is_secret=poll.is_secret,
        results=poll.results,
        is_open=poll.closed_at is None,
        closes_at=poll.closes_at,
        ballots=poll.ballots,
        shown=shown,
        options=tuple(_option(option, poll.ballots, is_told=shown != "none") for option in options),
    )


def _option(option: PollOption, ballots: int, *, is_told: bool) -> OptionRow:
    """Without its votes where nobody may know them: what is not in the row is in no cache either."""
    votes = option.votes if is_told else 0
    return OptionRow(option.position, option.label, votes, votes / ballots if ballots else 0.0)
