"""Posts through the API: published, read by pages, edited, answered."""

from communities.models import Event, Post
from tests.communities.api.program import Program
from tests.conftest import Cast
from tests.factories import make_comment, make_post


def test_a_post_is_published_read_edited_and_deleted(cast: Cast, as_bob: Program) -> None:
    url = f"communities/{cast.closed.slug}/posts"
    sent = {"title": "Arrêt", "body": "Le **banc** est arrêté.", "kind": "question", "client_key": "une-fois"}
    made = as_bob("POST", url, sent, status=201)
    assert as_bob("POST", url, sent, status=201)["id"] == made["id"]
    assert isinstance(made["id"], str) and made["id"].isdigit()
    assert made["html"] == "<p>Le <strong>banc</strong> est arrêté.</p>"
    assert made["author"]["id"] == cast.bob.pk
    assert made["rights"] == ["accept", "delete", "edit", "invite", "move", "react", "write"]
    assert Event.objects.filter(verb="post", object_id=int(made["id"]), source="api").count() == 1
    assert as_bob("GET", f"posts/{made['id']}") == made
    rights = Program(cast.erin)("GET", f"posts/{made['id']}")["rights"]
    assert rights == [
        "accept",
        "delete",
        "invite",
        "move",
        "pin",
        "react",
        "report",
        "write",
    ]
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
