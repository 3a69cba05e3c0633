"""A prepared queryset gives what the queryset gives, whatever the values."""

import pytest

from communities import access
from communities.models import Post
from rse.lib.prepared import Prepared, any_of
from tests.conftest import Cast


def test_the_rule_prepared_is_the_rule(cast: Cast) -> None:
    prepared = Prepared(
        lambda is_active, is_guest, *, person, ids: (
            access.posts(access.as_viewer(person, is_active=is_active, is_guest=is_guest)).filter(any_of("pk", ids)).values_list("pk")
        )
    )
    every = [post.pk for post in cast.posts.values()]
    for person in cast.people.values():
        found = {pk for (pk,) in prepared(person.is_active, person.is_guest, person=person.pk, ids=every)}
        assert found == set(access.posts(person).values_list("pk", flat=True))
    assert prepared(True, False, person=cast.bob.pk, ids=[]) == []


def test_a_value_without_a_place_is_an_error(cast: Cast) -> None:
    prepared = Prepared(lambda *, person: Post.objects.values_list("pk"))
    with pytest.raises(RuntimeError):
        prepared(person=cast.bob.pk)
