"""Files sent to do harm: refused in words, never an error, never half a file left behind."""

import io
import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import HealthCheck, given
from hypothesis import settings as tried
from hypothesis import strategies as st

from communities.models import Attachment
from rse.lib import picture as pictures
from rse.lib import storage
from rse.lib.files import MAX_NAME, clean_name, judge
from rse.lib.first_page import first_page
from rse.lib.refusal import Refused
from rse.people.models import Person
from tests.communities.pages import text
from tests.communities.paper import DOCX, archive, office, open_document, paged, pdf
from tests.conftest import Cast
from tests.people.pictures import SVG, bomb, picture

SignIn = Callable[[Person], Client]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_store")]


def _stored() -> set[str]:
    root = Path(settings.MEDIA_ROOT)
    return {str(path) for folder in ("files", "previews") for path in (root / folder).rglob("*") if path.is_file()}


def _many_entries() -> bytes:
    return archive({"[Content_Types].xml": b"", "word/document.xml": b"", **{f"e{n}": b"" for n in range(5_000)}})


def _lying_archive() -> bytes:
    """Its list of entries says that a few bytes unfold into four gigabytes."""
    content = bytearray(office())
    place = content.index(b"PK\x01\x02")
    content[place + 24 : place + 28] = struct.pack("<I", 0xFFFFFFF0)
    return bytes(content)


def _with_path(name: str) -> bytes:
    return archive({"[Content_Types].xml": f"{DOCX}.main+xml".encode(), "word/document.xml": b"<w/>", name: b"x"})


def _twice() -> bytes:
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w") as made:
        for name in ("[Content_Types].xml", "[Content_Typez].xml", "word/document.xml"):
            made.writestr(name, f"{DOCX}.main+xml")
    return output.getvalue().replace(b"Typez", b"Types")


_many_entries_made = _many_entries()
REFUSED: dict[str, tuple[str, bytes]] = {
    "nothing": ("vide.pdf", b""),
    "a drawing that could run": ("dessin.svg", SVG),
    "a page": ("page.html", b"<!doctype html><script>alert(1)</script>"),
    "a page called a picture": ("photo.jpg", b"<!doctype html><script>alert(1)</script>"),
    "a program": ("outil.exe", b"MZ\x90\x00" + b"\x00" * 60),
    "a program called text": ("outil.txt", b"MZ\x90\x00" + b"\x00" * 60),
    "a film": ("film.mp4", b"\x00\x00\x00\x18ftypmp42" + b"\x00" * 40),
    "a plain archive": ("tout.zip", archive({"a.txt": b"a"})),
    "an archive called a document": ("tout.docx", archive({"a.txt": b"a"})),
    "an old document": ("vieux.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600),
    "a picture of 900 million pixels": ("bombe.png", bomb()),
    "a picture cut short": ("coupée.jpg", picture(size=(900, 900))[:2000]),
    "the first bytes of a picture": ("rien.jpg", b"\xff\xd8\xff" + b"\x00" * 300),
    "a PDF cut short": ("coupé.pdf", pdf()[:200]),
    "a document that unfolds a thousandfold": ("bombe.docx", office(word__media__a=b"\x00" * 30_000_000)),
    "a document that says it is huge": ("menteur.docx", _lying_archive()),
    "thousands of entries": ("miettes.docx", _many_entries_made),
    "macros": ("macros.docm", _with_path("word/vbaProject.bin")),
    "macros by type": ("macros.docx", office("word/document.xml", "application/vnd.ms-word.document.macroEnabled")),
    "macros of the other family": ("macros.odt", open_document(Basic__Standard__Module1=b"x")),
    "an entry that climbs": ("chemin.docx", _with_path("../../etc/passwd")),
    "an entry from the root": ("racine.docx", _with_path("/etc/passwd")),
    "an entry of another disk": ("disque.docx", _with_path("C:\\x")),
    "the same entry twice": ("double.docx", b""),
    "a document cut short": ("coupé.docx", office()[:-30]),
    "an unknown open document": ("base.odb", open_document("base")),
}


@pytest.mark.parametrize("case", REFUSED)
def test_it_is_refused_in_words_and_leaves_nothing(cast: Cast, sign_in: SignIn, case: str) -> None:
    name, content = REFUSED[case]
    content = _twice() if case == "the same entry twice" else content
    before, bob = _stored(), sign_in(cast.bob)
    answer = bob.post("/files/", {"key": "f", "files": SimpleUploadedFile(name, content, "image/png")})
    assert answer.status_code == 422
    assert len(text(answer)) > 10
    assert not Attachment.objects.exists()
    assert _stored() == before


def test_what_is_two_things_at_once_is_never_shown_as_a_page(cast: Cast, sign_in: SignIn) -> None:
    bob = sign_in(cast.bob)
    both = {
        "deux.gif": picture("GIF") + b"<script>alert(1)</script>",
        "deux.pdf": pdf() + b"\n<script>alert(1)</script>",
        "deux.html.txt": b"<!doctype html><script>alert(1)</script>",
    }
    for name, content in both.items():
        assert bob.post("/files/", {"key": "f", "files": SimpleUploadedFile(name, content, "text/html")}).status_code == 200
        row = Attachment.objects.latest("pk")
        answer = bob.get(f"/files/{row.token}/{row.name}")
        given_back = b"".join(answer.streaming_content)  # type: ignore[attr-defined]  # a file is streamed
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Content-Type"] in ("image/webp", "application/pdf", "text/plain")
        if row.kind == "image":
            assert b"<script>" not in given_back
        else:
            assert answer["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize(
    ("name", "suffix", "shown"),
    [
        ("../../etc/passwd", "pdf", "passwd.pdf"),
        ("C:\\Windows\\plan.PDF", "pdf", "plan.pdf"),
        ("facture\u202efdp.exe", "pdf", "facturefdp.exe.pdf"),
        ("a\x00b\nc.txt", "txt", "abc.txt"),
        ("...", "pdf", "file.pdf"),
        ("", "docx", "file.docx"),
        (".pdf", "pdf", "pdf.pdf"),
        ("Œuvre d’été.png", "webp", "Œuvre d’été.webp"),
        ("x" * 500 + ".pdf", "pdf", "x" * 116 + ".pdf"),
        ('<b>"a"|?*%#.pdf', "pdf", "_b__a______.pdf"),
        ("photo.jpeg", "webp", "photo.webp"),
        ("archive.tar.gz", "pdf", "archive.tar.gz.pdf"),
    ],
)
def test_names_are_made_fit_to_show(name: str, suffix: str, shown: str) -> None:
    assert clean_name(name, suffix) == shown


@given(st.text(st.characters(), max_size=400), st.sampled_from(["pdf", "webp", "docx"]))
def test_any_name_is_made_fit(name: str, suffix: str) -> None:
    made = clean_name(name, suffix)
    assert 0 < len(made) <= MAX_NAME
    assert made.endswith(f".{suffix}")
    assert not set(made) & set('/\\<>:"|?*%#\n\r\t\x00\u202e\u2066')
    assert not made.startswith(".")
    assert clean_name(made, suffix) == made
    made.encode()


_STARTS = [
    b"",
    b"PK\x03\x04",
    b"%PDF-1.7\n",
    b"\xff\xd8\xff\xe0",
    b"\x89PNG\r\n\x1a\n",
    b"GIF89a",
    b"RIFF\x10\x00\x00\x00WEBP",
    office()[:60],
    pdf(),
]


@tried(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.sampled_from(_STARTS), st.binary(max_size=600), st.sampled_from(["a.txt", "a.pdf", "a", "a.docx", "a.csv"]))
def test_any_bytes_are_taken_or_refused(start: bytes, rest: bytes, name: str) -> None:
    file = io.BytesIO(start + rest)
    try:
        judged = judge(file, name)
    except Refused:
        return
    assert file.tell() == 0
    if judged.family == "image":
        with pytest.raises(Refused):
            storage.resize_image(file, sides=(64,), most=10_000)


@tried(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(place=st.integers(0, 600), junk=st.binary(min_size=1, max_size=40), kind=st.sampled_from(["jpg", "png", "pdf", "docx", "gif"]))
def test_a_good_file_with_bad_bytes_in_it_is_never_an_error(cast: Cast, sign_in: SignIn, place: int, junk: bytes, kind: str) -> None:
    good = {"jpg": picture(), "png": picture("PNG"), "gif": picture("GIF"), "pdf": pdf(), "docx": office()}[kind]
    place %= len(good)
    content = good[:place] + junk + good[place + len(junk) :]
    Attachment.objects.all().delete()
    answer = sign_in(cast.bob).post("/files/", {"key": "f", "files": SimpleUploadedFile(f"a.{kind}", content)})
    assert answer.status_code in (200, 422)


WIDE = {
    "webp": lambda: picture("WEBP", size=(4_600, 5_000), mode="RGBA", colour=(9, 9, 9, 99), method=0),
    "png": lambda: picture("PNG", size=(6_000, 6_000), mode="RGBA", colour=(9, 9, 9, 99)),
    "gif": lambda: picture("GIF", size=(6_000, 6_000), mode="P", colour=0),
    "jpeg": lambda: picture("JPEG", size=(6_000, 6_000), progressive=True, subsampling=0),
    "a webp wider than any": lambda: picture("WEBP", size=(6_000, 6_000), method=0),
}


@pytest.mark.parametrize("case", WIDE)
def test_a_light_picture_that_unfolds_does_so_elsewhere(case: str) -> None:
    """Up to a gigabyte once opened: the process that answers pages gains next to nothing by it."""
    program = (
        "import io, resource, sys; from rse.lib import picture; content = sys.stdin.buffer.read()\n"
        "peak = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024\n"
        "before = peak()\n"
        "try: made = [max(each.width, each.height) for each in picture.resized(content, (2000, 800))]\n"
        "except picture.TooWide: made = 'too wide'\n"
        "print(made, '|', peak() - before)"
    )
    content = WIDE[case]()
    assert len(content) < 1_000_000
    done = subprocess.run([sys.executable, "-c", program], input=content, capture_output=True, check=True, cwd=Path(__file__).parents[2])
    made, added = done.stdout.decode().split("|")
    assert made.strip() == ("too wide" if case == "a webp wider than any" else "[2000, 800]")
    assert int(added) < 60  # megabytes


def test_a_picture_opened_here_is_small_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []

    def elsewhere(how: str, content: bytes, sides: Any) -> list[pictures.Picture]:
        opened.append(how)
        return []

    monkeypatch.setattr(pictures, "_made_apart", elsewhere)
    for size in ((1_400, 1_400), (1_500, 1_500)):
        pictures.resized(picture(size=size), (64,))
    assert opened == ["resized"]
    assert pictures.OPENED_HERE <= 2_000_000


def test_an_archive_of_half_a_million_entries_is_refused_before_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """Both in the short form of its end and in the long one, whatever the short one says."""

    def never(*words: Any, **more: Any) -> None:
        raise AssertionError("its list was read")

    crumbs = archive({f"e{number}": b"" for number in range(70_000)})
    place = crumbs.rindex(b"PK\x05\x06")
    modest = crumbs[: place + 8] + struct.pack("<HHL", 3, 3, 200) + crumbs[place + 16 :]
    hidden = crumbs[: place - 20] + b"PK\x06\x07" + struct.pack("<LQL", 0, 12, 1) + crumbs[place:]
    monkeypatch.setattr(zipfile, "ZipFile", never)
    for content in (crumbs, modest, hidden, _many_entries_made):
        with pytest.raises(Refused):
            judge(io.BytesIO(content), "a.docx")


def test_a_store_that_fails_leaves_no_row(cast: Cast, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    real, calls = default_storage.save, []

    def save(name: str, content: Any, max_length: int | None = None) -> str:
        calls.append(name)
        if len(calls) == 2:
            raise OSError("full")
        return real(name, content, max_length)

    before = _stored()
    monkeypatch.setattr(default_storage, "save", save)
    answer = sign_in(cast.bob).post("/files/", {"key": "f", "files": SimpleUploadedFile("a.jpg", picture())})
    assert answer.status_code == 422
    assert not Attachment.objects.exists()
    assert _stored() == before


def test_a_request_too_large_for_any_form_is_not_read(cast: Cast, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(storage, "MAX_REQUEST_BYTES", 1_000)
    answer = sign_in(cast.bob).post("/files/", {"key": "f", "files": SimpleUploadedFile("a.txt", b"a" * 2_000)})
    assert answer.status_code in (400, 413)
    assert not Attachment.objects.exists()


THUMBNAIL = picture("PNG", size=(256, 320))


def test_the_first_page_that_an_office_document_carries_is_made_anew() -> None:
    drawn = first_page(paged(picture(size=(900, 1200))), "docx")
    assert drawn is not None and drawn[1:] == (480, 640)
    assert drawn[0][:4] == b"RIFF"
    calc = open_document("spreadsheet", **{"Thumbnails__thumbnail.png": THUMBNAIL})
    assert (first_page(calc, "ods") or ())[1:] == (256, 320)
    assert first_page(office(), "docx") is None, "without one, its sign as before"
    assert first_page(calc, "csv") is None


def _unfolding(size: int) -> bytes:
    return archive({"mimetype": b"", "content.xml": b"", "Thumbnails/thumbnail.png": THUMBNAIL + bytes(size)})


def _lying(size: int) -> bytes:
    """Its list of entries says that the picture is small."""
    content = bytearray(_unfolding(size))
    place = content.rindex(b"PK\x01\x02")
    content[place + 24 : place + 28] = struct.pack("<I", 100)
    return bytes(content)


@pytest.mark.parametrize(
    "content",
    [
        b"PK\x03\x04" + bytes(200),
        _unfolding(50_000_000),
        _lying(50_000_000),
        archive({"Thumbnails/thumbnail.png": bomb()}),
        archive({"Thumbnails/thumbnail.png": SVG}),
        archive({"Thumbnails/thumbnail.png": picture("GIF")}),
        archive({"Thumbnails/thumbnail.png": THUMBNAIL[:60]}),
        archive({"Thumbnails/thumbnail.png": b""}),
        archive({"../Thumbnails/thumbnail.png": THUMBNAIL}),
        archive({"/Thumbnails/thumbnail.png": THUMBNAIL}),
        archive({"Thumbnails\\thumbnail.png": THUMBNAIL}),
        archive({"Thumbnails/thumbnail.png/x": THUMBNAIL}),
        archive({"Thumbnails/thumbnail.png": THUMBNAIL, "docProps/thumbnail.jpeg": picture()}),
    ],
    ids=["no archive", "a bomb", "a lying bomb", "wide", "svg", "gif", "cut", "empty", "above", "root", "backslash", "folder", "two"],
)
def test_a_first_page_sent_to_do_harm_is_not_looked_at(content: bytes) -> None:
    assert first_page(content, "odt") is None


def test_a_pdf_that_cannot_be_drawn_within_limits_has_no_picture() -> None:
    assert first_page(b"%PDF-1.4" + b"\x00" * 100, "pdf") is None
    huge = pdf().replace(b"[0 0 595 842]", b"[0 0 90000 90000]")
    assert first_page(huge, "pdf") is None
    drawn = first_page(pdf(), "pdf")
    assert drawn is not None
    assert max(drawn[1:]) == 640
