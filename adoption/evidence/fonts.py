"""The letters of the site, Inter, as a folder of fonts that typst reads: unfolded once by each process, from the installed package."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from functools import lru_cache
from pathlib import Path

from django.contrib.staticfiles import finders
from fontTools.ttLib import TTFont

FAMILY = "Inter"
WEIGHTS = ("Regular", "Medium", "SemiBold", "Bold")


@lru_cache(maxsize=1)
def font_folder() -> str:
    """A private folder, gone with the process."""
    folder = tempfile.mkdtemp(prefix="maillage-fonts-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    for weight in WEIGHTS:
        found = finders.find(f"unfold/fonts/inter/Inter-{weight}.woff2")
        if found is None:
            raise FileNotFoundError(weight)
        font = TTFont(found)
        font.flavor = None
        font.save(Path(folder) / f"Inter-{weight}.ttf")
    return folder
