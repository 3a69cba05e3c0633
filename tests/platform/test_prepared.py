"""A prepared queryset gives what the queryset gives, whatever the values."""

import pytest
from django.db import connection
from django.test import override_settings

from communities import access
from communities.models import Post
from rse.lib.prepared import Prepared, PreparedRows, Statement, any_of
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


@pytest.mark.parametrize("is_planned_once", [True, False])
def test_instances_come_whole_with_what_they_relate_to(cast: Cast, is_planned_once: bool) -> None:
    posts = PreparedRows(lambda *, slug, ids: Post.objects.filter(any_of("pk", ids), community__slug=slug).select_related("community"))
    post = cast.closed_post
    post.reaction_counts = {"utile": 2}
    post.save(update_fields=["reaction_counts"])
    for _turn in range(7):  # PostgreSQL plans the first five times, then once for all
        with override_settings(PREPARE_STATEMENTS=is_planned_once):
            found = posts.first(slug=post.community.slug, ids=[post.pk])
            none = posts(slug="another' OR 1=1 --%s %(slug)s", ids=[post.pk])
        assert found is not None
        assert (found.reaction_counts, found.at, found.community.name) == ({"utile": 2}, post.at, post.community.name)
        assert none == []


def test_what_stands_in_the_sql_is_quoted(cast: Cast) -> None:
    awkward = Prepared(lambda *, person: Post.objects.filter(author=person).exclude(title__contains="100%s '%(person)s").values_list("pk"))
    assert {pk for (pk,) in awkward(person=cast.bob.pk)} == set(Post.objects.filter(author=cast.bob).values_list("pk", flat=True))


def test_a_statement_goes_with_its_connection(cast: Cast) -> None:
    one = Statement("SELECT %(number)s + 1, %(number)s")
    assert one.rows(number=4) == [(5, 4)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%$1 + 1%'")
        assert cursor.fetchone() == (1,)
