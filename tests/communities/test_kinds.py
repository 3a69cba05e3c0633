"""What a kind of post may ask, and that only what is offered is published."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import pytest

from communities import tasks
from communities.actions import _kind, kinds
from communities.actions.posts import create_post
from communities.feeds import details
from communities.models import Community, Post
from rse.lib.refusal import Refused
from rse.people.models import Person
from tests.conftest import Cast
from tests.factories import NOW

pytestmark = pytest.mark.django_db


def test_a_kind_checks_its_details_before_the_post_and_writes_them_with_it(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[tuple[int, object, str]] = []

    def check(by: Person, community: Community, asked: Mapping[str, object], at: datetime) -> object:
        if "colour" not in asked:
            raise Refused("Which colour?", field="colour")
        return asked["colour"]

    def write(post: Post, checked: Any, by: Person, at: datetime, source: str) -> None:
        written.append((post.pk, checked, by.name))

    monkeypatch.setitem(kinds.KINDS, "story", _kind.Kind(check, write, needs_body=False, needs_title=True, has_details=True))
    before = Post.objects.count()
    for title, given in (("Un titre", {}), ("", {"colour": "red"})):
        with pytest.raises(Refused):
            create_post(by=cast.bob, community=cast.closed, kind="story", title=title, body="", details=given, at=NOW)
    assert (Post.objects.count(), written) == (before, [])
    post = create_post(by=cast.bob, community=cast.closed, kind="story", title="Un titre", body="", details={"colour": "red"}, at=NOW)
    assert written == [(post.pk, "red", cast.bob.name)]
    with pytest.raises(Refused):
        kinds.plain_kind_of("story")


@pytest.mark.parametrize("kind", ["rumour", ""])
def test_a_kind_that_is_not_offered_is_refused(cast: Cast, kind: str) -> None:
    with pytest.raises(Refused, match=r"existe pas|does not exist"):
        create_post(by=cast.bob, community=cast.closed, kind=kind, body="Bonjour", at=NOW)


def test_details_are_loaded_once_for_a_page(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[list[int]] = []

    def load(ids: Any) -> dict[int, object]:
        asked.append(list(ids))
        return {ids[0]: "détail"}

    monkeypatch.setitem(details.LOADERS, "question", load)
    questions = list(Post.objects.filter(kind="question")[:2]) or [cast.open_post]
    for post in questions:
        post.kind = "question"
    assert details.details_of([*questions, Post(pk=1, kind="message")]) == {questions[0].pk: "détail"}
    assert asked == [[post.pk for post in questions]]


def test_what_is_due_is_done_even_when_one_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[datetime] = []

    def fails(at: datetime) -> int:
        raise ValueError("no")

    def works(at: datetime) -> int:
        done.append(at)
        return 1

    monkeypatch.setattr(tasks, "DUE", (fails, works))
    tasks.due()
    assert len(done) == 1
