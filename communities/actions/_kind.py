"""What a kind of post asks of whoever publishes one."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from communities.models import Community, Post
from rse.people.models import Person

Details = Mapping[str, object]
Check = Callable[[Person, Community, Details, datetime], Any]
Write = Callable[[Post, Any, Person, datetime], None]


def _none(by: Person, community: Community, details: Details, at: datetime) -> None:
    return None


def _nothing(post: Post, checked: Any, by: Person, at: datetime) -> None:
    return None


@dataclass(frozen=True)
class Kind:
    """`check` reads the details before anything is written and raises Refused; what it returns goes to `write`, after the post
    was inserted, in the same transaction.
    """

    check: Check = _none
    write: Write = _nothing
    needs_body: bool = True
    needs_title: bool = False
    has_details: bool = False
