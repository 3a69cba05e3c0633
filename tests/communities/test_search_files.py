"""Search in files: their words are taken out apart, once, within bounds; a file that cannot be read is found by its name."""

import io
import zipfile
from datetime import timedelta

import docx
import openpyxl
import pptx
import pytest
from django.utils import timezone

from communities import search, tasks
from communities.actions import file_texts
from communities.actions.attachments import FileChanges
from communities.actions.posts import edit_post
from communities.models import FileText
from rse.lib import storage
from rse.lib.file_text import file_text
from tests.communities.paper import office, pdf, put
from tests.communities.test_search import found
from tests.conftest import Cast
from tests.factories import NOW, make_post


def _docx() -> bytes:
    paper, out = docx.Document(), io.BytesIO()
    paper.add_paragraph("Une girouette de papier")
    paper.add_table(1, 1).cell(0, 0).text = "sextant"
    paper.save(out)
    return out.getvalue()


def _xlsx() -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    book.active["A1"], book.active["B2"] = "girouette", "sextant"
    book.save(out)
    return out.getvalue()


def _pptx() -> bytes:
    deck, out = pptx.Presentation(), io.BytesIO()
    slide = deck.slides.add_slide(deck.slide_layouts[5])
    slide.shapes.title.text = "girouette"
    slide.notes_slide.notes_text_frame.text = "sextant"
    deck.save(out)
    return out.getvalue()


def _odt() -> bytes:
    text = b'<o xmlns:text="t"><text:p>Une girouette</text:p><text:p>un sextant</text:p></o>'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        made.writestr("content.xml", text)
    return out.getvalue()


@pytest.mark.parametrize(
    ("suffix", "content"),
    [
        ("pdf", pdf("girouette sextant")),
        ("docx", _docx()),
        ("xlsx", _xlsx()),
        ("pptx", _pptx()),
        ("odt", _odt()),
        ("txt", "Une girouette, un sextant à voir".encode()),
        ("csv", "girouette;sextant d’été".encode("cp1252")),
    ],
)
def test_the_words_in_a_file_are_found(cast: Cast, suffix: str, content: bytes) -> None:
    paper = put(cast.erin, f"annexe.{suffix}", content)
    post = make_post(cast.erin, cast.open, "Voir.", files=[paper.token])
    tasks.index()
    assert found(cast.carol, "annexe type:document") == [post.pk]
    (due,) = file_texts.texts_due(timezone.now())
    tasks.read_file(attachment_id=due)
    assert found(cast.carol, '"girouette" sextant') == [post.pk]
    row = search.find(cast.carol, search.read(cast.carol, "sextant")).rows[0]
    assert (row.kind, row.file_token, row.name) == ("document", paper.token, f"annexe.{suffix}")
    assert "<mark>sextant</mark>" in row.extract
    edit_post(by=cast.erin, post=post, body="Plus rien.", at=NOW, files=FileChanges(drop={paper.token}))
    assert found(cast.carol, "sextant") == []
    assert not FileText.objects.exists()


def _entities() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        text = b'<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;">]><w:t>&b;&b;</w:t>'
        made.writestr("word/document.xml", text)
    return out.getvalue()


def _heavy() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("word/document.xml", b"<w:p>" + b" " * 90_000_000)
    return out.getvalue()


@pytest.mark.parametrize(
    ("suffix", "content"),
    [("pdf", b"%PDF-1.4 broken %%EOF"), ("docx", _entities()), ("docx", _heavy()), ("docx", b"PK\x03\x04 broken"), ("xlsx", office())],
)
def test_a_file_that_cannot_be_read_says_so_once(suffix: str, content: bytes) -> None:
    text = file_text(content, suffix)
    assert text is None or not text.strip()


def test_an_unreadable_file_is_tried_once_and_found_by_its_name(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    paper = put(cast.erin, "annexe.pdf", pdf())
    post = make_post(cast.erin, cast.open, "Voir.", files=[paper.token])
    tasks.index()
    monkeypatch.setattr(file_texts, "file_text", lambda content, suffix: None)
    tasks.read_file(attachment_id=paper.pk)
    assert FileText.objects.get(attachment=paper).state == "unreadable"
    assert file_texts.texts_due(NOW + timedelta(days=9)) == []
    assert found(cast.carol, "annexe") == [post.pk]


def test_a_store_that_is_away_is_asked_again_and_not_for_ever(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    paper = put(cast.erin, "annexe.pdf", pdf())
    make_post(cast.erin, cast.open, "Voir.", files=[paper.token])
    tasks.index()

    def away(key: str) -> bytes:
        raise OSError("away")

    monkeypatch.setattr(storage, "read", away)
    for hours in range(1, 5):
        file_texts.read_text(attachment_id=paper.pk, at=timezone.now() + timedelta(hours=hours))
    assert FileText.objects.get(attachment=paper).state == "unreadable"
