"""Strings by which hidden things would show, and who may be shown them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from communities.models import Comment, Post
from rse.people.models import Person
from tests.access.rules import KNOWS, PLACES, READS, SEES
from tests.access.words import LEFT_BEHIND, TOPICS, UNQUOTED, UNSAID, WORDS
from tests.conftest import Cast

if TYPE_CHECKING:
    from tests.access.stage import Stage


@dataclass(frozen=True)
class Mark:
    """Strings that only these people may be shown."""

    about: str
    strings: frozenset[str]
    may_see: frozenset[str]


def of_topics() -> list[Mark]:
    return [Mark(f"a topic of {place}", frozenset({word}), frozenset(READS[place].split())) for place, word in TOPICS.items()]


def of_files(stage: Stage) -> list[Mark]:
    waiting = [Mark("a file not published", frozenset({row.token, row.name}), frozenset({"bob"})) for row in stage.uploads.values()]
    published = [
        Mark(f"a file of {place}", frozenset({row.token, row.name}), frozenset(READS[place].split()))
        for rows in (stage.files, stage.comment_files)
        for place, row in rows.items()
    ]
    return [*waiting, *published]


def of_links(stage: Stage) -> list[Mark]:
    shown_there = [
        Mark(f"a link of {place}", frozenset({row.token, row.page.title}), frozenset(READS[place].split()))
        for rows in (stage.links, stage.comment_links)
        for place, row in rows.items()
    ]
    return [Mark("a link asked about", frozenset({stage.asked.title}), frozenset({"bob"})), *shown_there]


def of_kinds(posts: dict[str, Post]) -> list[Mark]:
    return [
        Mark(f"the {post.kind} of {place}", frozenset({str(post.pk)}), frozenset(READS[place].split())) for place, post in posts.items()
    ]


def of_content(cast: Cast) -> list[Mark]:
    marks = [
        Mark("a deleted comment", frozenset({"rivet-retiré"}), frozenset()),
        Mark("a draft", frozenset({UNSAID, UNQUOTED}), frozenset({"bob"})),
        Mark("what dave left behind", frozenset({LEFT_BEHIND}), frozenset({"dave"})),
    ]
    for place, word in WORDS.items():
        post = cast.posts[f"{place}_post"]
        ids = {str(pk) for pk in Comment.objects.filter(post=post).values_list("pk", flat=True)}
        marks.append(Mark(f"what is said in {place}", frozenset({word, str(post.pk)} | ids), frozenset(READS[place].split())))
    return marks


def of_communities(cast: Cast) -> list[Mark]:
    return [
        Mark(
            f"the {place} community",
            frozenset({cast.communities[place].name, cast.communities[place].slug}),
            frozenset(KNOWS[place].split()),
        )
        for place in PLACES
    ]


def of_people(cast: Cast, outcast: Person) -> list[Mark]:
    """Names and addresses. An administrator has everybody's in the administration."""
    marks = [
        Mark(f"{name}", frozenset({person.name, person.email}), frozenset(SEES[name].split()) | {"ada"})
        for name, person in cast.people.items()
    ]
    return [*marks, Mark("the outcast", frozenset({outcast.name, outcast.email}), frozenset(SEES["carol"].split()))]
