"""Presence, by choice: who is seen to be here, by whom, until when; who is said to write. Beats write no row."""

from typing import Any

import pytest
from django.core.cache import cache
from django.db.backends.utils import CursorWrapper
from django.utils import timezone

from communities import access
from communities.actions.levels import set_level_of_person
from communities.live import hub as hubs
from communities.live import presence
from rse.people.actions.people import deactivate
from rse.people.actions.preferences import change_preferences
from rse.people.models import Person
from tests.communities.sockets import Page, opened, topic
from tests.conftest import Cast


@pytest.fixture
def stage(site: str, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Cast:
    """Pages of one person follow one another at once."""
    monkeypatch.setattr(hubs, "GRACE_SECONDS", 0.05)
    return cast


def _choose(person: Person, shows: bool = True) -> None:
    change_preferences(by=person, person=person, shows_presence=shows, at=timezone.now())


def _here(page: Page, *people: Person) -> list[str]:
    page.ask({"do": "who", "people": [str(person.pk) for person in people]})
    while (message := page.read())["kind"] != "who":
        pass
    return list(message["people"])


def _wait_for(page: Page, kind: str) -> dict[str, object]:
    while (message := page.next())["kind"] != kind:
        pass
    return message


def test_nobody_is_seen_who_did_not_choose_it(site: str, stage: Cast) -> None:
    with opened(site, stage.bob) as bob, opened(site, stage.alice) as alice:
        bob.ask({"do": "ping"})
        assert bob.read()["kind"] in ("hello", "pong")
        assert _here(alice, stage.bob) == []
        assert cache.get(f"presence:{stage.bob.pk}") is None


def test_one_who_chose_it_appears_to_who_watches_and_goes_with_their_last_page(site: str, stage: Cast) -> None:
    _choose(stage.bob)
    with opened(site, stage.alice) as alice:
        assert _here(alice, stage.bob, stage.carol) == []
        with opened(site, stage.bob):
            assert _wait_for(alice, "presence") == {"kind": "presence", "person": str(stage.bob.pk), "here": True}
            assert _here(alice, stage.bob, stage.carol) == [str(stage.bob.pk)]
        assert _wait_for(alice, "presence")["here"] is False
        assert _here(alice, stage.bob) == []


def test_going_from_page_to_page_is_not_leaving(site: str, stage: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hubs, "GRACE_SECONDS", 30.0)
    _choose(stage.bob)
    with opened(site, stage.alice) as alice:
        with opened(site, stage.bob):
            _here(alice, stage.bob)
            while stage.bob.pk not in presence.present([stage.bob.pk]):
                pass
        with opened(site, stage.bob) as again:
            again.ask({"do": "ping"})
            assert _here(alice, stage.bob) == [str(stage.bob.pk)]


def test_becoming_invisible_again_shows_at_once(site: str, stage: Cast) -> None:
    _choose(stage.bob)
    with opened(site, stage.alice) as alice, opened(site, stage.bob):
        while not _here(alice, stage.bob):
            pass
        _choose(stage.bob, shows=False)
        assert _wait_for(alice, "presence")["here"] is False
        assert _here(alice, stage.bob) == []
        _choose(stage.bob)
        assert _wait_for(alice, "presence")["here"] is True


# Who sees whom, the cast by name: an employee sees employees, a guest those of their communities, and nobody sees a closed account.
SEEN_BY = {
    "bob": "alice carol dave erin guest sam pia max ada",
    "erin": "alice bob carol dave guest sam pia max ada",
    "carol": "alice bob dave erin sam pia max ada",
    "guest": "bob erin",
}


@pytest.mark.parametrize("name", SEEN_BY)
def test_only_those_who_may_see_somebody_see_that_they_are_here(cast: Cast, name: str) -> None:
    shown = cast.people[name]
    _choose(shown)
    shown.refresh_from_db()
    active = {who: person for who, person in cast.people.items() if person.is_active}
    seeing = {who for who, person in active.items() if access.shown_to(person, [shown.pk]).exists()}
    assert seeing == set(SEEN_BY[name].split())
    ids = [person.pk for person in cast.people.values()]
    assert access.watchers_among(ids, shown) == {cast.people[who].pk for who in seeing}


def test_who_blocks_somebody_sees_them_no_more_and_they_notice_nothing(cast: Cast) -> None:
    for person in (cast.bob, cast.carol):
        _choose(person)
        person.refresh_from_db()
    set_level_of_person(by=cast.carol, other=cast.bob, level="block", at=timezone.now())
    assert not access.shown_to(cast.carol, [cast.bob.pk]).exists()
    assert access.shown_to(cast.bob, [cast.carol.pk]).exists()
    assert access.watchers_among([cast.carol.pk], cast.bob) == set()
    assert access.watchers_among([cast.bob.pk], cast.carol) == {cast.bob.pk}


def test_a_closed_account_is_not_here(cast: Cast) -> None:
    _choose(cast.bob)
    presence.appear(cast.bob.pk)
    gone = deactivate(by=cast.ada, person=cast.bob, at=timezone.now())
    gone.refresh_from_db()
    assert not access.shown_to(cast.alice, [gone.pk]).exists()
    assert access.watchers_among([cast.alice.pk], gone) == set()


def test_whoever_writes_is_named_to_those_who_may_see_them(site: str, stage: Cast) -> None:
    thread = topic(stage.partners_post)
    for person in (stage.guest, stage.bob):
        _choose(person)
    with opened(site, stage.guest) as guest, opened(site, stage.bob) as bob, opened(site, stage.erin) as erin:
        for page in (guest, bob, erin):
            assert page.follow(thread) == [thread]
        bob.ask({"do": "writing", "topics": [thread]})
        expected = {"topic": thread, "kind": "writing", "person": str(stage.bob.pk), "name": stage.bob.name}
        assert _wait_for(guest, "writing") == expected
        assert _wait_for(erin, "writing") == expected
        assert bob.hears_nothing(0.2)


def test_who_is_invisible_or_elsewhere_is_not_said_to_write(site: str, stage: Cast) -> None:
    open_thread, closed_thread = topic(stage.open_post), topic(stage.closed_post)
    _choose(stage.guest)
    with opened(site, stage.erin) as erin, opened(site, stage.bob) as bob, opened(site, stage.guest) as guest:
        assert erin.follow(open_thread, closed_thread) == sorted([open_thread, closed_thread])
        bob.follow(open_thread)
        bob.ask({"do": "writing", "topics": [open_thread]})  # invisible
        guest.ask({"do": "writing", "topics": [closed_thread, "community:1", "nonsense"]})  # granted to others
        assert erin.hears_nothing()


def test_beats_write_no_row(site: str, stage: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    _choose(stage.bob)
    asked: list[str] = []
    execute = CursorWrapper.execute

    def listen(self: CursorWrapper, sql: Any, params: Any = None) -> Any:
        asked.append(str(sql))
        return execute(self, sql, params)

    with opened(site, stage.bob) as bob, opened(site, stage.alice) as alice:
        bob.follow(topic(stage.open_post))
        while not _here(alice, stage.bob):
            pass
        monkeypatch.setattr(CursorWrapper, "execute", listen)
        for _ in range(5):
            bob.ask({"do": "ping"})
            assert bob.read()["kind"] == "pong"
            bob.ask({"do": "writing", "topics": [topic(stage.open_post)]})
            assert _here(alice, stage.bob) == [str(stage.bob.pk)]
        bob.ask({"do": "ping"})
        assert _here(bob, stage.carol) == []
    reading = [sql for sql in asked if sql.lstrip().upper().startswith("SELECT")]
    assert len(reading) >= 5
    assert [sql for sql in asked if sql.lstrip().upper().startswith(("INSERT", "UPDATE", "DELETE"))] == []
