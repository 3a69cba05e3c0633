"""`{% kept %}`: pieces of a page that are the same for many requests, rendered once for each set of what they depend on."""

import secrets
from collections.abc import Hashable

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.template.context import Context
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from rse.lib.kept import Kept

register = template.Library()
PIECES = 4_000  # of some kilobytes each
_pieces: Kept[str] = Kept(PIECES)
# What differs at each request stands in a piece as these, which nobody can have typed.
_PLACES = {name: f"{name}-{secrets.token_hex(12)}" for name in ("csrf_token", "csp_nonce", "page_address")}


@register.tag
def kept(parser: Parser, token: Token) -> "_Kept":
    """`{% kept "bar" shell.key bell.count %} … {% endkept %}`: what stands inside may depend on the language, on these values,
    which are compared whole, and on `csrf_token`, `csp_nonce` and `page_address` (the address of the page); on nothing else.
    """
    words = token.split_contents()[1:]
    if not words:
        raise template.TemplateSyntaxError("{% kept NAME … %} takes a name and what the piece depends on")
    inside = parser.parse(("endkept",))
    parser.delete_first_token()
    return _Kept([parser.compile_filter(word) for word in words], inside)


class _Kept(template.Node):
    def __init__(self, depends: list[FilterExpression], nodelist: NodeList) -> None:
        self.depends = depends
        self.nodelist = nodelist

    def render(self, context: Context) -> SafeString:
        key = (get_language(), *(_hashable(each.resolve(context)) for each in self.depends))
        if (piece := _pieces.get(key)) is None:
            with context.push(**_PLACES):
                piece = self.nodelist.render(context)
            _pieces.put(key, piece)
        for name, place in _PLACES.items():
            if place in piece:
                value = context.get(name)  # a nonce is false until it is written
                piece = piece.replace(place, "" if value is None else escape(str(value)))
        return mark_safe(piece)


def _hashable(value: object) -> Hashable:
    """Whoever gives a tuple answers for what is in it."""
    if type(value) is tuple or value is None or isinstance(value, (str, int, float)):
        return value
    raise TypeError(f"a piece depends on plain values, not on {type(value).__name__}")
