"""The icon sprite: the icons of ICONS, taken from the installed `lucide` wheel, in one file that pages refer to."""

import functools
import re
from importlib.metadata import files
from importlib.resources import files as package
from io import BytesIO
from typing import ClassVar
from zipfile import ZipFile

from rse.lib.generated import GeneratedFinder

PAGE_ICONS = (
    "archive",
    "arrow-down",
    "arrow-left",
    "arrow-up",
    "at-sign",
    "ban",
    "bell",
    "bell-off",
    "bell-ring",
    "bold",
    "building-2",
    "calendar-clock",
    "chart-spline",
    "check",
    "chevron-down",
    "circle-alert",
    "circle-check",
    "circle-dashed",
    "circle-question-mark",
    "circle-x",
    "code",
    "copy",
    "crown",
    "door-open",
    "download",
    "ellipsis",
    "eye",
    "eye-off",
    "file-pen-line",
    "file-spreadsheet",
    "file-text",
    "file-type",
    "files",
    "folder-input",
    "forward",
    "globe",
    "hash",
    "hourglass",
    "house",
    "image",
    "info",
    "italic",
    "keyboard",
    "languages",
    "layout-grid",
    "link",
    "list",
    "list-checks",
    "list-ordered",
    "lock",
    "log-out",
    "mail",
    "map-pin",
    "message-square",
    "minus",
    "monitor",
    "moon",
    "paperclip",
    "pencil",
    "phone",
    "pin",
    "pin-off",
    "play",
    "plus",
    "presentation",
    "refresh-cw",
    "reply",
    "rotate-ccw",
    "route",
    "search",
    "settings",
    "shield",
    "shield-check",
    "sliders-horizontal",
    "smartphone",
    "sprout",
    "sun",
    "tag",
    "text-quote",
    "trash-2",
    "trending-down",
    "trending-up",
    "triangle-alert",
    "trophy",
    "undo-2",
    "user",
    "user-check",
    "user-minus",
    "user-plus",
    "user-x",
    "users",
    "wifi-off",
    "x",
)
REACTION_ICONS = (  # what an administrator may choose from
    "badge-check",
    "bookmark",
    "check-check",
    "circle-question-mark",
    "ear",
    "eye",
    "flag",
    "hand-helping",
    "heart-handshake",
    "hourglass",
    "lightbulb",
    "megaphone",
    "puzzle",
    "scale",
    "shield-check",
    "sprout",
    "telescope",
    "wrench",
)
ICONS = tuple(sorted({*PAGE_ICONS, *REACTION_ICONS}))
SPRITE_PATH = "img/icons.svg"


class UnknownIcon(LookupError):
    """The installed `lucide` has no icon of this name."""


@functools.cache
def sprite() -> str:
    """The SVG text of the sprite: one symbol per icon, its id the icon's name, under the licence notice."""
    with ZipFile(BytesIO(package("lucide").joinpath("lucide.zip").read_bytes())) as drawings:
        symbols = [_symbol(name, drawings) for name in ICONS]
    return "\n".join(['<svg xmlns="http://www.w3.org/2000/svg">', f"<!-- {_licence()} -->", *symbols, "</svg>", ""])


def _symbol(name: str, drawings: ZipFile) -> str:
    try:
        drawing = drawings.read(f"{name}.svg").decode()
    except KeyError as error:
        raise UnknownIcon(f"lucide has no icon {name!r}: see https://lucide.dev/icons") from error
    marks = re.sub(r"^.*?<svg[^>]*>|</svg>\s*$", "", drawing, flags=re.S)
    return f'<symbol id="{name}" viewBox="0 0 24 24">{" ".join(marks.split())}</symbol>'


def _licence() -> str:
    # The wheel's licence file ends with the notice of the drawings themselves, after the package's own.
    texts = [file.read_text() for file in files("lucide") or [] if file.name == "LICENSE"]
    _, _, notice = " ".join(texts).partition("Copyright (c) for portions")
    return "Icons of Lucide, ISC licence. Copyright (c) for portions " + " ".join(notice.replace("--", "-").split())


class SpriteFinder(GeneratedFinder):
    path: ClassVar[str] = SPRITE_PATH
    build = staticmethod(sprite)
