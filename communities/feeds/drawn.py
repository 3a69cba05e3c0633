"""Cards as they are kept: rendered once per (id, version, language), with slots where they depend on the viewer.

A card holds only what every reader may see. The template tags `{% slot %}` and `{% only %}` write the slots, `joined` fills them.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.cache import cache
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils.translation import get_language

from communities.feeds.details import details_of
from communities.feeds.files import files_of_comments, files_of_posts
from communities.feeds.links import link_row
from communities.feeds.peeks import peeks_of
from communities.feeds.reliance import reliance_of
from communities.models import Comment, Post, ReactionKind
from rse.lib.kept import Kept
from rse.lib.prepared import PreparedRows, any_of

OPEN, CLOSE = "\ue000", "\ue001"  # never in what people typed: rse.lib.text takes private characters away
LIFETIME = 3600  # seconds: a name or a photo changed since shows at the latest then
NEAR, NEAR_LIFETIME = 3_000, 300  # the cards that this process was asked lately, each of a few kilobytes
EDITION = 33  # raise it when a template of a card changes
_MARK = re.compile(f"{OPEN}([^{CLOSE}]*){CLOSE}")


@dataclass(frozen=True)
class Stored:
    """A rendered card: pieces of HTML at even places, names of slots at odd ones, and what rights need."""

    pieces: list[str]
    author_id: int
    community_id: int
    is_archived: bool
    asker_id: int
    is_question: bool = False
    original_id: int | None = None  # of a share
    quoted: frozenset[int] = frozenset()  # those of whom it holds words apart, to be folded for whoever blocked them
    peek: tuple[tuple[int, int], ...] = ()  # (comment, author) of the lines under it, the oldest first
    # The pieces between two tokens of forms, for each kind of viewer that this process met.
    filled: dict[tuple[Any, ...], list[str]] = field(default_factory=dict, compare=False)


_near: Kept[Stored] = Kept(NEAR, seconds=NEAR_LIFETIME)
_kinds: Kept[list[ReactionKind]] = Kept(1, seconds=60)


def fetch(kind: str, versions: Sequence[tuple[int, int]], render: Callable[[list[int]], Mapping[int, Stored]]) -> dict[int, Stored]:
    language = get_language() or "fr"
    keys = {f"card:{kind}:{EDITION}:{language}:{id_}:{version}": id_ for id_, version in versions}
    found = {id_: value for key, id_ in keys.items() if (value := _near.get(key)) is not None}
    if far := [key for key, id_ in keys.items() if id_ not in found]:
        for key, value in cache.get_many(far).items():
            _near.put(key, value)
            found[keys[key]] = value
    missing = [id_ for id_ in keys.values() if id_ not in found]
    if missing:
        made = render(missing)
        fresh = {key: made[id_] for key, id_ in keys.items() if id_ in made}
        cache.set_many(fresh, LIFETIME)
        for key, value in fresh.items():
            _near.put(key, value)
        found |= made
    return found


def draw_posts(ids: list[int], *, whole: bool = False) -> dict[int, Stored]:
    posts = _posts(ids=ids)
    kinds = reaction_kinds()
    details = details_of(posts)
    files = files_of_posts(ids, whole=whole)
    peeks = {} if whole else peeks_of(posts, details)
    made = {}
    for post in posts:
        shown = {"details": details[post.pk], "details_template": f"communities/kinds/_{post.kind}.html"} if post.pk in details else {}
        peek = peeks.get(post.pk)
        shown |= _keys(post, shown.get("details"))
        beside = {"files": files.get(post.pk), "link": link_row(post.link), "peek": peek, **shown}
        html = render_to_string("communities/_post.html", {"post": post, "whole": whole, **beside, **reactions(post, kinds)})
        made[post.pk] = store(html, post, peek=peek.key if peek else ())
    return made


def _keys(post: Post, details: object) -> dict[str, Any]:
    """What the pieces of a card's head depend on, as plain values: of the author, of the community, of the kind."""
    author, place = post.author, post.community
    site = author.site.name if author.site else ""
    kind = (post.kind, post.accepted_comment_id is not None, post.answer_count > 0, bool(getattr(details, "warns", False)))
    return {
        "author_key": (author.pk, author.name, author.photo_url, author.is_guest, author.job_title, site),
        "place_key": (place.pk, place.slug, place.name, place.access),
        "kind_key": kind,
    }


@PreparedRows
def _posts(*, ids: Sequence[int]) -> QuerySet[Post, Post]:
    beside = ("author", "author__site", "community", "accepted_comment", "accepted_comment__author", "accepted_comment__author__site")
    return Post.objects.filter(any_of("id", ids)).select_related(*beside)


def draw_comments(ids: list[int]) -> dict[int, Stored]:
    comments = _comments(ids=ids)
    said = reliance_of([comment.pk for comment in comments if comment.post.kind == "question"])
    kinds = reaction_kinds()
    files = files_of_comments(ids)
    made = {}
    for comment in comments:
        html = render_to_string(
            "communities/_comment.html",
            {
                "comment": comment,
                "post": comment.post,
                "files": files.get(comment.pk),
                "link": link_row(comment.link),
                "said": said.get(comment.pk),
                **reactions(comment, kinds),
            },
        )
        made[comment.pk] = store(html, comment)
    return made


@PreparedRows
def _comments(*, ids: Sequence[int]) -> QuerySet[Comment, Comment]:
    return Comment.objects.filter(any_of("id", ids)).select_related("author", "author__site", "post__community")


def draw_originals(ids: list[int]) -> dict[int, Stored]:
    """For who may read them, without a slot: the same for all."""
    return {post.pk: store(render_to_string("communities/_shared.html", {"post": post}), post) for post in _posts(ids=ids)}


def reactions(content: Post | Comment, kinds: Sequence[ReactionKind]) -> dict[str, Any]:
    """What the templates show of reactions: those on offer, those given, and both as plain values."""
    offered, given = [kind for kind in kinds if kind.is_active], counted(content.reaction_counts, kinds)
    return {
        "kinds": offered,
        "counted": given,
        "offered_key": tuple((kind.key, kind.icon, kind.name) for kind in offered),
        "counted_key": tuple((kind.key, kind.icon, kind.name, count) for kind, count in given),
    }


def store(html: str, content: Post | Comment, *, peek: tuple[tuple[int, int], ...] = ()) -> Stored:
    post = content if isinstance(content, Post) else content.post
    pieces = _MARK.split(html)
    return Stored(
        pieces,
        author_id=content.author_id,
        community_id=post.community_id,
        is_archived=post.community.is_archived,
        asker_id=post.author_id,
        is_question=post.kind == "question",
        original_id=next((int(slot[7:]) for slot in pieces[1::2] if slot.startswith("shared:")), None),
        quoted=frozenset(int(slot[5:]) for slot in pieces[1::2] if slot.startswith("fold:")),
        peek=peek,
    )


def reaction_kinds() -> Sequence[ReactionKind]:
    """The reactions on offer, in their order; remembered for a minute."""
    return _kinds.make("kinds", lambda: list(ReactionKind.objects.order_by("position", "key")))


def counted(counts: Mapping[str, int], kinds: Sequence[ReactionKind]) -> list[tuple[ReactionKind, int]]:
    """(kind, count) of the reactions given at least once, in the order of `kinds`."""
    return [(kind, counts[kind.key]) for kind in kinds if counts.get(kind.key)]
