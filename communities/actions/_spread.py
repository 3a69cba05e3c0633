"""What words set going once they are written, in a post or in a comment: the same for both, new or changed."""

from datetime import datetime

from communities.actions.calls import write_call
from communities.actions.links import change_link
from communities.actions.topics import set_topics
from communities.actions.words import Words, record_mentions
from communities.models import Comment, Post
from rse.people.models import Person


def show_link(words: Words, content: Post | Comment, *, by: Person, without: str, at: datetime) -> None:
    """Have a new text show the page it links to first, but for the one that is not to be shown."""
    if change_link(content, words.html, by=by, at=at, without=without, is_new=True) and content.link:
        content.save(update_fields=["link"])


def spread(words: Words, content: Post | Comment, *, by: Person, calls: bool, source: str, at: datetime, was_there: bool = False) -> None:
    """Tell whom the words name, and all members when they call them; a post is listed under its topics.

    Of a text that `was_there`, only what is new is told, and what is named no more goes.
    """
    post, comment = (content, None) if isinstance(content, Post) else (content.post, content)
    record_mentions(words, by=by, post=post, comment=comment, source=source, at=at, was_there=was_there)
    if calls:
        write_call(by=by, post=post, comment=comment, source=source, at=at)
    if comment is None:
        set_topics({post.pk: words.topics}, at=at, was_there=was_there)
