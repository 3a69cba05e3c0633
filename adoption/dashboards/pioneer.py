"""A pioneer's own page: the request, five small acts that tick themselves, what they started, the handing over. For them alone."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from adoption.history.signs import MISSIONS, missions_done, started_by
from adoption.models import NETWORK, CommunityWeek, Pioneer, PioneerAsk
from rse.people.models import Person

WORDS: dict[str, tuple[Promise, Promise]] = {
    "ask": (_("Ask a real question"), _("One that you would have asked by mail.")),
    "answer": (_("Answer a colleague of another team"), _("Even “I do not know, but ask so-and-so” helps.")),
    "thank": (_("React to something useful"), _("Whoever wrote it sees that it served.")),
    "bring": (_("Invite somebody who knows"), _("From a community, with the question that waits for them.")),
    "tell": (_("Tell a first success"), _("Small, dated, with what it changed.")),
}
CARRIED = ("critical_mass", "self_carrying")


@dataclass(frozen=True)
class Mission:
    name: Promise
    hint: Promise
    done: bool


@dataclass(frozen=True)
class OwnPage:
    """`ask`: the request that waits or was answered; `pioneer`: the spell that runs; `started`: threads, answers, people."""

    ask: PioneerAsk | None
    pioneer: Pioneer | None
    missions: tuple[Mission, ...]
    started: tuple[int, int, int]
    carried: bool

    @property
    def done(self) -> int:
        return sum(mission.done for mission in self.missions)

    @property
    def waits(self) -> bool:
        return self.ask is not None and self.ask.answered_at is None


def own_page(person: Person) -> OwnPage:
    pioneer = Pioneer.objects.filter(person_id=person.pk, to_at=None).first()
    done = missions_done([person.pk], pioneer.from_at).get(person.pk, {}) if pioneer else {}
    stage = CommunityWeek.objects.filter(community_id=NETWORK).order_by("-week").values_list("stage", flat=True).first()
    return OwnPage(
        ask=PioneerAsk.objects.filter(person_id=person.pk).first(), pioneer=pioneer,
        missions=tuple(Mission(*WORDS[key], bool(done.get(key))) for key in MISSIONS) if pioneer else (),
        started=started_by(person.pk, pioneer.from_at) if pioneer else (0, 0, 0), carried=stage in CARRIED,
    )  # fmt: skip
