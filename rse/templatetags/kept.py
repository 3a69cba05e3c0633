"""`{% kept %}`: pieces of a page that are the same for many requests, rendered once for each set of what they depend on."""

import secrets
from collections.abc import Hashable

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token, token_kwargs
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
_ID = str((1 << 62) + secrets.randbelow(1 << 61))  # a number, so that addresses can be made with it


@register.tag
def kept(parser: Parser, token: Token) -> "_Kept":
    """`{% kept "bar" shell.key bell.count %} … {% endkept %}`: what stands inside may depend on the language, on these values,
    which are compared whole, and on `csrf_token`, `csp_nonce` and `page_address`; on nothing else.

    With `id=post.pk`, the piece is one for all ids: inside, `id` is the number, to be written or put in an address.
    """
    words = token.split_contents()[1:]
    if not words:
        raise template.TemplateSyntaxError("{% kept NAME … %} takes a name and what the piece depends on")
    named = token_kwargs(words[-1:], parser)
    if named.keys() - {"id"}:
        raise template.TemplateSyntaxError("{% kept %} takes no other name than id")
    inside = parser.parse(("endkept",))
    parser.delete_first_token()
    depends = words[:-1] if named else words
    return _Kept([parser.compile_filter(word) for word in depends], inside, named.get("id"))


class _Kept(template.Node):
    def __init__(self, depends: list[FilterExpression], nodelist: NodeList, id_: FilterExpression | None) -> None:
        self.depends = depends
        self.nodelist = nodelist
        self.id = id_

    def render(self, context: Context) -> SafeString:
        key = (get_language(), *(_hashable(each.resolve(context)) for each in self.depends))
        if (piece := _pieces.get(key)) is None:
            places = _PLACES if self.id is None else _PLACES | {"id": mark_safe(_ID)}
            with context.push(**places):
                piece = self.nodelist.render(context)
            _pieces.put(key, piece)
        if self.id is not None:
            piece = piece.replace(_ID, str(int(self.id.resolve(context))))
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
