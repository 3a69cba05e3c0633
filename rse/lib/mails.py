"""Mails: a pair of templates (text and HTML) in the language and hours of whoever reads, styled by our tokens, without anything remote."""

import re
from collections.abc import Mapping
from email.utils import format_datetime
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import css_inline
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.safestring import mark_safe

_TOKEN = re.compile(r"--([\w-]+):\s*(?:light-dark\((#\w+),\s*(#\w+)\)|(#\w+))")
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
OURS = "Maillage"  # what our mails bear: one that comes back with it turns in a circle


def compose(
    template: str,
    *,
    to: str,
    language: str,
    zone: ZoneInfo,
    context: Mapping[str, Any],
    headers: Mapping[str, str] | None = None,
    envelope: str = "",
    message_id: str = "",
    reply_to: str = "",
) -> EmailMultiAlternatives:
    """The message of `emails/<template>.subject.txt`, `.txt` and `.html`.

    `envelope` is the address to which a mail server returns what it cannot deliver; the reader sees the site's own.
    """
    shared = {"site_url": settings.SITE_URL, "org_name": settings.ORG_NAME, "language": language, **context}
    with translation.override(language), timezone.override(zone):
        subject = " ".join(render_to_string(f"emails/{template}.subject.txt", shared).split())
        text = _tidy(render_to_string(f"emails/{template}.txt", shared))
        html = inlined(render_to_string(f"emails/{template}.html", {**shared, "subject": subject, "style": mark_safe(style())}))
    own = {
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
        "X-Loop": OURS,
        "Date": format_datetime(timezone.now()),
        "From": settings.DEFAULT_FROM_EMAIL,
    }
    if message_id:
        own["Message-ID"] = message_id
    message = EmailMultiAlternatives(subject, text, envelope or settings.DEFAULT_FROM_EMAIL, [to], headers={**own, **(headers or {})})
    message.reply_to = [reply_to] if reply_to else []
    message.attach_alternative(html, "text/html")
    return message


def message_id(*parts: object) -> str:
    """A Message-ID of ours: the same parts give the same one."""
    return f"<{'.'.join(str(part) for part in parts)}@{urlsplit(settings.SITE_URL).hostname}>"


def parts_of(message_id: str) -> list[str]:
    """The parts of a Message-ID of ours; none of another's."""
    found = re.fullmatch(r"<([^<>@\s]+)@([^<>@\s]+)>", message_id.strip())
    return found[1].split(".") if found and found[2] == urlsplit(settings.SITE_URL).hostname else []


def inlined(html: str) -> str:
    """The page with its rules on its elements, as mail programs want them; what changes them in the dark stays in its head."""
    return css_inline.CSSInliner(keep_at_rules=True, load_remote_stylesheets=False).inline(html)


@cache
def style() -> str:
    """The rules of mails in the light colours of our tokens, then those of the dark."""
    root = Path(settings.ROOT)
    light, dark = palettes((root / "static" / "css" / "tokens.css").read_text(encoding="utf-8"))
    rules = (root / "templates" / "emails" / "style.css").read_text(encoding="utf-8")
    return f"{_coloured(rules, light)}\n@media (prefers-color-scheme: dark) {{\n{_only_colours(rules, dark)}\n}}"


def palettes(tokens: str) -> tuple[dict[str, str], dict[str, str]]:
    """Token -> its colour in the light, and in the dark."""
    found = {name: (light or one, dark or one) for name, light, dark, one in _TOKEN.findall(tokens)}
    return {name: pair[0] for name, pair in found.items()}, {name: pair[1] for name, pair in found.items()}


def _coloured(rules: str, palette: dict[str, str]) -> str:
    return re.sub(r"var\(--([\w-]+)\)", lambda found: palette[found[1]], rules)


def _only_colours(rules: str, palette: dict[str, str]) -> str:
    """What the dark changes, stronger than what stands on the elements."""
    said = []
    for selector, body in _RULE.findall(rules):
        changes = [one.strip() for one in body.split(";") if "var(--" in one]
        if changes:
            said.append(f"{selector.strip()} {{ {' '.join(f'{_coloured(one, palette)} !important;' for one in changes)} }}")
    return "\n".join(said)


def _tidy(text: str) -> str:
    """No spaces at the ends of lines, no more than one empty line in a row."""
    lines = "\n".join(line.rstrip() for line in text.strip().splitlines())
    return re.sub(r"\n{3,}", "\n\n", lines) + "\n"
