"""What a page says of itself: its title, whose it is, what it is about, its picture, whether it is a video.

Read with the standard library's parser, which runs nothing; all that comes out is plain text, cut to a card's measure.
"""

import codecs
import re
import time
import unicodedata
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import unquote, urljoin, urlsplit

from rse.lib.fetch import clean_address
from rse.lib.text import one_line

MAX_TITLE, MAX_SITE, MAX_DESCRIPTION = 200, 80, 300
MAX_PICTURE_ADDRESS = 2_000
SECONDS = 2.0  # of parsing: a page made to be slow is read so far
_CHUNK = 1 << 14
_BLANKS, _UNFIT = "\t\n\r", ("Cc", "Cf", "Cs", "Co", "Cn")
_MAX_TEXT = 4_000  # characters of one value, before it is cleaned
_ENCODINGS = re.compile(
    r"utf-8(-sig)?|utf-16(-[lb]e)?|ascii|iso8859-\d+|cp125\d|cp932|shift_jis|euc_jp|euc_kr|gb2312|gbk|gb18030|big5|koi8-[ru]"
)
_META_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w-]{2,40})""", re.IGNORECASE)
_VIDEO_HOSTS = ("youtube.com", "youtu.be", "youtube-nocookie.com", "vimeo.com", "dailymotion.com", "dai.ly")
_VIDEO_FILES = (".mp4", ".webm", ".m4v", ".ogv", ".mov")
_TITLES = ("og:title", "twitter:title", "dc.title")
_DESCRIPTIONS = ("og:description", "twitter:description", "description")
_PICTURES = ("og:image:secure_url", "og:image", "og:image:url", "twitter:image", "twitter:image:src")
_VIDEOS = ("og:video", "og:video:url", "og:video:secure_url", "twitter:player")


@dataclass(frozen=True)
class Facts:
    """Plain text; `picture` is the address that the page gave, made absolute, or empty."""

    title: str
    site: str
    description: str = ""
    picture: str = ""
    is_video: bool = False


def facts_of(content: bytes, *, url: str, charset: str = "") -> Facts:
    """The facts in the beginning of an HTML page that came from `url`. Without a title it has nothing to show: an empty one."""
    reader = _Reader()
    _feed(reader, decoded(content, charset))
    meta = reader.meta
    title = _first(meta, _TITLES, MAX_TITLE) or clipped(reader.title, MAX_TITLE)
    kind = meta.get("og:type", "").strip().lower()
    return Facts(
        title=title,
        site=_first(meta, ("og:site_name", "application-name"), MAX_SITE) or site_of(url),
        description=_first(meta, _DESCRIPTIONS, MAX_DESCRIPTION),
        picture=_picture(meta, reader.base, url),
        is_video=is_video_address(url) or kind.startswith("video") or any(meta.get(name) for name in _VIDEOS),
    )


def facts_of_file(url: str) -> Facts:
    """Those of an address that is a video itself: the name of the file."""
    name = unquote(urlsplit(url).path.rpartition("/")[2], errors="replace")
    return Facts(title=clipped(name, MAX_TITLE) or site_of(url), site=site_of(url), is_video=True)


def is_video_address(url: str) -> bool:
    """A page of a site of videos, or the file of one."""
    parts = urlsplit(url)
    host = (parts.hostname or "").removesuffix(".")
    is_there = any(host == one or host.endswith(f".{one}") for one in _VIDEO_HOSTS)
    return (is_there and parts.path not in ("", "/")) or parts.path.lower().endswith(_VIDEO_FILES)


def site_of(url: str) -> str:
    """The name of its machine, as people know it."""
    return clipped((urlsplit(url).hostname or "").removeprefix("www."), MAX_SITE)


def decoded(content: bytes, charset: str = "") -> str:
    """The text of a page: as it was sent, else as it says, else UTF-8; what cannot be read is a mark."""
    declared = _META_CHARSET.search(content[:2048])
    for name in (charset, declared.group(1).decode("ascii") if declared else "", "utf-8"):
        try:
            known = codecs.lookup(name.strip()).name if name.strip().isascii() else ""
        except (LookupError, ValueError):
            continue
        if _ENCODINGS.fullmatch(known):
            return content.decode(known, "replace")
    return content.decode("utf-8", "replace")


def clipped(text: str, most: int) -> str:
    """One line of plain text, without what hides or turns the direction of writing, cut at a word."""
    visible = "".join(letter for letter in text[:_MAX_TEXT] if letter in _BLANKS or unicodedata.category(letter) not in _UNFIT)
    line = re.sub(r"\s+", " ", one_line(visible)).strip()
    if len(line) <= most:
        return line
    return line[: most - 1].rsplit(" ", 1)[0].rstrip(" ,;:.") + "…"


def _first(meta: dict[str, str], names: tuple[str, ...], most: int) -> str:
    return next((text for name in names if (text := clipped(meta.get(name, ""), most))), "")


def _picture(meta: dict[str, str], base: str, url: str) -> str:
    for name in _PICTURES:
        try:
            address = clean_address(urljoin(urljoin(url, base), meta.get(name, "").strip())) if meta.get(name) else None
        except ValueError:
            continue
        if address and len(address) <= MAX_PICTURE_ADDRESS:
            return address
    return ""


def _feed(reader: "_Reader", html: str) -> None:
    """In pieces, so that no page takes longer than it is worth; never closed, for what is cut short is not gone over again."""
    until = time.monotonic() + SECONDS
    for start in range(0, len(html), _CHUNK):
        try:
            reader.feed(html[start : start + _CHUNK])
        except (AssertionError, ValueError):  # what the parser says of markup that it cannot follow
            return
        if reader.is_done or time.monotonic() > until:
            return


class _Reader(HTMLParser):
    """Keeps the first value of each <meta>, the <title>, and stops at the body's first words."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.meta: dict[str, str] = {}
        self.title = self.base = ""
        self.is_done = False
        self._in_title = self._had_title = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "meta" and len(self.meta) < 200:
            given = {name: value or "" for name, value in reversed(attrs)}
            name = (given.get("property") or given.get("name") or given.get("itemprop") or "").strip().lower()
            if name and given.get("content"):
                self.meta.setdefault(name[:100], given["content"][:_MAX_TEXT])
        elif tag == "base" and not self.base:
            self.base = (dict(attrs).get("href") or "")[:_MAX_TEXT]
        elif tag == "title" and not self._had_title:
            self._in_title = self._had_title = True

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag != "title":
            self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag == "title":
            self._in_title = False
        self.is_done = self.is_done or tag == "head"

    def handle_data(self, data: str) -> None:
        if self._in_title and len(self.title) < _MAX_TEXT:
            self.title += data
