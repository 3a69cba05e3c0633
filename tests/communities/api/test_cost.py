"""What a call costs the database."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache

from communities.actions.memberships import invite
from communities.actions.notifications import notify, waiting
from tests.communities.api.program import LATER, Program
from tests.conftest import Cast
from tests.factories import make_comment, make_community, make_member, make_person, make_post


@pytest.mark.parametrize(
    ("path", "queries"),
    [
        ("me", 1),
        ("feed", 8),
        ("feed?everything=1", 8),
        ("communities", 3),
        ("communities/{open}", 3),
        ("communities/{open}/posts", 9),
        ("communities/{open}/members", 3),
        ("posts/{post}", 5),
        ("posts/{post}/comments", 8),
        ("people", 2),
        ("people/{bob}", 3),
        ("people/{erin}/posts", 7),
        ("notifications", 2),
        ("invitations", 3),
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
        invite(by=cast.erin, community=make_community(owner=cast.erin), person=cast.bob, at=LATER)
    for event_id in waiting(at=LATER, older_than=timedelta(0)):
        notify(event_id=event_id, at=LATER)
    cache.clear()
    with django_assert_num_queries(queries):
        as_bob("GET", path)
