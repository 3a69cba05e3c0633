"""One rule, asked three ways: which, this one, who."""

import pytest

from communities import access
from communities.models import Community, Post
from rse.people.models import Person
from tests.conftest import Cast

READERS = {
    "open_post": "alice bob carol dave erin sam pia max ada",
    "closed_post": "alice bob erin",
    "secret_post": "alice bob",
    "partners_post": "erin bob guest",
    "archived_post": "alice bob carol dave erin sam pia max ada",
    "deleted_post": "",
}
KNOWN = {
    "open": "alice bob carol dave erin sam pia max ada",
    "closed": "alice bob carol dave erin sam pia max ada",
    "secret": "alice bob",
    "partners": "alice bob carol dave erin sam pia max ada guest",
    "archived": "alice bob carol dave erin sam pia max ada",
}


@pytest.mark.parametrize("name", READERS)
def test_the_three_askings_about_a_post_agree(cast: Cast, name: str) -> None:
    post = cast.posts[name]
    expected = set(READERS[name].split())
    assert {who for who, person in cast.people.items() if access.may_read(person, post)} == expected
    assert {who for who, person in cast.people.items() if post in access.posts(person)} == expected
    assert {who for who, person in cast.people.items() if person in access.readers(post)} == expected


@pytest.mark.parametrize("name", KNOWN)
def test_who_knows_and_who_reads_a_community(cast: Cast, name: str) -> None:
    community = cast.communities[name]
    assert {who for who, person in cast.people.items() if community in access.communities(person)} == set(KNOWN[name].split())
    reading = {who for who, person in cast.people.items() if access.may_read_community(person, community)}
    assert reading == {who for who, person in cast.people.items() if person in access.community_readers(community)}
    assert reading == set(READERS[f"{name}_post"].split())


def test_a_guest_and_their_community_see_each_other_and_nobody_else(cast: Cast) -> None:
    assert set(access.people(cast.guest)) == {cast.guest, cast.bob, cast.erin}
    seeing = {who for who, person in cast.people.items() if access.may_see(person, cast.guest)}
    assert seeing == {"guest", "bob", "erin"}
    assert set(access.seers(cast.guest)) == {cast.guest, cast.bob, cast.erin}


def test_a_closed_account_sees_nothing(cast: Cast) -> None:
    assert not access.posts(cast.mallory).exists()
    assert not access.communities(cast.mallory).exists()
    assert not access.people(cast.mallory).exists()


WRITERS = {
    "open": "bob erin",
    "closed": "alice bob erin",
    "secret": "alice bob",
    "partners": "erin bob guest",
    "archived": "",
}


@pytest.mark.parametrize("name", WRITERS)
def test_who_writes(cast: Cast, name: str) -> None:
    community = cast.communities[name]
    writing = {who for who, person in cast.people.items() if access.may_write(person, community)}
    assert writing == set(WRITERS[name].split())


def test_who_moderates_administers_and_deletes(cast: Cast) -> None:
    people = cast.people.items()
    assert {who for who, person in people if access.may_moderate(person, cast.closed)} == {"alice", "erin"}
    assert {who for who, person in people if access.may_administer(person, cast.closed)} == {"alice"}
    assert {who for who, person in people if access.may_delete(person, cast.closed_post)} == {"alice", "bob", "erin"}
    assert {who for who, person in people if access.may_edit(person, cast.closed_post)} == {"bob"}


def test_one_comes_in_by_the_door_that_the_community_has(cast: Cast) -> None:
    people = cast.people.items()
    outside = {"carol", "dave", "sam", "pia", "max", "ada"}
    assert {who for who, person in people if access.may_join(person, cast.open)} >= outside
    assert not any(access.may_join(person, cast.closed) for _who, person in people)
    assert {who for who, person in people if access.may_request(person, cast.closed)} >= outside
    assert not access.may_request(cast.guest, cast.closed)
    assert not access.may_request(cast.mallory, cast.closed)
    assert not any(access.may_request(person, cast.secret) for _who, person in people)


def test_the_rule_is_one_query_for_a_page(cast: Cast, django_assert_num_queries: object) -> None:
    with django_assert_num_queries(1):  # type: ignore[operator]
        list(access.posts(cast.bob))
    with django_assert_num_queries(1):  # type: ignore[operator]
        list(access.readers(cast.open_post))


def test_types_of_what_is_asked(cast: Cast) -> None:
    assert access.posts(cast.bob).model is Post
    assert access.communities(cast.bob).model is Community
    assert access.readers(cast.open_post).model is Person
