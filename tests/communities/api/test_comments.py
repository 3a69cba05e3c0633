"""Threads and reactions through the API."""

from communities.models import Comment, Reaction
from tests.communities.api.program import Program
from tests.conftest import Cast
from tests.factories import make_comment


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
