"""Rows of what people speak of, and of whom and what one follows."""

from typing import Any

from tests.access import rules
from tests.access.rows import TARGETS, Row
from tests.access.rules import EVERYONE
from tests.access.stage import Stage

ANYBODY = dict.fromkeys(TARGETS["topic"], EVERYONE)  # a topic used elsewhere only is as empty as one that nobody used

# A topic that one may not read is absent to who would follow it, as one that nobody used
READ = {place: rules.READS.get(place, "") for place in TARGETS["topic"]} | {"sujet-commun": EVERYONE}


def _follow(stage: Stage, target: str) -> dict[str, Any]:
    return {"level": "follow"}


def _mute(stage: Stage, target: str) -> dict[str, Any]:
    return {"level": "nothing"}


BELONGS = rules.WRITES | {"archived": "erin"}  # one mutes what one belongs to


def _invite_max(stage: Stage, target: str) -> dict[str, Any]:
    return {"person": str(stage.cast.max.pk), "word": "Viens voir."}


INVITES_THERE = {
    place: "" if place == "archived" else " ".join(one for one in who.split() if one != "guest") for place, who in rules.READS.items()
}
# A closed community is offered by those who animate it; max reads the open one
INVITES_MAX = rules.INVITES | {"open": rules.EMPLOYEES}
MOVES_END = dict.fromkeys(rules.SEES, "") | {"guest": "erin ada"}

ROWS = [
    Row("thread-invite", "post", sees=rules.READS, may=INVITES_THERE, variants=("", "?q=e", "?q=ga")),
    Row("thread-invite", "post", "POST", sees=rules.READS, may=INVITES_MAX, body=_invite_max),
    Row("guest-list", "community", sees=rules.KNOWS, may=rules.MODERATES),
    Row("guest-until", "person", "POST", sees=rules.SEES, may=MOVES_END, body=lambda stage, target: {"until": "x"}, changes=False),
    Row("feed-choice", method="POST", body=lambda stage, target: {"feed": "for_you"}),
    Row("feed-why"),
    Row("following"),
    Row("person-level", "person", "POST", sees=rules.SEES, body=_follow),
    Row("topic-level", "topic", "POST", sees=READ, body=_follow),
    Row("thread-level", "post", "POST", sees=rules.READS, body=_follow),
    Row("community-level", "community", "POST", sees=rules.KNOWS, may=BELONGS, body=_mute),
    Row("api-community-level", "community", "PUT", sees=rules.KNOWS, may=BELONGS, body=_mute, json=True),
    Row("api-community-level", "community", "DELETE", sees=rules.KNOWS, may=BELONGS, json=True, changes=False),
    Row("api-following"),
    Row("api-person-level", "person", "PUT", sees=rules.SEES, body=_follow, json=True),
    Row("api-person-level", "person", "DELETE", sees=rules.SEES, json=True),
    Row("api-topic-level", "topic", "PUT", sees=READ, body=_follow, json=True),
    Row("api-topic-level", "topic", "DELETE", sees=READ, json=True),
    Row("api-thread-level", "post", "PUT", sees=rules.READS, body=_follow, json=True),
    Row("api-thread-level", "post", "DELETE", sees=rules.READS, json=True),
    Row("topic-list", variants=("", "?q=f", "?q=fus", "?q=tarif", "?q=jamais")),
    Row("topic-show", "topic", sees=ANYBODY, variants=("", "?fragment=1", "?before=1")),
    Row("topic-show", "topic", sees=ANYBODY, variants=("?sort=activity", "?sort=top&period=year", "?fragment=1&sort=activity")),
    Row("api-topics", variants=("", "?q=f", "?q=tar", "?size=1")),
    Row("api-topics", "publish", sees=rules.READS, variants=("?q=fus&community={community}", "?q=tar&community={community}")),
    Row("api-topic-posts", "topic", sees=ANYBODY, variants=("", "?size=1", "?cursor=9000000000000000000")),
    Row("api-topic-posts", "topic", sees=ANYBODY, variants=("?sort=activity", "?sort=top&period=year")),
]
