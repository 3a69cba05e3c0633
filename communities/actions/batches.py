"""Writing a past that happened elsewhere, in bulk: for the importers and the demonstration.

The words pass the same checks and the same rendering as those of one person at a keyboard, the dates are
the original ones, the events enter the history without waking anyone. Rights are not asked again: the rows tell
what people have done, not what they would like to do. A `key` makes a batch safe to send twice.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from communities import events
from communities.actions import comments, posts, reactions
from communities.actions._bulk import Seers, add_counts, insert, recount_reactions, sent
from communities.actions.freshness import freshen_communities, freshen_people
from communities.actions.kinds import plain_kind_of
from communities.actions.topics import set_topics
from communities.actions.words import Words, read_words
from communities.events import NewEvent
from communities.models import Comment, Community, Mention, Post, PostKind, Reaction, ReactionKind
from communities.models.event import Verb
from rse.lib.refusal import Refused
from rse.lib.text import RENDERER
from rse.people.models import Person


@dataclass(frozen=True)
class NewPost:
    """A post as it was published. `key`: what it is called where it comes from, once per author."""

    by: Person
    community: Community
    body: str
    at: datetime
    title: str = ""
    kind: str = PostKind.MESSAGE
    language: str = ""
    key: str | None = None


@dataclass(frozen=True)
class NewComment:
    """An answer to a post, or to a comment already written: answers to comments go in a later batch."""

    by: Person
    post: Post
    body: str
    at: datetime
    parent: Comment | None = None
    key: str | None = None


@dataclass(frozen=True)
class NewReaction:
    by: Person
    post: Post
    kind: str
    at: datetime
    comment: Comment | None = None


@dataclass(frozen=True)
class NewAcceptance:
    """A comment, held as the answer to its question."""

    by: Person
    comment: Comment
    at: datetime


@transaction.atomic
def create_posts(rows: Sequence[NewPost], *, source: str) -> list[Post]:
    """Write these posts, in this order; one already written with its key comes back as it is.

    Raises Refused, as `create_post` does, on unfit words or an unknown kind.
    """
    seers = Seers((row.body for row in rows), (row.by for row in rows))
    words = [read_words(row.body, by=row.by, community=row.community, seen=seers) for row in rows]
    built = [_post(row, text) for row, text in zip(rows, words, strict=True)]
    known = sent(Post, built)
    new = [index for index, post in enumerate(built) if _key(post) not in known]
    insert(Post, [built[index] for index in new])
    fresh = [built[index] for index in new]
    freshen_communities(fresh)
    freshen_people(fresh)
    if fresh:
        set_topics({built[i].pk: words[i].topics for i in new}, at=fresh[-1].at)
    _tell(((built[i], None, rows[i].by, words[i], rows[i].at) for i in new), source=source)
    return [known.get(_key(post), post) for post in built]


@transaction.atomic
def create_comments(rows: Sequence[NewComment], *, source: str) -> list[Comment]:
    """Write these answers, in this order, and the counts of their posts."""
    seers = Seers((row.body for row in rows), (row.by for row in rows))
    words = [read_words(row.body, by=row.by, community=row.post.community, seen=seers) for row in rows]
    built = [_comment(row, text) for row, text in zip(rows, words, strict=True)]
    known = sent(Comment, built)
    new = [index for index, comment in enumerate(built) if _key(comment) not in known]
    insert(Comment, [built[index] for index in new])
    add_counts([built[index] for index in new])
    _tell(((built[i].post, built[i], rows[i].by, words[i], rows[i].at) for i in new), source=source)
    return [known.get(_key(comment), comment) for comment in built]


@transaction.atomic
def add_reactions(rows: Sequence[NewReaction], *, source: str) -> int:
    """Write these reactions; the same one twice, here or before, counts once. Returns how many are new."""
    offered = set(ReactionKind.objects.filter(is_active=True).values_list("key", flat=True))
    if unknown := {row.kind for row in rows} - offered:
        raise Refused(_("This reaction is not offered.") + f" ({sorted(unknown)[0]})", field="kind")
    posts_touched = {row.post.pk for row in rows}
    fields = ("person_id", "post_id", "comment_id", "kind_id")
    taken = set(Reaction.objects.filter(post__in=posts_touched).values_list(*fields))
    new: dict[tuple[int, int, int | None, str], NewReaction] = {}
    for row in rows:
        key = (row.by.pk, row.post.pk, row.comment.pk if row.comment else None, row.kind)
        if key not in taken:
            new.setdefault(key, row)
    Reaction.objects.bulk_create(
        [Reaction(person=r.by, post=r.post, comment=r.comment, kind_id=r.kind, at=r.at) for r in new.values()],
        batch_size=1_000,
    )
    recount_reactions({row.post.pk for row in new.values()})
    events.record_many(
        reactions.event_of(Verb.REACTION, row.comment or row.post, by=row.by, at=row.at, source=source) for row in new.values()
    )
    return len(new)


@transaction.atomic
def accept_answers(rows: Sequence[NewAcceptance], *, source: str) -> None:
    """Hold these comments as the answers to their questions."""
    changed = []
    for row in rows:
        post = row.comment.post
        if post.kind != PostKind.QUESTION:
            raise Refused(_("Only a question can have an accepted answer."))
        post.accepted_comment = row.comment
        changed.append(post)
    Post.objects.bulk_update(changed, ["accepted_comment"], batch_size=500)
    events.record_many(_acceptance(row, source=source) for row in rows)


def _post(row: NewPost, words: Words) -> Post:
    return Post(
        community=row.community,
        author=row.by,
        kind=_plain(row.kind),
        title=posts.checked_title(row.title),
        body=words.body,
        body_html=words.html,
        renderer=RENDERER,
        language=row.language,
        at=row.at,
        last_activity_at=row.at,
        client_key=row.key,
    )


def _plain(kind: str) -> str:
    plain_kind_of(kind)
    return kind


def _comment(row: NewComment, words: Words) -> Comment:
    parent = row.parent
    if parent is not None and parent.post_id != row.post.pk:
        raise Refused(_("The comment you are answering is no longer there."), field="parent")
    return Comment(
        post=row.post,
        parent=(parent.parent or parent) if parent else None,
        author=row.by,
        body=words.body,
        body_html=words.html,
        renderer=RENDERER,
        at=row.at,
        client_key=row.key,
    )


def _key(row: Post | Comment) -> tuple[int, str | None]:
    return row.author_id, row.client_key


def _tell(told: Iterable[tuple[Post, Comment | None, Person, Words, datetime]], *, source: str) -> None:
    """The mentions of each text, its event and theirs."""
    history: list[NewEvent] = []
    mentions: list[Mention] = []
    for post, comment, by, words, at in told:
        if comment is None:
            event = posts.event_of(Verb.POST, post, by=by, at=at, source=source)
        else:
            event = comments.event_of(Verb.COMMENT, comment, by=by, at=at, source=source)
        history.append(event)
        for person in words.mentioned:
            mentions.append(Mention(person=person, post=post, comment=comment, at=at))
            history.append(_mention(event, person))
    Mention.objects.bulk_create(mentions, batch_size=1_000)
    events.record_many(history)


def _mention(event: NewEvent, person: Person) -> NewEvent:
    return NewEvent(
        at=event.at,
        verb=Verb.MENTION,
        actor_id=event.actor_id,
        community_id=event.community_id,
        object_type=event.object_type,
        object_id=event.object_id,
        root_id=event.root_id,
        target_id=person.pk,
        source=event.source,
    )


def _acceptance(row: NewAcceptance, *, source: str) -> NewEvent:
    return NewEvent(
        at=row.at,
        verb=Verb.ACCEPT,
        actor_id=row.by.pk,
        community_id=row.comment.post.community_id,
        object_type="comment",
        object_id=row.comment.pk,
        root_id=row.comment.post_id,
        target_id=row.comment.author_id,
        source=source,
    )
