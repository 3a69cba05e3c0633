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
from communities.mails import next_digest
from communities.mails.notices import compose_notice
from communities.models import Community
from rse.lib.text import topic_key
from rse.people.actions.mailboxes import mailbox_of
from rse.people.models import Person, Profile
from tests.access.doors import hidden_from
from tests.access.rules import PLACES, READS
from tests.access.stage import SET, Stage
from tests.access.words import TOPICS, WORDS
from tests.communities.sockets import opened, refused, topic
from tests.conftest import Cast
from tests.factories import CLOSED, NOW, TODAY, make_comment, make_post

ROOT = Path(__file__).resolve().parent.parent
SignIn = Callable[[Person], Client]


@pytest.fixture
def stage(db: None) -> Stage:
    return SET.set()


# Feeds --------------------------------------------------------------------------------------------

Asking = Callable[[Stage, Person], Any]
FOR_A_PERSON: dict[str, Asking] = {
    "announcement_reach": lambda stage, person: feeds.announcement_reach(person, feeds.my_communities(person)),
    "announces_somewhere": lambda stage, person: feeds.announces_somewhere(person, feeds.my_communities(person)),
    "arrival_steps": lambda stage, person: feeds.arrival_steps(person),
    "communities_for_newcomer": lambda stage, person: feeds.communities_for_newcomer(person, size=20),
    "first_acts": lambda stage, person: feeds.first_acts(person),
    "skills_around": lambda stage, person: feeds.skills_around(person, size=50),
    "bookmarks": lambda stage, person: feeds.bookmarks(person),
    "cards": lambda stage, person: feeds.cards(person, feeds.home_feed(person, everything=True)),
    "communities_directory": lambda stage, person: [
        feeds.communities_directory(person, tab=tab, query=query) for tab in ("all", "mine", "new", "invited") for query in ("", "pro")
    ],
    "communities_of": lambda stage, person: [feeds.communities_of(person, one) for one in stage.cast.people.values()],
    "communities_suggested": lambda stage, person: [feeds.communities_suggested(person, one, community=None, size=20) for one in "acopsé"],
    "communities_to_discover": lambda stage, person: feeds.communities_to_discover(person, size=20),
    "community_feed": lambda stage, person: [feeds.community_feed(person, one) for one in stage.cast.communities.values()],
    "community_in_order": lambda stage, person: [
        feeds.community_in_order(person, one, sort=sort, at=NOW + timedelta(days=1), stories=stories)
        for one in stage.cast.communities.values()
        for sort in feeds.SORTS
        for stories in (False, True)
    ],
    "community_stories": lambda stage, person: [feeds.community_stories(person, one) for one in stage.cast.communities.values()],
    "contributions": lambda stage, person: [feeds.contributions(person, one) for one in stage.cast.people.values()],
    "destinations": lambda stage, person: feeds.destinations(person),
    "digest": lambda stage, person: feeds.digest(person, since=NOW - timedelta(days=30), at=NOW + timedelta(minutes=1)),
    "documents": lambda stage, person: [feeds.documents(person, one) for one in stage.cast.communities.values()],
    "drafts": lambda stage, person: feeds.drafts(person, feeds.destinations(person)),
    "drafts_to_offer": lambda stage, person: feeds.drafts_to_offer(person, feeds.destinations(person), size=20),
    "drafts_in_threads": lambda stage, person: feeds.drafts_in_threads(person),
    "edit_begun": lambda stage, person: [
        *(feeds.edit_begun(person, post) for post in stage.cast.posts.values()),
        *(feeds.edit_begun(person, comment) for comment in stage.comments.values()),
    ],
    "replies_begun": lambda stage, person: [feeds.replies_begun(person, one) for one in stage.cast.posts.values()],
    "for_you": lambda stage, person: feeds.for_you(person, at=NOW, size=100),
    "home_feed": lambda stage, person: [
        feeds.home_feed(person, everything=everything, after=after) for everything in (False, True) for after in (None, 1)
    ],
    "home_in_order": lambda stage, person: [
        feeds.home_in_order(person, sort=sort, at=NOW + timedelta(days=1), everything=everything)
        for sort in feeds.SORTS
        for everything in (False, True)
    ],
    "invitations": lambda stage, person: feeds.invitations(person),
    "must_reads": lambda stage, person: feeds.must_reads(person, NOW),
    "my_testimonials": lambda stage, person: feeds.my_testimonials(person),
    "quotes_with_consent": lambda stage, person: [feeds.quotes_with_consent(person, use=use) for use in ("internal", "board")],
    "quotes_for_board": lambda stage, person: feeds.quotes_for_board(person),
    "stories_for_board": lambda stage, person: feeds.stories_for_board(person),
    "testimonials_about": lambda stage, person: [feeds.testimonials_about(person, one) for one in stage.stories.values()],
    "moved": lambda stage, person: [feeds.moved(person, post) for post in stage.moved.values()],
    "my_communities": lambda stage, person: feeds.my_communities(person),
    "my_request": lambda stage, person: [feeds.my_request(person, one) for one in stage.cast.communities.values()],
    "notifications": lambda stage, person: feeds.notifications(person),
    "centre": lambda stage, person: [feeds.centre(person, show=show) for show in feeds.SHOWN],
    "alike": lambda stage, person: [feeds.alike(person, one) for one in stage.notifications.values() if one.person_id == person.pk],
    "tellings": lambda stage, person: feeds.tellings(person, feeds.my_communities(person)),
    "defaults": lambda stage, person: feeds.defaults(person),
    "offline_destinations": lambda stage, person: feeds.offline_destinations(person),
    "offline_posts": lambda stage, person: feeds.offline_posts(person),
    "push_devices": lambda stage, person: feeds.push_devices(person),
    "stories_of_my_unit": lambda stage, person: feeds.stories_of_my_unit(person, NOW),
    "story_board": lambda stage, person: [feeds.story_board(person, state=state, today=TODAY) for state in ("", "submitted", "confirmed")],
    "story_counts": lambda stage, person: feeds.story_counts(person, today=TODAY),
    "story_places": lambda stage, person: feeds.story_places(person),
    "story_units": lambda stage, person: feeds.story_units(person),
    "orphans": lambda stage, person: feeds.orphans(person),
    "people_directory": lambda stage, person: [
        feeds.people_directory(person, filters, order=order)
        for filters in (feeds.PeopleFilters(), feeds.PeopleFilters(query="ga"), feeds.PeopleFilters(role="animator"))
        for order in ("name", "new")
    ],
    "people_facets": lambda stage, person: feeds.people_facets(person, feeds.PeopleFilters(), at=NOW, tree=feeds.unit_tree()),
    "chart_of": lambda stage, person: [
        (chart.above, chart.peers, chart.own.team) for one in stage.cast.people.values() for chart in [feeds.chart_of(person, one)]
    ],
    "line_of": lambda stage, person: [feeds.line_of(person, one, None) for one in stage.cast.people.values()],
    "team_of": lambda stage, person: [feeds.team_of(person, one.pk) for one in stage.cast.people.values()],
    "skills_like": lambda stage, person: [feeds.skills_like(person, letter) for letter in "aeiopst"],
    "knowers": lambda stage, person: [feeds.knowers(person, one) for one in TOPICS.values()],
    "known_topics": lambda stage, person: [feeds.known_topics(person, one) for one in stage.cast.people.values()],
    "askable": lambda stage, person: [
        feeds.askable(person, f"#{one}", community=place)
        for one, place in zip(TOPICS.values(), [stage.cast.open, stage.cast.closed] * 2, strict=True)
    ],
    "consents": lambda stage, person: feeds.consents(person),
    "levels_of_people": lambda stage, person: feeds.levels_of_people(person, [one.pk for one in stage.cast.people.values()]),
    "community_cards": lambda stage, person: feeds.community_cards(person, feeds.communities_directory(person)),
    "suggested_communities": lambda stage, person: feeds.suggested_communities(person),
    "dismissed_communities": lambda stage, person: feeds.dismissed_communities(person),
    "people_named": lambda stage, person: [feeds.people_named(person, letter, community=stage.cast.partners) for letter in "acegmz"],
    "people_suggested": lambda stage, person: [
        feeds.people_suggested(person, letter, community=place, size=20) for letter in "acegmz" for place in (None, stage.cast.partners)
    ],
    "place_of_report": lambda stage, person: [feeds.place_of_report(person, one) for one in stage.reports.values()],
    "pinned": lambda stage, person: [feeds.pinned(person, one) for one in stage.cast.communities.values()],
    "posts_in_full": lambda stage, person: feeds.posts_in_full(person, feeds.home_feed(person, everything=True)),
    "praise_received": lambda stage, person: [feeds.praise_received(person, one) for one in stage.cast.people.values()],
    "profile_feed": lambda stage, person: [feeds.profile_feed(person, one) for one in stage.cast.people.values()],
    "readership": lambda stage, person: [feeds.readership(person, one) for one in stage.announcements.values()],
    "reports_decided": lambda stage, person: feeds.reports_decided(person),
    "reports_elsewhere": lambda stage, person: feeds.reports_elsewhere(person),
    "reports_of_community": lambda stage, person: [feeds.reports_of_community(person, one) for one in stage.cast.communities.values()],
    "reports_to_judge": lambda stage, person: feeds.reports_to_judge(person),
    "reports_waiting": lambda stage, person: [feeds.reports_waiting(person, one) for one in stage.cast.communities.values()],
    "scheduled": lambda stage, person: feeds.scheduled(person, feeds.destinations(person)),
    "level_of_person": lambda stage, person: [feeds.level_of_person(person, one) for one in stage.cast.people.values()],
    "level_of_topic": lambda stage, person: [feeds.level_of_topic(person, topic_key(one)) for one in TOPICS.values()],
    "similar_questions": lambda stage, person: [feeds.similar_questions(person, f"Le repère {word}") for word in WORDS.values()],
    "shared_in": lambda stage, person: [feeds.shared_in(person, one) for one in stage.cast.posts.values()],
    "subscriptions": lambda stage, person: feeds.subscriptions(person),
    "sought_comment": lambda stage, person: [feeds.sought_comment(person, one.post, one.pk) for one in stage.comments.values()],
    "sight": lambda stage, person: [feeds.sight(person, one) for one in stage.cast.posts.values()],
    "thread_between": lambda stage, person: [
        feeds.thread_between(person, one.post, after=0, until=(1 << 63) - 1, top=top)
        for one in stage.comments.values()
        for top in (0, one.parent_id or one.pk)
    ],
    "thread_in_order": lambda stage, person: [
        feeds.thread_in_order(person, one, sort=sort) for one in stage.cast.posts.values() for sort in feeds.THREAD_SORTS
    ],
    "thread": lambda stage, person: [feeds.thread(person, one) for one in stage.cast.posts.values()],
    "thread_around": lambda stage, person: [
        feeds.thread_around(person, one.post, feeds.CommentRow(one.pk, one.version, one.parent_id)) for one in stage.comments.values()
    ],
    "thread_newer": lambda stage, person: [feeds.thread_newer(person, one, after=1) for one in stage.cast.posts.values()],
    "thread_until": lambda stage, person: [feeds.thread_until(person, one, until=(1 << 63) - 1) for one in stage.cast.posts.values()],
    "referents_of_topic": lambda stage, person: [feeds.referents_of_topic(person, topic_key(one)) for one in TOPICS.values()],
    "titles_to_read": lambda stage, person: feeds.titles_to_read(person, NOW),
    "topic_feed": lambda stage, person: [feeds.topic_feed(person, topic_key(one)).page for one in TOPICS.values()],
    "topic_in_order": lambda stage, person: [
        feeds.topic_in_order(person, topic_key(one), sort=sort, at=NOW + timedelta(days=1))
        for one in TOPICS.values()
        for sort in feeds.SORTS
    ],
    "topics": lambda stage, person: [feeds.topics(person), *(feeds.topics(person, query=one[:3]) for one in TOPICS.values())],
    "topics_like": lambda stage, person: [
        feeds.topics_like(person, one[:3], community=place) for one in TOPICS.values() for place in (None, stage.cast.secret)
    ],
    "unread_notifications": lambda stage, person: feeds.unread_notifications(person),
    "uploads": lambda stage, person: feeds.uploads(person),
    "waiting_questions": lambda stage, person: feeds.waiting_questions(person, size=20),
}
# These take what the door has got through access, or say nothing of anybody.
ON_WHAT_WAS_GOT = {
    "choices", "community_named", "why",
    "animation", "answer_rank", "banned", "charter_history", "charter_row", "charter_to_accept",
    "comment_cards", "comment_in_full", "comments_in_full", "communities_in_full", "communities_to_read_in", "counters", "details_of",
    "draft_rows", "file_kinds", "file_row", "files_of_comments", "files_of_posts", "folded_page", "foot", "join_requests", "leave_reasons",
    "asked_row", "link_row", "link_to_edit", "live_counts",
    "open_proposals", "practice_history", "proposal", "proposal_told", "proposals", "reactors", "retired_practices", "topic_referents",
    "mark_history", "marks_of", "menu", "members", "members_to_name", "my_testimonial", "testimonial_uses",
    "guests_of", "invitation_told", "person_in_full", "pin_of", "post_in_full", "practices", "practices_in_brief",
    "reaction_kinds",
    "push_words", "report_case", "shown_details", "versions",
    "forget_suggested", "new_since", "skill_names", "under", "unit_tree",
}  # fmt: skip


def test_every_feed_is_in_the_table() -> None:
    found = {name for name in feeds.__all__ if callable(one := getattr(feeds, name)) and not isinstance(one, type)}
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
        yield from _told(
            [each for name, each in thing._state.fields_cache.items() if not (name == "person" and isinstance(thing, Profile))]
        )
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
    "pioneer_request", "wave_invitation",  # of a launch: words of the project team, and a way in
    "recovery_codes_generated", "totp_activated", "totp_deactivated",
    "thread_invitation",  # who invites and their own word, nothing of the thread: tests/communities/test_thread_invitations.py
}  # fmt: skip
# These speak of communities, to one person, of what they may read at that moment: looked at below, and in tests/communities/test_mails.py.
TELLING_MAILS = {"notice", "digest"}
# Of one's own reply or address alone.
OWN_MAILS = {"refusal", "works"}
MAILERS = {
    "rse/people/mail.py", "rse/management/commands/doctor.py", "rse/lib/mails.py", "communities/mails/digests.py",
    "communities/mails/letters.py", "communities/mails/notices.py", "communities/mails/previews.py", "communities/mails/sending.py",
    "communities/views/previewing.py",
}  # fmt: skip
# For whoever holds the server, who holds the database too; what two of them write is looked at below.
COMMANDS = {
    "adoption_report", "backup", "bench", "catalogue", "check_house", "create_admin", "demo", "doctor", "document_metrics",
    "evidence_pack", "fill_adoption", "import_events", "import_people", "index_search", "push_keys", "receive_mail", "restore", "run",
    "seed_communities", "suggest_pioneers", "test", "validate",
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


def test_every_mail_of_communities_is_in_the_table() -> None:
    named = {path.name.removesuffix(".subject.txt") for path in (ROOT / "templates" / "emails").glob("*.subject.txt")}
    assert named == TELLING_MAILS | OWN_MAILS, "say here to whom the new mail goes, and what it tells"


def test_no_mail_tells_what_its_reader_may_not_have(stage: Stage) -> None:
    """Every notification there is, as a mail to each; and the digest of each: neither head nor body holds what is hidden from them."""
    given, wrong = 0, []
    for viewer, person in stage.cast.people.items():
        made = [next_digest(person, NOW + timedelta(minutes=1))]
        made += [compose_notice([row], mailbox_of(person), mark=row.pk) for row in feeds.notifications(person, size=100).rows]
        for mail in filter(None, made):
            told = mail.message().as_string() + mail.subject + str(mail.body) + "".join(str(one[0]) for one in mail.alternatives)  # type: ignore[attr-defined]
            given += 1
            wrong += [
                f"{mail.subject} to {viewer}: {mark.about}"
                for mark in hidden_from(viewer, stage)
                if any(one in told for one in mark.strings)
            ]
    assert given >= 10
    assert not wrong, "\n".join(wrong)


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
            place.refresh_from_db()
            post = make_post(by, place, "Des mots.", at=NOW - timedelta(days=days), accepts=place.charter_number)
            make_comment(by, post, at=NOW - timedelta(days=days))
    call_command("fill_adoption", "--rebuild", stdout=StringIO())


def _report() -> str:
    out = StringIO()
    call_command("adoption_report", "--json", "--at", (NOW - timedelta(days=1)).isoformat(), stdout=out)
    return out.getvalue()
