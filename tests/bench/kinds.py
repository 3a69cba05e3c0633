"""What the kinds of posts hold beside words, for the bench: polls with their votes, praise with its people."""

import random
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from tests.bench.copy import copy, sentence

# Places among sixty posts in a row.
POLLS, PRAISES = range(0, 60, 15), range(5, 60, 20)
OPTIONS, BALLOTS = 3, 4


class Written(NamedTuple):
    """A post of the bench: its id, its place among the posts, its moment, and the members of its community."""

    id: int
    n: int
    at: datetime
    readers: Sequence[int]


def kind_of(n: int) -> str:
    """The kind of the nth post."""
    if n % 60 in POLLS:
        return "poll"
    if n % 60 in PRAISES:
        return "praise"
    return "question" if n % 3 == 2 else "message"


def make_details(posts: Sequence[Written], draw: random.Random) -> None:
    """Fill the tables beside those posts."""
    polls = [post for post in posts if kind_of(post.n) == "poll"]
    praises = [post for post in posts if kind_of(post.n) == "praise"]
    ballots = {poll.id: _ballots(poll, draw) for poll in polls}
    copy(
        "communities_poll",
        "post_id, choice, is_secret, results, ballots",
        ((p.id, "one", False, "always", len(ballots[p.id])) for p in polls),
    )
    copy("communities_polloption", "poll_id, position, label, votes", _options(polls, ballots, draw))
    copy(
        "communities_ballot",
        "poll_id, person_id, at, is_secret, options",
        ((poll.id, person, poll.at, False, f"{{{option}}}") for poll in polls for person, option in ballots[poll.id]),
    )
    copy("communities_praise", "post_id, what_for", ((post.id, sentence(draw, 6)) for post in praises))
    copy("communities_praisedperson", "praise_id, person_id", _praised(praises, draw))


def _ballots(poll: Written, draw: random.Random) -> list[tuple[int, int]]:
    voters = draw.sample(poll.readers, k=min(BALLOTS, len(poll.readers)))
    return [(person, draw.randint(1, OPTIONS)) for person in voters]


def _options(polls: Iterable[Written], ballots: dict[int, list[tuple[int, int]]], draw: random.Random) -> Iterator[Sequence[Any]]:
    for poll in polls:
        for position in range(1, OPTIONS + 1):
            yield poll.id, position, sentence(draw, 3), sum(option == position for _person, option in ballots[poll.id])


def _praised(praises: Iterable[Written], draw: random.Random) -> Iterator[Sequence[Any]]:
    for praise in praises:
        for person in draw.sample(praise.readers, k=min(2, len(praise.readers))):
            yield praise.id, person
