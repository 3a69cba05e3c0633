"""The page of one campaign: its protocol, its order, its calendar, and what its planned looks have said so far."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from adoption.actions.campaigns import Preview, last_week
from adoption.charts import Chart, Dot, Dots
from adoption.dashboards.campaigns import CampaignLine, line
from adoption.dashboards.pause_course import points
from adoption.dashboards.verdict import last_day
from adoption.history import places
from adoption.metrics.campaigning import adjusted
from adoption.models import ActKind, Campaign, CampaignCluster, CampaignOver, CampaignReading
from adoption.science import weeks
from adoption.science.figures import NOT_ENOUGH_WEEKS, Figure
from adoption.science.trials import TOO_FEW_CLUSTERS
from adoption.science.trials.early import LEVEL
from adoption.science.weeks import YEAR
from rse.lib import l10n
from rse.lib.sentences import Sentence, causal, count
from rse.people.models import Unit


@dataclass(frozen=True)
class Step:
    """One step: the day it begins, and the names of what it reaches; `hidden` are those that may not be named any more."""

    number: int
    starts: date
    names: tuple[str, ...]
    hidden: int


@dataclass(frozen=True)
class Due:
    """An act of the plan, for one step: `late` when its day is past and it is not done; `by_composer` when it can be written here."""

    act: int
    step: int
    day: date
    kind: str
    kind_name: str
    title: str
    words: str
    done: bool
    late: bool


@dataclass(frozen=True)
class CampaignPage:
    """Template: line · campaign · steps · calendar · acts (number) · done · looks (dates to come) · before (sentences said beforehand) ·
    effect, level, hidden (sentences) · chart · under_way · first_day, last_day of a step, for the form of an act.
    """

    line: CampaignLine
    campaign: Campaign
    steps: tuple[Step, ...]
    calendar: tuple[Due, ...]
    removable: tuple[tuple[int, str], ...]
    acts: int
    done: int
    looks: tuple[date, ...]
    before: tuple[Sentence, ...]
    effect: Sentence | None
    level: Sentence | None
    hidden: str
    chart: Chart | None
    under_way: bool
    stopped_on: date | None


def campaign_page(campaign: Campaign, *, at: datetime) -> CampaignPage:
    told = line(campaign, at)
    readings = list(campaign.readings.all())
    calendar = _calendar(campaign, timezone.localdate(at))
    newest = readings[-1] if readings else None
    effect = _effect(campaign, newest) if newest else None
    done = {due.act for due in calendar if due.done}
    return CampaignPage(
        line=told,
        campaign=campaign,
        steps=_steps(campaign),
        calendar=calendar,
        removable=tuple((act.pk, act.title) for act in campaign.acts.all() if act.pk not in done),
        acts=len(calendar),
        done=sum(due.done for due in calendar),
        looks=_looks(campaign, readings),
        before=_before(campaign),
        effect=effect,
        level=_level(campaign, newest) if newest else None,
        hidden=_hidden(campaign, newest, at),
        chart=_chart(campaign, readings, effect),
        under_way=told.state in ("planned", "running"),
        stopped_on=None if campaign.stopped_at is None else timezone.localdate(campaign.stopped_at),
    )


def said_before(found: Preview, *, drawn: bool) -> tuple[Sentence, ...]:
    """What a protocol could show, for the form of a proposal."""
    said = [
        count(_("Reached: %(n)s, at most %(each)s in each step.") % {"n": found.clusters, "each": found.each}, n=found.clusters),
    ]
    return (*said, *_possible(found.clusters, found.comparable, found.detectable, drawn=drawn))


def _possible(n: int, comparable: int, detectable: Figure, *, drawn: bool) -> tuple[Sentence, ...]:
    if not drawn:
        return (count(_("The order is not drawn: the page will follow the plan, and say nothing of what it changed.")),)
    if not comparable:
        text = _("No estimate will be possible: it takes a time when 8 are reached and 8 are not yet. Choose more of them, or fewer steps.")
        return (count(text, n=n),)
    if detectable.value is None:
        return (count(_("What it could show is not known: %(reason)s.") % {"reason": why(detectable.reason or "")}, n=n),)
    text = _("It could show a difference of %(points)s points 8 times in 10; a smaller one may well stay unseen.")
    return (count(text % {"points": l10n.number(detectable.value * 100, decimals=1)}, n=n),)


def why(reason: str) -> str:
    """Why nothing is estimated, in words."""
    return {
        NOT_ENOUGH_WEEKS: _("the past of these places is too short, or has holes"),
        TOO_FEW_CLUSTERS: _("there was no time when 8 were reached and 8 were not yet"),
    }.get(reason, _("too few could be compared"))


def _steps(campaign: Campaign) -> tuple[Step, ...]:
    clusters = list(campaign.clusters.order_by("step", "object_id"))
    names = _names(campaign, clusters)
    found = []
    for number in range(1, (campaign.steps if campaign.drawn else 1) + 1):
        own = [one.object_id for one in clusters if one.step == number]
        known = sorted(names[id_] for id_ in own if id_ in names)
        found.append(Step(number, _begins(campaign, number), tuple(known), len(own) - len(known)))
    return tuple(found)


def _names(campaign: Campaign, clusters: Sequence[CampaignCluster]) -> dict[int, str]:
    """Names of those that figures may still speak of."""
    ids = [one.object_id for one in clusters]
    if campaign.over == CampaignOver.UNITS:
        return dict(Unit.objects.filter(pk__in=ids).values_list("pk", "name"))
    return {id_: place.name for id_, place in places().items() if id_ in set(ids)}


def _begins(campaign: Campaign, step: int) -> date:
    return weeks.monday(campaign.start_week + (step - 1) * campaign.step_weeks)


def _calendar(campaign: Campaign, today: date) -> tuple[Due, ...]:
    acts = list(campaign.acts.prefetch_related("done"))
    ends = last_day(last_week(campaign))
    found = []
    for step in range(1, (campaign.steps if campaign.drawn else 1) + 1):
        for act in acts:
            day = _begins(campaign, step) + timedelta(days=act.day)
            done = any(one.step == step for one in act.done.all())
            late = not done and day < today <= ends and campaign.stopped_at is None
            found.append(Due(act.pk, step, day, act.kind, str(ActKind(act.kind).label), act.title, act.words, done, late))
    return tuple(sorted(found, key=lambda due: (due.day, due.step, due.act)))


def _looks(campaign: Campaign, readings: Sequence[CampaignReading]) -> tuple[date, ...]:
    """The days after which what is still to come is read."""
    read = {one.look for one in readings}
    last = last_week(campaign)
    ends = [(look, campaign.start_week + look * campaign.step_weeks - 1) for look in campaign.looks if look not in read]
    return tuple(last_day(week) for _look, week in ends if week <= last)


def _before(campaign: Campaign) -> tuple[Sentence, ...]:
    n = campaign.clusters.count()
    if not campaign.drawn or campaign.detectable is None:
        return ()
    text = _("Before the start, it was worked out that a difference of %(points)s points would be found 8 times in 10.")
    return (count(text % {"points": l10n.number(campaign.detectable * 100, decimals=1)}, n=n),)


def _effect(campaign: Campaign, newest: CampaignReading) -> Sentence:
    if newest.value is None or newest.low is None or newest.high is None:
        return count(_("No estimate: %(reason)s.") % {"reason": why(newest.reason)}, n=newest.n)
    low, high = points(newest.low), points(newest.high)
    facts = {"points": points(newest.value), "day": l10n.day(last_day(campaign.start_week + newest.look * campaign.step_weeks - 1))}
    together, corrected = _corrected(campaign)
    alone = newest.low > 0 or newest.high < 0
    if alone and corrected <= LEVEL:
        text = _("By %(day)s, the campaign had changed the share of people who contribute in a week by %(points)s points.")
    elif alone:
        text = _(
            "By %(day)s, the share of people who contribute in a week differed by %(points)s points. Among %(n)s campaigns of one year, "
            "chance alone may well give one such: it is not taken for an effect."
        )
        facts["n"] = l10n.number(together)
    else:
        text = _("By %(day)s, the share of people who contribute in a week differed by %(points)s points, which chance alone may explain.")
    drawn = _("an order drawn on %(day)s") % {"day": l10n.day(timezone.localdate(campaign.proposed_at))}
    return causal(text % facts, n=newest.n, low=low, high=high, comparison=drawn)


def _corrected(campaign: Campaign) -> tuple[int, float]:
    """How many campaigns were drawn within a year of this one, itself included, and its p-value among them (Holm)."""
    near = Q(start_week__gt=campaign.start_week - YEAR, start_week__lt=campaign.start_week + YEAR)
    family = list(Campaign.objects.filter(near, drawn=True).order_by("id").values_list("pk", flat=True))
    found = dict(CampaignReading.objects.filter(campaign__in=family).order_by("look").values_list("campaign_id", "sequential_p"))
    return len(family), adjusted([found.get(id_) for id_ in family])[family.index(campaign.pk)]


def _level(campaign: Campaign, newest: CampaignReading) -> Sentence | None:
    if newest.before is None or newest.level is None:
        return None
    facts = {"before": l10n.percent(newest.before), "level": l10n.percent(newest.level)}
    if campaign.target is None:
        text = _("Level of these places: %(before)s before, %(level)s at this reading.")
    else:
        facts["target"] = l10n.percent(campaign.target)
        text = _("Level of these places: %(before)s before, %(level)s at this reading, for %(target)s hoped for.")
    return count(text % facts, n=newest.n)


def _hidden(campaign: Campaign, newest: CampaignReading | None, at: datetime) -> str:
    """Why there is nothing to read, or nothing more."""
    if not campaign.drawn:
        return _("No estimate: the order was not drawn, so nothing tells what the campaign changed from what would have happened anyway.")
    coming = _looks(campaign, [newest] if newest else [])
    if newest is None and campaign.stopped_at is not None and not coming:
        return _("No estimate: it was stopped before the first date at which it was to be read.")
    if newest is None and coming:
        return _("Hidden until %(day)s, as planned: a figure looked at whenever one likes ends up finding something.") % {
            "day": l10n.day(coming[0])
        }
    return ""


def _chart(campaign: Campaign, readings: Sequence[CampaignReading], effect: Sentence | None) -> Chart | None:
    """The looks on one scale; None without an estimate."""
    shown = [one for one in readings if one.value is not None]
    if not shown or effect is None:
        return None
    return Chart(
        key="campaign-effect",
        title=_("Reached, against not reached yet"),
        sentence=effect,
        spec=Dots(
            [
                Dot(l10n.day(last_day(campaign.start_week + one.look * campaign.step_weeks - 1)), one.value, one.low, one.high)
                for one in shown
            ],
            left=_("reached lower"),
            right=_("reached higher"),
            unit="points",
        ),
        note=_(
            "Weekly share of people who contribute, in points; each interval is as wide as its look asks: an early one has to be surer. "
            "All weigh alike, whatever their size, and count as reached from their step on, whatever was done there."
        ),
    )
