"""A content on its papers, each made in a process that ends and takes its memory along."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

from adoption.evidence.content import Content
from adoption.evidence.fonts import font_folder
from adoption.metrics.codec import to_json
from rse.lib.apart import run_apart

SECONDS, MEMORY = 60, 3_000_000_000
HERE = Path(__file__).parent


class NotMade(Exception):
    """A paper that its program did not make."""


def pdf(content: Content) -> bytes:
    """A4, tagged, with its outline and its language."""
    return _run("typeset.py", font_folder(), "pdf", content=json.dumps(to_json(content)).encode())


def pptx(content: Content) -> bytes:
    """16:9; lines, bars and stacks are charts that can be edited, the other drawings pictures."""
    data = to_json(content)
    drawings = [item["drawn"] for item in data["items"] if item["drawn"] and not item["drawn"]["native"]]
    for drawing, picture in zip(drawings, _pictures(drawings), strict=True):
        drawing["png"] = base64.b64encode(picture).decode()
    return _run("slides.py", content=json.dumps(data).encode())


def _pictures(drawings: list[dict[str, Any]]) -> list[bytes]:
    """The drawings as PNGs, crisp on a screen of twice their size."""
    if not drawings:
        return []
    wanted = [{name: each[name] for name in ("svg", "width", "height")} for each in drawings]
    left, found = _run("typeset.py", font_folder(), "png", content=json.dumps(wanted).encode()), []
    while left:
        end = 4 + int.from_bytes(left[:4], "big")
        found.append(left[4:end])
        left = left[end:]
    return found


def _run(program: str, *words: str, content: bytes) -> bytes:
    done = run_apart(str(HERE / program), *words, content=content, seconds=SECONDS, memory=MEMORY)
    if done.code or not done.output:
        raise NotMade(f"{program}: {done.code}")
    return done.output
