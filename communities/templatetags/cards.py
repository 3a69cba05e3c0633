"""Tags for the templates of cards: places that are filled for each viewer."""

import re
from collections.abc import Iterable
from typing import Protocol

from django import template
from django.template.base import NodeList, Parser, Token
from django.template.context import Context
from django.utils.safestring import SafeString, mark_safe

from communities.feeds.cards import CLOSE, OPEN, Card
from rse.lib.text import plain


class Branch(Protocol):
    """A comment with the replies to it."""

    card: Card
    replies: list[Card]


register = template.Library()
_BEFORE_SIGN = re.compile(" ([?!:;%»])(?= |$)")


@register.simple_tag
def slot(name: str, detail: str = "") -> SafeString:
    """`{% slot "pressed" kind.key %}`: true or false; `{% slot "csrf" %}`: the form's token."""
    return _mark(f"{name}:{detail}" if detail else name)


@register.simple_tag
def branch_items(branches: Iterable[Branch], answer_id: int | None) -> SafeString:
    """`{% branch_items branches post.accepted_comment_id %}`: the comments of a thread, each with the replies to it."""
    return mark_safe("".join(f"{_branch_item(branch, answer_id)}\n" for branch in branches))


def _branch_item(branch: Branch, answer_id: int | None) -> str:
    replies = "".join(_comment_item(reply, answer_id) for reply in branch.replies)
    return _comment_item(branch.card, answer_id, _replies(branch.card.id, replies))


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


def _comment_item(card: Card, answer_id: int | None, under: str = "", *, about: str = "") -> str:
    css = "cm is-answer" if card.id == answer_id else "cm"
    return f'<li class="{css}" id="c{card.id}" data-id="{card.id}"{about}>{card.html}{under}</li>'


@register.simple_tag
def card_items(cards: Iterable[Card]) -> SafeString:
    """`{% card_items cards %}`: cards as items of a list, each with its id."""
    return mark_safe("".join(f'<li data-id="{card.id}">{card.html}</li>\n' for card in cards))


@register.tag
def only(parser: Parser, token: Token) -> "_Only":
    """`{% only edit %} … {% endonly %}`: kept for the viewers who hold that right; not to be nested."""
    try:
        _tag, right = token.split_contents()
    except ValueError as error:
        raise template.TemplateSyntaxError("{% only RIGHT %} takes one right") from error
    inside = parser.parse(("endonly",))
    parser.delete_first_token()
    return _Only(right, inside)


@register.filter
def excerpt(html: str, length: int) -> str:
    """The beginning of safe HTML, as plain text of at most `length` characters."""
    return plain(html, length=length)


@register.filter
def typeset(text: str) -> str:
    """`text` whose signs that take a space before them never begin a line."""
    return _BEFORE_SIGN.sub("\u00a0\\1", text)


class _Only(template.Node):
    def __init__(self, right: str, inside: NodeList) -> None:
        self.right = right
        self.inside = inside

    def render(self, context: Context) -> SafeString:
        return mark_safe(f"{_mark(f'only:{self.right}')}{self.inside.render(context)}{_mark(f'end:{self.right}')}")


def _mark(name: str) -> SafeString:
    return mark_safe(f"{OPEN}{name}{CLOSE}")
