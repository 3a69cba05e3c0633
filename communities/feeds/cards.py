"""Cards: a post or a comment rendered once per (id, version, language), then joined for each viewer.

A card holds only what every reader may see. What depends on the viewer stands in it as slots, which
the template tags `{% slot %}` and `{% only %}` write and `_join` fills: reactions already given, posts kept, rights.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.core.cache import cache
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from communities import access
from communities.feeds.details import details_of
from communities.feeds.mine import NOTHING, Mine, mine
from communities.feeds.posts import CommentRow, PostRow
from communities.models import Comment, Membership, Post, Reaction, ReactionKind
from rse.lib.kept import Kept
from rse.lib.prepared import Prepared, any_of
from rse.people.models import Person

OPEN, CLOSE = "\ue000", "\ue001"  # never in what people typed: rse.lib.text takes private characters away
LIFETIME = 3600  # seconds: a name or a photo changed since shows at the latest then
NEAR, NEAR_LIFETIME = 3_000, 300  # the cards that this process was asked lately, each of a few kilobytes
EDITION = 11  # raise it when a template of a card changes
MAX_COUNTED = 1_000
MAX_FILLED = 24
_MARK = re.compile(f"{OPEN}([^{CLOSE}]*){CLOSE}")


@dataclass(frozen=True)
class _Stored:
    """A rendered card: pieces of HTML at even places, names of slots at odd ones, and what rights need."""

    pieces: list[str]
    author_id: int
    community_id: int
    is_archived: bool
    asker_id: int
    is_question: bool = False
    # The pieces between two tokens of forms, for each kind of viewer that this process met.
    filled: dict[tuple[Any, ...], list[str]] = field(default_factory=dict, compare=False)


@dataclass(frozen=True)
class Card:
    """A card for one viewer."""

    id: int
    html: SafeString
    parent_id: int | None = None


@dataclass(frozen=True)
class Counters:
    """The reactions to a post or a comment; the number of comments, of a post only."""

    id: int
    counted: list[tuple[ReactionKind, int]]
    comments: int | None = None


_near: Kept[_Stored] = Kept(NEAR, seconds=NEAR_LIFETIME)


def cards(
    person: Person,
    rows: Iterable[PostRow],
    *,
    csrf: str = "",
    roles: Mapping[int, str] | None = None,
    whole: bool = False,
) -> list[Card]:
    """The cards of these posts for this viewer, in their order. Rows come from a feed of the same person.

    `roles` (community -> role) saves a query when the caller holds the person's communities already. A `whole` card
    is the head of its own page: all its words, its title as the page's.
    """
    rows = list(rows)
    kind, render = ("whole", partial(_render_posts, whole=True)) if whole else ("post", _render_posts)
    stored = _fetch(kind, [(row.id, row.version) for row in rows], render)
    own = mine(person, [row.id for row in rows])
    roles = _roles(person, stored.values()) if roles is None else roles
    return [Card(row.id, _join(stored[row.id], person, roles, own.get(row.id, NOTHING), csrf)) for row in rows if row.id in stored]


def comment_cards(person: Person, post: Post, rows: Iterable[CommentRow], *, csrf: str = "", role: str | None = None) -> list[Card]:
    """The cards of these comments for this viewer, whose role in the community is `role`."""
    rows = list(rows)
    stored = _fetch("comment", [(row.id, row.version) for row in rows], _render_comments)
    given = given_to_comments(person, post)
    roles = {post.community_id: role} if role else {}
    accepted = post.accepted_comment_id
    return [
        Card(
            row.id,
            _join(stored[row.id], person, roles, Mine(given.get(row.id, frozenset())), csrf, accepted=row.id == accepted),
            row.parent_id,
        )
        for row in rows
        if row.id in stored
    ]


def foot(person: Person, *, post: Post, comment: Comment | None = None, csrf: str = "") -> SafeString:
    """What stands under a post or one of its comments, as these rows are now: reactions, answers, what one may do."""
    kinds = reaction_kinds()
    content = post if comment is None else comment
    html = render_to_string(
        "communities/_post_foot.html" if comment is None else "communities/_comment_foot.html",
        {"post": post, "comment": comment, **_reactions(content, kinds)},
    )
    own = (
        mine(person, [post.pk]).get(post.pk, NOTHING)
        if comment is None
        else Mine(given_to_comments(person, post).get(comment.pk, frozenset()))
    )
    role = access.role_in(person, post.community)
    roles = {post.community_id: role} if role else {}
    accepted = comment is not None and post.accepted_comment_id == comment.pk
    return _join(_store(html, content), person, roles, own, csrf, accepted=accepted)


def shown_details(person: Person, *, post: Post, csrf: str = "", error: str = "") -> SafeString:
    """What the card of a post shows of its kind, as it is now: the choices of a poll; under them, why an act was refused."""
    template, details = f"communities/kinds/_{post.kind}.html", details_of([post]).get(post.pk)
    html = render_to_string(template, {"post": post, "details": details, "error": error}) if details is not None else ""
    return _join(_store(html, post), person, {}, mine(person, [post.pk]).get(post.pk, NOTHING), csrf)


def counters(person: Person, post: Post) -> list[Counters]:
    """How often a thread was answered and reacted to: the post, then each of its comments."""
    comments = access.comments(person).filter(post=post, deleted_at=None).order_by("id")
    pairs = comments.values_list("id", "reaction_counts")[:MAX_COUNTED]
    kinds = reaction_kinds()
    return [
        Counters(post.pk, counted(post.reaction_counts, kinds), post.comment_count),
        *(Counters(id_, counted(counts, kinds)) for id_, counts in pairs),
    ]


def reaction_kinds() -> Sequence[ReactionKind]:
    """The reactions on offer, in their order."""
    kinds: list[ReactionKind] | None = cache.get("reaction-kinds")
    if kinds is None:
        kinds = list(ReactionKind.objects.order_by("position", "key"))
        cache.set("reaction-kinds", kinds, 60)
    return kinds


def counted(counts: Mapping[str, int], kinds: Sequence[ReactionKind]) -> list[tuple[ReactionKind, int]]:
    """(kind, count) of the reactions given at least once, in the order of `kinds`."""
    return [(kind, counts[kind.key]) for kind in kinds if counts.get(kind.key)]


def given_to_comments(person: Person, post: Post) -> dict[int, frozenset[str]]:
    """Comment of that post -> the kinds of reaction that the person gave it."""
    return _grouped(_given_to_comments(person=person.pk, post=post.pk))


@Prepared
def _given_to_comments(*, person: int, post: int) -> QuerySet[Reaction, Any]:
    return Reaction.objects.filter(person=person, post=post, comment__isnull=False).values_list("comment_id", "kind_id")


def _fetch(kind: str, versions: Sequence[tuple[int, int]], render: Callable[[list[int]], Mapping[int, _Stored]]) -> dict[int, _Stored]:
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


def _render_posts(ids: list[int], *, whole: bool = False) -> dict[int, _Stored]:
    found = Post.objects.filter(pk__in=ids)
    posts = list(found.select_related("author", "author__site", "community", "accepted_comment", "accepted_comment__author"))
    kinds = reaction_kinds()
    details = details_of(posts)
    made = {}
    for post in posts:
        shown = {"details": details[post.pk], "details_template": f"communities/kinds/_{post.kind}.html"} if post.pk in details else {}
        html = render_to_string("communities/_post.html", {"post": post, "whole": whole, **shown, **_reactions(post, kinds)})
        made[post.pk] = _store(html, post)
    return made


def _render_comments(ids: list[int]) -> dict[int, _Stored]:
    comments = Comment.objects.filter(pk__in=ids).select_related("author", "author__site", "post__community")
    kinds = reaction_kinds()
    made = {}
    for comment in comments:
        html = render_to_string(
            "communities/_comment.html",
            {"comment": comment, "post": comment.post, **_reactions(comment, kinds)},
        )
        made[comment.pk] = _store(html, comment)
    return made


def _reactions(content: Post | Comment, kinds: Sequence[ReactionKind]) -> dict[str, Any]:
    """What the templates show of reactions: those on offer, those given, and both as plain values."""
    offered, given = [kind for kind in kinds if kind.is_active], counted(content.reaction_counts, kinds)
    return {
        "kinds": offered,
        "counted": given,
        "offered_key": tuple((kind.key, kind.icon, kind.name) for kind in offered),
        "counted_key": tuple((kind.key, kind.icon, kind.name, count) for kind, count in given),
    }


def _store(html: str, content: Post | Comment) -> _Stored:
    post = content if isinstance(content, Post) else content.post
    return _Stored(
        _MARK.split(html),
        author_id=content.author_id,
        community_id=post.community_id,
        is_archived=post.community.is_archived,
        asker_id=post.author_id,
        is_question=post.kind == "question",
    )


def _join(
    stored: _Stored,
    person: Person,
    roles: Mapping[int, str],
    own: Mine,
    csrf: str,
    *,
    accepted: bool = False,
) -> SafeString:
    """The card for this viewer: made once for all whom it shows the same, but for the token of their forms."""
    role = roles.get(stored.community_id)
    key = (role, person.is_active, stored.author_id == person.pk, stored.asker_id == person.pk, accepted, own)
    if (parts := stored.filled.get(key)) is None:
        parts = _fill(stored, _held(stored, person, role, own, accepted=accepted), own)
        if len(stored.filled) < MAX_FILLED:
            stored.filled[key] = parts
    return mark_safe(csrf.join(parts))


def _held(stored: _Stored, person: Person, role: str | None, own: Mine, *, accepted: bool) -> set[str]:
    """The names of what `{% only %}` keeps for this viewer."""
    held = set(access.rights_on(person, author_id=stored.author_id, role=role, is_archived=stored.is_archived, asker_id=stored.asker_id))
    if role is None:
        held.add("outside")
    if stored.is_question and "accept" in held:
        held.add("unaccept" if accepted else "choose")
    if accepted:
        held.add("accepted")
    held.add("unvoted" if own.chosen is None else "voted")
    return held


def _fill(stored: _Stored, held: set[str], own: Mine) -> list[str]:
    """`only:x` … `end:x` keep what is between when x is held, the other slots are replaced; cut where the token goes."""
    filled: list[list[str]] = [[]]
    skipping: str | None = None
    for place, piece in enumerate(stored.pieces):
        if place % 2 == 0:
            if skipping is None:
                filled[-1].append(piece)
        elif skipping is not None:
            skipping = None if piece == f"end:{skipping}" else skipping
        elif piece.startswith("only:"):
            skipping = None if piece[5:] in held else piece[5:]
        elif piece.startswith("pressed:"):
            filled[-1].append("true" if piece[8:] in own.given else "false")
        elif piece == "saved":
            filled[-1].append("true" if own.is_saved else "false")
        elif piece.startswith("chosen:"):
            filled[-1].append(" checked" if own.chosen and int(piece[7:]) in own.chosen else "")
        elif piece == "csrf":
            filled.append([])
    return ["".join(parts) for parts in filled]


def _grouped(pairs: Iterable[Any]) -> dict[int, frozenset[str]]:
    grouped: dict[int, set[str]] = {}
    for id_, kind in pairs:
        grouped.setdefault(id_, set()).add(kind)
    return {id_: frozenset(kinds) for id_, kinds in grouped.items()}


def _roles(person: Person, stored: Iterable[_Stored]) -> dict[int, str]:
    ids = {card.community_id for card in stored}
    return dict(_roles_in(person=person.pk, communities=sorted(ids))) if ids else {}


@Prepared
def _roles_in(*, person: int, communities: Sequence[int]) -> QuerySet[Membership, Any]:
    return Membership.objects.filter(any_of("community", communities), person=person).values_list("community_id", "role")
