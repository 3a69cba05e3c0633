"""Rows of what posts of some kinds take: what they ask beside words, and votes."""

from typing import Any

from tests.access import rules
from tests.access.rows import NOT_TOLD, Row
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


ROWS = [
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
    Row("api-post", "poll", sees=rules.READS),
    Row("api-ballot", "poll", "PUT", sees=rules.READS, may=rules.REACTS, body=lambda stage, target: {"options": [2]}, json=True),
]  # fmt: skip
