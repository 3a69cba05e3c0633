"""Rows of adoption: figures about communities, never about people."""

from typing import Any

from tests.access.rows import Row
from tests.access.rules import NOBODY, PLACES
from tests.access.stage import Stage

NETWORK = {"": "sam pia"}
LEADS = {"": "max"}
UNITS = {"unit": "sam pia"}
PILOT = {"": "pia"}
# Members who neither animate nor sponsor are told that they may not; a secret community has no page, even for its owner.
KNOWN = NOBODY | {
    "open": "bob erin sam pia",
    "closed": "alice bob erin sam pia",
    "partners": "bob erin guest sam pia",
    "archived": "erin sam pia",
}
OPENED = {place: " ".join(name for name in KNOWN[place].split() if name not in ("bob", "guest")) for place in PLACES}


def _decision(stage: Stage, target: str) -> dict[str, Any]:
    return {"decision": "thresholds", "enter_mass": 30, "leave_mass": 25, "enter_low": 12, "leave_low": 9, "reason": "Décision nouvelle"}


ROWS = [
    Row("adoption-network", unseen=frozenset({"forbidden"}), sees=NETWORK),
    Row("adoption-decide", unseen=frozenset({"forbidden"}), sees=PILOT),
    Row("adoption-decide", method="POST", unseen=frozenset({"forbidden"}), sees=PILOT, body=_decision),
    Row("adoption-team", unseen=frozenset({"forbidden"}), sees=LEADS),
    Row("adoption-units", unseen=frozenset({"forbidden"}), sees=NETWORK),
    Row("adoption-unit", "unit", unseen=frozenset({"forbidden"}), sees=UNITS),
    Row("adoption-community", "community", sees=KNOWN, may=OPENED),
]
