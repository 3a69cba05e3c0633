"""The page of one pause: its protocol, who agreed, its calendar, and once it is over what it has told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.utils.translation import gettext as _

from adoption.actions.pause_draw import detectable_difference, still_to_agree, willing
from adoption.actions.pauses import FEWEST_WILLING, NOTICE
from adoption.charts import Chart
from adoption.dashboards.pause_course import BEFORE, Side, course, effects, effects_chart, kept, side, why, word
from adoption.dashboards.pauses import PauseLine, line
from adoption.dashboards.verdict import last_day
from adoption.history import places
from adoption.history.clock import public_holidays, zone
from adoption.metrics.pausing import Calendar, Span, calendar, compared, level_before
from adoption.metrics.series import Series, load_series
from adoption.models import NETWORK, UNDER_WAY, FillState, Pause, PauseConsent, PauseScope, PauseSide, PauseState
from adoption.science import weeks
from adoption.science.privacy import GRAIN, SMALL
from adoption.science.trials import FEWEST
from rse.lib import l10n
from rse.lib.sentences import Sentence, count

OVER = (PauseState.STOPPED, PauseState.ENDED)


@dataclass(frozen=True)
class CalendarWeek:
    """A planned week: counted (`rank` among the clean ones), of the low season, or too near it; `past` once it is complete."""

    monday: date
    rank: int | None
    low: bool
    past: bool


@dataclass(frozen=True)
class Told:
    """What a pause has told so far: `not_yet` says what is still to come."""

    not_yet: str = ""
    chart: Chart | None = None
    kept: Sentence | None = None
    word: Sentence | None = None
    effects: tuple[Sentence, ...] = ()
    effects_chart: Chart | None = None


@dataclass(frozen=True)
class PausePage:
    """Everything that the page of a pause shows; places are names of communities, by name."""

    line: PauseLine
    pause: Pause
    calendar: tuple[CalendarWeek, ...]
    announce_by: date
    last_day: date | None
    agreed: tuple[str, ...]
    waiting: tuple[str, ...]
    paused: tuple[str, ...]
    others: tuple[str, ...]
    stopped: tuple[str, ...]
    unassessed: int
    before_draw: tuple[Sentence, ...]
    may_draw: bool
    may_announce: bool
    under_way: bool
    draft: str
    spill_over: str
    told: Told


def pause_page(pause: Pause, *, at: datetime) -> PausePage:
    names = {id_: place.name for id_, place in places().items()}
    planned = calendar(pause.start_week, pause.clean_weeks, public_holidays())
    through = FillState.objects.filter(pk=1).values_list("through", flat=True).first() or 0
    standing = PauseConsent.objects.filter(pause=pause, withdrawn_at__isnull=True).values_list("community_id", flat=True)
    sides = list(PauseSide.objects.filter(pause=pause).order_by("community_id"))
    series = load_series(public_holidays(), [NETWORK, *(one.community_id for one in sides)])
    waiting = tuple(place.name for place in still_to_agree(pause)) if pause.state == PauseState.OPEN else ()
    enough = pause.scope != PauseScope.COMMUNITIES or len(willing(pause)) >= FEWEST_WILLING
    in_time = weeks.starts_at(pause.start_week, zone()) >= at + NOTICE
    opened, drawn = pause.state == PauseState.OPEN, pause.scope == PauseScope.COMMUNITIES
    last = pause.last_week if pause.last_week is not None else min(through, planned.last)
    return PausePage(
        line=line(pause, len(standing)),
        pause=pause,
        calendar=_calendar(planned, through),
        announce_by=(weeks.starts_at(pause.start_week, zone()) - NOTICE).date(),
        last_day=last_day(pause.last_week) if pause.last_week is not None else None,
        agreed=_named(names, standing),
        waiting=waiting,
        paused=_named(names, [one.community_id for one in sides if one.paused]),
        others=_named(names, [one.community_id for one in sides if not one.paused]),
        stopped=_named(names, [one.community_id for one in sides if one.stopped_week is not None]),
        unassessed=_unassessed(pause, series, sides),
        before_draw=_before_draw(pause) if opened and drawn else _drawn(pause, sides),
        may_draw=opened and drawn and enough and in_time,
        may_announce=in_time and not waiting and pause.state == (PauseState.PLANNED if drawn else PauseState.OPEN),
        under_way=pause.state in UNDER_WAY,
        draft=pause.announcement or announcement_draft(pause, planned),
        spill_over=_spill_over(pause, sides),
        told=_told(pause, series, sides, last),
    )


def _named(names: dict[int, str], ids: Iterable[int]) -> tuple[str, ...]:
    """Names of those that figures may still speak of."""
    return tuple(sorted(names[id_] for id_ in ids if id_ in names))


def _calendar(planned: Calendar, through: int) -> tuple[CalendarWeek, ...]:
    rank = planned.clean.cumsum().tolist()
    return tuple(
        CalendarWeek(weeks.monday(week), rank[i] if planned.clean[i] else None, bool(planned.low[i]), week <= through)
        for i, week in enumerate(planned.weeks.tolist())
    )


def _unassessed(pause: Pause, series: dict[int, Series], sides: list[PauseSide]) -> int:
    """Paused communities, or the network, whose level before is under five people: no stop rule for them."""
    watched = [NETWORK] if pause.scope == PauseScope.NETWORK else [one.community_id for one in sides if one.paused]
    return sum(id_ not in series or level_before(series[id_], pause.start_week) is None for id_ in watched)


def _before_draw(pause: Pause) -> tuple[Sentence, ...]:
    """What a draw among the willing ones could show, said before it is made."""
    sizes = willing(pause)
    text = _("Communities willing and large enough to be drawn (10 people who do not animate): %(n)s.") % {"n": len(sizes)}
    said = [count(text, n=len(sizes))]
    if len(sizes) < 2 * FEWEST:
        text = _("With fewer than 8 communities on each side, the report will give both levels, but no difference and no interval.")
        return (*said, count(text, n=len(sizes)))
    shown = detectable_difference(pause)
    if shown.value is None:
        return (*said, count(_("What the draw could show is not known: %(reason)s.") % {"reason": why(shown.reason)}, n=shown.n))
    return (*said, count(_detectable(shown.value), n=shown.n))


def _drawn(pause: Pause, sides: list[PauseSide]) -> tuple[Sentence, ...]:
    if pause.drawn_at is None or pause.detectable is None:
        return ()
    return (count(_detectable(pause.detectable), n=len(sides)),)


def _detectable(share: float) -> str:
    text = _("The draw would find a difference of level of %(points)s points 8 times in 10, from the past of these communities.")
    return text % {"points": l10n.number(share * 100, decimals=1)}


def _spill_over(pause: Pause, sides: list[PauseSide]) -> str:
    if pause.shared is None:
        return ""
    small = sum(one.size for one in sides if one.paused) < SMALL
    share = round(pause.shared / GRAIN) * GRAIN if small else pause.shared
    text = _("On the day of the draw, %(share)s of the members of the paused communities were also members of communities drawn to go on.")
    through = _("What happens on one side reaches the other through them, which makes the difference look smaller.")
    return f"{text % {'share': l10n.percent(share)}} {through}"


def announcement_draft(pause: Pause, planned: Calendar) -> str:
    """A text to start from: what stops, until when, what goes on, when it stops earlier."""
    start, end = l10n.day(weeks.monday(pause.start_week)), l10n.day(last_day(planned.last))
    facts = {"start": start, "end": end, "share": l10n.percent(pause.stop_share)}
    return "\n".join(
        [
            _("From %(start)s to %(end)s, we stop animating this community, to learn whether it lives by itself.") % facts,
            _("Those who animate it, pioneers and sponsors publish and answer nothing here, and there is no announcement or campaign."),
            _("You go on as you like: asking, answering, sharing. Moderation and safety go on too."),
            _("If participation falls under %(share)s of what it was, animation starts again at once.") % facts,
        ]
    )


def _told(pause: Pause, series: dict[int, Series], sides: list[PauseSide], last: int) -> Told:
    """The figures of a pause that has begun; the comparison and the word once it is over only, as fixed beforehand."""
    if last < pause.start_week or pause.announced_at is None:
        return Told(_("No week of the pause has been counted yet.") if pause.announced_at and pause.state in UNDER_WAY else "")
    first = pause.start_week - BEFORE
    shown = _sides(pause, series, sides, first, last)
    low = weeks.runs([first + i for i, one in enumerate(weeks.low_season(range(first, last + 1), public_holidays())) if one])
    told = Told(chart=course(pause, shown, first, low), kept=kept(pause, shown[0], first))
    if pause.state not in OVER:
        text = _("The difference and the word are read once, when the pause is over: read earlier, chance would be taken for a result.")
        return replace(told, not_yet=text)
    if pause.scope == PauseScope.NETWORK:
        return replace(told, word=word(series[NETWORK], pause, last)) if NETWORK in series else told
    effects_, chart = _difference(pause, series, sides, last)
    return replace(told, effects=effects_, effects_chart=chart)


def _sides(pause: Pause, series: dict[int, Series], sides: list[PauseSide], first: int, last: int) -> list[Side]:
    if pause.scope == PauseScope.NETWORK:
        return [side(_("The whole network"), series, [NETWORK], first, last)]
    names = {True: _("Paused communities"), False: _("Communities that went on")}
    return [side(names[one], series, [row.community_id for row in sides if row.paused is one], first, last) for one in (True, False)]


def _difference(pause: Pause, series: dict[int, Series], sides: list[PauseSide], last: int) -> tuple[tuple[Sentence, ...], Chart | None]:
    span = Span(pause.start_week, last, pause.clean_weeks)
    found = compared(series, {one.community_id: one.paused for one in sides}, span, pause.shared or 0.0, public_holidays())
    if isinstance(found, str):
        return (count(_("No estimate: %(reason)s.") % {"reason": why(found)}),), None
    told = effects(found, l10n.day(pause.drawn_at.astimezone(zone()).date()) if pause.drawn_at else "")
    if all(figure.value is None for _name, figure, _said in told):
        return (told[0][2],), None
    return tuple(said for _name, _figure, said in told), effects_chart(told)
