"""The program that draws the first page of a PDF as a WebP: `first_page` runs it. It imports nothing of the site."""

import io
import sys


def main() -> None:
    """Reads a PDF on the standard input, writes the picture on the standard output. Any failure is an exit code."""
    import pypdfium2

    side = int(sys.argv[1])
    document = pypdfium2.PdfDocument(sys.stdin.buffer.read())
    page = document[0]
    width, height = page.get_size()
    if not (1 <= width <= 20_000 and 1 <= height <= 20_000):
        sys.exit(3)
    scale = side / max(width, height)
    bitmap = page.render(scale=scale, may_draw_forms=False)
    picture = bitmap.to_pil().convert("RGB")
    picture.thumbnail((side, side))
    output = io.BytesIO()
    picture.save(output, "WEBP", quality=80)
    sys.stdout.buffer.write(output.getvalue())


if __name__ == "__main__":
    main()
