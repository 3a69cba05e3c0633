"""What the posts of the bench hold beside words, each kind of it: polls, praise, stories, announcements, shares, files, links, topics."""

import json
import random
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from tests.bench.copy import copy, sentence

# Places among sixty posts in a row; a message or a question has a file, a link or a topic by its place among twelve.
PLACES = {
    "poll": range(0, 60, 15),
    "praise": range(5, 60, 20),
    "story": range(8, 60, 20),
    "share": range(13, 60, 20),
    "announcement": range(10, 60, 30),
}
PICTURES, DOCUMENTS, LINKS, TOPICS = (1, 7), (2,), (4,), (3, 9, 11)
OPTIONS, BALLOTS = 3, 4
TOPIC_COUNT = 200


class Written(NamedTuple):
    """A post of the bench: its id, its place among the posts, its moment, its community, and the members of it."""

    id: int
    n: int
    at: datetime
    community: int
    readers: Sequence[int]

    @property
    def kind(self) -> str:
        return kind_of(self.n)

    def is_among(self, places: Sequence[int]) -> bool:
        """Whether it is a message or a question at one of these places."""
        return self.n % 12 in places and self.kind in ("message", "question")


def kind_of(n: int) -> str:
    """The kind of the nth post."""
    for kind, places in PLACES.items():
        if n % 60 in places:
            return kind
    return "question" if n % 3 == 2 else "message"


def link_of(post: Written) -> str | None:
    """What the card of that post shows of the page that it links to."""
    if not post.is_among(LINKS):
        return None
    shown = {
        "url": f"https://example.org/notes/{post.n}", "title": "Note de réglage", "site": "example.org",
        "description": "Ce que l’on en sait.", "is_video": False, "picture": True, "token": f"link{post.n}",
    }  # fmt: skip
    return json.dumps(shown, ensure_ascii=False)


def make_details(posts: Sequence[Written], draw: random.Random) -> None:
    """Fill the tables beside those posts."""
    by_kind: dict[str, list[Written]] = {kind: [] for kind in (*PLACES, "message", "question")}
    for post in posts:
        by_kind[post.kind].append(post)
    _copy_polls(by_kind["poll"], draw)
    copy("communities_praise", "post_id, what_for", ((post.id, sentence(draw, 6)) for post in by_kind["praise"]))
    copy("communities_praisedperson", "praise_id, person_id", _some_of(by_kind["praise"], draw))
    _copy_stories(by_kind["story"], draw)
    _copy_announcements(by_kind["announcement"])
    copy("communities_share", "post_id, original_id", ((post.id, posts[max(0, post.n - 9)].id) for post in by_kind["share"]))
    _copy_files(posts)
    _copy_topics([post for post in posts if post.is_among(TOPICS)], draw)


def _copy_polls(polls: Sequence[Written], draw: random.Random) -> None:
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


def _ballots(poll: Written, draw: random.Random) -> list[tuple[int, int]]:
    voters = draw.sample(poll.readers, k=min(BALLOTS, len(poll.readers)))
    return [(person, draw.randint(1, OPTIONS)) for person in voters]


def _options(polls: Iterable[Written], ballots: dict[int, list[tuple[int, int]]], draw: random.Random) -> Iterator[Sequence[Any]]:
    for poll in polls:
        for position in range(1, OPTIONS + 1):
            yield poll.id, position, sentence(draw, 3), sum(option == position for _person, option in ballots[poll.id])


def _some_of(posts: Iterable[Written], draw: random.Random) -> Iterator[Sequence[Any]]:
    """Two people of each."""
    for post in posts:
        for person in draw.sample(post.readers, k=min(2, len(post.readers))):
            yield post.id, person


def _copy_stories(stories: Sequence[Written], draw: random.Random) -> None:
    """Half of them are confirmed."""

    def rows() -> Iterator[Sequence[Any]]:
        for post in stories:
            by = (post.readers[0], post.at) if post.n // 20 % 2 else (None, None)
            yield (
                post.id, post.community, sentence(draw, 20), sentence(draw, 20), "12.50", "heures", "par mois", "measured",
                "{https://example.org/preuve}", post.at.date().isoformat(), "countersigned" if by[0] else "submitted", *by, "", 12,
                (post.at + timedelta(days=365)).date().isoformat(),
            )  # fmt: skip

    copy(
        "communities_story",
        "post_id, community_id, situation, change, amount, unit, period, basis, proofs, happened_on, state, countersigned_by_id, "
        "countersigned_at, countersign_note, months, renew_on",
        rows(),
    )
    copy("communities_storyperson", "story_id, person_id", _some_of(stories, draw))


def _copy_announcements(announcements: Sequence[Written]) -> None:
    """One of two is to be read by all, and half have."""
    copy("communities_announcement", "post_id, must_read", ((post.id, post.n % 60 == 10) for post in announcements))
    must_read = [post for post in announcements if post.n % 60 == 10]
    copy(
        "communities_acknowledgement",
        "announcement_id, person_id, at",
        ((post.id, person, post.at) for post in must_read[-10:] for person in dict.fromkeys(post.readers[::2])),
    )


def _copy_files(posts: Sequence[Written]) -> None:
    columns = (
        "token, owner_id, client_key, post_id, community_id, published_id, position, name, name_folded, kind, media_type, size, width, "
        "height, alt, key, preview_key, preview_width, preview_height, preview_tries, at"
    )

    def rows() -> Iterator[Sequence[Any]]:
        for post in posts:
            of_post = (post.readers[0], f"files{post.n}", post.id, post.community, post.id)
            if post.is_among(PICTURES):
                for place in range(2):
                    yield (
                        f"picture{post.n}-{place}", *of_post, place, "palier.jpg", "palier.jpg", "image", "image/jpeg", 80_000, 1200, 900,
                        "Le palier", "none", "none", 600, 450, 0, post.at,
                    )  # fmt: skip
            elif post.is_among(DOCUMENTS):
                yield (
                    f"paper{post.n}", *of_post, 0, "fiche.pdf", "fiche.pdf", "pdf", "application/pdf", 200_000, None, None,
                    "", "none", "", None, None, 0, post.at,
                )  # fmt: skip

    copy("communities_attachment", columns, rows())


def _copy_topics(posts: Sequence[Written], draw: random.Random) -> None:
    now = max(post.at for post in posts)
    copy("communities_topic", "id, key, created_at", ((n, f"sujet{n}", now) for n in range(1, TOPIC_COUNT + 1)))
    copy(
        "communities_posttopic",
        "topic_id, post_id, name",
        ((number, post.id, f"Sujet{number}") for post in posts for number in draw.sample(range(1, TOPIC_COUNT + 1), k=2)),
    )
