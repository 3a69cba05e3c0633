"""Tags for the templates of cards: places that are filled for each viewer."""

import re
from collections.abc import Iterable, Sequence
from typing import Protocol

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from communities.feeds.cards import Card
from communities.feeds.drawn import CLOSE, OPEN
from communities.feeds.folds import Fold
from rse.lib import text
from rse.lib.text import plain, render


class Branch(Protocol):
    """A comment with the replies to it."""

    card: Card
    replies: list[Card]
    before: Fold | None
    within: Fold | None


register = template.Library()
_SEEN_LINE = '<p class="seen-line" role="none">{}</p>\n'
_BEFORE_SIGN = re.compile(" ([?!:;%»])(?= |$)")


@register.simple_tag
def slot(name: str, detail: str = "") -> SafeString:
    """`{% slot "pressed" kind.key %}`: true or false; `{% slot "csrf" %}`: the form's token."""
    return _mark(f"{name}:{detail}" if detail else name)


@register.simple_tag
def branch_items(
    branches: Iterable[Branch], answer_id: int | None, sought: int | None = None, address: str = "", trailing: Fold | None = None
) -> SafeString:
    """`{% branch_items branches post.accepted_comment_id sought address trailing %}`: the comments of a thread with their replies.

    `sought` is the one that the address led to; `address` that of the thread, `trailing` what is folded after the last.
    """
    items = [f"{_fold(branch.before, address)}{_branch_item(branch, answer_id, sought, address)}\n" for branch in branches]
    return mark_safe("".join(items) + _fold(trailing, address))


def _branch_item(branch: Branch, answer_id: int | None, sought: int | None, address: str) -> str:
    replies = "".join(_comment_item(reply, answer_id, sought=sought) for reply in branch.replies)
    if branch.card.parent_id is not None:
        return _comment_item(branch.card, answer_id, sought=sought)
    return _comment_item(branch.card, answer_id, _replies(branch.card.id, _fold(branch.within, address) + replies), sought=sought)


def _fold(fold: Fold | None, address: str) -> str:
    """The link that opens what is folded there."""
    if fold is None:
        return ""
    place = f"{fold.after}-{fold.until}" + (f"-{fold.top}" if fold.top else "")
    return render_to_string("communities/_fold.html", {"fold": fold, "place": place, "thread_page": address})


@register.simple_tag
def newer_items(cards: Iterable[Card], answer_id: int | None) -> SafeString:
    """`{% newer_items cards post.accepted_comment_id %}`: comments that came since, each naming the one it answers."""
    return mark_safe("".join(f"{_newer_item(card, answer_id)}\n" for card in cards))


def _newer_item(card: Card, answer_id: int | None) -> str:
    if card.parent_id is None:
        return _comment_item(card, answer_id, _replies(card.id, ""))
    return _comment_item(card, answer_id, about=f' data-parent="{card.parent_id}"')


def _replies(id_: int, inside: str) -> str:
    return f'<ol class="cm-kids" data-replies="{id_}">{inside}</ol>'


def _comment_item(card: Card, answer_id: int | None, under: str = "", *, about: str = "", sought: int | None = None) -> str:
    css = f"cm{' is-answer' if card.id == answer_id else ''}{' is-sought' if card.id == sought else ''}"
    if card.is_new:
        about, under = f'{about} data-unread="{card.state}"', f'<p class="sr">{_("unread")}</p>{under}'
    return f'<li class="{css}" id="c{card.id}" data-id="{card.id}"{about}>{card.html}{under}</li>'


@register.simple_tag
def feed_items(cards: Sequence[Card], above: str = "") -> SafeString:
    """`{% feed_items cards above %}`: cards as items of a feed, those not read yet marked, and one line above the first that was.

    `above` is what stands above the first: nothing, new posts only, or posts that were read (empty); see `still_new`. Each says its
    place among those of this page; with more pages, live/positions.js goes on counting.
    """
    line = _first_read(cards, above)
    unread, seen = _("unread"), _("Seen up to here")
    return mark_safe(
        "".join(
            f"{_SEEN_LINE.format(seen) if place == line else ''}{_feed_item(card, place + 1, unread)}\n" for place, card in enumerate(cards)
        )
    )


@register.filter
def newest_id(cards: Sequence[Card], known: int | None) -> int:
    """`{{ cards|newest_id:newest_shown }}`: the one that the page knows, else that of the first card, else 0."""
    return known or (cards[0].id if cards else 0)


@register.filter
def still_new(cards: Sequence[Card], above: str) -> str | None:
    """`{{ cards|still_new:above }}`: 1 when all posts down to the end of these are new, for the link to the next ones."""
    is_new = above == "new" or (above == "nothing" and any(card.is_new for card in cards))
    return "1" if is_new and not any(card.state == "read" for card in cards) else None


def _first_read(cards: Sequence[Card], above: str) -> int | None:
    """The place of the line: something new stands above it."""
    first = next((place for place, card in enumerate(cards) if card.state == "read"), None)
    if first is None or not (above == "new" or (above == "nothing" and any(card.is_new for card in cards[:first]))):
        return None
    return first


def _feed_item(card: Card, place: int, unread: str) -> str:
    """An article as the pattern of feeds wants it: named by its card, of which how many there are in all is not known."""
    about = f'aria-labelledby="l{card.id}" aria-posinset="{place}" aria-setsize="-1" tabindex="-1"'
    if not card.is_new:
        return f'<article data-id="{card.id}" {about}>{card.html}</article>'
    return f'<article data-id="{card.id}" data-unread="{card.state}" {about}><p class="sr">{unread}</p>{card.html}</article>'


@register.tag
def only(parser: Parser, token: Token) -> "_Only":
    """`{% only edit %} … {% endonly %}`: kept for the viewers who hold that right; `{% only lead kind.key %}`: who hold it on that.

    Not to be nested in one of the same name.
    """
    words = token.split_contents()[1:]
    if len(words) not in (1, 2):
        raise template.TemplateSyntaxError("{% only RIGHT %} takes one right, and on what")
    inside = parser.parse(("endonly",))
    parser.delete_first_token()
    return _Only(words[0], inside, parser.compile_filter(words[1]) if words[1:] else None)


@register.filter
def excerpt(html: str, length: int) -> str:
    """The beginning of safe HTML, as plain text of at most `length` characters."""
    return plain(html, length=length)


@register.filter
def opening(html: str, words: int) -> SafeString:
    """The first `words` of safe HTML, in their paragraphs and lists."""
    return mark_safe(text.opening(html, words=words))


@register.filter
def under_title(html: str) -> SafeString:
    """Safe HTML whose headings follow the title of the page."""
    return mark_safe(text.under_title(html))


@register.filter
def without_marks(words: str, length: int) -> str:
    """The beginning of words that are not published yet, without the marks of their form."""
    return plain(render(words).html, length=length)


@register.filter
def typeset(words: str) -> str:
    """`words` whose signs that take a space before them never begin a line."""
    return _BEFORE_SIGN.sub("\u00a0\\1", words)


class _Only(template.Node):
    def __init__(self, right: str, inside: NodeList, about: FilterExpression | None) -> None:
        self.right = right
        self.inside = inside
        self.about = about

    def render(self, context: Context) -> SafeString:
        right = self.right if self.about is None else f"{self.right}:{self.about.resolve(context)}"
        return mark_safe(f"{_mark(f'only:{right}')}{self.inside.render(context)}{_mark(f'end:{right}')}")


def _mark(name: str) -> SafeString:
    return mark_safe(f"{OPEN}{name}{CLOSE}")
