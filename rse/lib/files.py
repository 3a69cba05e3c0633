"""What a file is: judged by what it holds, never by its name or by what the browser says of it.

Only what is listed here is taken; anything else is refused, as are archives that only look like an office file, those
that carry macros, and those that would unfold into far more than they weigh.
"""

import re
import struct
import unicodedata
import zipfile
import zlib
from dataclasses import dataclass
from typing import IO, Literal

from django.utils.translation import gettext_lazy as _

from rse.lib.refusal import Refused

Family = Literal["image", "pdf", "document", "sheet", "slides", "text"]

MAX_NAME = 120
MAX_ENTRIES = 4_000
MAX_UNFOLDED = 400_000_000  # bytes, all the entries of an archive together
MAX_RATIO = 200  # an entry that unfolds into more than so many times its weight, beyond a megabyte, is no document
MAX_LIST = 1_000_000  # bytes, the list of the entries of an archive
_MAX_INDEX = 1_000_000
_END_LENGTH = 22
_END_SPAN = (1 << 16) + _END_LENGTH + 76  # with the longest comment, and the record of large archives
_CHUNK = 1 << 16

_OOXML: dict[str, tuple[Family, str]] = {
    "word/document.xml": ("document", "docx"),
    "xl/workbook.xml": ("sheet", "xlsx"),
    "ppt/presentation.xml": ("slides", "pptx"),
}
_OOXML_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}
_ODF: dict[str, tuple[Family, str]] = {
    "application/vnd.oasis.opendocument.text": ("document", "odt"),
    "application/vnd.oasis.opendocument.spreadsheet": ("sheet", "ods"),
    "application/vnd.oasis.opendocument.presentation": ("slides", "odp"),
}
_TEXT_TYPES = {"txt": "text/plain", "md": "text/plain", "log": "text/plain", "csv": "text/csv", "tsv": "text/plain"}
# Formats of before 2007, which nothing here looks into: what to save them as.
_OLD = {"doc": ("docx", "odt"), "dot": ("docx", "odt"), "xls": ("xlsx", "ods"), "ppt": ("pptx", "odp"), "pps": ("pptx", "odp")}
_IMAGE_STARTS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a")
_MACROS = re.compile(r"(^|/)(vbaproject\.bin|vbadata\.xml|basic/|scripts/|macrosheets/|activex/)", re.IGNORECASE)
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]")
# Beyond the controls of Unicode: what turns the direction of writing, what has no width, surrogates, private use.
_UNFIT_CATEGORIES = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
_FORBIDDEN = re.compile(r'[<>:"|?*%#\\/]')


@dataclass(frozen=True)
class Judged:
    """What a file was found to be; `suffix` is the ending that its name must have, without the dot."""

    family: Family
    media_type: str
    suffix: str


IMAGE = Judged("image", "image/webp", "webp")


def judge(file: IO[bytes], name: str) -> Judged:
    """Look into the file from its beginning, and go back there. Raises Refused on what is not taken here."""
    try:
        return _judge(file, name)
    finally:
        file.seek(0)


def clean_name(name: str, suffix: str) -> str:
    """A name fit to be shown and to be saved under: no folder, no sign that hides or turns, an ending that says what it is."""
    last = re.split(r"[\\/]", name)[-1]
    visible = "".join(letter for letter in unicodedata.normalize("NFC", last) if unicodedata.category(letter) not in _UNFIT_CATEGORIES)
    plain = re.sub(r"\s+", " ", _FORBIDDEN.sub("_", visible)).strip(" .")
    stem, dot, ending = plain.rpartition(".")
    if not dot or _same_type(ending) != _same_type(suffix):
        stem, ending = (stem if dot and suffix == "webp" and _same_type(ending) in _PICTURES else plain), suffix
    ending = ending.lower() if _same_type(ending) == _same_type(suffix) else suffix
    stem = stem.strip(" .") or "file"
    return f"{stem[: MAX_NAME - len(ending) - 1].rstrip(' .')}.{ending}"


_PICTURES = {"jpg", "png", "gif", "bmp"}


def _same_type(ending: str) -> str:
    return {"jpeg": "jpg", "jfif": "jpg"}.get(ending.lower(), ending.lower())


def _judge(file: IO[bytes], name: str) -> Judged:
    file.seek(0)
    start = file.read(1024)
    if not start:
        raise Refused(_("This file is empty."), field="files")
    if start.startswith(_IMAGE_STARTS) or (start[:4] == b"RIFF" and start[8:12] == b"WEBP"):
        return IMAGE
    if start.startswith(b"%PDF-"):
        return _pdf(file)
    if start.startswith(b"PK\x03\x04"):
        return _archive(file)
    ending = name.rpartition(".")[2].lower()
    if ending in _TEXT_TYPES:
        return _text(file, ending)
    if ending in _OLD:
        raise _too_old(ending)
    raise not_taken()


def not_taken() -> Refused:
    return Refused(_("This type of file is not taken: send an image, a PDF, an office document or plain text."), field="files")


def _too_old(ending: str) -> Refused:
    new, free = _OLD[ending]
    told = _("The old format .%(old)s is not taken: save the file as .%(new)s or .%(free)s, then send that.")
    return Refused(told % {"old": ending, "new": new, "free": free}, field="files")


def _pdf(file: IO[bytes]) -> Judged:
    size = file.seek(0, 2)
    file.seek(max(0, size - 4096))
    if b"%%EOF" not in file.read():
        raise Refused(_("This PDF is damaged: its end is missing."), field="files")
    return Judged("pdf", "application/pdf", "pdf")


def _text(file: IO[bytes], ending: str) -> Judged:
    file.seek(0)
    while chunk := file.read(_CHUNK):
        if _CONTROL.search(chunk):
            raise Refused(_("This file says that it is text and is not."), field="files")
    return Judged("sheet" if ending in ("csv", "tsv") else "text", _TEXT_TYPES[ending], ending)


def _archive(file: IO[bytes]) -> Judged:
    """An office document, which is an archive: its list of entries is read, and one or two small ones."""
    _check_end(file)
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive:
            entries = archive.infolist()
            _check_entries(entries)
            names = {entry.filename for entry in entries}
            return _odf(archive, entries) if entries[0].filename == "mimetype" else _ooxml(archive, names)
    except (
        zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, KeyError, NotImplementedError, RuntimeError, OverflowError,
    ) as error:  # fmt: skip
        raise _damaged() from error


def _check_end(file: IO[bytes]) -> None:
    """What the end of the archive says of its list of entries, before that list is read: half a million take seconds."""
    start = max(0, file.seek(0, 2) - _END_SPAN)
    file.seek(start)
    end = file.read()
    place = end.rfind(b"PK\x05\x06")
    if place < 0 or len(end) - place < _END_LENGTH:
        raise _damaged()
    entries, length = struct.unpack("<10xHL6x", end[place : place + _END_LENGTH])
    if end[:place][-20:-16] == b"PK\x06\x07":  # the record of large archives, just before, says it instead
        record = end[:place][-76:-20]
        if len(record) < 56 or struct.unpack("<8xQ4x", end[place - 20 : place])[0] != start + place - 76:
            raise _damaged()
        entries, length = struct.unpack("<32xQQ8x", record)
    if entries > MAX_ENTRIES or length > MAX_LIST:
        raise _unfolds()


def _damaged() -> Refused:
    return Refused(_("This document is damaged, or locked by a password: it cannot be read."), field="files")


def _check_entries(entries: list[zipfile.ZipInfo]) -> None:
    if not entries:
        raise _damaged()
    heavy = any(entry.file_size > max(1_000_000, MAX_RATIO * entry.compress_size) for entry in entries)
    if len(entries) > MAX_ENTRIES or heavy or sum(entry.file_size for entry in entries) > MAX_UNFOLDED:
        raise _unfolds()
    names = [entry.filename.replace("\\", "/") for entry in entries]
    if any(name.startswith("/") or ".." in name.split("/") or ":" in name for name in names) or len(set(names)) != len(names):
        raise _damaged()
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise _damaged()
    if any(_MACROS.search(name) for name in names):
        raise _has_macros()


def _unfolds() -> Refused:
    return Refused(_("This document would unfold into far more than it weighs: it is not taken."), field="files")


def _has_macros() -> Refused:
    return Refused(_("This document holds macros: save it without them, then send it."), field="files")


def _odf(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> Judged:
    found = _ODF.get(_read(archive, "mimetype", 200).decode("ascii", "replace").strip())
    if found is None or not any(entry.filename == "content.xml" for entry in entries):
        raise not_taken()
    family, suffix = found
    return Judged(family, next(kind for kind, value in _ODF.items() if value == found), suffix)


def _ooxml(archive: zipfile.ZipFile, names: set[str]) -> Judged:
    found = [kind for member, kind in _OOXML.items() if member in names]
    if "[Content_Types].xml" not in names or len(found) != 1:
        raise not_taken()
    family, suffix = found[0]
    index = _read(archive, "[Content_Types].xml", _MAX_INDEX)
    if b"macroenabled" in index.lower() or b"vbaproject" in index.lower():
        raise _has_macros()
    if f"{_OOXML_TYPES[suffix]}.main+xml".encode() not in index:
        raise not_taken()
    return Judged(family, _OOXML_TYPES[suffix], suffix)


def _read(archive: zipfile.ZipFile, name: str, most: int) -> bytes:
    with archive.open(name) as entry:
        content = entry.read(most + 1)
    if len(content) > most:
        raise _damaged()
    return content
