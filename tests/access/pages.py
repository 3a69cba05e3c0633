"""Rows of the pages of communities, posts, people and notifications."""

from typing import Any

from tests.access import rules
from tests.access.rows import ADMIN, ALWAYS, NOT_TOLD, OWN_NOTIFICATION, Row
from tests.access.rules import EVERYONE
from tests.access.stage import Stage

FRAGMENTS = ("", "?fragment=1", "?fragment=1&after=1")
EMPLOYEES = {"": rules.EMPLOYEES}


def _words(stage: Stage, target: str) -> dict[str, Any]:
    return {"title": "Titre", "body": "Des mots nouveaux.", "client_key": "", "parent": ""}


def _publish(stage: Stage, target: str) -> dict[str, Any]:
    return {"community": stage.cast.communities[target].slug, "kind": "message", **_words(stage, target)}


def _answer(stage: Stage, target: str) -> dict[str, Any]:
    return {"answer": str(stage.comments[target].pk)} if target in stage.comments else {}


def _react(stage: Stage, target: str) -> dict[str, Any]:
    return {"kind": f"{stage.kind}:false"}


def _settings(stage: Stage, target: str) -> dict[str, Any]:
    return {
        "access": "closed",
        "joining": "request",
        "closed_reason": "Raison nouvelle",
        "purpose": "But nouveau",
        "charter": "",
        "name": "x",
    }


def _to_bob(stage: Stage, target: str) -> dict[str, Any]:
    return {"person": str(stage.cast.bob.pk)}


def _to_max(stage: Stage, target: str) -> dict[str, Any]:
    return {"person": str(stage.cast.max.pk)}


HOME = [
    Row("home", variants=("", "?all=1", "?fragment=1", "?fragment=1&after=1", "?all=1&fragment=1&after=1")),
    Row("home", variants=("?sort=activity", "?sort=top&period=year", "?fragment=1&sort=activity")),
    Row("home", variants=("?all=1&sort=activity", "?all=1&sort=top&period=year")),
    Row("post-create", variants=("", "?fragment=1")),
    Row(
        "post-create", "publish", "POST", may=rules.WRITES, sees=dict.fromkeys(rules.PLACES, EVERYONE),
        body=_publish, unallowed=NOT_TOLD,
    ),
]  # fmt: skip

POSTS = [
    Row("post-show", "post", sees=rules.READS, variants=(*FRAGMENTS, "?fragment=1&from=1", "?until=9000000000000000000")),
    Row("post-show", "post", sees=rules.READS, variants=("?sort=useful", "?fragment=1&between=0-9000000000000000000", "?all=1")),
    Row("post-counts", "post", sees=rules.READS),
    Row("post-reactors", "post", sees=rules.READS, variants=("", "?fragment=1")),
    Row("comment-reactors", "comment of post", sees=rules.READS, variants=("", "?fragment=1")),
    Row("post-edit", "post", sees=rules.READS, may=rules.EDITS),
    Row("post-edit", "post", "POST", sees=rules.READS, may=rules.EDITS, body=_words),
    Row("post-delete", "post", sees=rules.READS, may=rules.DELETES),
    Row("post-delete", "post", "POST", sees=rules.READS, may=rules.DELETES),
    Row("post-accept", "post", "POST", sees=rules.READS, may=rules.ACCEPTS, body=_answer),
    Row("reaction-toggle", "post", "POST", sees=rules.READS, may=rules.REACTS, body=_react),
    Row("comment-create", "post", sees=rules.READS),
    Row("comment-create", "post", "POST", sees=rules.READS, may=rules.WRITES, body=_words),
    Row("comment-edit", "comment of post", sees=rules.READS, may=rules.EDITS_COMMENT),
    Row("comment-edit", "comment of post", "POST", sees=rules.READS, may=rules.EDITS_COMMENT, body=_words),
    Row("comment-delete", "comment of post", sees=rules.READS, may=rules.DELETES_COMMENT),
    Row("comment-delete", "comment of post", "POST", sees=rules.READS, may=rules.DELETES_COMMENT),
]

COMMUNITIES = [
    Row("community-list", variants=("", "?tab=mine", "?tab=new", "?tab=invited", "?q=proj", "?q=a")),
    Row("community-create", may=EMPLOYEES),
    Row(
        "community-create",
        method="POST",
        may=EMPLOYEES,
        body=lambda stage, target: {"name": "Atelier nouveau", "access": "open", "joining": "free"},
    ),
    Row("community-show", "community", sees=rules.KNOWS),
    Row("community-show", "community", sees=rules.READS, variants=FRAGMENTS[1:]),
    Row("community-show", "community", sees=rules.KNOWS, variants=("?sort=activity", "?sort=top&period=year", "?sort=top&kind=story")),
    Row("community-show", "community", sees=rules.READS, variants=("?fragment=1&sort=activity", "?fragment=1&sort=top&period=year")),
    Row("community-about", "community", sees=rules.KNOWS),
    Row("community-members", "community", sees=rules.READS),
    Row("community-settings", "community", sees=rules.KNOWS, may=rules.OWNS),
    Row("community-settings", "community", "POST", sees=rules.KNOWS, may=rules.OWNS, body=_settings),
    Row(
        "community-rename",
        "community",
        "POST",
        sees=rules.KNOWS,
        may=rules.OWNS,
        body=lambda stage, target: {"name": f"Nouveau nom {target}"},
    ),
    Row("community-archive", "community", "POST", sees=rules.KNOWS, may=rules.OWNS),
    Row("community-hand-over", "community", sees=rules.KNOWS, may=rules.OWNS),
    Row("community-hand-over", "community", "POST", sees=rules.KNOWS, may=rules.OWNS, body=_to_bob, unallowed=NOT_TOLD),
]

MEMBERSHIPS = [
    Row("community-join", "community", "POST", sees=rules.KNOWS, may=rules.JOINS),
    Row("community-leave", "community", sees=rules.KNOWS),
    Row("community-leave", "community", "POST", sees=rules.KNOWS, body=lambda stage, target: {"reason": "too_much"}),
    Row("community-ask", "community", "POST", sees=rules.KNOWS, may=rules.ASKS, body=lambda stage, target: {"note": "Bonjour"}),
    Row("community-requests", "community", sees=rules.KNOWS, may=rules.MODERATES),
    Row("request-decide", "request", "POST", sees=rules.KNOWS, may=rules.MODERATES, body=lambda stage, target: {"accept": "1"}),
    Row("community-invite", "community", sees=rules.KNOWS, may=rules.INVITES, variants=("", "?q=e", "?q=ga")),
    Row("community-invite", "community", "POST", sees=rules.KNOWS, may=rules.INVITES, body=_to_max),
    Row("community-decline", "community", "POST", sees=rules.KNOWS),
    Row("member-remove", "member", sees=rules.KNOWS, may=rules.MODERATES),
    Row("member-remove", "member", "POST", sees=rules.KNOWS, may=rules.MODERATES),
    Row("member-role", "member", "POST", sees=rules.KNOWS, may=rules.OWNS, body=lambda stage, target: {"role": "animator"}),
    Row("member-lift-ban", "outcast", "POST", sees=rules.KNOWS, may=rules.LIFTS_BANS, unallowed=NOT_TOLD),
]

PEOPLE = [
    Row("person-list", may=EMPLOYEES, variants=("", "?q=c", "?q=ga", "?q=m")),
    Row("person-show", "person", sees=rules.SEES),
    Row("person-posts", "person", sees=rules.SEES, variants=("", "?fragment=1")),
    Row("person-photo", "photo", sees=rules.SEES),
    Row("notification-list", variants=("", "?show=unread", "?show=mentions", "?after=u999999", "?after=r9000000000000000000")),
    Row("notification-latest"),
    Row("signs"),
    Row("notification-mark", "notification", "POST", sees=OWN_NOTIFICATION),
    Row("telling-list"),
    Row("telling-list", method="POST", body=lambda stage, target: {"level": "posts", "channels": ["mail"]}),
    Row("telling-defaults", may=ADMIN),
    Row("telling-defaults", method="POST", may=ADMIN, body=lambda stage, target: {"level": "posts", "channels": ["in_app"]}),
    Row("telling-reset", may=ADMIN),
    Row("telling-reset", method="POST", may=ADMIN, body=lambda stage, target: {"people": "0"}),
    Row("notification-read-all", method="POST", sees=ALWAYS),
    Row("mail-preview-list", sees=ADMIN, unseen=frozenset({"forbidden"})),
    Row("mail-preview", "mail", sees=ADMIN, unseen=frozenset({"forbidden"})),
    Row("notification-follow", "notification", sees=OWN_NOTIFICATION),
]

ROWS = [*HOME, *POSTS, *COMMUNITIES, *MEMBERSHIPS, *PEOPLE]
