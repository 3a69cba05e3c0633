"""What the tests of the communities share beside the cast."""

from collections.abc import Iterator

import pytest

from rse.celery import app


@pytest.fixture
def tasks_at_once() -> Iterator[None]:
    """Tasks run where they are sent, instead of waiting for a worker."""
    app.conf.task_always_eager = True
    yield
    app.conf.task_always_eager = False
