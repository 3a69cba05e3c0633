"""Tags for the templates of cards: places that are filled for each viewer."""

import re

from django import template
from django.template.base import NodeList, Parser, Token
from django.template.context import Context
from django.utils.safestring import SafeString, mark_safe

from communities.feeds.cards import CLOSE, OPEN
from rse.lib.text import plain

register = template.Library()
_BEFORE_SIGN = re.compile(" ([?!:;%»])(?= |$)")


@register.simple_tag
def slot(name: str, detail: str = "") -> SafeString:
    """`{% slot "pressed" kind.key %}`: true or false; `{% slot "csrf" %}`: the form's token."""
    return _mark(f"{name}:{detail}" if detail else name)


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
