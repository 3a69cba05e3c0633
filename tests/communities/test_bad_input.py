"""What nobody should send: each page answers clearly, never with an error of ours."""

from collections import Counter
from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from communities.models import Post
from rse.people.models import Person
from tests.communities.pages import publish, text
from tests.conftest import Cast
from tests.factories import make_comment

SignIn = Callable[[Person], Client]
pytestmark = pytest.mark.django_db
ODD_TEXT = st.one_of(
    st.text(max_size=60),
    st.sampled_from(
        ["", " ", "\0", "\ue000csrf\ue001", "\u202e", "é" * 21_000, "@" * 60, "a, b\n" * 30, "{% x %}{{ y }}", "<b>", "9" * 30]
    ),
)
BAD = ["abc", "-1", "1.5", "9" * 40, "9" * 5_000, "1%00", "%27%20OR%201=1", "٣", str(1 << 63)]


@pytest.mark.parametrize("cursor", BAD)
def test_a_bad_cursor_is_a_bad_request(cast: Cast, sign_in: SignIn, cursor: str) -> None:
    bob = sign_in(cast.bob)
    for address in (
        "/?before={}", "/?after={}", "/?fragment=1&after={}", "/c/?before={}", f"/c/{cast.open.slug}/?before={{}}",
        f"/c/{cast.open.slug}/members?before={{}}", f"/p/{cast.open_post.pk}/?from={{}}",
        f"/p/{cast.open_post.pk}/?fragment=1&after={{}}", f"/people/{cast.bob.pk}/posts/?before={{}}", "/notifications/?after={}",
    ):  # fmt: skip
        answer = bob.get(address.format(cursor))
        assert answer.status_code == 400, address
        assert "<h1" in text(answer)


@pytest.mark.parametrize("id_", BAD)
def test_unknown_ids_are_not_there(cast: Cast, sign_in: SignIn, id_: str) -> None:
    bob, thread = sign_in(cast.bob), f"/p/{cast.open_post.pk}"
    place = f"/c/{cast.open.slug}"
    agreed = (
        f"{place}/charter/proposals/{{}}",
        f"{place}/practices/{{}}/edit",
        f"/p/{cast.closed_post.pk}/history/{{}}/remove",
        "/reports/{}/",
    )
    for address in ("/p/{}/", "/p/{}/edit", "/p/{}/delete", "/p/{}/counts", "/people/{}/", "/notifications/{}/", "/c/{}/", *agreed):
        assert bob.get(address.format(id_)).status_code == 404, address
    deeper = (f"{thread}/comments/{{}}/delete", f"/c/{cast.open.slug}/members/{{}}/role", "/testimonials/{}", "/reports/{}/decide")
    for address in ("/p/{}/accept", "/p/{}/reactions", "/p/{}/comments", *deeper):
        assert bob.post(address.format(id_)).status_code == 404, address
    assert bob.post(f"{thread}/accept", {"answer": id_.replace("%00", "\0")}).status_code == 404
    assert bob.post(f"{thread}/reactions", {"kind": "utile:false", "comment": id_}).status_code == 404


def test_an_id_of_the_future_is_an_empty_page(cast: Cast, sign_in: SignIn) -> None:
    assert sign_in(cast.bob).get(f"/?before={(1 << 63) - 1}").status_code == 200
    assert sign_in(cast.bob).get("/?before=0").status_code == 200
    assert sign_in(cast.bob).get("/people/?after=nowhere").status_code == 200
    assert sign_in(cast.bob).get("/people/?after=" + "x" * 3000 + "|7").status_code == 200
    assert sign_in(cast.bob).get("/people/?after=a%00b|7").status_code == 200


@pytest.mark.parametrize("query", ["%00", "%", "'; DROP TABLE communities_post; --", "é" * 5000, "\\", "_"])
def test_odd_searches_find_nothing_and_break_nothing(cast: Cast, sign_in: SignIn, query: str) -> None:
    erin = sign_in(cast.erin)
    for address in ("/c/", "/people/", f"/c/{cast.closed.slug}/invite"):
        assert erin.get(address, {"q": query.replace("%00", "\0")}).status_code == 200, address


@pytest.mark.parametrize(
    "words",
    [
        {"body": "\0"},
        {"body": "a\0b"},
        {"kind": "manifesto"},
        {"community": "nowhere"},
        {"community": ""},
        {"client_key": "x" * 65},
        {"title": "x" * 201},
        {"title": "a\0"},
    ],
)
def test_odd_posts_are_refused_with_a_page(cast: Cast, sign_in: SignIn, words: dict[str, str]) -> None:
    before = Post.objects.count()
    answer = publish(sign_in(cast.bob), **({"community": cast.open.slug, "body": "Corps gardé."} | words))
    assert answer.status_code == 422
    assert "error-text" in text(answer) or "banner-bad" in text(answer)
    assert Post.objects.count() == before


def test_a_hundred_kilobytes_are_refused_and_given_back(cast: Cast, sign_in: SignIn) -> None:
    answer = publish(sign_in(cast.bob), community=cast.open.slug, body="à" * 100_000)
    assert answer.status_code == 422
    assert "à" * 100_000 in text(answer)


def test_more_than_the_site_takes_is_a_clear_refusal(cast: Cast, sign_in: SignIn) -> None:
    answer = sign_in(cast.bob).post("/p/new", {"body": "x" * 3_000_000})
    assert answer.status_code in (400, 413)
    assert "<h1" in text(answer)


def test_a_reply_to_a_comment_of_another_thread_is_refused(cast: Cast, sign_in: SignIn) -> None:
    elsewhere = make_comment(cast.bob, cast.closed_post)
    bob, address = sign_in(cast.bob), f"/p/{cast.open_post.pk}/comments"
    answer = bob.post(address, {"body": "Texte gardé.", "parent": elsewhere.pk})
    assert answer.status_code == 422
    assert "Texte gardé." in text(answer)
    assert bob.post(address, {"body": "Texte gardé.", "parent": "abc"}).status_code == 422


def test_a_comment_that_went_keeps_the_reply(cast: Cast, sign_in: SignIn) -> None:
    answer = sign_in(cast.bob).post(f"/p/{cast.open_post.pk}/comments", {"body": "Texte gardé.", "parent": 12345})
    assert answer.status_code == 422
    assert "Texte gardé." in text(answer)


def test_a_script_without_a_session_is_sent_to_sign_in(client: Client, cast: Cast) -> None:
    back = {"HX-Request": "true", "HX-Current-URL": "http://testserver/c/?tab=new"}
    answer = client.post(f"/p/{cast.open_post.pk}/reactions", {"kind": "utile:false"}, headers=back)
    assert answer.status_code == 200
    assert answer["HX-Redirect"] == "/login/?next=/c/%3Ftab%3Dnew"
    assert not answer.content


def test_a_script_never_gets_an_error_page_to_put_in_the_page_it_has(cast: Cast, sign_in: SignIn) -> None:
    carol = sign_in(cast.carol)
    for address in (f"/p/{cast.closed_post.pk}/reactions", f"/p/{cast.open_post.pk}/reactions"):
        answer = carol.post(address, {"kind": "utile"}, headers={"HX-Request": "true"})
        assert answer.status_code in (400, 404)
        assert answer["HX-Refresh"] == "true"
        assert not answer.content


def test_what_a_form_asks_by_itself_never_takes_its_page_away(cast: Cast, client: Client, sign_in: SignIn) -> None:
    quiet = {"HX-Request": "true", "X-Quiet": "1"}
    for page in (client, sign_in(cast.carol)):  # whoever is signed out, and whoever asks about what is not theirs to know
        for address in ("/similar?kind=question&title=Quel+palier+reprendre", f"/charter/ask?community={cast.secret.slug}"):
            answer = page.get(address, headers=quiet)
            assert answer.status_code in (200, 204), address
            assert not {"HX-Redirect", "HX-Refresh"} & set(answer.headers), address


def test_whatever_is_typed_is_published_or_refused_and_shown_without_fail(cast: Cast, sign_in: SignIn) -> None:
    bob = sign_in(cast.bob)
    bob.raise_request_exception = False
    answered: Counter[int] = Counter()
    shown: Counter[int] = Counter()

    @settings(max_examples=40, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
    @given(title=ODD_TEXT, body=ODD_TEXT, kind=st.sampled_from(["message", "question", "poll", "praise", "", "\0"]), more=ODD_TEXT)
    def write(title: str, body: str, kind: str, more: str) -> None:
        details = {"options": more, "people": more, "what_for": more, "closes_at": more[:30], "choice": more[:9], "results": more[:9]}
        words = {"community": cast.open.slug, "kind": kind, "title": title, "body": body, "client_key": more[:70], **details}
        cache.clear()  # nobody counts how often
        with transaction.atomic():
            written = bob.post("/p/new", words)
            answered[written.status_code] += 1
            if written.status_code == 302:
                shown[bob.get(written.headers["Location"]).status_code] += 1
            shown[bob.get(f"/c/{cast.open.slug}/").status_code] += 1
            answered[bob.post(f"/p/{cast.open_post.pk}/comments", {"body": body, "client_key": more[:70]}).status_code] += 1
            shown[bob.get(f"/p/{cast.open_post.pk}/").status_code] += 1
            transaction.set_rollback(True)

    write()
    assert set(answered) <= {302, 422, 429}
    assert answered[302]
    assert answered[422]
    assert set(shown) == {200}
