"""What a viewer has read of the posts of a page: from the marks that their communities hold, without a query."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from communities.models.read import FADES_AFTER
from rse.lib.ids import first_id

if TYPE_CHECKING:
    from communities.feeds.communities import MyCommunity


class ReadMark(NamedTuple):
    """All up to `last_read_id` was read, and above it the posts of `read_ids`."""

    last_read_id: int
    read_ids: frozenset[int] = frozenset()

    def has_read(self, post_id: int) -> bool:
        return post_id <= self.last_read_id or post_id in self.read_ids


def marks_of(places: "Iterable[MyCommunity]") -> dict[int, ReadMark]:
    """Community -> what its member has read there."""
    return {place.community.pk: place.mark for place in places}


def read_state(marks: Mapping[int, ReadMark], *, community_id: int, post_id: int, is_own: bool, faded: int) -> str:
    """read, unread, or faded (unread, up to the id `faded`); nothing where one is no member, or of what one just wrote."""
    mark = marks.get(community_id)
    if mark is not None and mark.has_read(post_id):
        return "read"
    if mark is None or is_own:
        return ""
    return "unread" if post_id > faded else "faded"


def faded_before(at: datetime) -> int:
    """The posts up to this id wait no more."""
    return first_id(at - FADES_AFTER)
