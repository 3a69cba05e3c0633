"""The words in a document, taken out of it by a process of its own, which ends and takes its memory along."""

from pathlib import Path

from rse.lib.apart import run_apart

MAX_TEXT = 200_000  # characters
SECONDS, MEMORY = 20, 1_200_000_000
_PROGRAMS = {"pdf": "pdf_text.py"} | dict.fromkeys(("docx", "xlsx", "pptx", "odt", "ods", "odp"), "office_text.py")
_PLAIN = ("txt", "md", "log", "csv", "tsv")


def may_have_text(suffix: str) -> bool:
    """Whether it is worth looking, from the ending that the file was judged to deserve."""
    return suffix in _PROGRAMS or suffix in _PLAIN


def file_text(content: bytes, suffix: str) -> str | None:
    """The first MAX_TEXT characters of what it says; None when it cannot be read within the limits."""
    if suffix in _PLAIN:
        return _decoded(content[: 4 * MAX_TEXT])
    if suffix not in _PROGRAMS:
        return None
    program = str(Path(__file__).with_name(_PROGRAMS[suffix]))
    done = run_apart(program, str(MAX_TEXT), content=content, seconds=SECONDS, memory=MEMORY)
    return None if done.code else _decoded(done.output)


def _decoded(content: bytes) -> str:
    """UTF-8, else what Windows writes; PostgreSQL keeps no null."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        cut_inside_a_letter = error.start >= len(content) - 4
        text = content.decode("utf-8-sig" if cut_inside_a_letter else "cp1252", "ignore")
    return text.replace("\x00", " ")[:MAX_TEXT]
