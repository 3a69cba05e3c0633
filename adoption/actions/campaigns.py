"""Campaigns: proposed with their protocol, drawn at once, planned act by act, ticked, stopped, and read at their planned dates only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import numpy as np
from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from adoption import access
from adoption.actions.decisions import MAX_REASON
from adoption.history import places
from adoption.history.clock import zone
from adoption.metrics import campaigning
from adoption.models import (
    UNDER_WAY,
    ActKind,
    Campaign,
    CampaignAct,
    CampaignCluster,
    CampaignDone,
    CampaignOver,
    CampaignReading,
    CommunityWeek,
    FillState,
    Pause,
    UnitWeek,
)
from adoption.science import weeks
from adoption.science.figures import Figure
from adoption.science.trials import Plan
from rse.audit import log
from rse.lib.refusal import Refused
from rse.people.models import Person, Unit

LEAST_STEPS, MOST_STEPS = 2, 12
LONGEST_STEP = 12  # weeks
MOST_ACTS = 20
MAX_NAME, MAX_WORDS = 80, 2000
LOCK = 7_318_431


@dataclass(frozen=True)
class Protocol:
    """What is fixed when a campaign is proposed. `start`: a Monday; `ids`: communities or units, none for all that can be; `target`: the
    share of people hoped for.
    """

    name: str
    goal: str
    over: str
    start: date
    steps: int
    step_weeks: int
    drawn: bool = True
    early: bool = False
    audience: str = ""
    ids: tuple[int, ...] = ()
    target: float | None = None

    @property
    def week(self) -> int:
        return weeks.week_of_day(self.start)

    @property
    def last_week(self) -> int:
        """The last week of the last step."""
        return self.week + self.steps * self.step_weeks - 1


def eligible(over: str) -> dict[int, int]:
    """The communities or units that a campaign may reach, and their people as of the newest week: those with enough to be shown."""
    least = campaigning.FEWEST_PEOPLE[CampaignOver(over)]
    if over == CampaignOver.UNITS:
        last = UnitWeek.objects.order_by("-week").values_list("week", flat=True).first() or 0
        found = dict(UnitWeek.objects.filter(week=last, eligible__gte=least).values_list("unit_id", "eligible"))
        return {id_: found[id_] for id_ in Unit.objects.filter(pk__in=found).values_list("pk", flat=True)}
    open_ = [id_ for id_, place in places().items() if not place.archived]
    last = CommunityWeek.objects.order_by("-week").values_list("week", flat=True).first() or 0
    return dict(
        CommunityWeek.objects.filter(week=last, community_id__in=open_, eligible__gte=least).values_list("community_id", "eligible")
    )


@dataclass(frozen=True)
class Preview:
    """What a protocol would compare, before anything is drawn: `each` clusters a step at most, periods that can be compared, looks."""

    clusters: int
    each: int
    comparable: int
    looks: int
    detectable: Figure


def preview(*, by: Person, protocol: Protocol, at: datetime) -> Preview:
    """What it could show. Raises Refused as `propose_campaign`."""
    access.require_decide(by)
    sizes = _checked(protocol, at)
    plan = _plan(protocol, sizes, seed=1)
    return Preview(
        len(sizes), -(-len(sizes) // protocol.steps), len(plan.comparable(plan.last)), len(plan.looks), _detectable(protocol, plan, sizes)
    )


@transaction.atomic
def propose_campaign(*, by: Person, protocol: Protocol, seed: int, at: datetime) -> Campaign:
    """Fix the protocol and draw the order. Raises Refused on a protocol that cannot be, or that another trial under way would spoil."""
    access.require_decide(by)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    sizes = _checked(protocol, at)
    _require_alone(protocol)
    plan = _plan(protocol, sizes, seed) if protocol.drawn else None
    campaign = Campaign.objects.create(
        name=_words(protocol.name, "name", MAX_NAME), goal=_words(protocol.goal, "goal"),
        audience=_words(protocol.audience, "audience", needed=False), over=protocol.over, drawn=protocol.drawn, start_week=protocol.week,
        steps=protocol.steps, step_weeks=protocol.step_weeks, looks=list(plan.looks) if plan else [], target=protocol.target, seed=seed,
        detectable=_detectable(protocol, plan, sizes).value if plan else None, proposed_by_id=by.pk, proposed_at=at,
    )  # fmt: skip
    CampaignCluster.objects.bulk_create(
        CampaignCluster(
            campaign=campaign, object_id=id_, size=size,
            block=int(plan.block[number]) if plan else 0, step=int(plan.step[number]) if plan else 1,
        )
        for number, (id_, size) in enumerate(sizes.items())
    )  # fmt: skip
    _log(
        by, campaign, "propose", at, name=campaign.name, over=protocol.over, start=protocol.start.isoformat(), steps=protocol.steps,
        step_weeks=protocol.step_weeks, looks=campaign.looks, drawn=protocol.drawn, target=protocol.target, seed=seed,
        order={str(one.object_id): one.step for one in campaign.clusters.order_by("object_id")},
    )  # fmt: skip
    return campaign


@transaction.atomic
def add_act(*, by: Person, campaign: Campaign, kind: str, title: str, day: int, at: datetime, words: str = "") -> CampaignAct:
    """Plan something to do for each step. Raises Refused on a day outside of the step, an unknown kind, or once it is over."""
    access.require_decide(by)
    campaign = _going_on(campaign, at)
    if kind not in ActKind.values:
        raise Refused(_("Choose what it is."), field="kind")
    if not 0 <= day < campaign.step_weeks * 7:
        raise Refused(_("The day is within the step: from 0 to %(last)s.") % {"last": campaign.step_weeks * 7 - 1}, field="day")
    if campaign.acts.count() >= MOST_ACTS:
        raise Refused(_("%(limit)s acts at most: people only have so much attention.") % {"limit": MOST_ACTS})
    act = CampaignAct.objects.create(
        campaign=campaign, kind=kind, title=_words(title, "title", 120), words=_words(words, "words", MAX_WORDS, needed=False, lines=True),
        day=day, added_by_id=by.pk, added_at=at,
    )  # fmt: skip
    _log(by, campaign, "add act", at, act=act.pk, kind=kind, title=act.title, day=day)
    return act


@transaction.atomic
def remove_act(*, by: Person, campaign: Campaign, act_id: int, at: datetime) -> None:
    """Take something off the plan. Raises Refused when it was done for a step already."""
    access.require_decide(by)
    campaign = _going_on(campaign, at)
    act = _act(campaign, act_id)
    if act.done.exists():
        raise Refused(_("It was done for a step already: it stays in the plan."))
    _log(by, campaign, "remove act", at, act=act.pk, title=act.title)
    act.delete()


@transaction.atomic
def tick(*, by: Person, campaign: Campaign, act_id: int, step: int, done: bool, at: datetime) -> None:
    """Say that an act was done for a step, or take that back. Safe twice. Raises Refused on an unknown step or once it is over."""
    access.require_decide(by)
    campaign = _going_on(campaign, at)
    act = _act(campaign, act_id)
    if step not in range(1, (campaign.steps if campaign.drawn else 1) + 1):
        raise Refused(_("This step does not exist."))
    if done:
        changed = CampaignDone.objects.get_or_create(act=act, step=step, defaults={"by_id": by.pk, "at": at})[1]
    else:
        changed = CampaignDone.objects.filter(act=act, step=step).delete()[0] > 0
    if changed:
        _log(by, campaign, "done" if done else "not done", at, act=act.pk, step_of_plan=step)


@transaction.atomic
def stop_campaign(*, by: Person, campaign: Campaign, reason: str, at: datetime) -> Campaign:
    """End it before its time. What was complete by then is read at its planned looks, nothing after. Raises Refused without a reason."""
    access.require_decide(by)
    campaign = _going_on(campaign, at)
    campaign.stop_reason = _words(reason, "reason")
    campaign.stopped_at, campaign.stopped_by_id = at, by.pk
    campaign.save(update_fields=["stop_reason", "stopped_at", "stopped_by_id"])
    _log(by, campaign, "stop", at, reason=campaign.stop_reason)
    return campaign


def last_week(campaign: Campaign) -> int:
    """The last week of a campaign: of its last step, or the last one complete when it was stopped."""
    planned = campaign.start_week + campaign.steps * campaign.step_weeks - 1
    return planned if campaign.stopped_at is None else min(planned, weeks.last_complete_week(campaign.stopped_at, zone()))


def read_due(*, at: datetime) -> int:
    """Write down what the looks that have come say. Each once: what arrives later changes nothing. Returns how many were read."""
    through = FillState.objects.filter(pk=1).values_list("through", flat=True).first()
    if through is None:
        return 0
    return sum(_read(campaign, through, at) for campaign in Campaign.objects.filter(drawn=True).order_by("id"))


def _read(campaign: Campaign, through: int, at: datetime) -> int:
    periods = campaigning.done_periods(campaign.start_week, campaign.steps, campaign.step_weeks, min(through, last_week(campaign)))
    read = set(campaign.readings.values_list("look", flat=True))
    due = [look for look in campaign.looks if look <= periods and look not in read]
    if not due:
        return 0
    clusters = list(campaign.clusters.order_by("object_id"))
    plan = plan_from(campaign, clusters)
    ids = [one.object_id for one in clusters]
    means = campaigning.outcome(campaign.over, ids, campaign.start_week, campaign.step_weeks, periods + 1)
    for look in due:
        found = campaigning.reading(plan, means, look, campaign.seed)
        figure = found.effect.difference
        CampaignReading.objects.get_or_create(
            campaign=campaign, look=look,
            defaults={
                "before": found.before, "level": found.level, "value": figure.value, "low": figure.low, "high": figure.high,
                "p": found.effect.p, "sequential_p": found.sequential_p, "reason": figure.reason or "", "n": figure.n,
                "lost": found.effect.lost, "at": at,
            },
        )  # fmt: skip
        _log(None, campaign, "read", at, look=look, value=figure.value)
    return len(due)


def plan_from(campaign: Campaign, clusters: Sequence[CampaignCluster]) -> Plan:
    """The plan as it was drawn: from its rows, never drawn again."""
    step, block = (np.array([getattr(one, name) for one in clusters], dtype=np.int64) for name in ("step", "block"))
    return Plan(step, block, campaign.steps, tuple(campaign.looks))


def _checked(protocol: Protocol, at: datetime) -> dict[int, int]:
    """The clusters of a protocol and their people, by id."""
    if protocol.over not in CampaignOver.values:
        raise Refused(_("Choose communities or units."), field="over")
    if protocol.start.weekday() != 0:
        raise Refused(_("A campaign starts on a Monday."), field="start")
    if weeks.starts_at(protocol.week, zone()) <= at:
        raise Refused(_("Choose a Monday to come: what has begun cannot be drawn any more."), field="start")
    if not (LEAST_STEPS if protocol.drawn else 1) <= protocol.steps <= MOST_STEPS:
        raise Refused(_("From 2 to 12 steps."), field="steps")
    if not 1 <= protocol.step_weeks <= LONGEST_STEP:
        raise Refused(_("A step lasts 1 to 12 weeks."), field="step_weeks")
    if protocol.target is not None and not 0 < protocol.target <= 1:
        raise Refused(_("The level hoped for is between 1% and 100% of the people."), field="target")
    found = eligible(protocol.over)
    unknown = [id_ for id_ in protocol.ids if id_ not in found]
    if unknown:
        raise Refused(_("One of these is too small, archived, or not there any more: choose again."), field="over")
    sizes = {id_: found[id_] for id_ in sorted(protocol.ids or found)}
    if len(sizes) < protocol.steps:
        raise Refused(
            _("There are %(n)s to reach, fewer than steps: choose more of them, or fewer steps.") % {"n": len(sizes)}, field="steps"
        )
    return sizes


def _require_alone(protocol: Protocol) -> None:
    """Two trials at once spoil each other: a drawn campaign is alone, and a pause has none beside it."""
    if Pause.objects.filter(state__in=UNDER_WAY).exists():
        raise Refused(_("A pause of animation is under way: no campaign runs beside it."))
    for other in Campaign.objects.filter(stopped_at=None):
        together = other.start_week <= protocol.last_week and protocol.week <= last_week(other)
        if together and (other.drawn or protocol.drawn):
            raise Refused(_("The campaign “%(name)s” runs at the same time: each would spoil what the other shows.") % {"name": other.name})


def under_way(at: datetime) -> Campaign | None:
    """A drawn campaign that has not ended, for what must not run beside it."""
    now = weeks.week_of(at, zone())
    return next((one for one in Campaign.objects.filter(stopped_at=None, drawn=True) if last_week(one) >= now), None)


def _plan(protocol: Protocol, sizes: dict[int, int], seed: int) -> Plan:
    return campaigning.plan_of(np.array(list(sizes.values()), dtype=np.int64), protocol.steps, seed, early=protocol.early)


def _detectable(protocol: Protocol, plan: Plan, sizes: dict[int, int]) -> Figure:
    through = FillState.objects.filter(pk=1).values_list("through", flat=True).first() or 0
    before = min(protocol.week, through + 1)
    known = campaigning.past(protocol.over, list(sizes), before, protocol.step_weeks, protocol.steps)
    return campaigning.could_show(plan, known, seed=1)


def _act(campaign: Campaign, act_id: int) -> CampaignAct:
    act = campaign.acts.filter(pk=act_id).first()
    if act is None:
        raise Refused(_("This act is not in the plan any more."))
    return act


def _going_on(campaign: Campaign, at: datetime) -> Campaign:
    campaign = Campaign.objects.select_for_update().get(pk=campaign.pk)
    if campaign.stopped_at is not None or last_week(campaign) < weeks.week_of(at, zone()):
        raise Refused(_("This campaign is over."))
    return campaign


def _words(text: str, field: str, limit: int = MAX_REASON, *, needed: bool = True, lines: bool = False) -> str:
    text = text.replace("\x00", "")
    text = "\n".join(" ".join(line.split()) for line in text.splitlines()).strip() if lines else " ".join(text.split())
    if needed and not text:
        raise Refused(_("Everyone will read it: it cannot be empty."), field=field)
    if len(text) > limit:
        raise Refused(_("%(limit)s characters at most.") % {"limit": limit}, field=field)
    return text


def _log(by: Person | None, campaign: Campaign, step: str, at: datetime, **detail: object) -> None:
    log.record(actor=by, act="adoption.campaign", target_type="campaign", target_id=campaign.pk, detail={"step": step, **detail}, at=at)
