"""What is read of a page: plain words and nothing else, whatever the page is."""

import time

import pytest
from hypothesis import example, given
from hypothesis import settings as tried
from hypothesis import strategies as st

from rse.lib.page_facts import MAX_DESCRIPTION, MAX_SITE, MAX_TITLE, Facts, decoded, facts_of, facts_of_file, is_video_address

URL = "https://www.site.example/dossier/page"
MARKUP = st.sampled_from(
    [
        "<meta ",
        "<title>",
        "</title>",
        "</head>",
        "<head>",
        '"',
        "'",
        ">",
        "<",
        "=",
        "property=",
        "og:title",
        "content=",
        "og:image",
        "<!--",
        "-->",
        "<![CDATA[",
        "]]>",
        "<!DOCTYPE",
        "&#xD800;",
        "&#0;",
        "&lt;script&gt;",
        "<script>alert(1)</script>",
        "javascript:alert(1)",
        "\u202e",
        "\x00",
        "é",
        "/>",
        "<base href=",
        "http://[",
        "<?php",
        "&",
        ";",
        "\ue000",
        "<svg><title>",
    ]
)


def _read(html: str) -> Facts:
    return facts_of(html.encode(), url=URL)


def test_what_a_page_says_of_itself() -> None:
    facts = _read(
        """<!doctype html><html><head><title>Ailleurs</title>
        <meta property="og:title" content="Roulements &amp; paliers"><meta property="og:site_name" content="Atelier libre">
        <meta name="description" content="Trop  long"><meta property="og:description" content="Ce qu’il faut
        savoir."><meta property="og:image" content="/vue.jpg"></head><body><meta property="og:title" content="Corps">"""
    )
    assert facts == Facts("Roulements & paliers", "Atelier libre", "Ce qu’il faut savoir.", "https://www.site.example/vue.jpg")


def test_a_page_that_says_little_has_its_title_and_the_name_of_its_site() -> None:
    assert _read("<TITLE>\n Une  page\n</TITLE><body><svg><title>icône</title></svg>") == Facts("Une page", "site.example")
    assert _read("<p>Rien").title == ""
    assert _read('<meta name="twitter:title" content="Court"><meta name="twitter:image" content="//img.example/a.png">') == Facts(
        "Court", "site.example", picture="https://img.example/a.png"
    )


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:image/png;base64,AA", "http://a@b/x.png", "file:///x", "http://[", "ftp://x/y"]
)
def test_a_picture_elsewhere_than_on_the_web_is_none(address: str) -> None:
    assert _read(f'<title>x</title><meta property="og:image" content="{address}">').picture == ""


def test_words_are_cut_and_hide_nothing() -> None:
    long = "mot " * 500
    meta = "".join(f'<meta property="og:{name}" content="{long}">' for name in ("title", "site_name", "description"))
    facts = _read(meta)
    assert (len(facts.title) <= MAX_TITLE, len(facts.site) <= MAX_SITE, len(facts.description) <= MAX_DESCRIPTION) == (True, True, True)
    assert facts.title.endswith("mot…")
    assert _read("<title>a\u202eb\u200b\ue000c\x07d</title>").title == "abcd"


@pytest.mark.parametrize(
    ("url", "is_video"),
    [
        ("https://www.youtube.com/watch?v=abc", True),
        ("https://youtu.be/abc", True),
        ("https://vimeo.com/123", True),
        ("https://www.dailymotion.com/video/x1", True),
        ("https://files.example/a/film.MP4", True),
        ("https://www.youtube.com/", False),
        ("https://notyoutube.com/watch", False),
        ("https://youtube.com.example/watch", False),
        ("https://site.example/film.mp4.html", False),
    ],
)
def test_a_video_is_known_by_its_address(url: str, is_video: bool) -> None:
    assert is_video_address(url) is is_video
    assert facts_of(b"<title>x</title>", url=url).is_video is is_video


def test_a_video_is_known_by_what_its_page_says() -> None:
    """PeerTube and the others: on a site of any name."""
    assert _read('<title>x</title><meta property="og:type" content="video.other">').is_video
    assert _read('<title>x</title><meta property="og:video:url" content="https://site.example/embed/1">').is_video
    assert not _read('<title>x</title><meta property="og:type" content="article">').is_video
    assert facts_of_file("https://www.files.example/a/mise%20en%20route.mp4") == Facts("mise en route.mp4", "files.example", is_video=True)


@pytest.mark.parametrize(
    ("content", "charset", "text"),
    [
        ("é".encode(), "", "é"),
        ("é".encode("latin-1"), "iso-8859-1", "é"),
        ("é".encode("cp1252"), "windows-1252", "é"),
        (b'<meta charset="iso-8859-1">' + "é".encode("latin-1"), "", '<meta charset="iso-8859-1">é'),
        ("é".encode(), "no-such-thing", "é"),
        ("é".encode(), "punycode", "é"),
        (b"aGVsbG8=", "base64", "aGVsbG8="),
        ("é".encode(), "utf-8\x00", "é"),
        (b"\xff\xfea", "utf-8", "\ufffd\ufffda"),
    ],
)
def test_text_is_read_as_it_was_sent(content: bytes, charset: str, text: str) -> None:
    assert decoded(content, charset) == text


@tried(max_examples=400, deadline=None)
@given(st.lists(st.one_of(MARKUP, st.text(max_size=12)), max_size=80).map("".join), st.text(max_size=12))
@example('<meta property="og:title" content="&lt;script&gt;alert(1)&lt;/script&gt;">', "")
def test_no_page_is_an_error_and_none_gives_markup_a_meaning(html: str, charset: str) -> None:
    facts = facts_of(html.encode("utf-8", "surrogatepass"), url=URL, charset=charset)
    assert len(facts.title) <= MAX_TITLE
    for words in (facts.title, facts.site, facts.description):
        assert words == words.strip()
        assert words.isprintable() or all(letter.isprintable() or letter.isspace() for letter in words)
    assert not facts.picture or facts.picture.startswith(("http://", "https://"))


@tried(max_examples=200, deadline=None)
@given(st.binary(max_size=400))
def test_no_bytes_are_an_error(content: bytes) -> None:
    facts_of(content, url=URL)


@pytest.mark.parametrize(
    "piece",
    ["<!--", "<a b", "<meta x=", '<meta content="', "<![CDATA[", "<", "</", "<!", "<?", "&#", "<title>", "<meta a=b>", "<meta a='b"],
)
def test_a_page_made_to_be_slow_is_not(piece: str) -> None:
    start = time.monotonic()
    facts_of((piece * (512_000 // len(piece))).encode(), url=URL)
    assert time.monotonic() - start < 8
