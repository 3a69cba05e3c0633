"""Rows of search: whatever is looked for, each finds what they may read."""

from urllib.parse import quote

from tests.access.rows import Row
from tests.access.words import TOPICS, UNSAID, WORDS

_WORDS = [*WORDS.values(), *TOPICS.values(), UNSAID, "rivet", "repère", "image", "succès"]
_ASKED = tuple(f"?q={quote(word)}" for word in _WORDS)
_NARROWED = ("?q=rep%C3%A8re&kind=question", "?q=image&kind=document", "?q=rep%C3%A8re&sort=newest&solved=1", "?q=rep%C3%A8re&since=year")
_NAMED = ("?q=pro&kind=community", "?q=ga&kind=person", "?q=e&kind=person", "?q=a&kind=community")
_BEGUN = ("?q=pro", "?q=ga", "?q=fus", "?q=tar", "?q=m", "?q=en")

ROWS = [
    Row("search", variants=("", *_ASKED, *_NARROWED, *_NAMED)),
    Row("search-suggestions", variants=("", *_BEGUN)),
    Row("search-forget", method="POST", changes=False),
    Row("api-search", variants=(*_ASKED, *(one for one in _NARROWED if "sort" not in one))),
    Row("api-search-suggestions", variants=("", *_BEGUN)),
    Row("api-search-suggestions", method="DELETE", json=True, changes=False),
]
