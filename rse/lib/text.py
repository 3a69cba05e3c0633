"""Text that people type: Markdown to safe HTML, the mentions and the topics in it.

`render` never trusts its input: raw HTML is escaped by the parser, and what the parser makes passes
through nh3's list of allowed tags. Bump RENDERER when the result changes, so that stored HTML can be
made anew. 2: topics are links; what 1 made stays as it is until its author edits it.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from html import unescape
from unicodedata import normalize
from urllib.parse import quote

import nh3
from django.utils.text import Truncator
from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

from rse.lib.fold import fold

RENDERER = 2
MAX_WORDS_OF_A_NAME = 5
MAX_TOPIC = 50  # characters, as typed and folded

_TAGS = {
    "p", "br", "strong", "em", "s", "a", "ul", "ol", "li", "blockquote", "code", "pre",
    "h3", "h4", "hr", "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
_ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}}
_BLOCKS = re.compile(r"<(/?(?:p|br|li|ul|ol|h\d|pre|blockquote|t[dhr])\b)")
_UNFIT = re.compile("[\x00-\x08\x0b-\x1f\x7f\ue000-\uf8ff]")
_TOPIC = re.compile(r"#([\w\u0300-\u036f-]+)")
_BEFORE_TOPIC = set("([{«“\"'’‘*_~,;:>–—…|")
_LINK = re.compile(r'<a\b[^>]*\bhref="(https?://[^"]+)"', re.IGNORECASE)
_NAME = re.compile(rf"@(?=\w)((?:[\w'’.-]+)(?: [\w'’.-]+){{0,{MAX_WORDS_OF_A_NAME - 1}}})")


@dataclass(frozen=True)
class Rendered:
    """Safe HTML, the folded names of those it mentions, its topics (their key, and how they were written first), the groups it names."""

    html: str
    mentioned: frozenset[str]
    topics: Mapping[str, str] = field(default_factory=dict)
    groups: frozenset[str] = frozenset()


def render(text: str, mentions: Mapping[str, str] | None = None, groups: Mapping[str, str] | None = None) -> Rendered:
    """Markdown to safe HTML. `mentions` gives, for a folded name, the address that its mention links to.

    `groups` does so for names that may hold any sign, as they are written; they win over the names of people.
    """
    env: dict[str, object] = {"mentions": mentions or {}, "mentioned": set(), "topics": {}, "groups": groups or {}, "named": set()}
    raw = _parser().render(clean(text), env)
    html = nh3.clean(
        raw,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        allowed_classes={"a": {"mention", "hash"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer nofollow",
    )
    mentioned, topics, named = env["mentioned"], env["topics"], env["named"]
    assert isinstance(mentioned, set)
    assert isinstance(topics, dict)
    assert isinstance(named, set)
    return Rendered(html.strip(), frozenset(mentioned), topics, frozenset(named))


def clean(text: str) -> str:
    """`text` with one kind of line end, without control nor private-use characters."""
    return _UNFIT.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def one_line(text: str) -> str:
    """`text` cleaned, on one line, without repeated blanks: names, titles, labels. Spaces that do not break stay."""
    return re.sub(r"[ \t\n]+", " ", clean(text)).strip()


def names_in(text: str) -> set[str]:
    """Every folded run of words after an @ that could be a name: what to look up before `render`."""
    found: set[str] = set()
    for match in _NAME.finditer(text):
        found.update(_beginnings(match.group(1)))
    return found


def topic_key(written: str) -> str:
    """What a topic is known by, however it was written, without its sign; empty when this cannot be one.

    It has letters, digits, hyphens and underscores, and one letter at least: #12 is a number.
    """
    written = written.strip().removeprefix("#").strip("-_")
    key = fold(written)
    fits = len(written) <= MAX_TOPIC and len(key) <= MAX_TOPIC
    return key if fits and re.fullmatch(r"[\w-]*[^\W\d_][\w-]*", key) else ""


def topic_address(key: str) -> str:
    """The page of a topic."""
    return f"/topics/{quote(key)}/"


def links_in(html: str) -> list[str]:
    """The addresses elsewhere that safe HTML links to, in their order."""
    return [unescape(found) for found in _LINK.findall(html)]


def plain(html: str, *, length: int | None = None) -> str:
    """The text of safe HTML on one line, cut at a word when longer than `length`."""
    text = unescape(re.sub(r"\s+", " ", nh3.clean(_BLOCKS.sub(r" <\1", html), tags=set()))).strip()
    if length is None or len(text) <= length:
        return text
    return text[: length - 1].rsplit(" ", 1)[0].rstrip(" ,;:.") + "…"


def opening(html: str, *, words: int) -> str:
    """The first `words` of safe HTML in their paragraphs and lists, cut at a word; where words never end, cut inside one."""
    cut = Truncator(Truncator(html).words(words, html=True)).chars(words * 10, html=True)
    return re.sub(r"((?:</\w+>\s*)+)…$", r"…\1", cut)


def under_title(html: str) -> str:
    """Safe HTML whose headings come right after the title of a page, instead of after that of a card in it."""
    return re.sub(r"(</?)h([34])>", lambda found: f"{found[1]}h{int(found[2]) - 1}>", html)


def _beginnings(words: str) -> Iterable[str]:
    """Ever shorter beginnings of a run of words, without the punctuation that ends a sentence."""
    parts = words.split(" ")
    for length in range(len(parts), 0, -1):
        yield fold(" ".join(parts[:length]).rstrip(".'’-"))


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "linkify": True, "breaks": True, "typographer": False})
    parser.enable(["linkify", "strikethrough", "table"]).disable(["image"])
    parser.inline.ruler.before("link", "mention", _mention)
    parser.inline.ruler.before("link", "topic", _topic)
    parser.add_render_rule("heading_open", _heading)
    parser.add_render_rule("heading_close", _heading)
    return parser


def _heading(renderer: object, tokens: list[object], idx: int, options: object, env: object) -> str:
    token = tokens[idx]
    level = "h3" if getattr(token, "tag", "h3") in ("h1", "h2", "h3") else "h4"
    return f"<{level}>" if getattr(token, "nesting", 1) == 1 else f"</{level}>\n"


def _mention(state: StateInline, silent: bool) -> bool:
    """`@First Last` becomes a link when the name was found; it stays text otherwise."""
    if state.src[state.pos] != "@" or (state.pos and state.src[state.pos - 1].isalnum()):
        return False
    if _group(state, silent):
        return True
    match = _NAME.match(state.src, state.pos)
    known = state.env.get("mentions", {})
    if not match or not known:
        return False
    parts = match.group(1).split(" ")
    for length in range(len(parts), 0, -1):
        words = " ".join(parts[:length]).rstrip(".'’-")
        if (key := fold(words)) in known:
            if not silent:
                _push_link(state, f"@{words}", known[key], "mention")
                state.env["mentioned"].add(key)
            state.pos += 1 + len(words)
            return True
    return False


def _group(state: StateInline, silent: bool) -> bool:
    """`@Name of a group`, written as it is but for case and accents."""
    for name, url in state.env.get("groups", {}).items():
        start, end = state.pos + 1, state.pos + 1 + len(name)
        written = state.src[start:end]
        if fold(written) == fold(name) and not state.src[end : end + 1].isalnum():
            if not silent:
                _push_link(state, f"@{written}", url, "mention")
                state.env["named"].add(name)
            state.pos = end
            return True
    return False


def _topic(state: StateInline, silent: bool) -> bool:
    """`#word` becomes a link to its page, but inside a link, an address or another word."""
    before = state.src[state.pos - 1] if state.pos else " "
    if state.src[state.pos] != "#" or state.linkLevel or not (before.isspace() or before in _BEFORE_TOPIC):
        return False
    match = _TOPIC.match(state.src, state.pos)
    written = match.group(1).rstrip("-_") if match else ""
    key = topic_key(written) if not written.startswith(("-", "_")) else ""
    if not key:
        return False
    if not silent:
        _push_link(state, f"#{written}", topic_address(key), "hash")
        state.env["topics"].setdefault(key, normalize("NFC", written))
    state.pos += 1 + len(written)
    return True


def _push_link(state: StateInline, words: str, url: str, css: str) -> None:
    token = state.push("link_open", "a", 1)
    token.attrs = {"href": url, "class": css}
    token = state.push("text", "", 0)
    token.content = words
    state.push("link_close", "a", -1)
