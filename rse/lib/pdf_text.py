"""The program that takes the text out of a PDF: `file_text` runs it. It imports nothing of the site."""

import sys

MAX_PAGES = 500


def main() -> None:
    """Reads a PDF on the standard input, writes its text in UTF-8 on the standard output. Any failure is an exit code."""
    import pypdfium2

    left = int(sys.argv[1])
    document = pypdfium2.PdfDocument(sys.stdin.buffer.read())
    for number in range(min(len(document), MAX_PAGES)):
        page = document[number]
        words = page.get_textpage()
        text = words.get_text_range(count=min(words.count_chars(), left)) if words.count_chars() else ""
        sys.stdout.buffer.write((text + "\n").encode("utf-8", "ignore"))
        words.close()
        page.close()
        left -= len(text)
        if left <= 0:
            return


if __name__ == "__main__":
    main()
