"""Rows of what one notes for oneself while reading: the posts kept for later, in pages and in the API."""

from tests.access import rules
from tests.access.rows import Row

ROWS = [
    Row("bookmark-list", variants=("", "?fragment=1", "?before=1")),
    Row("post-save", "post", "POST", sees=rules.READS, body=lambda stage, target: {"saved": "false"}),
    Row("api-bookmarks", variants=("", "?size=1")),
    Row("api-saved", "post", "PUT", sees=rules.READS, json=True),
    Row("api-saved", "post", "DELETE", sees=rules.READS, json=True),
]
