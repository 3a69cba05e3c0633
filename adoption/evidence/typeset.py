"""The program that sets a pack with typst: `papers` runs it in a process of its own. It imports nothing of the site.

Words: the folder of fonts, the template beside this file. It reads the content as JSON on the standard input, and writes a PDF, or,
asked for pictures, one PNG for each drawing, each preceded by its length.
"""

import json
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
PPI = 220.0


def main() -> None:
    fonts, kind = sys.argv[1:3]
    data = sys.stdin.buffer.read().decode()
    if kind == "pdf":
        sys.stdout.buffer.write(_paper(data, fonts))
        return
    for drawing in json.loads(data):
        made = _picture(json.dumps(drawing), fonts)
        sys.stdout.buffer.write(len(made).to_bytes(4, "big") + made)


def _paper(data: str, fonts: str) -> bytes:
    """Tagged, as PDF/UA asks."""
    import typst

    return typst.compile(
        str(HERE / "pack.typ"), root=str(HERE), font_paths=[fonts], ignore_system_fonts=True, format="pdf", sys_inputs={"content": data},
        pdf_standards="ua-1",
    )  # fmt: skip


def _picture(data: str, fonts: str) -> bytes:
    import typst

    return typst.compile(
        str(HERE / "picture.typ"), root=str(HERE), font_paths=[fonts], ignore_system_fonts=True, format="png", ppi=PPI,
        sys_inputs={"content": data},
    )  # fmt: skip


if __name__ == "__main__":
    main()
