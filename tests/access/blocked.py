"""What bob says in the closed community, and erin, who blocked him: his words are folded wherever they come to her unasked."""

import re

from communities.actions.levels import set_level_of_person
from communities.actions.posts import accept_answer
from communities.actions.reliance import mark_answer
from communities.models import Post
from tests.conftest import Cast
from tests.factories import NOW, make_comment, make_post

BLOCKER = "erin"
FOLDED = "gond-plié"
OPENED = {("person-show", "bob")}  # whoever looks him up wants to see what he is known for
_DETAILS = re.compile(r"<details\b([^>]*)>|</details>")


def blocked(cast: Cast, topic: str) -> list[Post]:
    """Two posts of alice's there: an answer of his accepted, one validated, his last two lines under a card; and a share of his post."""
    asked = make_post(cast.alice, cast.closed, f"Qui sait ? #{topic}", title="Qui sait ?", kind="question")
    accepted, validated, *_lines = (make_comment(cast.bob, asked, f"{FOLDED} {place}") for place in ("retenu", "validé", "trois", "quatre"))
    accept_answer(by=cast.alice, post=asked, comment=accepted, at=NOW)
    mark_answer(by=cast.alice, comment=validated, state="validated", note="", at=NOW)
    own = make_post(cast.bob, cast.open, f"{FOLDED}")
    passed_on = make_post(cast.alice, cast.closed, "Lisez.", kind="share", details={"original": own})
    set_level_of_person(by=cast.people[BLOCKER], other=cast.bob, level="block", at=NOW)
    return [asked, passed_on]


def outside_folds(html: str) -> str:
    """A page without what is closed on it because the reader blocked its author."""
    kept, depth, place = [], 0, 0
    for tag in _DETAILS.finditer(html):
        if depth == 0 and tag[1] and 'class="folded"' in tag[1]:
            kept.append(html[place : tag.start()])
            depth = 1
        elif depth:
            depth += -1 if tag[1] is None else 1
            place = tag.end()
    return "".join([*kept, html[place:]])
