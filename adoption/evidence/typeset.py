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
    import typst

    fonts, kind = sys.argv[1:3]
    data = sys.stdin.buffer.read().decode()
    settings = {"root": str(HERE), "font_paths": [fonts], "ignore_system_fonts": True}
    if kind == "pdf":
        made = typst.compile(str(HERE / "pack.typ"), format="pdf", sys_inputs={"content": data}, pdf_standards="ua-1", **settings)
        sys.stdout.buffer.write(made)
        return
    for drawing in json.loads(data):
        made = typst.compile(str(HERE / "picture.typ"), format="png", ppi=PPI, sys_inputs={"content": json.dumps(drawing)}, **settings)
        sys.stdout.buffer.write(len(made).to_bytes(4, "big") + made)


if __name__ == "__main__":
    main()
