"""Static files that are built, not committed: each is written once to a folder of its own and served from there."""

import os
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage, Storage


def folder() -> Path:
    """Where built files go: beside the installation's other data."""
    return Path(settings.DATA) / "static"


class GeneratedFinder(BaseFinder):
    """A staticfiles finder that knows one file: `path` under the static address, text made by `build`."""

    path: ClassVar[str]
    build: ClassVar[Callable[[], str]]

    def __init__(self, app_names: Iterable[str] | None = None, *args: Any, **kwargs: Any) -> None:
        super().__init__()

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        """The absolute path of the file, or a list of one when `find_all` is asked; empty list when it is not ours."""
        every = find_all or bool(kwargs.get("all"))
        if path != self.path:
            return []
        written = str(self._written())
        return [written] if every else written

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Storage]]:
        self._written()
        yield self.path, FileSystemStorage(location=folder())

    def _written(self) -> Path:
        target, text = folder() / self.path, type(self).build()
        if not target.is_file() or target.read_text(encoding="utf-8") != text:
            _replace(target, text)
        return target


def _replace(target: Path, text: str) -> None:
    # Several processes may build at once: each writes aside, and the last rename wins with the same content.
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, aside = tempfile.mkstemp(dir=target.parent, suffix=".new")
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
    Path(aside).chmod(0o644)
    Path(aside).replace(target)
