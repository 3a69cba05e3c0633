"""Rows of what one notes for oneself while reading: the posts kept for later, those read, in pages and in the API."""

from secrets import token_hex
from typing import Any

from django.utils import timezone

from communities.models import ReadUndo
from tests.access import rules
from tests.access.rows import NOT_TOLD, Row
from tests.access.stage import Stage


def _all_posts(stage: Stage, target: str) -> dict[str, Any]:
    return {"ids": ",".join(str(post.pk) for post in stage.cast.posts.values())}


def _all_posts_listed(stage: Stage, target: str) -> dict[str, Any]:
    return {"ids": [post.pk for post in stage.cast.posts.values()]}


def _of_community(stage: Stage, target: str) -> dict[str, Any]:
    return {"community": stage.cast.communities[target].slug}


def _undo(stage: Stage, target: str) -> dict[str, Any]:
    """What takes back something of bob's."""
    return {"key": ReadUndo.objects.create(key=token_hex(16), person=stage.cast.bob, at=timezone.now(), marks={}).pk}


ROWS = [
    Row("bookmark-list", variants=("", "?fragment=1", "?before=1")),
    Row("post-save", "post", "POST", sees=rules.READS, body=lambda stage, target: {"saved": "false"}),
    Row("post-card", "post", sees=rules.READS),
    Row("read-mark", method="POST", body=_all_posts),
    Row("read-all", "read all of", "POST", sees=rules.READS, body=_of_community),
    Row("read-undo", method="POST", sees={"": "bob"}, body=_undo, unseen=frozenset({"ok"})),  # the page one came from says why
    Row("api-read", method="POST", json=True, body=_all_posts_listed),
    Row("api-read-all", "read all of", "POST", sees=rules.READS, json=True, body=_of_community),
    Row("api-read-undo", method="POST", sees={"": "bob"}, json=True, body=_undo, unseen=NOT_TOLD),
    Row("api-bookmarks", variants=("", "?size=1")),
    Row("api-saved", "post", "PUT", sees=rules.READS, json=True),
    Row("api-saved", "post", "DELETE", sees=rules.READS, json=True),
]
