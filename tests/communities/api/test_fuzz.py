"""Whatever is sent to the API, its schema's every operation answers something it has announced, never a failure of the server."""

import json
import re
from collections import Counter
from collections.abc import Callable
from functools import partial
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.utils.http import urlencode
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from communities.actions.memberships import join_community
from tests.conftest import Cast
from tests.factories import NOW, make_comment

TEXT = st.characters(exclude_categories=["Cs"])  # as by default, without seconds spent on finding out what UTF-8 can write
ODD = st.one_of(
    st.none(), st.booleans(), st.integers(-(1 << 70), 1 << 70), st.floats(allow_nan=False, allow_infinity=False),
    st.text(TEXT, max_size=40),
    st.sampled_from(["", "0", "true", "\u202e", "'; --", "<script>", "é" * 300, "9" * 25, "2026-02-30", "\x00"]),
)  # fmt: skip
ANYTHING = st.recursive(
    ODD, lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(st.text(TEXT, max_size=8), inner, max_size=4))
)
ODD_NAME = st.text("abz019-é\u0661", min_size=1, max_size=25)
Anything = st.SearchStrategy[dict[str, Any]]


@pytest.fixture(scope="module")
def operations() -> list[tuple[str, str, dict[str, Any]]]:
    out = StringIO()
    call_command("spectacular", "--format", "openapi-json", stdout=out)
    document = json.loads(out.getvalue())
    found = []
    for path, methods in document["paths"].items():
        for method, how in methods.items():
            content = how.get("requestBody", {}).get("content", {}).get("application/json", {})
            schema = content.get("schema", {}).get("$ref", "").rpartition("/")[2]
            fields = list(document["components"]["schemas"].get(schema, {}).get("properties", {}))
            queries = [one["name"] for one in how.get("parameters", []) if one["in"] == "query"]
            found.append((method, path, {"fields": fields, "queries": queries, "answers": {*how["responses"]}}))
    return found


def test_no_operation_fails_whatever_it_is_sent(
    cast: Cast, operations: list[tuple[str, str, dict[str, Any]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rest_framework.throttling.SimpleRateThrottle.THROTTLE_RATES", {"user": None, "write": None})
    join_community(by=cast.carol, community=cast.open, at=NOW)
    comment = make_comment(cast.carol, cast.open_post)
    client = Client(raise_request_exception=False)
    client.force_login(cast.carol)
    known = {"slug": cast.open.slug, "post_id": cast.open_post.pk, "comment_id": comment.pk, "person_id": cast.bob.pk, "kind": "utile"}
    answered: Counter[int] = Counter()

    def send(method: str, path: str, how: dict[str, Any], asked: dict[str, Any]) -> None:
        url = path.format_map(asked["names"])
        point = transaction.savepoint()
        text = json.dumps(asked["body"]).encode() if method != "get" else b""
        answer = client.generic(method.upper(), f"{url}?{_encoded(asked['query'])}", text, content_type="application/json")
        transaction.savepoint_rollback(point)
        answered[answer.status_code] += 1
        announced = (how["answers"] | {"400", "404", "415"}) - {"429"}
        assert str(answer.status_code) in announced, f"{method} {url} {asked}: {answer.status_code}"

    for method, path, how in operations:
        _often(_anything_for(method, path, how, known), partial(send, method, path, how))
    assert len(operations) >= 49
    assert answered.total() >= 400
    assert answered[200] + answered[201] + answered[204] >= 40, answered


def _anything_for(method: str, path: str, how: dict[str, Any], known: dict[str, Any]) -> Anything:
    """Names, most of them of what there is, a body and a query: what that operation knows, or anything."""
    names = {name: st.one_of(st.just(str(known.get(name, 1))), ODD_NAME) for name in re.findall(r"{(\w+)}", path)}
    body = st.one_of(st.fixed_dictionaries({}, optional=dict.fromkeys(how["fields"], ODD)), ANYTHING)
    query = st.fixed_dictionaries({}, optional=dict.fromkeys(how["queries"], st.text(TEXT, max_size=30)))
    return st.fixed_dictionaries({"names": st.fixed_dictionaries(names), "body": st.none() if method == "get" else body, "query": query})


def _often(anything: Anything, send: Callable[[dict[str, Any]], None]) -> None:
    @settings(max_examples=12, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
    @given(anything)
    def each(asked: dict[str, Any]) -> None:
        send(asked)

    each()


def _encoded(query: dict[str, str]) -> str:
    return urlencode({name: value.encode("utf-8", "replace") for name, value in query.items()})
