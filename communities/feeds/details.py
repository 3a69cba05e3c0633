"""What the card of a post shows beside its words, by its kind: the choices of a poll, the people praised.

A loader takes the ids of posts and gives what the template `communities/kinds/_<kind>.html` reads as `details`; it is called
once for the cards of a page that are not made yet.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence

from communities.feeds.announcements import announcements_of
from communities.feeds.polls import polls_of
from communities.feeds.praises import praises_of
from communities.feeds.proposals import proposals_of
from communities.feeds.reliance import questions_of
from communities.feeds.shares import shares_of
from communities.feeds.stories import stories_of
from communities.models import Post, PostKind

Loader = Callable[[Sequence[int]], Mapping[int, object]]
_PROPOSAL = "/proposals/"  # in the words of a message that opens the discussion of one, and of hardly any other
LOADERS: dict[str, Loader] = {
    PostKind.MESSAGE.value: proposals_of,
    PostKind.POLL.value: polls_of,
    PostKind.PRAISE.value: praises_of,
    PostKind.QUESTION.value: questions_of,
    PostKind.ANNOUNCEMENT.value: announcements_of,
    PostKind.STORY.value: stories_of,
    PostKind.SHARE.value: shares_of,
}


def details_of(posts: Iterable[Post]) -> dict[int, object]:
    """Post -> its details, of those whose kind has some."""
    by_kind: dict[str, list[int]] = {}
    for post in posts:
        if post.kind in LOADERS and (post.kind != PostKind.MESSAGE or _PROPOSAL in post.body):
            by_kind.setdefault(post.kind, []).append(post.pk)
    found: dict[int, object] = {}
    for kind, ids in by_kind.items():
        found.update(LOADERS[kind](ids))
    return found
