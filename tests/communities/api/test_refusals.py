"""What the API refuses: unfit input, what is hidden, too many calls."""

import pytest
from django.test import override_settings

from communities.models import Comment, Post
from rse.people.models import Person
from tests.communities.api.program import Program
from tests.conftest import Cast

UNFIT = [
    ("POST", "communities/{open}/posts", "{", 400),
    ("POST", "communities/{open}/posts", "[]", 400),
    ("POST", "communities/{open}/posts", b"\xff\xfe", 400),
    ("POST", "communities/{open}/posts", '{"body": "\\ud800"}', 400),
    ("POST", "communities/{open}/posts", '{"body": "a\\u0000b"}', 400),
    ("POST", "communities/{open}/posts", '{"body": NaN}', 400),
    ("POST", "communities/{open}/posts", "[" * 100_000, 400),
    ("POST", "communities/{open}/posts", {"body": ""}, 400),
    ("POST", "communities/{open}/posts", {"body": " \n "}, 400),
    ("POST", "communities/{open}/posts", {"body": ["a"]}, 400),
    ("POST", "communities/{open}/posts", {"body": "a" * 20_001}, 400),
    ("POST", "communities/{open}/posts", {"body": "a" * 100_000}, 400),
    ("POST", "communities/{open}/posts", {"body": "a" * 300_000}, 413),
    ("POST", "communities/{open}/posts", {"body": "a", "kind": "poll"}, 400),
    ("POST", "communities/{open}/posts", {"body": "a", "title": "t" * 201}, 400),
    ("POST", "communities/{open}/posts", {"body": "a", "client_key": "k" * 65}, 400),
    ("POST", "posts/{post}/comments", {"body": "a", "parent": "x"}, 404),
    ("POST", "posts/{post}/comments", {"body": "a", "parent": "1" * 30}, 400),
    ("PATCH", "posts/{post}", {}, 400),
    ("GET", "posts/nonsense", None, 404),
    ("GET", "posts/99999999999999999999999999", None, 404),
    ("GET", "posts/-1", None, 404),
    ("GET", "posts/١٢", None, 404),
    ("GET", "people/nonsense", None, 404),
    ("GET", "communities/nowhere", None, 404),
    ("GET", "feed?cursor=abc", None, 400),
    ("GET", "feed?cursor=99999999999999999999", None, 400),
    ("GET", "feed?size=0", None, 400),
    ("GET", "feed?size=101", None, 400),
    ("GET", "communities?cursor=-1", None, 400),
    ("GET", "communities?q=%00", None, 400),
    ("GET", "communities?tab=all%20", None, 400),
    ("GET", "people?cursor=%00|1", None, 400),
    ("GET", "people?cursor=nonsense", None, 200),
    ("GET", "people?unit=99999999999999999999", None, 400),
    ("GET", "people?unit=12345", None, 200),
    ("POST", "notifications/read", {"ids": [1 << 70]}, 400),
    ("POST", "notifications/read", {"ids": list(range(1, 300))}, 400),
    ("DELETE", "feed", None, 405),
]


@pytest.mark.parametrize(("method", "path", "sent", "status"), UNFIT)
def test_what_is_unfit_is_refused_with_a_reason_and_writes_nothing(
    cast: Cast, as_bob: Program, method: str, path: str, sent: object, status: int
) -> None:
    before = Post.objects.count(), Comment.objects.count()
    path = path.format(open=cast.open.slug, post=cast.open_post.pk)
    answer = as_bob(method, path, sent, status=status)
    if status != 200:
        assert answer and all(isinstance(message, str) and message for message in answer.values())
    assert (Post.objects.count(), Comment.objects.count()) == before


def test_refusals_are_in_the_language_of_the_person(cast: Cast, as_bob: Program) -> None:
    Person.objects.filter(pk=cast.carol.pk).update(language="en")
    as_carol = Program(cast.carol)
    assert as_carol("GET", "posts/1", status=404)["detail"] == "Not found."
    assert as_bob("GET", "posts/1", status=404)["detail"] != "Not found."


def test_only_json_is_read(cast: Cast, as_bob: Program) -> None:
    url = f"/api/v1/communities/{cast.open.slug}/posts"
    assert as_bob.client.post(url, {"body": "a"}).status_code == 415
    assert as_bob.client.get("/api/v1/me", headers={"accept": "text/html"}).status_code == 406


def test_what_is_absent_and_what_is_hidden_answer_alike(cast: Cast) -> None:
    as_carol = Program(cast.carol)
    absent, hidden = (as_carol.client.get(f"/api/v1/posts/{id_}") for id_ in (cast.closed_post.pk - 1, cast.closed_post.pk))
    assert (absent.status_code, absent.content) == (hidden.status_code, hidden.content)
    absent, hidden = (as_carol.client.get(f"/api/v1/communities/{slug}") for slug in ("nowhere", cast.secret.slug))
    assert (absent.status_code, absent.content) == (hidden.status_code, hidden.content)


def test_too_many_writes_are_held_back_and_reads_are_not(cast: Cast, as_bob: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rest_framework.throttling.SimpleRateThrottle.THROTTLE_RATES", {"user": "600/min", "write": "2/min"})
    for _time in range(2):
        as_bob("POST", "notifications/read", {})
    held = as_bob.client.post("/api/v1/notifications/read", "{}", content_type="application/json")
    assert held.status_code == 429
    assert int(held.headers["Retry-After"]) > 0
    as_bob("GET", "me")
    Program(cast.carol)("POST", "notifications/read", {})


@override_settings(
    CACHES={
        "default": {
            "BACKEND": "rse.lib.cache.OpenRedisCache",
            "LOCATION": "redis://127.0.0.1:1",
            "OPTIONS": {"socket_connect_timeout": 0.2},
        }
    }
)
def test_without_a_cache_nobody_is_held_back(cast: Cast, as_bob: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rest_framework.throttling.SimpleRateThrottle.THROTTLE_RATES", {"user": "600/min", "write": "2/min"})
    for _time in range(4):
        as_bob("POST", "notifications/read", {})
