"""The launch room: target, waves, the plan with what is late, thresholds and their changes, and raw signs until the sixteenth week."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from adoption.actions.launches import current_launch
from adoption.dashboards.measured import MeasuredPage, measured_page
from adoption.dashboards.seeding import WaveRow, waves_of
from adoption.history.clock import zone
from adoption.history.signs import MISSIONS, missions_done, returns, threads_since
from adoption.models import FillState, Launch, LaunchStep, Perimeter, Pioneer, PioneerAsk
from adoption.science.privacy import K
from adoption.science.weeks import week_of
from rse.lib import l10n
from rse.people.models import Person, Unit

EARLY = timedelta(weeks=16)
STEP_WORDS: dict[str, Promise] = {
    "consultation": gettext_lazy("Works council informed and consulted"),
    "opinion": gettext_lazy("Opinion of the works council received"),
    "sign-on": gettext_lazy("Sign-on and accounts ready"),
    "charters": gettext_lazy("Communities and charters ready"),
    "ask": gettext_lazy("Pioneers asked"),
    "pioneers": gettext_lazy("Pioneers begin"),
    "opening": gettext_lazy("Launch and first wave"),
    "look": gettext_lazy("First reading of the figures, at the sixteenth week"),
}


@dataclass(frozen=True)
class StepRow:
    """A step of the plan, in words; `late` by so many days, 0 for not."""

    step: LaunchStep
    name: str
    late: int


@dataclass(frozen=True)
class Sign:
    """A raw sign: what it counts, its value in words, and what it rests on; `value` is empty where too few people are behind it."""

    name: str
    value: str
    note: str


@dataclass(frozen=True)
class LaunchPage:
    launch: Launch | None
    steps: tuple[StepRow, ...]
    waves: tuple[WaveRow, ...]
    units: tuple[str, ...]  # of the target; none: everyone
    people: int
    signs: tuple[Sign, ...]
    early: bool  # raw signs are shown
    week: int  # since the launch, 1 for the first; 0 before
    asked: int
    accepted: int
    measured: MeasuredPage

    @property
    def late(self) -> int:
        return sum(row.late > 0 for row in self.steps)


def launch_page(*, at: datetime) -> LaunchPage:
    launch, today = current_launch(), at.astimezone(zone()).date()
    opened = launch.launch_on if launch is not None else None
    age = (today - opened).days if opened else -1
    perimeter = Perimeter.objects.order_by("-from_at", "-id").first()
    target = list(Unit.objects.filter(pk__in=perimeter.unit_ids).values_list("name", flat=True)) if perimeter else []
    early = opened is not None and 0 <= age < EARLY.days
    return LaunchPage(
        launch=launch, steps=_steps(launch, today), waves=waves_of(launch), units=tuple(target),
        people=Person.objects.filter(is_active=True, is_guest=False).count(), signs=signs(opened) if early and opened else (),
        early=early, week=age // 7 + 1 if age >= 0 else 0, asked=PioneerAsk.objects.count(),
        accepted=PioneerAsk.objects.filter(accepted=True).count(), measured=measured_page(inside=True),
    )  # fmt: skip


def _steps(launch: Launch | None, today: date) -> tuple[StepRow, ...]:
    if launch is None:
        return ()
    rows = LaunchStep.objects.filter(launch=launch)
    return tuple(StepRow(step, step_name(step), max((today - step.due_on).days, 0) if step.done_on is None else 0) for step in rows)


def step_name(step: LaunchStep) -> str:
    if step.key.startswith("wave-"):
        return step.name
    return step.name or str(STEP_WORDS.get(step.key, step.key))


def signs(opened: date) -> tuple[Sign, ...]:
    """What fifteen people can show already. Nothing under five people, or resting on them."""
    start = datetime.combine(opened, time(), tzinfo=zone())
    threads, state = threads_since(start), FillState.objects.first()
    came, back = returns(week_of(start, zone()), state.through if state else None)
    enough = threads.authors >= K
    hours = (
        _("half of them within %(hours)s hours") % {"hours": l10n.number(threads.hours, decimals=1)} if threads.hours is not None else ""
    )
    return (
        _sign(_("First questions answered"), threads.answered, threads.questions, enough, hours),
        _sign(_("Back in their second week"), back, came, came >= K, _("of the people who came for the first time")),
        _sign(_("Threads across units"), threads.across, threads.talks, enough, _("of the threads that somebody answered")),
        _missions(start),
        Sign(_("First successes told"), l10n.number(threads.stories), _("each with its outcome, to be countersigned")),
    )


def _sign(name: str, some: int, all_: int, enough: bool, note: str) -> Sign:
    if not enough:
        return Sign(name, "", _("fewer than five people so far"))
    return Sign(name, _("%(some)s of %(all)s") % {"some": l10n.number(some), "all": l10n.number(all_)}, note)


def _missions(start: datetime) -> Sign:
    pioneers = list(Pioneer.objects.filter(to_at=None).values_list("person_id", flat=True))
    name = _("Missions of the pioneers done")
    if len(pioneers) < K:
        return Sign(name, "", _("fewer than five people so far"))
    done = sum(len(acts) for acts in missions_done(pioneers, start).values())
    told = ngettext("by %(count)s pioneer", "by %(count)s pioneers", len(pioneers)) % {"count": len(pioneers)}
    return _sign(name, done, len(MISSIONS) * len(pioneers), True, told)


def activity(pioneers: Sequence[int], at: datetime) -> tuple[int, int] | None:
    """How many pioneers did something in the last four weeks, of how many: a sign of fatigue, told of five or more only."""
    if len(pioneers) < K:
        return None
    return len(missions_done(pioneers, at - timedelta(days=28))), len(pioneers)
