"""The first page of a document as a WebP, made in a process of its own, which ends and takes its memory along."""

import io
from pathlib import Path

from PIL import Image

from rse.lib.apart import run_apart

SIDE = 640
SECONDS, MEMORY = 20, 1_200_000_000
_OFFICE = ("docx", "xlsx", "pptx", "odt", "ods", "odp")
_PROGRAMS = {"pdf": "pdf_page.py"} | dict.fromkeys(_OFFICE, "office_page.py")


def may_have_page(suffix: str) -> bool:
    """Whether it is worth looking, from the ending that the file was judged to deserve."""
    return suffix in _PROGRAMS


def first_page(content: bytes, suffix: str) -> tuple[bytes, int, int] | None:
    """The picture of the first page with its width and height; None when there is none to be had within the limits."""
    if not may_have_page(suffix):
        return None
    program = str(Path(__file__).with_name(_PROGRAMS[suffix]))
    done = run_apart(program, str(SIDE), content=content, seconds=SECONDS, memory=MEMORY)
    if done.code:
        return None
    try:
        with Image.open(io.BytesIO(done.output), formats=["WEBP"]) as picture:
            return (done.output, *picture.size) if max(picture.size) <= SIDE else None
    except (OSError, ValueError, SyntaxError):
        return None
