"""Tags that every template shares: icons, avatars, swatches, badges, stitches, dates and numbers."""

import functools
from datetime import date, datetime
from typing import Protocol
from urllib.parse import quote
from zlib import crc32

from django import template
from django.forms import BoundField
from django.template import Context
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import pgettext

from rse.lib import l10n
from rse.lib.request_id import current_id
from rse.lib.sprite import ICONS, SPRITE_PATH, UnknownIcon

register = template.Library()

TINTS = 8
DYES = ("pastel", "garance", "gaude", "sapin", "noix", "celadon", "ardoise", "lie")
WEAVES = ("toile", "serge", "chevron", "rayure", "pique", "poule", "vichy", "losange")
ACCESS = {"open": ("open", "globe"), "closed": ("closed", "lock"), "secret": ("closed", "eye-off")}


class Named(Protocol):
    """Somebody with an id and a name."""

    pk: int
    name: str


@register.simple_tag
def icon(name: str, css: str = "") -> SafeString:
    """`{% icon "bell" "i-sm" %}`: an icon of the sprite, decorative; the word beside it says what it means."""
    return mark_safe(
        f'<svg class="i {escape(css)}" aria-hidden="true"><use href="{_icon_address(name)}"/></svg>'
        if css
        else f'<svg class="i" aria-hidden="true"><use href="{_icon_address(name)}"/></svg>'
    )


@functools.cache
def _icon_address(name: str) -> str:
    if name not in ICONS:
        raise UnknownIcon(f"add {name!r} to PAGE_ICONS in rse/lib/sprite.py")
    return f"{static(SPRITE_PATH)}#{name}"


@register.simple_tag
@functools.cache
def asset(path: str) -> str:
    """`{% asset 'js/menu.js' %}`: the address of a static file, worked out once per process."""
    return static(path)


@register.simple_tag
def request_id() -> str:
    """`{% request_id %}`: the id under which the log tells of this request; empty outside of one."""
    return current_id()


@register.simple_tag
def address(name: str, *ids: int | str) -> str:
    """`{% address 'post-edit' post.pk %}`: the address of a page; what Django works out is worked out once per process."""
    written = _address(name, len(ids))
    for number, id_ in enumerate(ids):
        written = written.replace(_PLACES_OF_IDS[number], quote(str(id_)))
    return written


_PLACES_OF_IDS = ("4503599627370497", "4503599627370499")  # numbers, so that every kind of address takes them


@functools.cache
def _address(name: str, count: int) -> str:
    return reverse(name, args=_PLACES_OF_IDS[:count])


@register.simple_tag(takes_context=True)
def scripts(context: Context, *paths: str) -> SafeString:
    """`{% scripts 'js/menu.js' 'js/time.js' %}`: module scripts, each with the nonce of the request."""
    nonce = escape(context.get("csp_nonce") or "")
    return mark_safe("\n".join(f'<script type="module" src="{asset(path)}" nonce="{nonce}"></script>' for path in paths))


@register.simple_tag
def avatar(person: Named, size: int = 40, css: str = "") -> SafeString:
    """`{% avatar person 32 %}`: a round of 24, 28, 32, 40, 56 or 96 px with initials or photo; the name stands next to it.

    A photo that is no longer there gives way to the initials, in the page's script.
    """
    return _avatar(person.pk, person.name, getattr(person, "photo_url", ""), size, css)


@functools.lru_cache(maxsize=5_000)
def _avatar(person_id: int, name: str, photo: str, size: int, css: str) -> SafeString:
    classes = f"av av-{size} {avatar_class(person_id)} {css}".rstrip()
    if photo:
        picture = '<img class="{}" src="{}" alt="" width="{}" height="{}" data-initials="{}">'
        return format_html(picture, classes, photo, size, size, initials(name))
    return format_html('<span class="{}" aria-hidden="true">{}</span>', classes, initials(name))


@register.filter
def avatar_class(person_id: int) -> str:
    """The tint of a person, the same everywhere and for ever."""
    return f"av-{crc32(str(person_id).encode()) % TINTS}"


@register.filter
def initials(name: str) -> str:
    """Two letters: Mathilde Le Goff is MG."""
    words = name.split()
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()


@register.simple_tag
def swatch(community: Named, size: int = 32) -> SafeString:
    """`{% swatch community 24 %}`: the woven square of a community; its name stands next to it."""
    return format_html('<span class="sw sw-{} {}" aria-hidden="true"></span>', size, swatch_class(community.pk))


@register.filter
def swatch_class(community_id: int) -> str:
    """The dye and the weave of a community: one of 64 cloths, the same everywhere and for ever."""
    cloth = crc32(str(community_id).encode()) % (len(DYES) * len(WEAVES))
    return f"dye-{DYES[cloth % len(DYES)]} wv-{WEAVES[cloth // len(DYES)]}"


@register.simple_tag
def access_badge(access: str) -> SafeString:
    """`{% access_badge community.access %}`: open, closed or secret, as a word with its icon."""
    kind, drawing = ACCESS[access]
    words = {
        "open": pgettext("community", "Open"),
        "closed": pgettext("community", "Closed"),
        "secret": pgettext("community", "Secret"),
    }
    return format_html('<span class="badge badge-{}">{}{}</span>', kind, icon(drawing), words[access])


@register.simple_tag
def stitches(share: float, count: int = 50, css: str = "") -> SafeString:
    """`{% stitches 0.62 50 %}`: progress as stitches, decorative; the number is written beside."""
    halves = round(max(0.0, min(1.0, share)) * count * 2)
    marks = ("on" if 2 * n + 2 <= halves else "half" if 2 * n + 1 == halves else "" for n in range(count))
    threads = format_html_join("", "<i{}></i>", ((mark_safe(f' class="{m}"') if m else "",) for m in marks))
    return format_html('<span class="{}" aria-hidden="true">{}</span>', f"stitches {css}".rstrip(), threads)


@register.filter
def appointment(value: datetime) -> str:
    """`{{ draft.publish_at|appointment }}`: mardi 1er décembre 2026 à 9 h, heure de Paris."""
    return l10n.appointment(value)


@register.simple_tag
def here_time() -> str:
    """`{% here_time %}`: heure de Paris, for whoever is there."""
    name = l10n.zone_name()
    return name[:1].upper() + name[1:]


@register.simple_tag
def reltime(value: datetime, css: str = "") -> SafeString:
    """`{% reltime post.at %}`: the absolute moment, which the page's script turns into "2 h ago" in the reader's zone."""
    # The organisation's zone: a card is written once for all its readers.
    written = l10n.moment(value, timezone.get_default_timezone())
    attribute = f' class="{escape(css)}"' if css else ""
    return mark_safe(f'<time{attribute} datetime="{value.isoformat(timespec="seconds")}" data-rel>{escape(written)}</time>')


@register.filter
def day(value: date) -> str:
    """12 March 2027."""
    return l10n.day(value)


@register.filter
def hour(value: datetime) -> str:
    """9:30, in the current time zone."""
    return l10n.hour(value)


@register.filter
def number(value: float, decimals: int | None = None) -> str:
    """1,204, or with `decimals` digits after the mark."""
    return l10n.number(value, decimals=decimals)


@register.filter
def percent(share: float, decimals: int = 0) -> str:
    """The share 0.62 as 62%."""
    return l10n.percent(share, decimals=decimals)


@register.filter
def weight(size: int) -> str:
    """Bytes as 12 kB, 1.4 MB."""
    return l10n.weight(size)


@register.filter
def signed(value: float, decimals: int = 0) -> str:
    """+3, 0, −2."""
    return l10n.signed(value, decimals=decimals)


@register.filter
def control(field: BoundField) -> SafeString:
    """The widget of a form field, dressed: its class by its kind, its error and its hint announced with it."""
    widget = field.field.widget
    kind = getattr(widget, "input_type", type(widget).__name__.lower())
    css = {"checkbox": "", "radio": "", "select": "select", "textarea": "textarea", "file": "input input-file"}
    attributes = {"class": " ".join(filter(None, [widget.attrs.get("class", ""), css.get(kind, "input")]))}
    described = [f"{field.auto_id}_hint"] * bool(field.help_text) + [f"{field.auto_id}_error"] * bool(field.errors)
    if described:
        attributes["aria-describedby"] = " ".join(described)
    return field.as_widget(attrs={name: value for name, value in attributes.items() if value})
