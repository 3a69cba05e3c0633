"""What search found, as items of a list: the pieces of each are made once and joined, as there are twenty and little time."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext

from communities.search import Place, Result
from rse.lib.l10n import number
from rse.templatetags.maillage import avatar, reltime

register = template.Library()
KEPT = 5_000


@register.simple_tag
def result_items(rows: Iterable[Result]) -> SafeString:
    """`{% result_items found.rows %}`: a list item each."""
    language = get_language() or "fr"
    return mark_safe("\n".join(_item(row, language) for row in rows))


def _item(row: Result, language: str) -> str:
    state = "answer" if row.is_answer else "solved" if row.is_solved and row.shape == "question" else ""
    text = f'<p class="hit-text">{row.extract}</p>' if row.extract else ""
    place = row.community
    return (
        f'<li class="hit">{_shape(row.shape, state, row.file_kind, language)}'
        f'<h2 class="hit-title"><a href="{row.address}">{row.title}</a></h2>{text}'
        f'<p class="hit-meta">{avatar(row.author, 24)}<span>{escape(row.author.name)}</span>'
        f"{_place(place.pk, place.slug, place.name, place.access, language)}"
        f"<span>{reltime(row.at)}</span>{_replies(row.comments, language) if row.comment_id is None else ''}</p></li>"
    )


@lru_cache(maxsize=100)
def _shape(shape: str, state: str, file_kind: str, language: str) -> str:
    return render_to_string("communities/search/_shape.html", {"shape": shape, "state": state, "file_kind": file_kind})


@lru_cache(maxsize=KEPT)
def _place(pk: int, slug: str, name: str, access: str, language: str) -> str:
    return render_to_string("communities/search/_place.html", {"place": Place(pk, slug, name, access)})


@lru_cache(maxsize=1_000)
def _replies(count: int, language: str) -> str:
    if not count:
        return ""
    return f"<span>{escape(ngettext('%(shown)s reply', '%(shown)s replies', count) % {'shown': number(count)})}</span>"
