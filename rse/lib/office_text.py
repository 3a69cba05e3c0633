"""The program that takes the text out of an office document, Microsoft's or Open Document: `file_text` runs it.

The few entries that hold words are unfolded one after the other, each no further than its limit and as a stream that ends with
enough text; a declaration of entities, which no such document needs, ends it. It imports nothing of the site.
"""

import io
import re
import sys
import zipfile
from collections.abc import Iterator
from xml.parsers import expat

MAX_ENTRY = 60_000_000  # bytes unfolded of one entry
MAX_ENTRIES = 400  # that hold words
_CHUNK = 1 << 16
_LOCKED = 0x1
_PLAIN = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_WORDS = re.compile(
    r"content\.xml|word/(document|footnotes|endnotes|header\d*|footer\d*|comments)\.xml|xl/sharedStrings\.xml|"
    r"xl/worksheets/sheet\d+\.xml|ppt/(slides/slide|notesSlides/notesSlide)\d+\.xml"
)
# The elements that hold text: of Word, of slides, of the strings of a workbook, typed into a cell. Of Open Document, all do.
_TEXT = {"w:t", "a:t", "t"}
_APART = {"w:p", "a:p", "si", "is", "w:tab", "w:br", "text:p", "text:h", "text:tab", "text:line-break", "table:table-cell"}
_UNFIT = 4  # exit code


class Enough(Exception):
    """There is as much text as is wanted."""


class Reader:
    """Collects what the elements that hold text say."""

    def __init__(self, left: int) -> None:
        self.left = left
        self.pieces: list[str] = []
        self.depth = 0
        self.is_open_document = False

    def read(self, chunks: Iterator[bytes], *, is_open_document: bool) -> None:
        """Raises Enough, and expat.ExpatError on what is no XML."""
        self.depth, self.is_open_document = 0, is_open_document
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self._starts
        parser.EndElementHandler = self._ends
        parser.CharacterDataHandler = self._says
        parser.EntityDeclHandler = self._declares
        for chunk in chunks:
            parser.Parse(chunk, False)
        parser.Parse(b"", True)

    def _starts(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += name in _TEXT

    def _ends(self, name: str) -> None:
        self.depth -= name in _TEXT
        if name in _APART:
            self.pieces.append("\n")

    def _says(self, words: str) -> None:
        if self.depth > 0 or self.is_open_document:
            self.pieces.append(words)
            self.left -= len(words)
            if self.left <= 0:
                raise Enough

    def _declares(self, *entity: object) -> None:
        sys.exit(_UNFIT)


def main() -> None:
    """Reads a document on the standard input, writes its text in UTF-8 on the standard output. Any failure is an exit code."""
    most = int(sys.argv[1])
    reader = Reader(most)
    with zipfile.ZipFile(io.BytesIO(sys.stdin.buffer.read())) as archive:
        found = [entry for entry in archive.infolist() if _WORDS.fullmatch(entry.filename)]
        if not found or any(entry.flag_bits & _LOCKED or entry.compress_type not in _PLAIN for entry in found):
            sys.exit(_UNFIT)
        try:
            for entry in sorted(found[:MAX_ENTRIES], key=_in_order):
                reader.read(_unfolded(archive, entry), is_open_document=entry.filename == "content.xml")
        except Enough:
            pass
    sys.stdout.buffer.write("".join(reader.pieces)[:most].encode("utf-8", "ignore"))


def _in_order(entry: zipfile.ZipInfo) -> tuple[str, int, str]:
    """The tenth slide comes after the ninth."""
    return entry.filename.rstrip("0123456789.xml"), len(entry.filename), entry.filename


def _unfolded(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    left = MAX_ENTRY
    with archive.open(entry) as opened:
        while chunk := opened.read(_CHUNK):
            left -= len(chunk)
            if left < 0:
                sys.exit(_UNFIT)
            yield chunk


if __name__ == "__main__":
    main()
