"""Rows of the pages that texts link to: shown where the text is, told to who writes it before, taken away by who may delete it."""

from typing import Any

from tests.access import rules
from tests.access.rows import Row
from tests.access.stage import Stage

ASKER = {"": "bob"}
REMOVES = rules.MODERATES  # of texts by whoever owns the place


def _linking(stage: Stage, target: str) -> dict[str, Any]:
    return {"body": "Voir https://site.example/neuf", "community": stage.cast.communities[target].slug}


ROWS = [
    Row("link-ask", "publish", "POST", sees=rules.READS, may=rules.WRITES, body=_linking),
    Row("link-asked", "asked page", sees=ASKER),
    Row("link-asked-picture", "asked page", sees=ASKER),
    Row("link-picture", "link", sees=rules.READS),
    Row("link-picture", "link of comment", sees=rules.READS),
    Row("link-remove", "link", "POST", sees=rules.READS, may=REMOVES),
    Row("link-remove", "link of comment", "POST", sees=rules.READS, may=REMOVES),
    Row("api-post-link", "linking post", "DELETE", sees=rules.READS, may=REMOVES, json=True),
    Row("api-comment-link", "linking comment", "DELETE", sees=rules.READS, may=REMOVES, json=True),
]
