"""Rows of what is being written: drafts are their writer's only, bob's here."""

from typing import Any

from tests.access.rows import Row
from tests.access.rules import EVERYONE
from tests.access.stage import DRAFTED, Stage

OWN = dict.fromkeys(DRAFTED, "bob")
ANYONE = dict.fromkeys(DRAFTED, EVERYONE)  # a key of bob's is a new draft of their own to anybody else


def _begun(stage: Stage, target: str) -> dict[str, Any]:
    return {"body": "Des mots nouveaux.", "title": "", "kind": "message", "version": 1}


ROWS = [
    Row("draft-list"),
    Row("draft-save", "draft", "POST", sees=ANYONE, body=_begun),
    Row("draft-drop", "draft", "POST", sees=OWN),
    Row("api-drafts"),
    Row("api-draft", "draft", sees=OWN),
    Row("api-draft", "draft", "PUT", sees=ANYONE, body=_begun, json=True),
    Row("api-draft", "draft", "DELETE", sees=OWN, json=True),
]
