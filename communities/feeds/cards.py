"""Cards: a post or a comment rendered once per (id, version, language), then joined for each viewer.

`drawn` makes and keeps what every reader may see, `joined` fills in what depends on the viewer: reactions given, posts kept, rights.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db.models import F, QuerySet, TextField, Value
from django.db.models.functions import Cast
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from communities import access
from communities.feeds.details import details_of
from communities.feeds.drawn import Stored, counted, draw_comments, draw_originals, draw_posts, fetch, reaction_kinds, reactions, store
from communities.feeds.joined import Shared, join
from communities.feeds.mine import NOTHING, Mine, mine, own_of
from communities.feeds.peeks import peek
from communities.feeds.posts import CommentRow, PostRow
from communities.feeds.reads import ReadMark, faded_before, read_state
from communities.feeds.shares import HIDDEN, originals
from communities.models import Comment, Level, Membership, PersonLevel, Post, Reaction, ReactionKind
from rse.lib.prepared import Prepared, any_of
from rse.people.models import Person

MAX_COUNTED = 1_000


@dataclass(frozen=True)
class Card:
    """A card for one viewer."""

    id: int
    html: SafeString
    parent_id: int | None = None
    state: str = ""  # read, unread or faded: see feeds.reads

    @property
    def is_new(self) -> bool:
        """Whether the viewer has yet to read it."""
        return self.state in ("unread", "faded")


@dataclass(frozen=True)
class Counters:
    """The reactions to a post or a comment; the number of comments, of a post only."""

    id: int
    counted: list[tuple[ReactionKind, int]]
    comments: int | None = None


def cards(
    person: Person,
    rows: Iterable[PostRow],
    *,
    csrf: str = "",
    roles: Mapping[int, str] | None = None,
    marks: Mapping[int, ReadMark] | None = None,
    whole: bool = False,
) -> list[Card]:
    """The cards of these posts for this viewer, in their order. Rows come from a feed of the same person.

    `roles` (community -> role) saves a query when the caller holds the person's communities already; with `marks`
    each card says whether it was read. A `whole` card is the head of its own page: all its words, its title as the page's.
    """
    rows = list(rows)
    kind, render = ("whole", partial(draw_posts, whole=True)) if whole else ("post", draw_posts)
    stored = fetch(kind, [(row.id, row.version) for row in rows], render)
    own = own_of(person, [row.id for row in rows])
    roles = _roles(person, stored.values()) if roles is None else roles
    state = _state(person, marks)
    passed_on = _originals(person, stored.values(), own.blocked)
    shown = []
    for row in rows:
        if (card := stored.get(row.id)) is not None:
            original = passed_on.get(card.original_id)
            said = peek(card.peek, person, seen=own.seen.get(row.id), blocked=own.blocked)
            folded = card.quoted & own.blocked
            html = join(card, person, roles, own.there.get(row.id, NOTHING), csrf, original, peek=said, folded=folded)
            shown.append(Card(row.id, _folded(html) if card.author_id in own.blocked and not whole else html, state=state(row.id, card)))
    return shown


def _originals(person: Person, stored: Iterable[Stored], blocked: Collection[int]) -> dict[int | None, Shared]:
    """The original of each share among these cards, as this viewer may see it. No query where there is no share."""
    ids = {card.original_id for card in stored if card.original_id is not None}
    if not ids:
        return {}
    found = originals(person, ids)
    readable = fetch("shared", [(each.id, each.version) for each in found.values() if each.state == "shown"], draw_originals)
    shown: dict[int | None, Shared] = {}
    for id_ in ids:
        about = found.get(id_, HIDDEN)
        if about.state == "shown" and id_ in readable:
            html, is_folded = SafeString("".join(readable[id_].pieces)), readable[id_].author_id in blocked
            shown[id_] = Shared(about, _folded(html) if is_folded else html, is_folded)
        else:
            shown[id_] = Shared(about, render_to_string("communities/_shared.html", {"gone": about.state == "gone"}))
    return shown


def _state(person: Person, marks: Mapping[int, ReadMark] | None) -> Callable[[int, Stored], str]:
    if marks is None:
        return lambda _id, _card: ""
    faded = faded_before(timezone.now())
    return lambda id_, card: read_state(marks, community_id=card.community_id, post_id=id_, is_own=card.author_id == person.pk, faded=faded)


def comment_cards(
    person: Person, post: Post, rows: Iterable[CommentRow], *, csrf: str = "", role: str | None = None, refers: bool = False
) -> list[Card]:
    """The cards of these comments for this viewer, whose role in the community is `role`; who `refers` may vouch for answers too."""
    rows = list(rows)
    stored = fetch("comment", [(row.id, row.version) for row in rows], draw_comments)
    given, blocked = _mine_in_thread(person, post)
    roles = {post.community_id: role} if role else {}
    shown = []
    for row in rows:
        if row.id in stored:
            own, accepted = Mine(given.get(row.id, frozenset())), row.id == post.accepted_comment_id
            html = join(stored[row.id], person, roles, own, csrf, accepted=accepted, refers=refers)
            shown.append(Card(row.id, _folded(html) if stored[row.id].author_id in blocked else html, row.parent_id))
    return shown


def _folded(html: SafeString) -> SafeString:
    """The card of someone whom the viewer blocked: closed, until they open it this once."""
    return mark_safe(render_to_string("communities/_folded.html", {"card": html}))


def foot(person: Person, *, post: Post, comment: Comment | None = None, csrf: str = "") -> SafeString:
    """What stands under a post or one of its comments, as these rows are now: reactions, answers, what one may do."""
    kinds = reaction_kinds()
    content = post if comment is None else comment
    html = render_to_string(
        "communities/_post_foot.html" if comment is None else "communities/_comment_foot.html",
        {"post": post, "comment": comment, **reactions(content, kinds)},
    )
    own = mine(person, post.pk) if comment is None else Mine(given_to_comments(person, post).get(comment.pk, frozenset()))
    role = access.role_in(person, post.community)
    roles = {post.community_id: role} if role else {}
    accepted = comment is not None and post.accepted_comment_id == comment.pk
    refers = comment is not None and access.refers(person, post, role)
    return join(store(html, content), person, roles, own, csrf, accepted=accepted, refers=refers)


def menu(person: Person, *, post: Post, csrf: str = "", is_open: bool = True) -> SafeString:
    """What else one may do with a post, as it is now; open, when one has just used it so."""
    html = render_to_string("communities/_post_menu.html", {"id": post.pk, "post": post, "open": is_open})
    role = access.role_in(person, post.community)
    roles = {post.community_id: role} if role else {}
    return join(store(html, post), person, roles, mine(person, post.pk), csrf)


def shown_details(person: Person, *, post: Post, csrf: str = "", error: str = "") -> SafeString:
    """What the card of a post shows of its kind, as it is now: the choices of a poll; under them, why an act was refused."""
    role = access.role_in(person, post.community)
    template, details = f"communities/kinds/_{post.kind}.html", details_of([post]).get(post.pk)
    html = render_to_string(template, {"post": post, "details": details, "error": error}) if details is not None else ""
    roles = {post.community_id: role} if role else {}
    card, own = store(html, post), own_of(person, [post.pk])
    return join(card, person, roles, own.there.get(post.pk, NOTHING), csrf, folded=card.quoted & own.blocked)


def counters(person: Person, post: Post) -> list[Counters]:
    """How often a thread was answered and reacted to: the post, then each of its comments."""
    comments = access.comments(person).filter(post=post, deleted_at=None).order_by("id")
    pairs = comments.values_list("id", "reaction_counts")[:MAX_COUNTED]
    kinds = reaction_kinds()
    return [
        Counters(post.pk, counted(post.reaction_counts, kinds), post.comment_count),
        *(Counters(id_, counted(counts, kinds)) for id_, counts in pairs),
    ]


def given_to_comments(person: Person, post: Post) -> dict[int, frozenset[str]]:
    """Comment of that post -> the kinds of reaction that the person gave it."""
    return _mine_in_thread(person, post)[0]


def _mine_in_thread(person: Person, post: Post) -> tuple[dict[int, frozenset[str]], frozenset[int]]:
    """The same, and whom they blocked."""
    rows = _given_and_blocked(person=person.pk, post=post.pk)
    return _grouped((id_, kind) for id_, kind in rows if kind), frozenset(id_ for id_, kind in rows if not kind)


@Prepared
def _given_and_blocked(*, person: int, post: int) -> QuerySet[Any, Any]:
    given = Reaction.objects.filter(person=person, post=post, comment__isnull=False)
    blocked = PersonLevel.objects.filter(person=person, level=Level.BLOCK)
    about = given.annotate(about=F("comment_id"), what=Cast("kind_id", TextField())).values_list("about", "what")
    return about.union(
        blocked.annotate(about=F("other_id"), what=Value("", output_field=TextField())).values_list("about", "what"), all=True
    )


def _grouped(pairs: Iterable[Any]) -> dict[int, frozenset[str]]:
    grouped: dict[int, set[str]] = {}
    for id_, kind in pairs:
        grouped.setdefault(id_, set()).add(kind)
    return {id_: frozenset(kinds) for id_, kinds in grouped.items()}


def _roles(person: Person, stored: Iterable[Stored]) -> dict[int, str]:
    ids = {card.community_id for card in stored}
    return dict(_roles_in(person=person.pk, communities=sorted(ids))) if ids else {}


@Prepared
def _roles_in(*, person: int, communities: Sequence[int]) -> QuerySet[Membership, Any]:
    return Membership.objects.filter(any_of("community", communities), person=person).values_list("community_id", "role")
