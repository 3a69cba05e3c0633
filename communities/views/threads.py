"""The page of a thread and its fragments, for the doors of posts and of comments."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render

from communities import access, feeds
from communities.forms import CommentForm
from communities.views import kept, reading

if TYPE_CHECKING:
    from communities.feeds import Card
    from communities.models import Post


@dataclass
class Branch:
    """A comment with the replies to it."""

    card: Card
    replies: list[Card] = field(default_factory=list)


def thread_page(request: HttpRequest, post: Post, *, form: CommentForm, status: int = 200) -> HttpResponse:
    """The whole page; for a script, the comments that came `after` an id, or the page that starts `from` a cursor."""
    person = reading.person_of(request)
    csrf = get_token(request)
    if reading.is_fragment(request) and (after := reading.cursor(request, "after")) is not None:
        rows = feeds.thread_newer(person, post, after=after)
        role = access.role_in(person, post.community)
        newer = feeds.comment_cards(person, post, rows, csrf=csrf, role=role)
        return render(request, "communities/_thread_newer.html", {"cards": newer, "post": post})
    mine = feeds.my_communities(person)
    roles = {place.community.pk: place.role for place in mine}
    page = feeds.thread(person, post, after=reading.cursor(request, "from"))
    cards = feeds.comment_cards(person, post, page, csrf=csrf, role=roles.get(post.community_id))
    context = {"post": post, "branches": branches(cards), "next_cursor": page.next_cursor}
    if reading.is_fragment(request):
        return render(request, "communities/_thread_items.html", context)
    head = feeds.cards(person, [feeds.PostRow(post.pk, post.version)], csrf=csrf, roles=roles, whole=True)
    context |= {
        "head": head[0] if head else None,
        "mine": mine,
        "form": form,
        "answered": _answered(cards, form),
        "writer": kept.writer_mark(person),
        "may_write": post.community_id in roles and not post.community.is_archived,
        "may_join": post.community_id not in roles and access.may_join(person, post.community),
        "newest_id": max((card.id for card in cards), default=0),
    }
    return render(request, "communities/post_show.html", context, status=status)


def branches(cards: Iterable[Card]) -> list[Branch]:
    """Comments with their replies, from cards in the order of a thread."""
    tree: dict[int, Branch] = {}
    for card in cards:
        if card.parent_id is None:
            tree[card.id] = Branch(card)
        elif card.parent_id in tree:
            tree[card.parent_id].replies.append(card)
    return list(tree.values())


def _answered(cards: Iterable[Card], form: CommentForm) -> int | None:
    """The comment of this page that the form answers, if it does answer one."""
    asked = str(form["parent"].value() or "")
    return next((card.id for card in cards if str(card.id) == asked), None)
