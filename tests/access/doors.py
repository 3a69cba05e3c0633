"""Walking the site: its addresses, its answers, and the state of the database before and after."""

import json
import re
from collections.abc import Iterator
from typing import Any

from django.db import connection
from django.http import HttpResponse, StreamingHttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.access.marks import Mark
from tests.access.rows import ARGUMENTS, Row
from tests.access.stage import Stage

LOGIN = ("/login/", "/admin/login/")
STATEFUL = {"django_session", "usersessions_usersession"}


def addresses() -> dict[str, str]:
    """Every address of the site: its name (or its route, when it has none) and its route."""
    return {name or route: route for name, route in _walk(get_resolver())}


def _walk(resolver: URLResolver, before: str = "", space: str = "") -> Iterator[tuple[str, str]]:
    for pattern in resolver.url_patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern, route, f"{space}{pattern.namespace}:" if pattern.namespace else space)
        elif isinstance(pattern, URLPattern):
            yield (f"{space}{pattern.name}" if pattern.name else ""), route


def address(row: Row, stage: Stage, target: str) -> str:
    return reverse(row.name, args=ARGUMENTS[row.about](stage, target))


def questions(row: Row, stage: Stage, target: str) -> list[str]:
    """The query strings that the row is tried with; `{community}` names the community of the target."""
    place = stage.cast.communities.get(target)
    return [variant.replace("{community}", place.slug if place else "") for variant in row.variants]


def plain_url(route: str) -> str:
    """An address of that route, whatever its arguments."""
    route = route.replace("(?P<app_label>", "(?P<x>people|").replace("(?P<url>.*)", "x")
    route = re.sub(r"\(\?P<\w+>([\w]+)?[^()]*\)", lambda match: match.group(1) or "1", route)
    return "/" + re.sub(r"<[^>]+>", "1", route).replace("^", "").replace("$", "")


def ask(client: Client, row: Row, url: str, body: dict[str, Any]) -> Any:
    if row.method == "GET":
        return client.get(url)
    if row.json:
        return client.generic(row.method, url, json.dumps(body, default=str), content_type="application/json")
    return client.post(url, body)


def outcome(answer: Any) -> str:
    """ok, refused (as asked), forbidden, absent, sign in, no such method, or error."""
    status = answer.status_code
    if status == 401 or (status == 302 and answer.headers["Location"].startswith(LOGIN)):
        return "sign in"
    if status < 400:
        return "ok"
    return {400: "refused", 409: "refused", 422: "refused", 403: "forbidden", 404: "absent", 405: "no such method"}.get(status, "error")


def text_of(answer: Any) -> str:
    """All that an answer tells: headers and content."""
    assert isinstance(answer, HttpResponse | StreamingHttpResponse)
    content = answer.getvalue() if answer.streaming else answer.content
    headers = "\n".join(f"{name}: {value}" for name, value in answer.headers.items())
    return f"{headers}\n{content.decode('utf-8', 'replace')}"


def leaks(text: str, viewer: str, stage: Stage, *, said: str) -> list[str]:
    """The marks in what an answer tells that are not for this viewer, but for what the request itself said."""
    return [
        f"{mark.about}: {string}"
        for mark in hidden_from(viewer, stage)
        for string in sorted(mark.strings)
        if string in text and string not in said
    ]


def hidden_from(viewer: str, stage: Stage) -> list[Mark]:
    return [mark for mark in stage.marks if viewer not in mark.may_see]


def rows_written() -> int:
    """How many rows this transaction has inserted, changed or deleted so far, undone or not; sessions left out."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(sum(n_tup_ins + n_tup_upd + n_tup_del), 0) FROM pg_stat_xact_user_tables WHERE NOT relname = ANY(%s)",
            [sorted(STATEFUL)],
        )
        return int(cursor.fetchone()[0])


def without_noise(text: str) -> str:
    """An answer without what differs from one request to the next: tokens, nonces, keys of forms, cookies, links that end."""
    text = re.sub(r"csrf\w*[\"'\s\w=:>]*value=\"[^\"]+\"", "csrf", text)
    text = re.sub(r"nonce[-=][\"']?[\w+/=-]+", "nonce", text)
    text = re.sub(r"name=\"client_key\"[^>]*", "client_key", text)
    text = re.sub(r"\b[0-9A-Za-z]{64}\b", "token", text)
    text = re.sub(r"/signed\?s=[^}]+", "link", text)
    text = re.sub(r"Gardé <time datetime=[^>]+>[^<]+", "Gardé", text)  # when a page was kept to be read offline
    noise = ("Set-Cookie", "Content-Length", "ETag", "X-Request-Id", "Expires")
    return "\n".join(line for line in text.splitlines() if not line.startswith(noise))
