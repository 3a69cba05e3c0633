"""Maillage as an application of the device: its manifest, the script that answers without a connection, the page that it then shows.

All three are for everybody and hold nothing of anybody: what is kept of a person, their own pages ask for and put away.
"""

import functools
import json
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

LANGUAGES = [code for code, _name in settings.LANGUAGES]
ICONS = (("img/app-192.png", 192, "any"), ("img/app-512.png", 512, "any"), ("img/app-maskable-512.png", 512, "maskable"))
SHELL = ("css/maillage.css", "img/mark.svg", "img/icons.svg", "img/app-192.png", "unfold/fonts/inter/Inter-Regular.woff2")
BLUE, GROUND = "#16387a", "#f2f4f7"


@require_safe
@login_not_required
def manifest(request: HttpRequest) -> HttpResponse:
    """In the language that the page names with `lang`."""
    with translation.override(_language(request)):
        text = json.dumps(_manifest(), ensure_ascii=False)
    return HttpResponse(text, content_type="application/manifest+json; charset=utf-8")


@require_safe
@login_not_required
def worker(request: HttpRequest) -> HttpResponse:
    """At the root, since it answers for every page; asked anew each time, since a change of it is a new version."""
    headers = {"Service-Worker-Allowed": "/", "Cache-Control": "no-cache", "Content-Type": "text/javascript; charset=utf-8"}
    return HttpResponse(_worker(), headers=headers)


@require_safe
@login_not_required
def offline(request: HttpRequest) -> HttpResponse:
    """The page shown when nothing answers and nothing is kept; the same for everybody."""
    with translation.override(_language(request)):
        return render(request, "offline.html")


def _language(request: HttpRequest) -> str:
    asked = request.GET.get("lang", "")
    return asked if asked in LANGUAGES else translation.get_language() or settings.LANGUAGE_CODE


def _manifest() -> dict[str, Any]:
    icon = {"src": static("img/app-192.png"), "sizes": "192x192", "type": "image/png"}
    return {
        "id": "/",
        "name": settings.ORG_NAME if settings.ORG_NAME == "Maillage" else f"{settings.ORG_NAME} · Maillage",
        "short_name": settings.ORG_NAME[:12].strip() or "Maillage",
        "description": _("The network of those who work together: ask, answer, share what works."),
        "lang": translation.get_language(),
        "dir": "ltr",
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "theme_color": BLUE,
        "background_color": GROUND,
        "categories": ["business", "social"],
        "icons": [{"src": static(path), "sizes": f"{size}x{size}", "type": "image/png", "purpose": use} for path, size, use in ICONS],
        "shortcuts": [
            {"name": pgettext("shortcut", "Publish"), "url": reverse("post-create"), "icons": [icon]},
            {"name": pgettext("shortcut", "Notifications"), "url": reverse("notification-list"), "icons": [icon]},
        ],
    }


@functools.cache
def _worker() -> str:
    """The script, under what it needs to know; its version is made of both."""
    source = (Path(settings.ROOT) / "static" / "js" / "worker.js").read_text(encoding="utf-8")
    about = {
        "shell": [static(path) for path in SHELL],
        "offline": {code: f"{reverse('offline')}?lang={code}" for code in LANGUAGES},
        "feed": reverse("offline-feed"),
        "signOut": reverse("account_logout"),
        "signIn": reverse("account_login"),
        "static": settings.STATIC_URL,
        "hashed": not settings.EMBEDDED,  # an address with a hash never means something else
        "icon": static("img/app-192.png"),
    }
    known = json.dumps(about, sort_keys=True)
    made = sha256(f"{known}{source}{_styles()}".encode()).hexdigest()[:12]
    return f"const SITE = {known};\nconst VERSION = '{made}';\n{source}"


def _styles() -> str:
    """Embedded, addresses have no hash: what they mean is part of the version."""
    if not settings.EMBEDDED:
        return ""
    folder = Path(settings.ROOT) / "static"
    parts = sorted(path for kind in ("css", "js") for path in (folder / kind).rglob(f"*.{kind}"))
    return "".join(sha256(path.read_bytes()).hexdigest() for path in parts)
