"""The stylesheet: one file per component on disk, one file for the browser, in the order in which rules win."""

import re
from pathlib import Path
from typing import ClassVar

from django.conf import settings

from rse.lib.generated import GeneratedFinder

SHEETS = (
    "tokens",
    "base",
    "button",
    "field",
    "avatar",
    "swatch",
    "badge",
    "card",
    "tabs",
    "composer",
    "draft",
    "writing",
    "file",
    "link",
    "live",
    "pack",
    "pin",
    "presence",
    "announcement",
    "poll",
    "praise",
    "post",
    "prose",
    "reaction",
    "reading",
    "report",
    "share",
    "thread",
    "version",
    "agreement",
    "list",
    "stitches",
    "seeding",
    "story",
    "stat",
    "table",
    "banner",
    "overlay",
    "keys",
    "empty",
    "chart",
    "drawing",
    "dashboard",
    "ask",
    "health",
    "what",
    "community",
    "profile",
    "finder",
    "notification",
    "account",
    "mail",
    "login",
    "welcome",
    "layout",
    "search",
    "forced",
    "print",
    "utilities",
    "touch",
)
STYLESHEET_PATH = "css/maillage.css"


def sources() -> Path:
    """The folder of the sheets."""
    return Path(settings.ROOT) / "static" / "css"


def stylesheet() -> str:
    """The text of all sheets, comments and indentation taken out."""
    text = "\n".join((sources() / f"{name}.css").read_text(encoding="utf-8") for name in SHEETS)
    without_comments = re.sub(r"/\*.*?\*/", "", text, flags=re.S)
    lines = (line.strip() for line in without_comments.splitlines())
    return "\n".join(line for line in lines if line) + "\n"


class StylesheetFinder(GeneratedFinder):
    path: ClassVar[str] = STYLESHEET_PATH
    build = staticmethod(stylesheet)
