"""Rows of what is being written, bob's drafts here, which are his only; and of what posts and comments said before."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from tests.access import rules
from tests.access.rows import Row
from tests.access.rules import EVERYONE
from tests.access.stage import Stage
from tests.access.words import DRAFTED

REMOVES = rules.MODERATES  # of texts by whoever owns the place
OWN = dict.fromkeys(DRAFTED, "bob")
ANYONE = dict.fromkeys(DRAFTED, EVERYONE)  # a key of bob's is a new draft of their own to anybody else


def _begun(stage: Stage, target: str) -> dict[str, Any]:
    return {"body": "Des mots nouveaux.", "title": "", "kind": "message", "version": 1}


def _previewed(stage: Stage, target: str) -> dict[str, Any]:
    named = f"@{stage.cast.bob.name}"
    return {"body": f"Un **mot** pour {named}", "community": stage.cast.communities[target].slug}


def _when(stage: Stage, target: str) -> dict[str, Any]:
    return {"publish_at": (timezone.now() + timedelta(days=3)).isoformat()}


ROWS = [
    Row("draft-list"),
    Row("draft-save", "draft", "POST", sees=ANYONE, body=_begun),
    Row("draft-drop", "draft", "POST", sees=OWN),
    Row("reply-draft", "reply", "POST", sees=rules.READS, body=_begun),
    Row("post-edit-draft", "post", "POST", sees=rules.READS, may=rules.EDITS, body=_begun),
    Row("comment-edit-draft", "comment of post", "POST", sees=rules.READS, may=rules.EDITS_COMMENT, body=_begun),
    Row("preview", "publish", "POST", sees=rules.READS, body=_previewed, changes=False),
    Row("suggest", variants=tuple(f"?mark={mark}&q={letter}" for mark in ("@", "%23", "people") for letter in "abcdegmpsz")),
    Row(
        "suggest",
        "publish",
        sees=rules.READS,
        variants=tuple(f"?mark={mark}&q={letter}&community={{community}}" for mark in ("@", "%23") for letter in "aeft"),
    ),
    Row("post-create", "publish", sees=dict.fromkeys(rules.PLACES, EVERYONE), variants=("?community={community}",)),
    Row("api-drafts"),
    Row("api-draft", "draft", sees=OWN),
    Row("api-draft", "draft", "PUT", sees=ANYONE, body=_begun, json=True),
    Row("api-draft", "draft", "DELETE", sees=OWN, json=True),
    Row("draft-schedule", "scheduled", "POST", sees=OWN, body=_when),
    Row("draft-unschedule", "scheduled", "POST", sees=OWN),
    Row("draft-publish", "scheduled", "POST", sees=OWN),
    Row("api-draft-schedule", "scheduled", "PUT", sees=OWN, body=_when, json=True),
    Row("api-draft-schedule", "scheduled", "DELETE", sees=OWN, json=True),
    Row("post-restore", "post", "POST", sees=rules.READS | {"deleted": "bob"}),  # what is there already stays
    Row("comment-restore", "removed comment", "POST", sees={"open": "bob"}),
    Row("api-post-removal", "post", "DELETE", sees=rules.READS | {"deleted": "bob"}, json=True),
    Row("api-comment-removal", "removed comment", "DELETE", sees={"open": "bob"}, json=True),
    Row("post-history", "post", sees=rules.READS, variants=("", "?before=2")),
    Row("comment-history", "comment of post", sees=rules.READS),
    *(
        Row(name, about, method, sees=rules.READS, may=REMOVES)
        for name, about in (("post-version-remove", "version"), ("comment-version-remove", "version of comment of post"))
        for method in ("GET", "POST")
    ),
    Row("api-post-version", "version", "DELETE", sees=rules.READS, may=REMOVES, json=True),
    Row("api-comment-version", "version of comment", "DELETE", sees=rules.READS, may=REMOVES, json=True),
    Row("api-post-versions", "post", sees=rules.READS),
    Row("api-comment-versions", "comment", sees=rules.READS),
]
