"""Rows of search: whatever is looked for, each finds what they may read."""

from tests.access.rows import Row
from tests.access.words import TOPICS, UNSAID, WORDS

_ASKED = tuple(f"?q={word}" for word in (*WORDS.values(), TOPICS["closed"], UNSAID))
_NARROWED = ("?q=repère&kind=question", "?q=image&kind=document", "?q=succès&since=year")
_NAMED = ("?q=pro&kind=community", "?q=ga&kind=person")
_BEGUN = ("?q=pro", "?q=ga", "?q=fus")

ROWS = [
    Row("search", variants=("", *_ASKED, *_NARROWED, *_NAMED)),
    Row("search-suggestions", variants=("", *_BEGUN)),
    Row("search-forget", method="POST", changes=False),
    Row("api-search", variants=(*_ASKED, *_NARROWED)),
    Row("api-search-suggestions", variants=("", *_BEGUN)),
    Row("api-search-suggestions", method="DELETE", json=True, changes=False),
]
