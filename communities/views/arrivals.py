"""What was just written, as the item that the page shows in place of the words which a script had put there meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from communities import access, feeds
from communities.views import reading
from rse.lib.csrf import token_of

if TYPE_CHECKING:
    from communities.models import Comment, Post


def post_item(request: HttpRequest, post: Post) -> HttpResponse:
    """The card of a feed. A key sent again after its post was deleted shows nothing."""
    person = reading.person_of(request)
    rows = [] if post.deleted_at else [feeds.PostRow(post.pk, post.version)]
    cards = feeds.cards(person, rows, csrf=token_of(request))
    return render(request, "communities/_feed_items.html", {"cards": cards}, status=201)


def comment_item(request: HttpRequest, post: Post, comment: Comment) -> HttpResponse:
    """The item of a thread, which names the comment it answers."""
    person = reading.person_of(request)
    rows = [feeds.CommentRow(comment.pk, comment.version, comment.parent_id)]
    cards = feeds.comment_cards(person, post, rows, csrf=token_of(request), role=access.role_in(person, post.community))
    return render(request, "communities/_thread_newer.html", {"cards": cards, "post": post}, status=201)
