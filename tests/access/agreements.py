"""Rows of what the members of a community agree on: its charter, the changes proposed to it, its practices."""

from typing import Any

from tests.access import rules
from tests.access.rows import Row
from tests.access.rules import NOBODY
from tests.access.stage import Stage

ANYWHERE = dict.fromkeys(rules.PLACES, rules.EVERYONE)  # of a community that one does not read it says nothing
PROPOSES = NOBODY | {"open": "bob", "closed": "bob", "secret": "bob", "partners": "erin"}  # who made the proposal of the stage


def _accepts(stage: Stage, target: str) -> dict[str, Any]:
    return {"accepts": "1"}


def _text(stage: Stage, target: str) -> dict[str, Any]:
    return {"title": "On fait autrement", "text": "Un autre texte.", "why": "Plus clair", "accepts": "1", "accepts_charter": 1, "base": "1"}


def _new(stage: Stage, target: str) -> dict[str, Any]:
    return _text(stage, target) | {"base": "0"}


def _change(stage: Stage, target: str) -> dict[str, Any]:
    """Of the practice there, in the API."""
    return _text(stage, target) | {"practice": stage.practices[target].pk if target in stage.practices else None}


def _decides(decision: str) -> Any:
    return lambda stage, target: {"do": decision, "decision": decision, "revision": 1, "reason": "Trop tôt"}


def _consents(stage: Stage, target: str) -> dict[str, Any]:
    return {"says": "consent", "consents": True}


def _in_api(name: str, about: str, method: str, **options: Any) -> Row:
    return Row(name, about, method, sees=rules.READS, json=True, **options)


CHARTERS = [
    Row("charter-ask", variants=("", "?community=x")),
    Row("charter-ask", "publish", sees=ANYWHERE, variants=("?community={community}",)),
    Row("charter-show", "community", sees=rules.READS),
    Row("charter-history", "community", sees=rules.READS),
    Row("charter-accept", "community", "POST", sees=rules.KNOWS, may=rules.WRITES, body=_accepts),
    Row("charter-review", "community", "POST", sees=rules.KNOWS, may=rules.MODERATES),
    Row("charter-propose", "community", sees=rules.READS, may=rules.WRITES),
    Row("charter-propose", "community", "POST", sees=rules.READS, may=rules.WRITES, body=_text),
    Row("charter-proposal", "proposal", sees=rules.READS),
    Row("api-charter", "charter", sees=rules.READS),
    Row("api-charter-versions", "community", sees=rules.READS),
    Row("api-charter-proposals", "community", sees=rules.READS),
    _in_api("api-charter-acceptance", "community", "PUT", may=rules.WRITES, body=lambda stage, target: {"number": 1}),
    _in_api("api-charter-proposals", "community", "POST", may=rules.WRITES, body=_text),
]

KEEPS = rules.MODERATES | {"archived": ""}
EDITS_PRACTICE = NOBODY | {"open": "bob erin", "closed": "alice bob erin", "secret": "alice bob", "partners": "bob erin"}


def _practice(stage: Stage, target: str) -> dict[str, Any]:
    return {"title": "On répond dans la journée", "text": "", "referent": ""}


PRACTICES = [
    Row("practice-list", "community", sees=rules.READS),
    Row("practice-create", "community", sees=rules.KNOWS, may=KEEPS),
    Row("practice-create", "community", "POST", sees=rules.KNOWS, may=KEEPS, body=_practice),
    Row("practice-edit", "practice", sees=rules.READS, may=EDITS_PRACTICE),
    Row("practice-edit", "practice", "POST", sees=rules.READS, may=EDITS_PRACTICE, body=_practice),
    Row("practice-review", "practice", "POST", sees=rules.READS, may=EDITS_PRACTICE),
    Row("practice-apply", "practice", "POST", sees=rules.READS, may=rules.WRITES),
    Row("practice-retire", "practice", sees=rules.READS, may=rules.MODERATES),
    Row("practice-retire", "practice", "POST", sees=rules.READS, may=rules.MODERATES),
    Row("practice-propose", "community", sees=rules.READS, may=rules.WRITES),
    Row("practice-propose", "community", "POST", sees=rules.READS, may=rules.WRITES, body=_new),
    Row("practice-propose-change", "practice", sees=rules.READS, may=rules.WRITES),
    Row("practice-propose-change", "practice", "POST", sees=rules.READS, may=rules.WRITES, body=_text),
    Row("practice-retired", "community", sees=rules.READS),
    Row("practice-history", "practice", sees=rules.READS),
    Row("api-practices-retired", "community", sees=rules.READS),
    Row("api-practice-versions", "practice", sees=rules.READS),
    Row("api-practices", "community", sees=rules.READS),
    Row("api-practice-proposals", "community", sees=rules.READS),
    _in_api("api-practice-proposals", "community", "POST", may=rules.WRITES, body=_new),
    _in_api("api-practice-proposals", "community", "POST", may=rules.WRITES, body=_change),
    _in_api("api-practices", "community", "POST", may=KEEPS, body=lambda stage, target: {"title": "On répond"}),
    _in_api("api-practice", "practice", "PATCH", may=EDITS_PRACTICE, body=lambda stage, target: {"title": "On répond"}),
    _in_api("api-practice", "practice", "DELETE", may=rules.MODERATES),
    _in_api("api-practice-application", "practice", "PUT", may=rules.WRITES),
    _in_api("api-practice-application", "practice", "DELETE"),
]

# Of the charter, of a practice, of a new one: the same room.
PROPOSALS = [
    row
    for about, text in (("proposal", _text), ("change of practice", _text), ("new practice", _new))
    for row in (
        Row("proposal-show", about, sees=rules.READS),
        Row("proposal-rewrite", about, sees=rules.READS, may=PROPOSES),
        Row("proposal-rewrite", about, "POST", sees=rules.READS, may=PROPOSES, body=text),
        Row("proposal-opinion", about, "POST", sees=rules.READS, may=rules.WRITES, body=_consents),
        Row("proposal-decide", about, "POST", sees=rules.READS, may=rules.MODERATES, body=_decides("publish")),
        Row("proposal-decide", about, "POST", sees=rules.READS, may=rules.MODERATES, body=_decides("decline")),
        Row("proposal-decide", about, "POST", sees=rules.READS, may=PROPOSES, body=_decides("withdraw")),
        *(
            row
            for name in ("api-proposal", "api-charter-proposal")
            for row in (Row(name, about, sees=rules.READS), _in_api(name, about, "PATCH", may=PROPOSES, body=text))
        ),
        *(_in_api(name, about, "PUT", may=rules.WRITES, body=_consents) for name in ("api-proposal-opinion", "api-charter-opinion")),
        *(
            _in_api(name, about, "POST", may=rules.MODERATES, body=_decides("publish"))
            for name in ("api-proposal-decision", "api-charter-decision")
        ),
    )
]

REFERENTS = [
    Row("referent-list", "community", sees=rules.READS, variants=("", "?topic=x")),
    Row(
        "referent-list",
        "community",
        "POST",
        sees=rules.READS,
        may=KEEPS,
        body=lambda stage, target: {"topic": "#essais", "person": stage.cast.bob.pk},
    ),
    Row("referent-release", "referent", "POST", sees=rules.READS, may=EDITS_PRACTICE),
    Row("api-referents", "community", sees=rules.READS),
    _in_api("api-referents", "community", "POST", may=KEEPS, body=lambda stage, target: {"topic": "essais", "person": stage.cast.bob.pk}),
    _in_api("api-referent", "referent", "DELETE", may=EDITS_PRACTICE),
]

VOUCHES = EDITS_PRACTICE  # bob answers for a topic of the first post everywhere
ASKED = NOBODY  # no answer of the stage is accepted

ANSWERS = [
    Row("similar", variants=("", "?kind=question&title=nacelle-ouverte&community=x", "?kind=question&title=turbine-ferm%C3%A9e")),
    Row("similar", "publish", sees=ANYWHERE, variants=("?kind=question&title=turbine-ferm%C3%A9e+h%C3%A9lice&community={community}",)),
    Row("api-similar", "publish", sees=ANYWHERE, variants=("?q=turbine-ferm%C3%A9e&community={community}",)),
    Row("answer-mark", "comment of post", sees=rules.READS, may=VOUCHES),
    Row("answer-mark", "comment of post", "POST", sees=rules.READS, may=VOUCHES, body=lambda stage, target: {"state": "dangerous"}),
    Row("answer-held", "post", sees=rules.READS, may=ASKED),
    Row("answer-held", "post", "POST", sees=rules.READS, may=ASKED, body=lambda stage, target: {"outcome": "yes"}, changes=False),
    Row("api-similar", variants=("?q=nacelle-ouverte", "?q=turbine-ferm%C3%A9e")),
    Row("api-mark", "comment", "PUT", sees=rules.READS, may=VOUCHES, body=lambda stage, target: {"state": "dangerous"}, json=True),
    Row("api-mark", "comment", "DELETE", sees=rules.READS, may=VOUCHES, json=True),
    Row(
        "api-outcome", "post", "PUT", sees=rules.READS, may=ASKED,
        body=lambda stage, target: {"outcome": "yes"}, json=True, changes=False,
    ),
]  # fmt: skip

ROWS = [*CHARTERS, *PRACTICES, *PROPOSALS, *REFERENTS, *ANSWERS]
