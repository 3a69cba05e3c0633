"""What a person has begun and not published."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from communities import access
from communities.feeds.communities import MyCommunity, my_communities
from communities.feeds.files import FileRow, file_row
from communities.models import Comment, Community, Draft, Post, Purpose
from rse.people.models import Person

_LOOKED_AT = 20


@dataclass(frozen=True)
class DraftRow:
    """A draft; `community` is where it would be published, None before the choice and once one may not write there.

    `files` are those that a scheduled one will be published with, and all that one without words holds.
    """

    draft: Draft
    community: Community | None
    files: Sequence[FileRow] = ()

    @property
    def is_shut_out(self) -> bool:
        """The place was chosen, and its writer publishes there no more: its name is not theirs to read."""
        return self.draft.community_id is not None and self.community is None


@dataclass(frozen=True)
class Answering:
    """A reply or an edit begun; `thread` is where it goes, None where one may not read it, and its title is not theirs, any more."""

    draft: Draft
    thread: Post | None

    @property
    def is_edit(self) -> bool:
        return self.draft.purpose != Purpose.REPLY


def destinations(person: Person, mine: Sequence[MyCommunity] | None = None) -> list[Community]:
    """Where the person may publish: their communities, but for archived ones. `mine` saves a query to whoever holds them."""
    places = my_communities(person) if mine is None else mine
    return [place.community for place in places if not place.community.is_archived]


def drafts(person: Person, where: Sequence[Community], *, size: int | None = None) -> list[DraftRow]:
    """The last written first, without those that are scheduled. `where` is what `destinations` gives."""
    begun = access.drafts_of_posts(person).filter(publish_at=None).order_by("-updated_at", "-pk")
    return draft_rows(person, begun[:size], where)


def scheduled(person: Person, where: Sequence[Community]) -> list[DraftRow]:
    """What will be published at its hour, the next one first; with its files."""
    return draft_rows(person, access.drafts_of_posts(person).filter(publish_at__isnull=False).order_by("publish_at", "pk"), where)


def drafts_to_offer(person: Person, where: Sequence[Community], *, but_for: str = "", size: int) -> list[DraftRow]:
    """The last ones to go on with, but for the one of that key; of those that say the same, the last only."""
    offered: dict[tuple[str, ...], DraftRow] = {}
    for row in drafts(person, where, size=_LOOKED_AT):
        said = (row.draft.kind, row.draft.title.strip(), row.draft.body.strip(), str(row.draft.community_id), repr(row.draft.details))
        if row.draft.client_key != but_for:
            offered.setdefault(said, row)
    return list(offered.values())[:size]


def drafts_in_threads(person: Person) -> list[Answering]:
    """Replies and edits begun, the last written first. A query, and one more where there are any."""
    begun = list(access.drafts(person).exclude(purpose=Purpose.POST).order_by("-updated_at", "-pk"))
    threads = access.posts(person).filter(pk__in={draft.thread_id for draft in begun}) if begun else ()
    named = {post.pk: post for post in threads}
    return [Answering(draft, named.get(draft.thread_id or 0)) for draft in begun]


def replies_begun(person: Person, post: Post) -> list[Draft]:
    """The replies that one has begun in this thread, the last written first. One query."""
    begun = access.drafts(person).filter(thread=post, purpose=Purpose.REPLY)
    return list(begun.select_related("comment__author").order_by("-updated_at", "-pk"))


def edit_begun(person: Person, content: Post | Comment) -> Draft | None:
    """The edit of one's own text that one has begun. One query."""
    if isinstance(content, Post):
        return access.drafts(person).filter(thread=content, purpose=Purpose.EDIT_POST).first()
    return access.drafts(person).filter(comment=content, purpose=Purpose.EDIT_COMMENT).first()


def draft_rows(person: Person, drafts: Iterable[Draft], where: Sequence[Community]) -> list[DraftRow]:
    """These drafts of theirs; in one query the files of those that are scheduled, and of those without words, which they name."""
    rows, places, sent = list(drafts), {community.pk: community for community in where}, defaultdict[str, list[FileRow]](list)
    if keys := [draft.client_key for draft in rows if _shows_files(draft)]:
        for file in access.uploads(person).filter(client_key__in=keys).order_by("position", "pk"):
            sent[file.client_key].append(file_row(file))
    return [DraftRow(draft, places.get(draft.community_id or 0), _named(draft, sent[draft.client_key])) for draft in rows]


def _shows_files(draft: Draft) -> bool:
    return draft.file_tokens != [] if draft.publish_at else not (draft.title or draft.body.strip())


def _named(draft: Draft, sent: Sequence[FileRow]) -> list[FileRow]:
    if draft.file_tokens is None:
        return list(sent)
    there = {file.token: file for file in sent}
    return [there[token] for token in draft.file_tokens if token in there]
