"""The page of a thread and its fragments, for the doors of posts and of comments."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from communities import access, feeds
from communities.actions.reads import mark_posts_read
from communities.actions.threads import mark_thread_seen
from communities.forms import CommentForm
from communities.views import kept, ordering, reading
from rse.lib.csrf import token_of
from rse.lib.pages import BadCursor, parse_cursor

if TYPE_CHECKING:
    from communities.feeds import Card, FileRow, MyCommunity
    from communities.models import Draft, Post
    from rse.people.models import Person

SORTED_FROM = 4  # replies; a shorter thread is read whole


@dataclass
class Branch:
    """A comment with the replies to it; what is folded before it, and before the first of these replies."""

    card: Card
    replies: list[Card] = field(default_factory=list)
    before: feeds.Fold | None = None
    within: feeds.Fold | None = None


class Shown(NamedTuple):
    """The comments of a page: which, the one that its address names, what is folded among them."""

    part: feeds.ThreadPart
    sought: int | None = None
    folded: feeds.FoldedPage = feeds.FoldedPage([])


def thread_page(
    request: HttpRequest,
    post: Post,
    *,
    form: CommentForm,
    files: Sequence[FileRow] = (),
    begun: Sequence[Draft] = (),
    status: int = 200,
    testimony: dict[str, object] | None = None,
) -> HttpResponse:
    """The whole page, with the replies that one has `begun` beside the one in the form; for a script, the comments that came `after`
    an id, or a part of the thread: see `_part`."""
    person = reading.person_of(request)
    csrf = token_of(request)
    if reading.is_fragment(request) and (after := reading.cursor(request, "after")) is not None:
        rows = feeds.thread_newer(person, post, after=after)
        if request.GET.get("here") == "1":
            _see(person, post, feeds.sight(person, post), rows)
        role = access.role_in(person, post.community)
        newer = feeds.comment_cards(person, post, rows, csrf=csrf, role=role, refers=access.refers(person, post, role))
        return render(request, "communities/_thread_newer.html", {"cards": newer, "post": post})
    mine = feeds.my_communities(person)
    roles = {place.community.pk: place.role for place in mine}
    sort = ordering.one_of(request, "sort", feeds.THREAD_SORTS)
    sight = feeds.sight(person, post) if "between" not in request.GET else None
    shown = _shown(request, post, sight, sort=sort, keep=_kept(form))
    part, role = shown.part, roles.get(post.community_id)
    unread = sight.unread if sight else frozenset()
    cards = [
        replace(card, state="unread") if card.id in unread else card
        for card in feeds.comment_cards(person, post, part.rows, csrf=csrf, role=role, refers=access.refers(person, post, role))
    ]
    _see(person, post, sight, part.rows)
    context = {
        "post": post,
        "branches": branches(cards, shown.folded),
        "trailing": shown.folded.before.get(0),
        "next_cursor": part.next_cursor if "until" not in request.GET or not reading.is_fragment(request) else None,
        "earlier_cursor": part.earlier_cursor if "from" not in request.GET or not reading.is_fragment(request) else None,
        "sought": shown.sought,
        "sort": sort,
        "sorts": post.comment_count >= SORTED_FROM,
        "address": reverse("post-show", args=[post.pk]),
    }
    if reading.is_fragment(request):
        return render(request, "communities/_thread_items.html", context)
    _read(person, post, mine)
    head = feeds.cards(person, [feeds.PostRow(post.pk, post.version)], csrf=csrf, roles=roles, whole=True)
    context |= {
        "head": head[0] if head else None,
        "mine": mine,
        "shared_in": feeds.shared_in(person, post),
        "moved": feeds.moved(person, post),
        "form": form,
        "files": files,
        "begun": begun,
        "answered": _answered(cards, form),
        "writer": kept.writer_mark(person),
        "charter": feeds.charter_to_accept(person, post.community) if post.community_id in roles else None,
        "may_write": post.community_id in roles and not post.community.is_archived,
        "may_join": post.community_id not in roles and access.may_join(person, post.community),
        "newest_id": sight.newest if sight else max((card.id for card in cards), default=0),
    }
    context["is_fresh"] = not (form.is_bound or files or begun or context["charter"]) and not _words_of(form)
    if post.kind == "announcement":
        context["readership"] = feeds.readership(person, post)
    if post.kind == "story":
        context |= {
            "quotes": feeds.testimonials_about(person, post),
            "may_renew": access.may_renew(person, post),
            "may_testify": access.may_testify(person, post),
            "uses": feeds.testimonial_uses(),
            "testimony": testimony or {},
        }
    return render(request, "communities/post_show.html", context, status=status)


def _shown(request: HttpRequest, post: Post, sight: feeds.Sight | None, *, sort: str, keep: Collection[int]) -> Shown:
    """The comments that the address asks for: `at` one, before one (`until`), after one (`from`), what was folded (`between`), in
    another order (`sort`), or the first, seen ones folded unless `all` is asked for."""
    person = reading.person_of(request)
    if (at := reading.cursor(request, "at")) is not None:
        sought = sight.row(at) if sight else feeds.sought_comment(person, post, at)
        if sought is None:
            raise Http404
        return Shown(feeds.thread_around(person, post, sought), sought.id)
    if (until := reading.cursor(request, "until")) is not None:
        return Shown(feeds.thread_until(person, post, until=until))
    if "between" in request.GET:
        after, until_, top = _between(request.GET["between"])
        opened = feeds.thread_between(person, post, after=after, until=until_, top=top)
        return Shown(feeds.ThreadPart(opened.rows, None, None), folded=opened)
    if sort != "oldest":
        try:
            page = feeds.thread_in_order(person, post, sort=sort, cursor=request.GET.get("from", ""))
        except BadCursor as error:
            raise BadRequest("bad cursor") from error
        return Shown(feeds.ThreadPart(page.rows, page.next_cursor, None))
    start = reading.cursor(request, "from")
    if start is None and sight is not None:
        folded = feeds.folded_page(post, sight, keep=keep, folds=request.GET.get("all") != "1")
        return Shown(feeds.ThreadPart(folded.rows, folded.next_cursor, None), folded=folded)
    page = feeds.thread(person, post, after=start)
    return Shown(feeds.ThreadPart(page.rows, page.next_cursor, str(page.rows[0].id) if start and page.rows else None))


def _between(raw: str) -> tuple[int, int, int]:
    """`after-until`, or `after-until-top` for replies."""
    try:
        after, until, top = (parse_cursor(part) or 0 for part in (*raw.split("-"), "0")[:3])
    except ValueError as error:
        raise BadRequest("bad place") from error
    return after, until, top


def _kept(form: CommentForm) -> list[int]:
    """The comment that the form answers stays on the page."""
    asked = str(form["parent"].value() or "")
    return [int(asked)] if asked.isascii() and asked.isdigit() and len(asked) < 20 else []


def _see(person: Person, post: Post, sight: feeds.Sight | None, rows: Iterable[feeds.CommentRow]) -> None:
    """Whoever has these comments on their page has seen them. No query when that is nothing new."""
    up_to = sight.seen_with(row.id for row in rows) if sight else None
    if up_to is not None:
        mark_thread_seen(by=person, post=post, up_to=up_to)


def _read(person: Person, post: Post, mine: Sequence[MyCommunity]) -> None:
    """Whoever opens the thread has read the post."""
    mark = feeds.marks_of(mine).get(post.community_id)
    if mark is not None and not mark.has_read(post.pk) and post.author_id != person.pk:
        mark_posts_read(by=person, post_ids=[post.pk], at=timezone.now())


def branches(cards: Iterable[Card], folded: feeds.FoldedPage) -> list[Branch]:
    """Comments with their replies, from cards in the order of a thread; replies to one that is not there stand alone."""
    tree: dict[int, Branch] = {}
    for card in cards:
        if card.parent_id in tree:
            tree[card.parent_id].replies.append(card)
        else:
            tree[card.id] = Branch(card, before=folded.before.get(card.id), within=folded.within.get(card.id))
    return list(tree.values())


def comment_address(post: Post, comment_id: int) -> str:
    """The place of a comment in its thread, which may be folded or on a further page."""
    page = f"?at={comment_id}" if post.comment_count >= feeds.FOLDS_FROM else ""
    return f"{reverse('post-show', args=[post.pk])}{page}#c{comment_id}"


def _words_of(form: CommentForm) -> dict[str, object]:
    """What an unsent form holds already."""
    return {name: value for name, value in form.initial.items() if value and name != "client_key"}


def _answered(cards: Iterable[Card], form: CommentForm) -> int | None:
    """The comment of this page that the form answers, if it does answer one."""
    asked = str(form["parent"].value() or "")
    return next((card.id for card in cards if str(card.id) == asked), None)
