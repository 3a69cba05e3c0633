"""`{% kept %}`: pieces of a page that are the same for many requests, rendered once for each set of what they depend on."""

import re
import secrets
from collections.abc import Hashable
from functools import cache

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token, token_kwargs
from django.template.context import Context
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from rse.lib.kept import Kept

register = template.Library()
PIECES = 4_000  # of some kilobytes each
_pieces: Kept[list[str]] = Kept(PIECES)
REQUEST = ("csrf_token", "csp_nonce", "page_address")  # what differs at each request


@register.tag
def kept(parser: Parser, token: Token) -> "_Kept":
    """`{% kept "bar" shell.key bell.count %} … {% endkept %}`: what stands inside may depend on the language, on these values,
    which are compared whole, and on `csrf_token`, `csp_nonce` and `page_address`; on nothing else.

    With `id=post.pk name=post.author.name`, the piece is one for all ids and names: inside they are holes, filled each time, to be
    written and never compared or filtered; a whole number also in an address that is made there.
    """
    words = token.split_contents()[1:]
    holes = token_kwargs(words[(first := next((n for n, word in enumerate(words) if _NAMED.match(word)), len(words))) :], parser)
    if not words[:first] or len(words) != first + len(holes):
        raise template.TemplateSyntaxError("{% kept NAME … hole=value … %} takes a name, what the piece depends on, then its holes")
    inside = parser.parse(("endkept",))
    parser.delete_first_token()
    return _Kept([parser.compile_filter(word) for word in words[:first]], inside, holes)


class _Kept(template.Node):
    child_nodelists = ()  # no block stands inside: Django need not look for one in each page

    def __init__(self, depends: list[FilterExpression], nodelist: NodeList, holes: dict[str, FilterExpression]) -> None:
        self.depends = depends
        self.nodelist = nodelist
        self.holes = holes
        self.places = {name: _place(name) for name in (*REQUEST, *holes)}
        self.names: dict[str, str] = {str(place): name for name, place in self.places.items()}
        self.cut = re.compile(f"({'|'.join(self.names)})").split

    def render(self, context: Context) -> SafeString:
        key = (get_language(), *[_hashable(each.resolve(context)) for each in self.depends])
        if (piece := _pieces.get(key)) is None:
            with context.push(**self.places):
                text = self.nodelist.render(context)
            # Text at even places, names of holes at odd ones.
            parts: list[str] = self.cut(text)
            piece = [self.names[part] if number % 2 else part for number, part in enumerate(parts)]
            _pieces.put(key, piece)
        if len(piece) == 1:
            return mark_safe(piece[0])
        names = piece[1::2]
        values = {name: self._value(context, name) for name in set(names)}
        parts = piece.copy()
        parts[1::2] = [values[name] for name in names]
        return mark_safe("".join(parts))

    def _value(self, context: Context, name: str) -> str:
        value = self.holes[name].resolve(context) if name in self.holes else context.get(name)  # a nonce is false until it is written
        return str(value) if type(value) in (int, SafeString) else "" if value is None else escape(str(value))


_NAMED = re.compile(r"\w+=")


@cache
def _place(name: str) -> SafeString:
    """What stands for that hole in a piece: a number that nobody can have typed, so that addresses can be made with it."""
    return mark_safe(str((1 << 62) + secrets.randbelow(1 << 61)))


def _hashable(value: object) -> Hashable:
    """Whoever gives a tuple answers for what is in it."""
    if type(value) is tuple or value is None or isinstance(value, (str, int, float)):
        return value
    raise TypeError(f"a piece depends on plain values, not on {type(value).__name__}")
