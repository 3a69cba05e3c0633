"""Rows of adoption: figures about communities, never about people."""

from typing import Any

from tests.access.rows import Row
from tests.access.rules import EVERYONE, NOBODY, PLACES
from tests.access.stage import Stage
from tests.access.staged.studied import WEEK

NETWORK = {"": "sam pia"}
LEADS = {"": "max"}
UNITS = {"unit": "sam pia"}
PILOT = {"": "pia"}
SEEDS = {"": "pia ada"}
EMPLOYEES = {"": " ".join(name for name in EVERYONE.split() if name != "guest")}
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


def _pioneer(stage: Stage, target: str) -> dict[str, Any]:
    return {"emails": stage.cast.bob.email, "from_day": "2026-03-02"}


def _date(stage: Stage, target: str) -> dict[str, Any]:
    return {"step": "date", "launch_on": "2030-01-07", "words": "Venez"}


def _step(stage: Stage, target: str) -> dict[str, Any]:
    return {"step": stage.step, "shown": "", "name": "Autrement dit", "due_on": "2030-01-01"}


def _columns(stage: Stage, target: str) -> dict[str, Any]:
    return {"act": "take"}


def _colleague(stage: Stage, target: str) -> dict[str, Any]:
    return {"email": [stage.outcast.email], "wishes": "yes"}


def _pause(stage: Stage, target: str) -> dict[str, Any]:
    return {"decision": "stop", "reason": "Ce n’est pas le moment"}


def _pack(stage: Stage, target: str) -> dict[str, Any]:
    weeks = {"last_week": WEEK, "weeks": 4}
    return {"scope": "network", "title": "Dossier", "language": "fr", "figures": ["stage"], **weeks}


# Those who own or animate a community speak for it; those who may only see its figures are told that they may not
SPEAK = NOBODY | {"open": "erin", "closed": "alice erin", "partners": "erin", "archived": "erin"}

ROWS = [
    Row("adoption-network", unseen=frozenset({"forbidden"}), sees=NETWORK),
    Row("adoption-expert", unseen=frozenset({"forbidden"}), sees=NETWORK),
    Row("adoption-decide", unseen=frozenset({"forbidden"}), sees=PILOT),
    Row("adoption-decide", method="POST", unseen=frozenset({"forbidden"}), sees=PILOT, body=_decision),
    Row("adoption-pioneers", unseen=frozenset({"forbidden"}), sees=PILOT),
    Row("adoption-pioneers", method="POST", unseen=frozenset({"forbidden"}), sees=PILOT, body=_pioneer),
    Row("adoption-pauses", unseen=frozenset({"forbidden"}), sees=NETWORK),
    Row("adoption-pauses", method="POST", unseen=frozenset({"forbidden"}), sees=PILOT, changes=False),  # one is under way
    Row("adoption-pause", "pause", unseen=frozenset({"forbidden"}), sees=NETWORK),
    Row("adoption-pause", "pause", method="POST", unseen=frozenset({"forbidden"}), sees=PILOT, body=_pause),
    Row("adoption-campaigns", unseen=frozenset({"forbidden"}), sees=NETWORK),
    Row("adoption-campaigns", method="POST", unseen=frozenset({"forbidden"}), sees=PILOT, changes=False),  # a pause is under way
    Row("adoption-campaign", "campaign", unseen=frozenset({"forbidden"}), sees=NETWORK),
    Row("adoption-campaign", "campaign", method="POST", unseen=frozenset({"forbidden"}), sees=PILOT, body=_pause),
    Row("adoption-launch", unseen=frozenset({"forbidden"}), sees=SEEDS),
    Row("adoption-launch", method="POST", unseen=frozenset({"forbidden"}), sees=PILOT, body=_step),
    Row("adoption-seeding", unseen=frozenset({"forbidden"}), sees=SEEDS),
    Row("adoption-seeding", method="POST", unseen=frozenset({"forbidden"}), sees=SEEDS, body=_date),
    Row("adoption-seeding-reach", unseen=frozenset({"forbidden"}), sees=SEEDS),
    Row("adoption-seeding-people", unseen=frozenset({"forbidden"}), sees=SEEDS),
    Row("adoption-seeding-people", method="POST", unseen=frozenset({"forbidden"}), sees=SEEDS, body=_columns),
    Row("adoption-seeding-problems", unseen=frozenset({"forbidden"}), sees=SEEDS),
    Row("adoption-nominate", unseen=frozenset({"forbidden"}), sees=EMPLOYEES),
    Row("adoption-nominate", method="POST", unseen=frozenset({"forbidden"}), sees=EMPLOYEES, body=_colleague),
    Row("adoption-pioneer", unseen=frozenset({"forbidden"}), sees=EMPLOYEES),
    Row("adoption-pioneer", method="POST", unseen=frozenset({"forbidden"}), sees=EMPLOYEES, changes=False),  # nobody asked them
    Row("adoption-team", unseen=frozenset({"forbidden"}), sees=LEADS),
    Row("adoption-units", unseen=frozenset({"forbidden"}), sees=NETWORK),
    Row("adoption-unit", "unit", unseen=frozenset({"forbidden"}), sees=UNITS),
    Row("adoption-packs", unseen=frozenset({"forbidden"}), sees=NETWORK),
    Row("adoption-pack-create", unseen=frozenset({"forbidden"}), sees=NETWORK),
    Row("adoption-pack-create", method="POST", unseen=frozenset({"forbidden"}), sees=NETWORK, body=_pack),
    Row("adoption-pack", "pack", unseen=frozenset({"forbidden"}), sees=NETWORK, variants=("", "?fragment=1")),
    Row("adoption-pack-download", "paper of pack", unseen=frozenset({"forbidden"}), sees=NETWORK),
    Row("adoption-pack-remake", "pack", method="POST", unseen=frozenset({"forbidden"}), sees=NETWORK),
    Row("adoption-pack-delete", "pack", method="POST", unseen=frozenset({"forbidden"}), sees=NETWORK),
    Row("adoption-barometer", unseen=frozenset({"forbidden"}), sees=EMPLOYEES),
    Row("adoption-barometer", method="POST", unseen=frozenset({"forbidden"}), sees=EMPLOYEES, changes=False),  # no wave is open
    Row("adoption-barometer-results", unseen=frozenset({"forbidden"}), sees=NETWORK),
    Row("adoption-barometer-wave", method="POST", unseen=frozenset({"forbidden"}), sees=PILOT),
    Row("adoption-community", "community", sees=KNOWN, may=OPENED),
]

# Who looked at figures is named, to elected members alone, of whom the cast has none: tests/adoption/test_kept.py
REGISTERS = [Row("adoption-consultations", unseen=frozenset({"forbidden"}), sees=NOBODY)]

# What is asked of those who speak for a community: no figure, and not for the pilot to see
ASKED = [
    Row("adoption-pause-consent", "pause of community", sees=KNOWN, may=SPEAK),
    Row("adoption-pause-consent", "pause of community", method="POST", sees=KNOWN, may=SPEAK),
]
