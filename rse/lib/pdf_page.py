"""The first page of a PDF as a WebP, drawn in a process of its own.

Bytes in, bytes out: `first_page` runs it. It imports nothing of the site but, there, how to run it.
"""

import io
import sys

SIDE = 640
SECONDS, MEMORY = 20, 1_200_000_000


def first_page(content: bytes) -> tuple[bytes, int, int] | None:
    """The picture of the first page with its width and height; None when there is none to be had within the limits."""
    from PIL import Image

    from rse.lib.apart import run_apart

    done = run_apart(__file__, content=content, seconds=SECONDS, memory=MEMORY)
    if done.code:
        return None
    try:
        with Image.open(io.BytesIO(done.output), formats=["WEBP"]) as picture:
            return (done.output, *picture.size) if max(picture.size) <= SIDE else None
    except (OSError, ValueError, SyntaxError):
        return None


def main() -> None:
    """Reads a PDF on the standard input, writes the picture on the standard output. Any failure is an exit code."""
    import pypdfium2

    document = pypdfium2.PdfDocument(sys.stdin.buffer.read())
    page = document[0]
    width, height = page.get_size()
    if not (1 <= width <= 20_000 and 1 <= height <= 20_000):
        sys.exit(3)
    scale = SIDE / max(width, height)
    bitmap = page.render(scale=scale, may_draw_forms=False)
    picture = bitmap.to_pil().convert("RGB")
    picture.thumbnail((SIDE, SIDE))
    output = io.BytesIO()
    picture.save(output, "WEBP", quality=80)
    sys.stdout.buffer.write(output.getvalue())


if __name__ == "__main__":
    main()
