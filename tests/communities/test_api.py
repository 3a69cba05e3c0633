"""The REST door: what programs read and write, with the rights and the refusals of the pages."""

import json
import re
from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client, override_settings
from rest_framework.authtoken.models import Token

from communities.actions.memberships import invite
from communities.actions.notifications import notify, waiting
from communities.models import Comment, Community, Event, JoinRequest, LeaveReason, Post, Reaction
from rse.audit.models import AuditEvent
from rse.people.actions.people import deactivate, sign_out_everywhere
from rse.people.actions.tokens import create_token
from rse.people.models import Person
from tests.conftest import Cast
from tests.factories import NOW, make_comment, make_community, make_member, make_person, make_post

SignIn = Callable[[Person], Client]
LATER = NOW + timedelta(minutes=5)


class Program:
    """A program of somebody's, which sends and reads JSON with their token."""

    def __init__(self, person: Person) -> None:
        self.client = Client(headers={"authorization": f"Token {create_token(by=person, at=NOW)}"})

    def __call__(self, method: str, path: str, sent: object = None, *, status: int = 200) -> Any:
        body = "" if sent is None else sent if isinstance(sent, str | bytes) else json.dumps(sent)
        answer = self.client.generic(method, f"/api/v1/{path}", body, content_type="application/json")
        assert answer.status_code == status, f"{answer.status_code} {answer.content[:400]!r}"
        return json.loads(answer.content) if answer.content else None


@pytest.fixture
def as_bob(cast: Cast) -> Program:
    return Program(cast.bob)


# The schema ---------------------------------------------------------------------------------------


def test_the_schema_is_complete_valid_and_says_what_each_operation_does(as_bob: Program) -> None:
    out = StringIO()
    call_command("spectacular", "--validate", "--fail-on-warn", "--format", "openapi-json", stdout=out)
    paths = json.loads(out.getvalue())["paths"]
    operations = [(path, method, how) for path, methods in paths.items() for method, how in methods.items()]
    assert len(operations) >= 38
    for path, method, how in operations:
        assert how["summary"] and how["description"] and how["tags"], f"{method} {path}"
        refusals = {"401", "403"} & set(how["responses"])
        assert refusals and "429" in how["responses"], f"{method} {path} does not say how it refuses"
    assert as_bob.client.get("/api/v1/schema").status_code == 200


# Who asks -----------------------------------------------------------------------------------------


def test_a_token_is_made_in_a_session_kept_as_a_digest_and_revoked(cast: Cast, sign_in: SignIn) -> None:
    browser = sign_in(cast.carol)
    assert browser.get("/api/v1/token").json() == {"made_at": None}
    made = browser.post("/api/v1/token", content_type="application/json")
    assert made.status_code == 201
    key = made.json()["token"]
    assert not Token.objects.filter(key=key).exists()
    assert browser.get("/api/v1/token").json()["made_at"]
    program = Client(headers={"authorization": f"Token {key}"})
    assert program.get("/api/v1/me").json()["id"] == cast.carol.pk
    assert program.post("/api/v1/token", content_type="application/json").status_code == 401
    second = browser.post("/api/v1/token", content_type="application/json").json()["token"]
    assert program.get("/api/v1/me").status_code == 401
    assert browser.delete("/api/v1/token").status_code == 204
    assert Client(headers={"authorization": f"Token {second}"}).get("/api/v1/me").status_code == 401
    acts = list(AuditEvent.objects.filter(actor_id=cast.carol.pk).order_by("id").values_list("act", flat=True))
    assert acts == ["token.create", "token.create", "token.revoke"]
    assert not any(key in str(row.detail) for row in AuditEvent.objects.all())


def test_a_token_ends_with_the_account_and_with_signing_out_everywhere(cast: Cast) -> None:
    bobs, carols = Program(cast.bob), Program(cast.carol)
    bobs("GET", "me")
    carols("GET", "me")
    deactivate(by=cast.ada, person=cast.bob, at=LATER)
    sign_out_everywhere(by=cast.carol, person=cast.carol, at=LATER)
    bobs("GET", "me", status=401)
    carols("GET", "me", status=401)
    assert not Token.objects.exists()


def test_the_page_of_the_token_shows_it_once(cast: Cast, sign_in: SignIn) -> None:
    browser = sign_in(cast.carol)
    assert 'id="token"' not in browser.get("/account/token/").content.decode()
    shown = browser.post("/account/token/").content.decode()
    key = re.findall(r'id="token"[^>]* value="([^"]+)"', shown)[0]
    assert Client(headers={"authorization": f"Token {key}"}).get("/api/v1/me").json()["id"] == cast.carol.pk
    assert key not in browser.get("/account/token/").content.decode()
    assert browser.post("/account/token/", {"revoke": "1"}).status_code == 302
    assert Client(headers={"authorization": f"Token {key}"}).get("/api/v1/me").status_code == 401


def test_a_session_needs_the_csrf_token_to_write(cast: Cast) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(cast.bob)
    url = f"/api/v1/communities/{cast.open.slug}/posts"
    assert browser.get(url).status_code == 200
    before = Post.objects.count()
    assert browser.post(url, {"body": "Bonjour."}, content_type="application/json").status_code == 403
    assert Post.objects.count() == before


def test_nobody_is_answered_without_a_session_or_a_token(cast: Cast) -> None:
    for headers in ({}, {"authorization": "Token nobody"}, {"authorization": "Token é"}):
        answer = Client(headers=headers).get("/api/v1/me")
        assert answer.status_code == 401
        assert set(answer.json()) == {"detail"}


# Communities --------------------------------------------------------------------------------------


def test_communities_are_listed_found_read_and_set(cast: Cast, as_bob: Program) -> None:
    listed = as_bob("GET", "communities?size=3")
    again = as_bob("GET", f"communities?size=3&cursor={listed['next']}")
    names = [row["name"] for row in listed["results"] + again["results"]]
    assert names == ["Appels fermés", "Entraide ouverte", "Partenaires", "Projet discret"]
    assert again["next"] is None
    assert [row["role"] for row in listed["results"]] == ["member", "member", "member"]
    assert [row["slug"] for row in as_bob("GET", "communities?q=ENTRAIDE")["results"]] == [cast.open.slug]

    sent = {"name": "Retours d’essais", "purpose": "Ce que les essais apprennent", "charter": "Rester **factuel**."}
    made = as_bob("POST", "communities", sent, status=201)
    assert (made["slug"], made["access"], made["role"], made["members_count"]) == ("retours-dessais", "open", "owner", 1)
    assert "<strong>" in made["charter_html"]
    changed = as_bob("PATCH", f"communities/{made['slug']}", {"readers": "members", "joining": "request", "closed_reason": "Essais client"})
    assert (changed["access"], changed["purpose"]) == ("closed", sent["purpose"])
    renamed = as_bob("PATCH", f"communities/{made['slug']}", {"name": "Essais"})
    assert (renamed["slug"], renamed["closed_reason"]) == ("essais", "Essais client")
    as_bob("PATCH", f"communities/{cast.open.slug}", {"name": "Pris"}, status=403)
    as_bob("POST", "communities", {"name": "entraide OUVERTE"}, status=400)
    assert set(as_bob("PATCH", "communities/essais", {"joining": "free"}, status=400)) == {"joining"}


def test_a_guest_founds_nothing_and_lists_only_their_own(cast: Cast) -> None:
    as_guest = Program(cast.guest)
    assert [row["slug"] for row in as_guest("GET", "communities")["results"]] == [cast.partners.slug]
    before = Community.objects.count()
    as_guest("POST", "communities", {"name": "Ailleurs"}, status=403)
    assert Community.objects.count() == before


# Memberships --------------------------------------------------------------------------------------


def test_joining_and_leaving(cast: Cast) -> None:
    as_carol = Program(cast.carol)
    path = f"communities/{cast.open.slug}/membership"
    assert as_carol("PUT", path)["role"] == "member"
    assert as_carol("PUT", path)["role"] == "member"
    people = [row["person"]["name"].split()[0] for row in as_carol("GET", f"communities/{cast.open.slug}/members")["results"]]
    assert people == ["Erin", "Bob", "Carol"]
    as_carol("DELETE", f"{path}?reason=nonsense", status=400)
    as_carol("DELETE", f"{path}?reason=too_much", status=204)
    assert LeaveReason.objects.get().people == 1
    assert set(as_carol("DELETE", path, status=400)) == {"detail"}
    as_carol("PUT", f"communities/{cast.closed.slug}/membership", status=403)
    as_carol("PUT", f"communities/{cast.secret.slug}/membership", status=404)
    invite(by=cast.alice, community=cast.secret, person=cast.carol, at=NOW)
    as_carol("PUT", f"communities/{cast.secret.slug}/membership")


def test_asking_to_come_in_and_being_answered(cast: Cast) -> None:
    as_carol, as_erin, as_bob = Program(cast.carol), Program(cast.erin), Program(cast.bob)
    path = f"communities/{cast.closed.slug}"
    asked = as_carol("PUT", f"{path}/request", {"note": "Je reprends les appels du site."})
    assert asked["state"] == "pending"
    assert as_carol("PUT", f"{path}/request", {})["id"] == asked["id"]
    as_bob("GET", f"{path}/requests", status=403)
    as_bob("POST", f"{path}/requests/{asked['id']}", {"accept": True}, status=403)
    as_carol("GET", f"communities/{cast.secret.slug}/requests", status=404)
    assert [row["id"] for row in as_erin("GET", f"{path}/requests")["results"]] == [asked["id"]]
    assert set(as_erin("POST", f"{path}/requests/{asked['id']}", {"accept": False}, status=400)) == {"reason"}
    assert as_erin("POST", f"{path}/requests/{asked['id']}", {"accept": True})["state"] == "accepted"
    as_erin("POST", f"{path}/requests/{asked['id']}", {"accept": True}, status=400)
    as_erin("POST", f"{path}/requests/999999", {"accept": True}, status=404)
    as_carol("GET", f"{path}/posts")
    as_pia = Program(cast.pia)
    as_pia("PUT", f"{path}/request", {"note": "Bonjour"})
    as_pia("DELETE", f"{path}/request", status=204)
    as_pia("DELETE", f"{path}/request", status=400)
    assert JoinRequest.objects.filter(state="withdrawn").count() == 1


# Posts --------------------------------------------------------------------------------------------


def test_a_post_is_published_read_edited_and_deleted(cast: Cast, as_bob: Program) -> None:
    url = f"communities/{cast.closed.slug}/posts"
    sent = {"title": "Arrêt", "body": "Le **banc** est arrêté.", "kind": "question", "client_key": "une-fois"}
    made = as_bob("POST", url, sent, status=201)
    assert as_bob("POST", url, sent, status=201)["id"] == made["id"]
    assert isinstance(made["id"], str) and made["id"].isdigit()
    assert made["html"] == "<p>Le <strong>banc</strong> est arrêté.</p>"
    assert made["author"]["id"] == cast.bob.pk
    assert made["rights"] == ["accept", "delete", "edit", "react", "write"]
    assert Event.objects.filter(verb="post", object_id=int(made["id"]), source="api").count() == 1
    assert as_bob("GET", f"posts/{made['id']}") == made
    assert Program(cast.erin)("GET", f"posts/{made['id']}")["rights"] == ["accept", "delete", "react", "write"]
    edited = as_bob("PATCH", f"posts/{made['id']}", {"body": "Il repart."})
    assert (edited["title"], edited["body"]) == ("Arrêt", "Il repart.")
    assert edited["edited_at"]
    Program(cast.erin)("PATCH", f"posts/{made['id']}", {"body": "Autre."}, status=403)
    Program(cast.carol)("PATCH", f"posts/{made['id']}", {"body": "Autre."}, status=404)
    as_bob("DELETE", f"posts/{made['id']}", status=204)
    as_bob("GET", f"posts/{made['id']}", status=404)
    as_bob("POST", url, sent, status=404)
    assert Post.objects.filter(client_key="une-fois").count() == 1


def test_feeds_are_given_by_pages_without_gap_or_double(cast: Cast, as_bob: Program) -> None:
    made = [make_post(cast.erin, cast.open, f"Note {number}.") for number in range(7)]
    for path in ("feed?", f"communities/{cast.open.slug}/posts?", f"people/{cast.erin.pk}/posts?", "feed?everything=true&"):
        found: list[str] = []
        cursor = ""
        while True:
            page = as_bob("GET", f"{path}size=3&cursor={cursor}")
            found += [row["id"] for row in page["results"]]
            if page["next"] is None:
                break
            cursor = page["next"]
        assert len(found) == len(set(found))
        assert found == sorted(found, key=int, reverse=True)
        assert {str(post.pk) for post in made} <= set(found)


def test_a_question_gets_its_accepted_answer(cast: Cast, as_bob: Program) -> None:
    question = make_post(cast.bob, cast.open, "Quel couple de serrage ?", kind="question")
    answer = make_comment(cast.erin, question, "40 N·m.")
    other = make_comment(cast.alice, cast.closed_post, "Ailleurs.")
    path = f"posts/{question.pk}/accepted-answer"
    assert as_bob("PUT", path, {"comment": str(answer.pk)})["accepted_answer"] == str(answer.pk)
    as_bob("PUT", path, {"comment": str(other.pk)}, status=404)
    Program(cast.carol)("PUT", path, {"comment": str(answer.pk)}, status=403)
    assert as_bob("DELETE", path)["accepted_answer"] is None
    message = make_post(cast.bob, cast.open, "Simple message.")
    reply = make_comment(cast.erin, message)
    as_bob("PUT", f"posts/{message.pk}/accepted-answer", {"comment": str(reply.pk)}, status=400)


# Comments and reactions ---------------------------------------------------------------------------


def test_a_thread_is_answered_edited_and_keeps_the_place_of_what_was_deleted(cast: Cast, as_bob: Program) -> None:
    url = f"posts/{cast.open_post.pk}/comments"
    first = as_bob("POST", url, {"body": "Première.", "client_key": "a"}, status=201)
    assert as_bob("POST", url, {"body": "Première.", "client_key": "a"}, status=201)["id"] == first["id"]
    reply = as_bob("POST", url, {"body": "Suite.", "parent": first["id"]}, status=201)
    assert as_bob("GET", f"posts/{cast.open_post.pk}")["comment_count"] == 2
    assert as_bob("PATCH", f"comments/{reply['id']}", {"body": "Suite, corrigée."})["body"] == "Suite, corrigée."
    Program(cast.carol)("POST", url, {"body": "Non membre."}, status=403)
    Program(cast.carol)("PATCH", f"comments/{reply['id']}", {"body": "Non."}, status=403)
    as_bob("PUT", f"comments/{first['id']}/reactions/useful", status=400)
    as_bob("DELETE", f"comments/{first['id']}", status=204)
    as_bob("GET", f"comments/{first['id']}", status=404)
    thread = as_bob("GET", url)["results"]
    assert [(row["id"], row["parent"], row["is_deleted"]) for row in thread] == [
        (first["id"], None, True),
        (reply["id"], first["id"], False),
    ]
    gone = thread[0]
    assert (gone["author"], gone["body"], gone["html"], gone["reactions"], gone["rights"]) == (None, "", "", {}, [])
    as_bob("POST", url, {"body": "Réponse.", "parent": str(Comment.objects.exclude(post=cast.open_post)[0].pk)}, status=400)


def test_reactions_are_given_once_and_taken_back(cast: Cast) -> None:
    as_carol = Program(cast.carol)
    offered = [kind["key"] for kind in as_carol("GET", "reactions")["results"]]
    assert len(offered) == 4
    comment = make_comment(cast.bob, cast.open_post)
    for path in (f"posts/{cast.open_post.pk}", f"comments/{comment.pk}"):
        as_carol("PUT", f"{path}/reactions/{offered[0]}", status=204)
        as_carol("PUT", f"{path}/reactions/{offered[0]}", status=204)
        row = as_carol("GET", path)
        assert (row["reactions"], row["given"]) == ({offered[0]: 1}, [offered[0]])
        as_carol("PUT", f"{path}/reactions/nonsense", status=400)
        as_carol("DELETE", f"{path}/reactions/{offered[0]}", status=204)
        assert as_carol("GET", path)["reactions"] == {}
    assert not Reaction.objects.exists()


# People and notifications -------------------------------------------------------------------------


def test_people_are_listed_and_read(cast: Cast, as_bob: Program) -> None:
    listed = as_bob("GET", "people?size=5")
    assert len(listed["results"]) == 5
    after = as_bob("GET", f"people?size=100&cursor={listed['next']}")
    ids = [row["id"] for row in listed["results"] + after["results"]]
    assert ids == list(Person.objects.filter(is_active=True).order_by("name_key", "id").values_list("pk", flat=True))
    assert [row["id"] for row in as_bob("GET", "people?q=alic")["results"]] == [cast.alice.pk]
    assert as_bob("GET", f"people/{cast.alice.pk}")["email"] == cast.alice.email
    assert as_bob("GET", f"people/{cast.alice.pk}")["photo"] == ""
    assert as_bob("GET", "me")["roles"] == []
    assert as_bob("GET", f"people/{cast.bob.pk}")["manager"]["id"] == cast.max.pk
    assert Program(cast.guest)("GET", f"people/{cast.bob.pk}")["manager"] is None


def test_notifications_are_listed_and_marked_read(cast: Cast, as_bob: Program) -> None:
    make_comment(cast.alice, cast.closed_post, f"Merci @{cast.bob.name}")
    make_comment(cast.erin, cast.closed_post, "Vu.")
    for event_id in waiting(at=LATER, older_than=timedelta(0)):
        notify(event_id=event_id, at=LATER)
    listed = as_bob("GET", "notifications")["results"]
    assert {row["notice"] for row in listed} == {"mention", "reply"}
    assert all(row["post"] == str(cast.closed_post.pk) and row["community"]["slug"] == cast.closed.slug for row in listed)
    marked = as_bob("POST", "notifications/read", {"ids": [listed[0]["id"]]})
    assert marked == {"marked": 1, "unread": len(listed) - 1}
    Program(cast.carol)("POST", "notifications/read", {"ids": [listed[1]["id"]]})
    assert as_bob("POST", "notifications/read", {})["unread"] == 0


# Refusals -----------------------------------------------------------------------------------------

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


# Limits -------------------------------------------------------------------------------------------


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


# Cost ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "queries"),
    [
        ("me", 1),
        ("feed", 5),
        ("feed?everything=1", 5),
        ("communities", 3),
        ("communities/{open}", 3),
        ("communities/{open}/posts", 6),
        ("communities/{open}/members", 3),
        ("posts/{post}", 4),
        ("posts/{post}/comments", 7),
        ("people", 2),
        ("people/{bob}", 3),
        ("people/{erin}/posts", 6),
        ("notifications", 2),
    ],
)
def test_a_list_costs_the_same_however_long(
    cast: Cast, as_bob: Program, django_assert_num_queries: Callable[[int], Any], path: str, queries: int
) -> None:
    path = path.format(open=cast.open.slug, post=cast.open_post.pk, bob=cast.bob.pk, erin=cast.erin.pk)
    for number in range(4):
        person = make_person(f"Membre{number}")
        make_member(person, cast.open)
        post = make_post(person, cast.open, f"Note de @{cast.bob.name}", kind="question")
        make_comment(cast.erin, post)
        make_comment(person, cast.open_post)
        make_member(cast.bob, make_community())
    for event_id in waiting(at=LATER, older_than=timedelta(0)):
        notify(event_id=event_id, at=LATER)
    cache.clear()
    with django_assert_num_queries(queries):
        as_bob("GET", path)
