"""The table: a row for each address and method of the site, saying who gets in, and on what the address is tried."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

from communities import access
from rse.lib.text import topic_key
from tests.access import rules
from tests.access.rules import EVERYONE, NOBODY, PLACES
from tests.access.stage import Stage
from tests.access.staged.studied import UNIT
from tests.access.words import DRAFTED, LINKED, PHOTOGRAPHED, TOPICS

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
    "removed comment": lambda stage, target: [stage.removed.post_id, stage.removed.pk],
    "unit": lambda stage, target: [UNIT],
    "community": lambda stage, target: [stage.cast.communities[target].slug],
    "member": lambda stage, target: [stage.cast.communities[target].slug, stage.cast.bob.pk],
    "outcast": lambda stage, target: [stage.cast.communities[target].slug, stage.outcast.pk],
    "request": lambda stage, target: [stage.cast.communities[target].slug, stage.requests[target].pk],
    "mail": lambda stage, target: ["digest", "fr"],
    "notification": lambda stage, target: [stage.notifications[target].pk],
    "person": lambda stage, target: [stage.cast.people[target].pk],
    "poll": lambda stage, target: [stage.polls[target].pk],
    "testimonial": lambda stage, target: [stage.testimonials[target].pk],
    "left behind": lambda stage, target: [stage.left_behind[target].pk],
    "consent left behind": lambda stage, target: [stage.left_behind[target].pk, "internal"],
    "consent": lambda stage, target: [stage.testimonials[target].pk, "board"],
    "story": lambda stage, target: [stage.stories[target].pk],
    "announcement": lambda stage, target: [stage.announcements[target].pk],
    "publish": lambda stage, target: [],
    "read all of": lambda stage, target: [],
    "share": lambda stage, target: [stage.shares[target].pk],
    "passed report": lambda stage, target: [stage.passed[target].pk],
    "report": lambda stage, target: [stage.reports[target].pk],
    "moved": lambda stage, target: [stage.moved[target].pk],
    "version": lambda stage, target: [stage.edited[target].pk, 1],
    "version of comment of post": lambda stage, target: [stage.edited[target].pk, stage.edited_comments[target].pk, 1],
    "version of comment": lambda stage, target: [stage.edited_comments[target].pk, 1],
    "photo": lambda stage, target: [stage.cast.people[target].pk, PurePosixPath(stage.cast.people[target].photo).stem],
    "reply": lambda stage, target: [stage.cast.posts[f"{target}_post"].pk, "reponse"],
    "draft": lambda stage, target: [f"brouillon{target}"],
    "scheduled": lambda stage, target: [f"prevu{target}"],
    "topic": lambda stage, target: [topic_key(TOPICS.get(target, target))],
    "pause": lambda stage, target: [stage.pause.pk],
    "pause of community": lambda stage, target: [stage.pause.pk, stage.cast.communities[target].slug],
    "charter": lambda stage, target: [stage.cast.communities[target].slug],
    "practice": lambda stage, target: [stage.cast.communities[target].slug, stage.practices[target].pk],
    "referent": lambda stage, target: [stage.cast.communities[target].slug, stage.referents[target].pk],
    "proposal": lambda stage, target: [stage.cast.communities[target].slug, stage.proposals[target].pk],
    "change of practice": lambda stage, target: [stage.cast.communities[target].slug, stage.changes[target].pk],
    "new practice": lambda stage, target: [stage.cast.communities[target].slug, stage.new_practices[target].pk],
    "objection to change": lambda stage, target: [
        stage.cast.communities[target].slug,
        stage.changes[target].pk,
        stage.against_changes[target].person_id,
    ],
    "objection": lambda stage, target: [
        stage.cast.communities[target].slug,
        stage.proposals[target].pk,
        stage.objections[target].person_id,
    ],
    "file": lambda stage, target: [stage.files[target].token, stage.files[target].name],
    "file of comment": lambda stage, target: [stage.comment_files[target].token, stage.comment_files[target].name],
    "token": lambda stage, target: [stage.files[target].token],
    "upload": lambda stage, target: [stage.uploads[target].token],
    "own file": lambda stage, target: [stage.uploads[target].token, stage.uploads[target].name],
    "link": lambda stage, target: [stage.links[target].token],
    "link of comment": lambda stage, target: [stage.comment_links[target].token],
    "linking post": lambda stage, target: [stage.links[target].post_id],
    "linking comment": lambda stage, target: [stage.comment_links[target].comment_id],
    "asked page": lambda stage, target: [access.asked_page(stage.cast.bob, stage.asked)],
    "reaction to post": lambda stage, target: [stage.cast.posts[f"{target}_post"].pk, stage.kind],
    "push device": lambda stage, target: [stage.push_devices[target].pk],
    "reaction to comment": lambda stage, target: [stage.comments[target].pk, stage.kind],
}
COMMENTED = ("open", "closed", "secret", "partners")
TARGETS: dict[str, tuple[str, ...]] = {
    "": ("",),
    "post": (*PLACES, "deleted"),
    "reply": (*PLACES, "deleted"),
    "comment": COMMENTED,
    "comment of post": COMMENTED,
    "removed comment": ("open",),
    "unit": ("unit",),
    "community": PLACES,
    "member": PLACES,
    "outcast": PLACES,
    "request": ("closed", "partners"),
    "mail": ("",),
    "notification": ("closed", "secret", "partners"),
    "person": tuple(rules.SEES),
    "poll": COMMENTED,
    "announcement": COMMENTED,
    "story": COMMENTED,
    "testimonial": COMMENTED,
    "consent": COMMENTED,
    "left behind": ("closed",),
    "consent left behind": ("closed",),
    "publish": PLACES,
    "read all of": PLACES,
    "share": ("open", "closed"),
    "report": COMMENTED,
    "passed report": ("closed", "secret"),
    "moved": ("closed",),
    "version": COMMENTED,
    "version of comment of post": COMMENTED,
    "version of comment": COMMENTED,
    "photo": PHOTOGRAPHED,
    "draft": DRAFTED,
    "scheduled": DRAFTED,
    "topic": (*COMMENTED, "sujet-commun", "jamais-dit"),
    "pause": ("",),
    "pause of community": PLACES,
    "charter": COMMENTED,
    "practice": COMMENTED,
    "referent": COMMENTED,
    "proposal": COMMENTED,
    "objection": COMMENTED,
    "change of practice": COMMENTED,
    "new practice": COMMENTED,
    "objection to change": COMMENTED,
    "file": COMMENTED,
    "file of comment": COMMENTED,
    "token": COMMENTED,
    "upload": DRAFTED,
    "own file": DRAFTED,
    "link": LINKED,
    "link of comment": LINKED,
    "linking post": LINKED,
    "linking comment": LINKED,
    "asked page": ("",),
    "reaction to post": (*PLACES, "deleted"),
    "push device": ("bob",),
    "reaction to comment": COMMENTED,
}
NOT_TOLD = frozenset({"absent", "forbidden", "refused"})
OWN_NOTIFICATION = NOBODY | dict.fromkeys(("closed", "secret", "partners"), "bob")
