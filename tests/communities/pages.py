"""Reading pages as tests do: their forms' hidden fields, the ids of a feed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse


class Answer(Protocol):
    @property
    def content(self) -> bytes: ...


def text(response: Answer) -> str:
    return response.content.decode()


def hidden(page: str) -> dict[str, str]:
    """The hidden fields of a page, by name, without the tokens."""
    fields = re.findall(r'<input type="hidden" name="([^"]+)"(?: value="([^"]*)")?', page)
    return {name: value for name, value in fields if name != "csrfmiddlewaretoken"}


def ids(page: str) -> list[int]:
    """The ids of the posts or comments of a page, in its order."""
    return [int(id_) for id_ in re.findall(r'data-id="(\d+)"', page)]


@contextmanager
def counted(at_most: int) -> Iterator[None]:
    """No more SQL queries than that."""
    with CaptureQueriesContext(connection) as queries:
        yield
    assert len(queries) <= at_most, "\n".join(query["sql"][:200] for query in queries.captured_queries)


def publish(client: Client, **words: str) -> _MonkeyPatchedWSGIResponse:
    """Send the composer with its own hidden fields, as the page gives them."""
    form = hidden(text(client.get("/p/new"))) | {"kind": "message", "title": ""} | words
    return client.post("/p/new", form)
