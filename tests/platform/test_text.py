"""Text that people type, whatever it is: safe, the same each time, and only the mentions that were found."""

import re
from html.parser import HTMLParser
from string import printable

import nh3
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rse.lib.fold import fold
from rse.lib.text import clean, names_in, one_line, opening, plain, render, under_title

MANY = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
TAGS = nh3.ALLOWED_TAGS | {"h3", "h4"}
ATTRIBUTES = {"a": {"href", "title", "class"}, "ol": {"start"}}
NAMES = ["Léa Martin", "Jean-Noël d’Arc", "Zoé", "Nguyễn Văn An"]
KNOWN = {fold(name): f"/people/{place}/" for place, name in enumerate(NAMES, start=1)}
PIECES = [
    "**", "_", "`", "```\n", "[", "](", ")", "<", ">", "&lt;", "&#x6a;", "javascript:", "data:text/html,", "<script>", "</p>", " onclick=",
    '"', "'", "http://a.test/", "![", "|", "\n|-|-|\n", "\n> ", "\n- ", "\n# ", "\n\n", "\\", "@", "~~", "://", "<!--", "]]>",
    "\u202e", "\ue000", "\x00", "\r\n", *(f"@{name}" for name in NAMES),
]  # fmt: skip
TEXTS = st.one_of(
    st.text(max_size=400),
    st.text(alphabet=printable, max_size=400),
    st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=8)), max_size=60).map("".join),
)


class Judge(HTMLParser):
    """Reads HTML as a browser would and notes what could act."""

    def __init__(self) -> None:
        super().__init__()
        self.faults: list[str] = []
        self.depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"script", "style", "img", "svg", "iframe", "object", "form", "input", "base", "meta", "link", "math", "template"}:
            self.faults.append(tag)
        for name, value in attrs:
            if name.startswith("on") or name in {"style", "srcdoc", "id", "name"}:
                self.faults.append(f"{tag} {name}")
            if name == "href" and not re.match(r"(https?:|mailto:|/|#|[^:]*$)", value or "", re.IGNORECASE):
                self.faults.append(f"{tag} {name}={value}")

    def handle_comment(self, data: str) -> None:
        self.faults.append("comment")


def faults(html: str) -> list[str]:
    judge = Judge()
    judge.feed(html)
    judge.close()
    return judge.faults


@MANY
@given(TEXTS)
def test_nothing_typed_becomes_something_that_acts(text: str) -> None:
    assert faults(render(text, KNOWN).html) == []


@pytest.mark.parametrize(
    "acting", ["<script>x</script>", '<a href="javascript:x">y</a>', '<p onclick="x">', "<!-- x -->", '<b style="x">', "<img src=x>"]
)
def test_the_judge_of_these_tests_sees_what_acts(acting: str) -> None:
    assert faults(acting)


@MANY
@given(TEXTS)
def test_a_text_is_rendered_the_same_each_time_and_cleaning_again_changes_nothing(text: str) -> None:
    html = render(text, KNOWN).html
    assert render(text, KNOWN).html == html
    assert render(clean(text), KNOWN).html == html
    assert nh3.clean(html, tags=TAGS, attributes=ATTRIBUTES, link_rel="noopener noreferrer nofollow") == html


@MANY
@given(TEXTS)
def test_only_names_that_were_found_are_mentioned_and_each_was_looked_for(text: str) -> None:
    rendered = render(text, KNOWN)
    assert rendered.mentioned <= KNOWN.keys()
    assert rendered.mentioned <= names_in(clean(text))
    assert rendered.html.count('class="mention"') >= len(rendered.mentioned)
    assert render(text).mentioned == frozenset()


@MANY
@given(TEXTS)
def test_the_plain_words_hold_no_markup_and_are_not_longer_than_asked(text: str) -> None:
    words = plain(render(text, KNOWN).html, length=80)
    assert len(words) <= 80
    assert "\n" not in words
    assert plain(f"<p>{words.replace('&', '&amp;').replace('<', '&lt;')}</p>") == words.strip()


@MANY
@given(st.text(max_size=200))
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    assert clean(clean(text)) == clean(text)
    assert one_line(one_line(text)) == one_line(text)
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\r\ue000-\uf8ff]", clean(text))


def test_the_opening_of_a_long_text_keeps_its_form_and_is_as_safe() -> None:
    html = render("## Relevé\n\nDeux **jeux & trois** paliers.\n\n- un\n- [deux](https://a.test/?b=1&c=2)\n\n" + "mot " * 300).html
    assert opening(html, words=9) == ("<h3>Relevé</h3>\n<p>Deux <strong>jeux &amp; trois</strong> paliers.</p>\n<ul>\n<li>…</li></ul>")
    assert opening("<p>Trois mots seuls</p>", words=9) == "<p>Trois mots seuls</p>"
    assert len(opening(f"<p>{'x' * 9_000}</p>", words=20)) < 220
    assert under_title(html).startswith("<h2>Relevé</h2>")


@MANY
@given(TEXTS)
def test_the_opening_of_any_text_is_safe(text: str) -> None:
    html = opening(render(text).html, words=6)
    assert nh3.clean(html, tags=TAGS, attributes=ATTRIBUTES, link_rel=None).count("<") == html.count("<")
