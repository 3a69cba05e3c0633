"""What the tests of the communities share beside the cast."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from rse.celery import app


@pytest.fixture
def tasks_at_once() -> Iterator[None]:
    """Tasks run where they are sent, instead of waiting for a worker."""
    app.conf.task_always_eager = True
    yield
    app.conf.task_always_eager = False


@pytest.fixture
def own_store(settings: Any, tmp_path: Path) -> None:
    """What a test finds in the store is its own: another worker may be sending files at the same time."""
    settings.MEDIA_ROOT = str(tmp_path / "media")
