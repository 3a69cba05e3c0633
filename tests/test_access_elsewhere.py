"""The access table where there is no address: feeds, sockets, mails, commands."""

import ast
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command, get_commands
from django.db.models import Model, QuerySet
from django.test import Client

from communities import feeds
from communities.actions.communities import change_settings
from communities.live.topics import KINDS
from communities.models import Community
from rse.people.models import Person
from tests.access.doors import hidden_from
from tests.access.rules import PLACES, READS
from tests.access.stage import Stage, set_stage
from tests.communities.sockets import opened, refused, topic
from tests.conftest import Cast
from tests.factories import CLOSED, NOW, make_comment, make_post

ROOT = Path(__file__).resolve().parent.parent
SignIn = Callable[[Person], Client]


@pytest.fixture
def stage(cast: Cast) -> Stage:
    return set_stage(cast)


# Feeds --------------------------------------------------------------------------------------------

Asking = Callable[[Stage, Person], Any]
FOR_A_PERSON: dict[str, Asking] = {
    "bookmarks": lambda stage, person: feeds.bookmarks(person),
    "cards": lambda stage, person: feeds.cards(person, feeds.home_feed(person, everything=True)),
    "communities_directory": lambda stage, person: [
        feeds.communities_directory(person, tab=tab, query=query) for tab in ("all", "mine", "new", "invited") for query in ("", "pro")
    ],
    "communities_of": lambda stage, person: [feeds.communities_of(person, one) for one in stage.cast.people.values()],
    "communities_to_discover": lambda stage, person: feeds.communities_to_discover(person, size=20),
    "community_feed": lambda stage, person: [feeds.community_feed(person, one) for one in stage.cast.communities.values()],
    "destinations": lambda stage, person: feeds.destinations(person),
    "drafts": lambda stage, person: feeds.drafts(person, feeds.destinations(person)),
    "home_feed": lambda stage, person: [
        feeds.home_feed(person, everything=everything, after=after) for everything in (False, True) for after in (None, 1)
    ],
    "invitations": lambda stage, person: feeds.invitations(person),
    "my_communities": lambda stage, person: feeds.my_communities(person),
    "my_request": lambda stage, person: [feeds.my_request(person, one) for one in stage.cast.communities.values()],
    "notifications": lambda stage, person: feeds.notifications(person),
    "orphans": lambda stage, person: feeds.orphans(person),
    "people_directory": lambda stage, person: [feeds.people_directory(person), feeds.people_directory(person, query="ga")],
    "people_named": lambda stage, person: [feeds.people_named(person, letter, community=stage.cast.partners) for letter in "acegmz"],
    "posts_in_full": lambda stage, person: feeds.posts_in_full(person, feeds.home_feed(person, everything=True)),
    "praise_received": lambda stage, person: [feeds.praise_received(person, one) for one in stage.cast.people.values()],
    "profile_feed": lambda stage, person: [feeds.profile_feed(person, one) for one in stage.cast.people.values()],
    "thread": lambda stage, person: [feeds.thread(person, one) for one in stage.cast.posts.values()],
    "thread_newer": lambda stage, person: [feeds.thread_newer(person, one, after=1) for one in stage.cast.posts.values()],
    "unread_notifications": lambda stage, person: feeds.unread_notifications(person),
    "waiting_questions": lambda stage, person: feeds.waiting_questions(person, size=20),
}
# These take what the door has got through access, or say nothing of anybody.
ON_WHAT_WAS_GOT = {
    "animation", "banned", "comment_cards", "comment_in_full", "comments_in_full", "foot", "communities_in_full", "counters",
    "draft_row",
    "join_requests", "leave_reasons", "live_counts", "members", "person_in_full", "post_in_full", "reaction_kinds",
    "shown_details",
}  # fmt: skip


def test_every_feed_is_in_the_table() -> None:
    found = {name for name in feeds.__all__ if not isinstance(getattr(feeds, name), type)}
    assert len(found) >= 30
    assert found == FOR_A_PERSON.keys() | ON_WHAT_WAS_GOT, "say here what the new feed gives to whom"


def test_no_feed_gives_what_its_reader_may_not_have(stage: Stage) -> None:
    given, wrong = 0, []
    for viewer, person in stage.cast.people.items():
        for name, asking in FOR_A_PERSON.items():
            told = " ".join(_told(asking(stage, person)))
            given += bool(told)
            wrong += [
                f"{name} to {viewer}: {mark.about}" for mark in hidden_from(viewer, stage) if any(one in told for one in mark.strings)
            ]
    assert given >= 120
    assert not wrong, "\n".join(wrong)


def test_the_counts_count_what_one_may_read(stage: Stage) -> None:
    """The bell: dave, carol and max were named where they may not read, and are told nothing."""
    assert {who: feeds.unread_notifications(stage.cast.people[who]) for who in ("carol", "dave", "max", "mallory")} == {
        "carol": 0, "dave": 0, "max": 0, "mallory": 0,
    }  # fmt: skip
    assert feeds.unread_notifications(stage.cast.bob) > 0


def _told(thing: Any) -> Iterator[str]:
    """All the words and ids in a feed's answer, but for the mark of freshness that the database keeps for itself."""
    if isinstance(thing, Model):
        yield from _told([getattr(thing, field.attname) for field in thing._meta.concrete_fields if field.name != "last_post_id"])
        yield from _told(list(thing._state.fields_cache.values()))
    elif is_dataclass(thing) and not isinstance(thing, type):
        yield from _told([getattr(thing, field.name) for field in fields(thing)])
    elif isinstance(thing, dict):
        yield from _told(list(thing.values()))
    elif isinstance(thing, list | tuple | set | frozenset | QuerySet):
        for one in thing:
            yield from _told(one)
    elif thing is not None:
        yield str(thing)


# Sockets ------------------------------------------------------------------------------------------


def test_a_topic_is_for_those_who_may_read_what_it_tells_of(site: str, cast: Cast) -> None:
    assert set(KINDS) == {"community", "post", "person"}, "say here who may follow the new kind of topic"
    places, posts = cast.communities, cast.posts
    everything = [topic(place) for place in places.values()] + [topic(post) for post in posts.values()]
    everything += [topic(person) for person in cast.people.values()]
    for viewer, person in cast.people.items():
        if viewer == "mallory":
            assert refused(site, person) == 403
            continue
        expected = {topic(person)}
        for place in PLACES:
            if viewer in READS[place].split():
                expected |= {topic(places[place]), topic(posts[f"{place}_post"])}
        with opened(site, person) as page:
            assert set(page.follow(*everything)) == expected, viewer
    assert refused(site, None) == 403


# Mails and commands -------------------------------------------------------------------------------

# Each goes to the address of one account and speaks of that account alone.
MAILS = {
    "account_already_exists", "email_changed", "email_confirmation", "email_confirmation_signup", "email_deleted",
    "password_changed", "password_reset_key", "password_set", "unknown_account",
    "recovery_codes_generated", "totp_activated", "totp_deactivated",
}  # fmt: skip
MAILERS = {"rse/people/mail.py", "rse/management/commands/doctor.py"}
# For whoever holds the server, who holds the database too; what two of them write is looked at below.
COMMANDS = {
    "adoption_report", "backup", "bench", "catalogue", "check_house", "create_admin", "demo", "doctor", "document_metrics",
    "fill_adoption", "import_events", "restore", "run", "test",
}  # fmt: skip


def test_every_mail_is_in_the_table_and_none_speaks_of_communities() -> None:
    templates = [path for path in ROOT.glob("templates/**/*_message.txt") if not path.name.startswith("base_")]
    assert len(templates) >= 9
    assert {path.name.removesuffix("_message.txt") for path in templates} <= MAILS, "say here to whom the new mail goes"
    for path in templates:
        assert not re.search(r"post|comment|communit", " ".join(re.findall(r"{{.*?}}", path.read_text()))), path
    sources = [path for room in ("rse", "communities", "adoption") for path in (ROOT / room).rglob("*.py")]
    assert len(sources) >= 150
    mailers = {str(path.relative_to(ROOT)) for path in sources if _imports(path, "django.core.mail")}
    assert mailers == MAILERS, "say here what the new mail tells, and to whom"


def _imports(path: Path, module: str) -> bool:
    return any(
        (isinstance(node, ast.ImportFrom) and (node.module or "").startswith(module))
        or (isinstance(node, ast.Import) and any(name.name.startswith(module) for name in node.names))
        for node in ast.walk(ast.parse(path.read_text()))
    )


def test_every_command_is_in_the_table() -> None:
    ours = {name for name, app in get_commands().items() if str(app).startswith(("rse", "communities", "adoption"))}
    assert len(ours) >= 10
    assert ours == COMMANDS, "say here for whom the new command is, and what it writes"


def test_the_report_names_nobody_and_counts_nothing_secret(stage: Stage) -> None:
    cast = stage.cast
    change_settings(by=cast.erin, community=cast.partners, at=NOW, purpose="", settings=replace(CLOSED, protected=True), charter="")
    before = _report()
    assert {one["slug"] for one in json.loads(before)["communities"]} == {cast.open.slug, cast.closed.slug, cast.archived.slug}
    told = [mark for mark in stage.marks if mark.about != "the open community"]
    public = {one for place in ("open", "closed", "archived") for one in (cast.communities[place].name, cast.communities[place].slug)}
    assert not [string for mark in told for string in mark.strings - public if string in before]
    _live_on(cast.secret, cast.partners, by=cast.bob)
    assert _report() == before
    _live_on(cast.open, by=cast.bob)
    assert _report() != before


def _live_on(*places: Community, by: Person) -> None:
    """A month of posts and comments there, counted."""
    for days in range(10, 40, 3):
        for place in places:
            post = make_post(by, place, "Des mots.", at=NOW - timedelta(days=days))
            make_comment(by, post, at=NOW - timedelta(days=days))
    call_command("fill_adoption", "--rebuild", stdout=StringIO())


def _report() -> str:
    out = StringIO()
    call_command("adoption_report", "--json", "--at", (NOW - timedelta(days=1)).isoformat(), stdout=out)
    return out.getvalue()
