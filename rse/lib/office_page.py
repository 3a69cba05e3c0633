"""The program that takes the picture of its first page out of an office document, as a WebP: `first_page` runs it.

Many documents carry one, left by what wrote them. That entry alone is unfolded, and no further than its limit; nothing is written
to a disk, whatever path an entry names. It imports nothing of the site.
"""

import io
import sys
import zipfile

ENTRIES = ("Thumbnails/thumbnail.png", "docProps/thumbnail.jpeg", "docProps/thumbnail.jpg", "docProps/thumbnail.png")
MAX_BYTES = 3_000_000
MAX_PIXELS = 8_000_000
_PLAIN = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_LOCKED = 0x1
_NONE, _UNFIT = 3, 4  # exit codes


def main() -> None:
    """Reads a document on the standard input, writes the picture on the standard output. Any failure is an exit code."""
    from PIL import Image

    side = int(sys.argv[1])
    with Image.open(io.BytesIO(_entry(sys.stdin.buffer.read())), formats=["PNG", "JPEG"]) as picture:
        if picture.width * picture.height > MAX_PIXELS:
            sys.exit(_UNFIT)
        shown = picture.convert("RGBA")
    ground = Image.new("RGB", shown.size, "white")
    ground.paste(shown, mask=shown.getchannel("A"))
    ground.thumbnail((side, side))
    output = io.BytesIO()
    ground.save(output, "WEBP", quality=80)
    sys.stdout.buffer.write(output.getvalue())


def _entry(content: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        found = [entry for entry in archive.infolist() if entry.filename in ENTRIES]
        if not found:
            sys.exit(_NONE)
        entry = found[0]
        if len(found) > 1 or entry.flag_bits & _LOCKED or entry.compress_type not in _PLAIN or entry.file_size > MAX_BYTES:
            sys.exit(_UNFIT)
        with archive.open(entry) as opened:
            unfolded = opened.read(MAX_BYTES + 1)
    if len(unfolded) > MAX_BYTES:
        sys.exit(_UNFIT)
    return unfolded


if __name__ == "__main__":
    main()
