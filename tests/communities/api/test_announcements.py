"""Announcements through the API: published, acknowledged, counted."""

from communities.models import Acknowledgement, Post
from tests.communities.api.program import Program
from tests.conftest import Cast
from tests.factories import make_member, make_person


def test_an_announcement_is_published_acknowledged_and_counted(cast: Cast, as_bob: Program) -> None:
    url = f"communities/{cast.open.slug}/posts"
    words = {"kind": "announcement", "title": "Arrêt", "body": "Lundi.", "announcement": {"must_read": True}}
    assert "kind" in as_bob("POST", url, words, status=400)
    erin = Program(cast.erin)
    made = erin("POST", url, words, status=201)
    path = f"posts/{made['id']}"
    assert made["announcement"] == {"must_read": True, "read_by": None, "is_acknowledged": False}
    assert as_bob("PUT", f"{path}/acknowledgement")["announcement"]["is_acknowledged"]
    as_bob("PUT", f"{path}/acknowledgement")
    assert Acknowledgement.objects.count() == 1
    assert erin("GET", path)["announcement"]["is_acknowledged"] is False
    Program(cast.carol)("PUT", f"{path}/acknowledgement", status=403)
    Program(cast.guest)("PUT", f"{path}/acknowledgement", status=404)
    assert erin("GET", f"{path}/readership") == {"audience": 1, "told": "small", "at_least": None}
    as_bob("GET", f"{path}/readership", status=403)
    erin("GET", f"posts/{cast.open_post.pk}/readership", status=404)
    for number in range(11):
        make_member(make_person(f"Membre{number}"), cast.open)
    assert erin("GET", f"{path}/readership") == {"audience": 12, "told": "few", "at_least": None}


def test_until_when_it_is_to_be_read_can_be_changed(cast: Cast) -> None:
    erin = Program(cast.erin)
    words = {"kind": "announcement", "title": "Arrêt", "body": "Lundi.", "announcement": {"must_read": True}}
    made = erin("POST", f"communities/{cast.open.slug}/posts", words, status=201)
    changed = erin("PATCH", f"posts/{made['id']}", {"body": "Mardi."})
    assert changed["announcement"]["must_read"]
    assert "read_by" in erin(
        "PATCH", f"posts/{made['id']}", {"body": "Mardi.", "announcement": {"must_read": True, "read_by": "2001-01-01"}}, status=400
    )
    freed = erin("PATCH", f"posts/{made['id']}", {"body": "Mardi.", "announcement": {"must_read": False}})
    assert freed["announcement"]["must_read"] is False
    assert Post.objects.get(pk=made["id"]).body == "Mardi."
