"""The table: a row for each address and method of the site, saying who gets in, and on what the address is tried."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

from tests.access import rules
from tests.access.rules import EVERYONE, NOBODY, PLACES
from tests.access.stage import DRAFTED, PHOTOGRAPHED, Stage

Rule = Mapping[str, str]
ALWAYS: Rule = {"": EVERYONE}
ADMIN: Rule = {"": "ada"}


@dataclass(frozen=True)
class Row:
    """`sees` may know of the thing, else it looks absent; `may` get in, else they are told that they may not."""

    name: str  # of the address
    about: str = ""  # what its arguments are: a key of ARGUMENTS
    method: str = "GET"
    sees: Rule = field(default_factory=lambda: ALWAYS)
    may: Rule | None = None  # None: whoever sees
    body: Callable[[Stage, str], dict[str, Any]] = lambda stage, target: {}
    variants: tuple[str, ...] = ("",)  # query strings
    json: bool = False
    unseen: frozenset[str] = frozenset({"absent"})
    unallowed: frozenset[str] = frozenset({"forbidden"})
    changes: bool = True  # of a write: those allowed leave a trace in the database

    def expected(self, target: str, viewer: str) -> frozenset[str]:
        """How the address may answer this viewer about this target: see `outcome` in doors.py."""
        if viewer in ("anonymous", "mallory"):
            return frozenset({"sign in"})
        if viewer not in self.sees.get(target, "").split():
            return self.unseen
        if self.may is not None and viewer not in self.may.get(target, "").split():
            return self.unallowed
        return frozenset({"ok", "refused"}) if self.method != "GET" else frozenset({"ok"})


ARGUMENTS: dict[str, Callable[[Stage, str], list[object]]] = {
    "": lambda stage, target: [],
    "post": lambda stage, target: [stage.cast.posts[f"{target}_post"].pk],
    "comment": lambda stage, target: [stage.comments[target].pk],
    "comment of post": lambda stage, target: [stage.comments[target].post_id, stage.comments[target].pk],
    "community": lambda stage, target: [stage.cast.communities[target].slug],
    "member": lambda stage, target: [stage.cast.communities[target].slug, stage.cast.bob.pk],
    "outcast": lambda stage, target: [stage.cast.communities[target].slug, stage.outcast.pk],
    "request": lambda stage, target: [stage.cast.communities[target].slug, stage.requests[target].pk],
    "notification": lambda stage, target: [stage.notifications[target].pk],
    "person": lambda stage, target: [stage.cast.people[target].pk],
    "poll": lambda stage, target: [stage.polls[target].pk],
    "publish": lambda stage, target: [],
    "photo": lambda stage, target: [stage.cast.people[target].pk, PurePosixPath(stage.cast.people[target].photo).stem],
    "draft": lambda stage, target: [f"brouillon{target}"],
    "reaction to post": lambda stage, target: [stage.cast.posts[f"{target}_post"].pk, stage.kind],
    "reaction to comment": lambda stage, target: [stage.comments[target].pk, stage.kind],
}
COMMENTED = ("open", "closed", "secret", "partners")
TARGETS: dict[str, tuple[str, ...]] = {
    "": ("",),
    "post": (*PLACES, "deleted"),
    "comment": COMMENTED,
    "comment of post": COMMENTED,
    "community": PLACES,
    "member": PLACES,
    "outcast": PLACES,
    "request": ("closed", "partners"),
    "notification": ("closed", "secret", "partners"),
    "person": tuple(rules.SEES),
    "poll": COMMENTED,
    "publish": PLACES,
    "photo": PHOTOGRAPHED,
    "draft": DRAFTED,
    "reaction to post": (*PLACES, "deleted"),
    "reaction to comment": COMMENTED,
}
NOT_TOLD = frozenset({"absent", "forbidden", "refused"})
OWN_NOTIFICATION = NOBODY | dict.fromkeys(("closed", "secret", "partners"), "bob")
