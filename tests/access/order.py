"""Rows of what keeps order in a community: pinned posts, reports and those who decide on them."""

from typing import Any

from tests.access import rules
from tests.access.rows import ADMIN, NOT_TOLD, Row
from tests.access.stage import Stage

PINS = rules.MODERATES | {"archived": ""}

# Somebody reported the comment of each thread. Those who animate decide, but not on what they wrote; the administrator where
# every employee reads, and nowhere else.
DECIDES = rules.NOBODY | {"open": "erin ada", "closed": "erin", "secret": "alice", "partners": "erin"}
TOLD = rules.NOBODY | {"open": "max", "closed": "bob", "secret": "alice", "partners": "bob"}  # who reported
OPENS = {place: f"{DECIDES[place]} {TOLD[place]}" for place in DECIDES}
SAID = (
    ("testimonial", "testimonial", rules.NOBODY | {"open": rules.EMPLOYEES}),  # the one that bob lets be shown
    ("proposal", "proposal", rules.READS),
    ("proposal", "change of practice", rules.READS),
    ("proposal", "new practice", rules.READS),
    ("objection", "objection", rules.READS),
    ("objection", "objection to change", rules.READS),
    ("practice", "practice", rules.READS),
)
FORBIDDEN = frozenset({"forbidden"})

# Passed on and decided: those who animate, the administrator, without what she may not know of, and bob, whose words they were
LOOKS_BACK = {"closed": "alice erin ada", "secret": "alice ada"}

SHARES = rules.READS | {"secret": ""}  # what is said in a secret community is not passed on


MOVES = rules.ACCEPTS  # whose post it is, and who animates there
MOVES_TO_OPEN = rules.NOBODY | {"open": "erin", "closed": "bob erin", "partners": "bob erin"}  # of these, who writes there
TO_OPEN = ("?community=entraide-ouverte",)


def _moved(stage: Stage, target: str) -> dict[str, Any]:
    """As whoever saw another plan."""
    return {"community": stage.cast.open.slug, "seen": "autre"}


def _shared(stage: Stage, target: str) -> dict[str, Any]:
    """In the open community what is elsewhere, elsewhere what is in the open one."""
    return {"community": stage.cast.communities["closed" if target == "open" else "open"].slug, "body": "Voyez."}


def _reported(stage: Stage, target: str) -> dict[str, Any]:
    return {"reason": "other", "note": "À regarder.", "may_pass": "on"}


def _decided(stage: Stage, target: str) -> dict[str, Any]:
    return {"outcome": "kept", "reason": "Rien à redire."}


def _send(name: str, about: str, sees: dict[str, str], **options: Any) -> Row:
    return Row(name, about, "POST", sees=sees, body=_reported, **options)


ROWS = [
    Row("post-pin", "post", sees=rules.READS, may=PINS),
    Row("post-pin", "post", "POST", sees=rules.READS, may=PINS, body=lambda stage, target: {"do": "pin"}),
    Row("community-show", "community", sees=rules.READS, variants=("?fragment=1&pinned=1",)),
    Row("api-pins", "community", sees=rules.READS),
    Row("api-pin", "post", "PUT", sees=rules.READS, may=PINS, json=True),
    Row("api-pin", "post", "DELETE", sees=rules.READS, may=PINS, json=True, changes=False),
    Row("post-report", "post", sees=rules.READS),
    _send("post-report", "post", rules.READS),
    Row("comment-report", "comment of post", sees=rules.READS),
    _send("comment-report", "comment of post", rules.READS),
    Row("community-report", "community", sees=rules.KNOWS),
    _send("community-report", "community", rules.KNOWS),
    Row("person-report", "person", sees=rules.SEES),
    _send("person-report", "person", rules.SEES),
    *(row for name, about, sees in SAID for row in (Row(f"{name}-report", about, sees=sees), _send(f"{name}-report", about, sees))),
    *(_send(f"api-{name}-report", about, sees, json=True) for name, about, sees in SAID),
    Row("community-reports", "community", sees=rules.KNOWS, may=rules.MODERATES),
    Row("report-list", sees=ADMIN, unseen=FORBIDDEN),
    Row("report-show", "report", sees=OPENS),
    Row("report-show", "passed report", sees={place: f"{names} bob" for place, names in LOOKS_BACK.items()}),
    Row("report-decide", "report", "POST", sees=DECIDES, body=_decided),
    _send("api-post-report", "post", rules.READS, json=True),
    _send("api-comment-report", "comment", rules.READS, json=True),
    _send("api-community-report", "community", rules.KNOWS, json=True),
    _send("api-person-report", "person", rules.SEES, json=True),
    Row("api-community-reports", "community", sees=rules.KNOWS, may=rules.MODERATES, variants=("", "?state=decided")),
    Row("api-reports", sees=ADMIN, unseen=FORBIDDEN, variants=("", "?state=decided")),
    Row("api-report", "report", sees=DECIDES),
    Row("api-report", "passed report", sees=LOOKS_BACK),
    Row("api-report-decision", "report", sees=TOLD),
    Row("api-report-decision", "passed report", sees={"closed": "erin bob", "secret": "alice bob"}),
    Row("api-report-decision", "report", "POST", sees=DECIDES, body=_decided, json=True),
    Row("post-move", "post", sees=rules.READS, may=MOVES),
    Row("post-move", "post", sees=rules.READS, may=MOVES_TO_OPEN, variants=TO_OPEN),
    Row("post-move", "post", "POST", sees=rules.READS, may=MOVES, body=_moved, changes=False),
    Row("post-show", "moved", sees=rules.READS),
    Row("api-move", "post", sees=rules.READS, may=MOVES_TO_OPEN, variants=TO_OPEN),
    Row("api-move", "post", "POST", sees=rules.READS, may=MOVES_TO_OPEN, body=_moved, json=True, changes=False),
    Row("post-share", "post", sees=rules.READS, may=SHARES),
    Row("post-share", "post", "POST", sees=rules.READS, may=SHARES, body=_shared, unallowed=NOT_TOLD),
    Row("post-show", "share", sees=rules.READS),
    Row("api-post", "share", sees=rules.READS),
    Row("api-shares", "post", sees=rules.READS),
    Row("api-shares", "post", "POST", sees=rules.READS, may=SHARES, body=_shared, json=True, unallowed=NOT_TOLD),
]
