"""Posts, comments, communities and people in full for one viewer: the same lists as cards, for doors that give data."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from communities import access
from communities.feeds.cards import given_to_comments
from communities.feeds.details import details_of
from communities.feeds.mine import NOTHING, Mine, mine
from communities.feeds.polls import PollRow
from communities.feeds.posts import CommentRow, PostRow
from communities.feeds.praises import PraiseRow
from communities.models import Comment, Community, Membership, Post
from rse.people.models import Person, Profile


@dataclass(frozen=True)
class PostContent:
    """A post, with what its kind adds, the reactions that the viewer gave it, whether they kept it and what they may do with it."""

    post: Post
    given: Sequence[str]
    rights: Sequence[str]
    poll: "PollContent | None" = None
    is_saved: bool = False
    praise: PraiseRow | None = None


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
    """The posts of these rows, in their order. Rows come from a feed of the same person; three queries."""
    ids = [row.id for row in rows]
    found = {post.pk: post for post in access.posts(person).filter(pk__in=ids).select_related("community", "author")}
    return _post_contents(person, [found[id_] for id_ in ids if id_ in found])


def post_in_full(person: Person, post: Post) -> PostContent:
    """One post, found through access."""
    return _post_contents(person, [post])[0]


def comments_in_full(person: Person, post: Post, rows: Iterable[CommentRow]) -> list[CommentContent]:
    """The comments of these rows, in their order; three queries."""
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
    own = mine(person, [post.pk for post in posts])
    roles = _roles(person, {post.community_id for post in posts})
    details = details_of(posts)
    return [_post_content(person, post, own.get(post.pk, NOTHING), details.get(post.pk), roles) for post in posts]


def _post_content(person: Person, post: Post, own: Mine, details: object, roles: Mapping[int, str]) -> PostContent:
    poll = PollContent(details, own.chosen) if isinstance(details, PollRow) else None
    praise = details if isinstance(details, PraiseRow) else None
    return PostContent(post, sorted(own.given), _rights(person, post, post, roles), poll, own.is_saved, praise)


def _comment_contents(person: Person, post: Post, comments: Sequence[Comment]) -> list[CommentContent]:
    given = given_to_comments(person, post)
    roles = _roles(person, {post.community_id})
    return [
        CommentContent(
            comment,
            [] if comment.deleted_at is not None else sorted(given.get(comment.pk, ())),
            _rights(person, comment, post, roles),
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
    return sorted(rights if post.kind == "question" else rights - {"accept"})


def _roles(person: Person, community_ids: set[int]) -> dict[int, str]:
    mine = Membership.objects.filter(person=person, community__in=community_ids)
    return dict(mine.values_list("community_id", "role"))
