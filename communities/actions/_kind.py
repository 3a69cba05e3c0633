"""What a kind of post asks of whoever publishes one."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from communities.models import Community, Post
from rse.people.models import Person

Details = Mapping[str, object]
Check = Callable[[Person, Community, Details, datetime], Any]
Write = Callable[[Post, Any, Person, datetime, str], None]
Reword = Callable[[Post], None]
Edit = Callable[[Post, Details, Person, datetime, str], bool]


def _none(by: Person, community: Community, details: Details, at: datetime) -> None:
    return None


def _nothing(post: Post, checked: Any, by: Person, at: datetime, source: str) -> None:
    return None


def _free(post: Post) -> None:
    return None


def _unchanged(post: Post, details: Details, by: Person, at: datetime, source: str) -> bool:
    return False


@dataclass(frozen=True)
class Kind:
    """`check` reads the details before anything is written and raises Refused; what it returns goes to `write`, after the post
    was inserted, in the same transaction. `edit` changes the details of a post that is there, and says whether it did; without
    it they stay as they are. `reword` is told before the title or the text of a post changes, and raises Refused where it may not.
    """

    check: Check = _none
    write: Write = _nothing
    edit: Edit = _unchanged
    reword: Reword = _free
    needs_body: bool = True
    needs_title: bool = False
    title_is_enough: bool = False  # a sentence makes one without a text
    has_details: bool = False
    is_offered: bool = True  # in the composer
    via: str = ""  # of its event

    def lacks_title(self, title: str, body: str, *, files: bool) -> bool:
        return not title and (self.needs_title or (self.title_is_enough and not files and not body.strip()))

    def may_be_wordless(self, title: str) -> bool:
        """Whether its text may be empty."""
        return not self.needs_body or (self.title_is_enough and bool(title))
