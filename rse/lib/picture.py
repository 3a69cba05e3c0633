"""Pictures made anew as WebP: their pixels and nothing else of them.

What a picture weighs says nothing of the memory that it takes to open: 70 kB may unfold into a gigabyte. Small ones are opened here;
the others one at a time in a process of its own, for which this file is also the program, and which imports nothing of the site.
"""

import io
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock

from PIL import Image, ImageOps, UnidentifiedImageError

FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
MAX_PIXELS = {"JPEG": 40_000_000, "PNG": 40_000_000, "GIF": 40_000_000, "WEBP": 24_000_000}  # a WebP unfolds twice
OPENED_HERE = 2_000_000  # pixels: 70 MB at worst
SECONDS, MEMORY = 20, 900_000_000
PATIENCE = 30  # seconds until the one before is done
_UNKNOWN, _TOO_WIDE, _DAMAGED = 3, 4, 5  # exit codes
_one_at_a_time = Lock()


class Unfit(Exception):
    """No picture for us."""


class Unknown(Unfit):
    """Of no known format."""


class TooWide(Unfit):
    """More pixels than its format may have."""


class Damaged(Unfit):
    """Cut short, or not what it says."""


class Busy(Unfit):
    """Others are being opened: later, it may do."""


@dataclass(frozen=True)
class Picture:
    """A picture made anew, as WebP."""

    content: bytes
    width: int
    height: int


def resized(content: bytes, sides: Sequence[int]) -> list[Picture]:
    """The same picture at most so wide and so high, once for each of `sides`, the largest first; the first frame of one that moves."""
    return _made("resized", content, sides)


def squared(content: bytes, side: int) -> Picture:
    """A square of at most that side out of its middle, on white."""
    return _made("squared", content, [side])[0]


def _made(how: str, content: bytes, sides: Sequence[int]) -> list[Picture]:
    with _opened(content) as picture:
        if picture.width * picture.height <= OPENED_HERE:
            return _MAKERS[how](picture, sides)
    return _made_apart(how, content, sides)


def _made_apart(how: str, content: bytes, sides: Sequence[int]) -> list[Picture]:
    from rse.lib.apart import run_apart

    if not _one_at_a_time.acquire(timeout=PATIENCE):
        raise Busy
    try:
        done = run_apart(__file__, how, *map(str, sides), content=content, seconds=SECONDS, memory=MEMORY)
    finally:
        _one_at_a_time.release()
    if done.code:
        raise {_UNKNOWN: Unknown, _TOO_WIDE: TooWide}.get(done.code, Damaged)
    output, made = io.BytesIO(done.output), []
    for _side in sides:
        width, height, length = map(int, output.readline().split())
        made.append(Picture(output.read(length), width, height))
    return made


@contextmanager
def _opened(content: bytes) -> Iterator[Image.Image]:
    """The picture, its pixels not read yet; what Pillow says of a bad one becomes one of ours."""
    try:
        with Image.open(io.BytesIO(content), formats=FORMATS) as picture:
            if picture.width * picture.height > MAX_PIXELS[picture.format or "WEBP"]:
                raise TooWide
            yield picture
    except UnidentifiedImageError as error:
        raise Unknown from error
    except (Image.DecompressionBombError, MemoryError) as error:
        raise TooWide from error
    except (OSError, SyntaxError, ValueError, EOFError, IndexError, OverflowError) as error:
        raise Damaged from error


def _resized(picture: Image.Image, sides: Sequence[int]) -> list[Picture]:
    if picture.format == "JPEG":
        picture.draft("RGB", (max(sides), max(sides)))  # much larger than what is asked, it is decoded small
    upright = ImageOps.exif_transpose(picture)
    whole = upright.convert("RGBA" if upright.has_transparency_data else "RGB")
    made = []
    for side in sides:
        whole.thumbnail((side, side), Image.Resampling.LANCZOS)
        made.append(_saved(whole, quality=84))
    return made


def _squared(picture: Image.Image, sides: Sequence[int]) -> list[Picture]:
    side = sides[0]
    if picture.mode in ("RGB", "RGBA", "L"):
        picture.thumbnail((side * 4, side * 4))  # a JPEG is then decoded small
    upright = ImageOps.exif_transpose(picture).convert("RGBA")
    side = min(side, *upright.size)
    cut = ImageOps.fit(upright, (side, side), Image.Resampling.LANCZOS)
    ground = Image.new("RGB", cut.size, "white")
    ground.paste(cut, mask=cut.getchannel("A"))
    return [_saved(ground, quality=82)]


_MAKERS = {"resized": _resized, "squared": _squared}


def _saved(picture: Image.Image, *, quality: int) -> Picture:
    output = io.BytesIO()
    picture.save(output, "WEBP", quality=quality, method=4)
    return Picture(output.getvalue(), picture.width, picture.height)


def main() -> None:
    """Reads a picture on the standard input; writes each one made, after a line of its width, height and length."""
    how, *sides = sys.argv[1:]
    try:
        with _opened(sys.stdin.buffer.read()) as picture:
            made = _MAKERS[how](picture, [int(side) for side in sides])
    except Unfit as error:
        sys.exit({Unknown: _UNKNOWN, TooWide: _TOO_WIDE}.get(type(error), _DAMAGED))
    for each in made:
        sys.stdout.buffer.write(f"{each.width} {each.height} {len(each.content)}\n".encode() + each.content)


if __name__ == "__main__":
    main()
