"""Rows of what posts of some kinds take: what they ask beside words, and votes."""

from collections.abc import Callable
from typing import Any

from tests.access import rules
from tests.access.rows import COMMENTED, NOT_TOLD, Row
from tests.access.rules import EVERYONE
from tests.access.stage import Stage


def _vote(stage: Stage, target: str) -> dict[str, Any]:
    return {"options": "2"}


def _ask(stage: Stage, target: str) -> dict[str, Any]:
    words = {"title": "Quel jour ?", "body": "", "options": "Mardi\nJeudi", "choice": "one", "results": "always"}
    return {"community": stage.cast.communities[target].slug, "kind": "poll", "client_key": "", **words}


def _praise(stage: Stage, target: str) -> dict[str, Any]:
    words = {"title": "", "body": "Bravo.", "people": stage.cast.erin.name, "what_for": "Le dépannage"}
    return {"community": stage.cast.communities[target].slug, "kind": "praise", "client_key": "", **words}


def _announce(stage: Stage, target: str) -> dict[str, Any]:
    words = {"title": "À savoir", "body": "Lundi.", "must_read": "1", "read_by": ""}
    return {"community": stage.cast.communities[target].slug, "kind": "announcement", "client_key": "", **words}


def _story(stage: Stage, target: str) -> dict[str, Any]:
    words = {"title": "Un succès", "body": "", "situation": "Avant", "change": "Après", "happened_on": "2026-01-12", "months": "12"}
    return {"community": stage.cast.communities[target].slug, "kind": "story", "client_key": "", **words}


def _asked(stage: Stage, target: str) -> dict[str, Any]:
    """Another than bob, who has said something already."""
    outside = {"open": "carol", "closed": "erin", "secret": "alice", "partners": "guest"}[target]
    return {"person": stage.cast.people[outside].name}


def _do(do: str, **words: str) -> Callable[[Stage, str], dict[str, Any]]:
    return lambda stage, target: {"do": do, **words}


OF_DAVE, SILENT = {"closed": "dave"}, {"closed": ""}  # he left: what he said he takes away, and says nothing new
OF_BOB = rules.NOBODY | dict.fromkeys(COMMENTED, "bob")

ROWS = [
    Row(
        "post-create", "publish", "POST", may=rules.WRITES, sees=dict.fromkeys(rules.PLACES, EVERYONE),
        body=_story, unallowed=NOT_TOLD,
    ),
    Row("post-show", "story", sees=rules.READS),
    Row("post-edit", "story", sees=rules.READS, may=rules.TELLS),
    Row("community-show", "community", sees=rules.KNOWS, variants=("?kind=story",)),
    Row("story-countersign", "story", sees=rules.READS, may=rules.COUNTERSIGNS),
    Row("story-renew", "story", sees=rules.READS, may=rules.RENEWS),
    Row("story-countersign", "story", "POST", sees=rules.READS, may=rules.COUNTERSIGNS),
    Row("story-renew", "story", "POST", sees=rules.READS, may=rules.RENEWS),
    Row("story-retire", "story", "POST", sees=rules.READS, may=rules.RENEWS),
    Row("testimonial-offer", "story", "POST", sees=rules.READS, may=rules.WRITES, body=lambda stage, target: {"quote": "Bien."}),
    Row("testimonial-ask", "story", "POST", sees=rules.READS, may=rules.RENEWS, body=_asked),
    Row("story-board", variants=("", "?state=submitted", "?state=confirmed", "?community=jamais", "?unit=1")),
    Row("testimonial-list"),
    Row("testimonial-change", "testimonial", "POST", sees=OF_BOB, body=lambda stage, target: {"do": "save", "quote": "Mieux."}),
    Row("testimonial-change", "left behind", "POST", sees=OF_DAVE, may=SILENT, body=_do("save", quote="Mieux."), changes=False),
    Row("testimonial-change", "left behind", "POST", sees=OF_DAVE, may=SILENT, body=_do("give", use="internal"), changes=False),
    Row("testimonial-change", "left behind", "POST", sees=OF_DAVE, body=_do("drop")),
    Row("api-testimonial", "left behind", "PATCH", sees=OF_DAVE, may=SILENT, json=True, body=_do("", quote="Mieux."), changes=False),
    Row("api-consent", "consent left behind", "PUT", sees=OF_DAVE, may=SILENT, json=True, changes=False),
    Row("api-consent", "consent left behind", "DELETE", sees=OF_DAVE, json=True, changes=False),
    Row("api-testimonial", "left behind", "DELETE", sees=OF_DAVE, json=True),
    Row("api-story-testimonials", "story", sees=rules.READS),
    Row(
        "api-story-testimonials", "story", "POST", sees=rules.READS, may=rules.WRITES, json=True,
        body=lambda stage, target: {"quote": "Bien."},
    ),
    Row(
        "api-testimonial-requests", "story", "POST", sees=rules.READS, may=rules.RENEWS, json=True,
        body=lambda stage, target: {"person": stage.cast.bob.pk}, changes=False,
    ),
    Row("api-testimonials"),
    Row("api-testimonial", "testimonial", "PATCH", sees=OF_BOB, json=True, body=lambda stage, target: {"quote": "Mieux."}),
    Row("api-testimonial", "testimonial", "DELETE", sees=OF_BOB, json=True),
    Row("api-consent", "consent", "PUT", sees=OF_BOB, json=True),
    Row("api-consent", "consent", "DELETE", sees=OF_BOB, json=True, changes=False),
    Row("api-post", "story", sees=rules.READS),
    Row("api-countersignature", "story", "PUT", sees=rules.READS, may=rules.COUNTERSIGNS, json=True),
    Row("api-renewals", "story", "POST", sees=rules.READS, may=rules.RENEWS, json=True),
    Row("api-retirement", "story", "PUT", sees=rules.READS, may=rules.RENEWS, json=True),
    Row(
        "post-create", "publish", "POST", may=rules.ANNOUNCES, sees=dict.fromkeys(rules.PLACES, EVERYONE),
        body=_announce, unallowed=NOT_TOLD,
    ),
    Row("announcement-list", variants=("", "?fragment=1")),
    Row("post-show", "announcement", sees=rules.READS),
    Row("announcement-acknowledge", "announcement", "POST", sees=rules.READS, may=rules.ACKNOWLEDGES),
    Row("api-post", "announcement", sees=rules.READS),
    Row("api-acknowledgement", "announcement", "PUT", sees=rules.READS, may=rules.ACKNOWLEDGES, json=True),
    Row("api-readership", "announcement", sees=rules.READS, may=rules.MODERATES),
    Row(
        "post-create", "publish", "POST", may=rules.WRITES, sees=dict.fromkeys(rules.PLACES, EVERYONE),
        body=_ask, unallowed=NOT_TOLD,
    ),
    Row(
        "post-create", "publish", "POST", may=rules.WRITES, sees=dict.fromkeys(rules.PLACES, EVERYONE),
        body=_praise, unallowed=NOT_TOLD,
    ),
    Row("post-show", "poll", sees=rules.READS),
    Row("poll-vote", "poll", "POST", sees=rules.READS, may=rules.REACTS, body=_vote),
    Row("poll-close", "poll", sees=rules.READS, may=rules.RENEWS),
    Row("poll-close", "poll", "POST", sees=rules.READS, may=rules.RENEWS),
    Row("api-closure", "poll", "PUT", sees=rules.READS, may=rules.RENEWS, json=True),
    Row("api-post", "poll", sees=rules.READS),
    Row("api-ballot", "poll", "PUT", sees=rules.READS, may=rules.REACTS, body=lambda stage, target: {"options": [2]}, json=True),
]  # fmt: skip
