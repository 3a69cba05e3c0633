"""Posts, comments, communities and people in full for one viewer: the same lists as cards, for doors that give data."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from communities import access
from communities.feeds.announcements import AnnouncementRow
from communities.feeds.cards import given_to_comments
from communities.feeds.details import details_of
from communities.feeds.files import FileRow, Files, files_of_comments, files_of_posts
from communities.feeds.links import LinkRow, link_row
from communities.feeds.mine import NOTHING, Mine, own_of
from communities.feeds.polls import PollRow
from communities.feeds.posts import CommentRow, PostRow
from communities.feeds.praises import PraiseRow
from communities.feeds.reliance import UNSAID, QuestionRow, Reliance, reliance_of
from communities.feeds.shares import HIDDEN, ShareRow, originals
from communities.feeds.stories import StoryRow
from communities.models import AnswerMark, Comment, Community, Membership, Post
from rse.people.models import Person, Profile

_NO_FILES = Files(())


@dataclass(frozen=True)
class PostContent:
    """A post, with what its kind adds, the reactions that the viewer gave it, whether they kept it and what they may do with it."""

    post: Post
    given: Sequence[str]
    rights: Sequence[str]
    poll: "PollContent | None" = None
    is_saved: bool = False
    praise: PraiseRow | None = None
    announcement: "AnnouncementContent | None" = None
    story: StoryRow | None = None
    files: Sequence[FileRow] = ()
    shared: "SharedContent | None" = None
    question: QuestionRow | None = None

    @property
    def link_preview(self) -> LinkRow | None:
        return link_row(self.post.link)


@dataclass(frozen=True)
class AnnouncementContent:
    """An announcement, and whether the viewer has said that they read it."""

    row: AnnouncementRow
    is_acknowledged: bool


@dataclass(frozen=True)
class SharedContent:
    """What a share passes on: the post, for who may read it; else whether it is gone or hidden."""

    state: str
    post: Post | None


@dataclass(frozen=True)
class PollContent:
    """A poll, with the viewer's own vote: `chosen` is None for who has not voted, empty for a secret vote."""

    row: PollRow
    chosen: frozenset[int] | None

    @property
    def options(self) -> list[dict[str, object]]:
        """The choices; `votes` is None as long as this viewer may not know them."""
        told = self.row.shown == "all" or (self.row.shown == "voted" and self.chosen is not None)
        return [{"position": each.position, "label": each.label, "votes": each.votes if told else None} for each in self.row.options]

    @property
    def mine(self) -> list[int]:
        return sorted(self.chosen or ())

    @property
    def has_voted(self) -> bool:
        return self.chosen is not None


@dataclass(frozen=True)
class CommentContent:
    """A comment, with the reactions that the viewer gave it and what the viewer may do with it.

    A deleted one keeps its place in the thread, without author, words or reactions.
    """

    comment: Comment
    given: Sequence[str]
    rights: Sequence[str]
    files: Sequence[FileRow] = ()
    said: Reliance = UNSAID

    @property
    def reliability(self) -> AnswerMark | None:
        return self.said.mark

    @property
    def outcome(self) -> str:
        return self.said.outcome

    @property
    def is_deleted(self) -> bool:
        return self.comment.deleted_at is not None

    @property
    def author(self) -> Person | None:
        return None if self.is_deleted else self.comment.author

    @property
    def body(self) -> str:
        return "" if self.is_deleted else self.comment.body

    @property
    def html(self) -> str:
        return "" if self.is_deleted else self.comment.body_html

    @property
    def link_preview(self) -> LinkRow | None:
        return None if self.is_deleted else link_row(self.comment.link)

    @property
    def reactions(self) -> Mapping[str, int]:
        return {} if self.is_deleted else self.comment.reaction_counts


@dataclass(frozen=True)
class CommunityContent:
    """A community, with the viewer's role in it."""

    community: Community
    role: str | None


@dataclass(frozen=True)
class PersonContent:
    """A person, with the manager when the viewer may see them too."""

    person: Person
    profile: Profile | None
    manager: Person | None


def posts_in_full(person: Person, rows: Iterable[PostRow]) -> list[PostContent]:
    """The posts of these rows, in their order. Rows come from a feed of the same person; four queries."""
    ids = [row.id for row in rows]
    found = {post.pk: post for post in access.posts(person).filter(pk__in=ids).select_related("community", "author")}
    return _post_contents(person, [found[id_] for id_ in ids if id_ in found])


def post_in_full(person: Person, post: Post) -> PostContent:
    """One post, found through access."""
    return _post_contents(person, [post])[0]


def comments_in_full(person: Person, post: Post, rows: Iterable[CommentRow]) -> list[CommentContent]:
    """The comments of these rows, in their order; four queries."""
    ids = [row.id for row in rows]
    found = {comment.pk: comment for comment in access.comments(person).filter(pk__in=ids).select_related("author")}
    return _comment_contents(person, post, [found[id_] for id_ in ids if id_ in found])


def comment_in_full(person: Person, comment: Comment) -> CommentContent:
    """One comment, found through access."""
    return _comment_contents(person, comment.post, [comment])[0]


def communities_in_full(person: Person, communities: Iterable[Community]) -> list[CommunityContent]:
    """These communities with the viewer's role in each, in one query."""
    communities = list(communities)
    roles = _roles(person, {community.pk for community in communities})
    return [CommunityContent(community, roles.get(community.pk)) for community in communities]


def person_in_full(person: Person, other: Person) -> PersonContent:
    """One person, found through access."""
    return PersonContent(other, getattr(other, "profile", None), access.manager_seen(person, other))


def _post_contents(person: Person, posts: Sequence[Post]) -> list[PostContent]:
    own = own_of(person, [post.pk for post in posts]).there
    roles = _roles(person, {post.community_id for post in posts})
    details = details_of(posts)
    files = files_of_posts([post.pk for post in posts])
    shared = _shared(person, details)
    return [
        _post_content(
            person, post, own.get(post.pk, NOTHING), details.get(post.pk), roles, files.get(post.pk, _NO_FILES), shared.get(post.pk)
        )
        for post in posts
    ]


def _post_content(
    person: Person, post: Post, own: Mine, details: object, roles: Mapping[int, str], files: Files, shared: SharedContent | None
) -> PostContent:
    poll = PollContent(details, own.chosen) if isinstance(details, PollRow) else None
    praise = details if isinstance(details, PraiseRow) else None
    announcement = AnnouncementContent(details, own.is_acknowledged) if isinstance(details, AnnouncementRow) else None
    story = details if isinstance(details, StoryRow) else None
    question = details if isinstance(details, QuestionRow) else None
    rights = _rights(person, post, post, roles)
    return PostContent(post, sorted(own.given), rights, poll, own.is_saved, praise, announcement, story, files.rows, shared, question)


def _shared(person: Person, details: Mapping[int, object]) -> dict[int, SharedContent]:
    """Share -> its original as this viewer may see it; two queries where there are shares."""
    wanted = {post_id: row.original_id for post_id, row in details.items() if isinstance(row, ShareRow)}
    found = originals(person, set(wanted.values()))
    shown = [id_ for id_, each in found.items() if each.state == "shown"]
    posts = {post.pk: post for post in access.posts(person).filter(pk__in=shown).select_related("community", "author")} if shown else {}
    return {id_: SharedContent(found.get(original, HIDDEN).state, posts.get(original)) for id_, original in wanted.items()}


def _comment_contents(person: Person, post: Post, comments: Sequence[Comment]) -> list[CommentContent]:
    given = given_to_comments(person, post)
    roles = _roles(person, {post.community_id})
    files = files_of_comments([comment.pk for comment in comments if comment.deleted_at is None])
    said = reliance_of([comment.pk for comment in comments]) if post.kind == "question" else {}
    return [
        CommentContent(
            comment,
            [] if comment.deleted_at is not None else sorted(given.get(comment.pk, ())),
            _rights(person, comment, post, roles),
            files.get(comment.pk, _NO_FILES).rows,
            said.get(comment.pk, UNSAID),
        )
        for comment in comments
    ]


def _rights(person: Person, content: Post | Comment, post: Post, roles: Mapping[int, str]) -> list[str]:
    if content.deleted_at is not None:
        return []
    rights = access.rights_on(
        person,
        author_id=content.author_id,
        role=roles.get(post.community_id),
        is_archived=post.community.is_archived,
        asker_id=post.author_id,
    )
    none = (set() if post.kind == "question" else {"accept"}) | (set() if content is post else {"move"})  # a comment goes with its post
    return sorted(rights - none)


def _roles(person: Person, community_ids: set[int]) -> dict[int, str]:
    mine = Membership.objects.filter(person=person, community__in=community_ids)
    return dict(mine.values_list("community_id", "role"))
