"""Rows of the API."""

from collections.abc import Callable
from typing import Any

from tests.access import rules
from tests.access.bonds import BELONGS
from tests.access.rows import NOT_TOLD, Row
from tests.access.stage import Stage

EMPLOYEES = {"": rules.EMPLOYEES}


def _words(stage: Stage, target: str) -> dict[str, Any]:
    return {"body": "Des mots nouveaux."}


def _answer(stage: Stage, target: str) -> dict[str, Any]:
    return {"comment": str(stage.comments[target].pk) if target in stage.comments else "1"}


def _write(name: str, about: str, method: str, **options: Any) -> Row:
    return Row(name, about, method, json=True, **options)


def _person(name: str) -> Callable[[Stage, str], dict[str, Any]]:
    return lambda stage, target: {"person": stage.cast.people[name].pk}


ROWS = [
    Row("api-schema"),
    Row("api-me"),
    Row("api-token"),
    _write("api-token", "", "POST"),
    _write("api-token", "", "DELETE", changes=False),
    Row("api-feed", variants=("", "?everything=1", "?size=1", "?everything=1&cursor=9000000000000000000")),
    Row("api-feed", variants=("?sort=activity", "?sort=top&period=year", "?everything=1&sort=activity", "?everything=1&sort=top")),
    Row("api-communities", variants=("", "?tab=mine", "?tab=new", "?tab=invited", "?q=proj")),
    _write("api-communities", "", "POST", may=EMPLOYEES, body=lambda stage, target: {"name": "Atelier nouveau"}),
    Row("api-community", "community", sees=rules.KNOWS),
    _write("api-community", "community", "PATCH", sees=rules.KNOWS, may=rules.OWNS, body=lambda stage, target: {"purpose": "But nouveau"}),
    Row("api-community-posts", "community", sees=rules.READS, variants=("", "?sort=activity", "?sort=top&period=year")),
    _write("api-community-posts", "community", "POST", sees=rules.READS, may=rules.WRITES, body=_words),
    Row("api-members", "community", sees=rules.READS),
    _write("api-member", "member", "PATCH", sees=rules.KNOWS, may=rules.OWNS, body=lambda stage, target: {"role": "animator"}),
    _write("api-member", "member", "DELETE", sees=rules.KNOWS, may=rules.MODERATES),
    Row("api-bans", "community", sees=rules.KNOWS, may=rules.MODERATES),
    _write("api-ban", "member", "PUT", sees=rules.KNOWS, may=rules.MODERATES),
    _write("api-ban", "outcast", "DELETE", sees=rules.KNOWS, may=rules.LIFTS_BANS, unallowed=NOT_TOLD),
    _write("api-owner", "community", "PUT", sees=rules.KNOWS, may=rules.OWNS, body=_person("bob"), unallowed=NOT_TOLD),
    _write("api-archive", "community", "PUT", sees=rules.KNOWS, may=rules.OWNS),
    _write("api-archive", "community", "DELETE", sees=rules.KNOWS, may=rules.OWNS),
    Row("api-invitations"),
    _write("api-invite", "community", "POST", sees=rules.KNOWS, may=rules.INVITES, body=_person("max")),
    _write("api-invitation", "community", "DELETE", sees=rules.KNOWS),
    _write("api-membership", "community", "PUT", sees=rules.KNOWS, may=rules.JOINS),
    _write("api-membership", "community", "DELETE", sees=rules.KNOWS),
    _write("api-request", "community", "PUT", sees=rules.KNOWS, may=rules.ASKS),
    _write("api-request", "community", "DELETE", sees=rules.KNOWS),
    Row("api-requests", "community", sees=rules.KNOWS, may=rules.MODERATES),
    _write("api-decide", "request", "POST", sees=rules.KNOWS, may=rules.MODERATES, body=lambda stage, target: {"accept": True}),
    Row("api-post", "post", sees=rules.READS),
    _write("api-post", "post", "PATCH", sees=rules.READS, may=rules.EDITS, body=_words),
    _write("api-post", "post", "DELETE", sees=rules.READS, may=rules.DELETES),
    _write("api-accepted-answer", "post", "PUT", sees=rules.READS, may=rules.ACCEPTS, body=_answer, unallowed=NOT_TOLD),
    _write("api-accepted-answer", "post", "DELETE", sees=rules.READS, may=rules.ACCEPTS),
    Row("api-thread", "post", sees=rules.READS),
    _write("api-thread", "post", "POST", sees=rules.READS, may=rules.WRITES, body=_words),
    _write("api-post-reaction", "reaction to post", "PUT", sees=rules.READS, may=rules.REACTS),
    _write("api-post-reaction", "reaction to post", "DELETE", sees=rules.READS, may=rules.REACTS),
    Row("api-comment", "comment", sees=rules.READS),
    _write("api-comment", "comment", "PATCH", sees=rules.READS, may=rules.EDITS_COMMENT, body=_words),
    _write("api-comment", "comment", "DELETE", sees=rules.READS, may=rules.DELETES_COMMENT),
    _write("api-comment-reaction", "reaction to comment", "PUT", sees=rules.READS, may=rules.REACTS),
    _write("api-comment-reaction", "reaction to comment", "DELETE", sees=rules.READS, may=rules.REACTS, changes=False),
    Row("api-reactions"),
    Row("api-post-reactors", "post", sees=rules.READS),
    Row("api-comment-reactors", "comment", sees=rules.READS),
    Row("api-people", may=EMPLOYEES, variants=("", "?q=c", "?q=ga", "?size=3")),
    Row("api-person", "person", sees=rules.SEES),
    Row("api-person-posts", "person", sees=rules.SEES),
    Row("api-notifications"),
    Row("api-notification-groups", variants=("", "?show=unread", "?show=mentions", "?cursor=u99999", "?size=1")),
    _write("api-notifications-read", "", "POST"),
    _write("api-notifications-unread", "", "POST", body=lambda stage, target: {"ids": [stage.notifications["closed"].pk]}, changes=False),
    Row("api-tellings"),
    _write("api-tellings", "", "PUT", body=lambda stage, target: {"level": "posts", "channels": ["mail"]}),
    _write("api-telling", "community", "PUT", sees=rules.KNOWS, may=BELONGS, body=lambda stage, target: {"level": "posts"}),
]
