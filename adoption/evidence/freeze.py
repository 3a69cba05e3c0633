"""A pack frozen: the figures of the page of its last week, the stories and the words that may be shown today, in its language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from adoption import access
from adoption.charts import Chart
from adoption.dashboards.answers import Answer
from adoption.dashboards.verdict import last_day
from adoption.dashboards.words import NOTHING, Tile, tile
from adoption.evidence.choice import GROUPS, Choice, chosen
from adoption.evidence.content import Change, Content, Item, Said, Success, Voice, Week
from adoption.evidence.courses import course, course_chart
from adoption.evidence.drawing import drawn, said
from adoption.evidence.pages import Shown, shown
from adoption.evidence.words import labels, method
from adoption.metrics.scope import scope_figures
from adoption.metrics.thresholds import thresholds
from adoption.models import FillState, PackScope
from adoption.science import weeks
from rse.lib import l10n
from rse.lib.sentences import KINDS
from rse.people.models import Person

OWN = "own"  # the chart of a figure that is drawn from its own course
COMPARED = ("contributors_28d", "critical_mass_share", "contribution_rate", "self_carrying_index")


@dataclass(frozen=True)
class Wish:
    """What is asked of a pack."""

    title: str
    introduction: str
    language: str
    scope: str
    scope_id: int
    first_week: int
    last_week: int
    figures: Sequence[str]
    stories: Sequence[int] = ()
    testimonials: Sequence[int] = ()


def freeze(wish: Wish, *, reader: Person | None, at: datetime) -> Content:
    """The whole content. NotKept where there is no such page. Without a `reader`, neither stories nor quotes."""
    with override(wish.language):
        page = shown(wish.scope, wish.scope_id, wish.last_week, at=at)
        stories, voices = _stories(wish, reader), _voices(wish, reader)
        board = page.board
        return Content(
            language=wish.language,
            title=wish.title,
            organisation=getattr(settings, "ORG_NAME", ""),
            introduction=wish.introduction,
            scope=page.name or str(PackScope(wish.scope).label),
            period=period_text(wish.first_week, wish.last_week),
            last_week=weeks.label(wish.last_week),
            last_day=last_day(wish.last_week).isoformat(),
            data_date=data_date(wish.last_week),
            made=_("Made on %(date)s") % {"date": l10n.day(at.date())},
            lead=board.lead if board else "",
            verdict=_verdict(page),
            way=board.way.share if board and board.way else None,
            way_text=_way(page),
            changes=_changes(page, wish),
            answers=tuple((one.question, one.head, _under(one)) for one in page.answers),
            decide=_decide(page),
            items=tuple(_item(one, page, wish) for one in chosen(wish.scope, list(wish.figures))),
            stories=stories,
            voices=voices,
            method=method(community=wish.scope != PackScope.NETWORK, with_voices=bool(voices), with_stories=bool(stories)),
            labels=labels(),
        )


def period_text(first: int, last: int) -> str:
    """From the Monday of the first week to the Sunday of the last one."""
    start, end = weeks.monday(first), last_day(last)
    facts = {"first": l10n.day(start, year=start.year != end.year), "last": l10n.day(end)}
    return _("%(first)s to %(last)s") % facts


def data_date(last: int) -> str:
    state = FillState.objects.filter(pk=1).first()
    facts = {"week": l10n.day(last_day(last)), "date": l10n.day(state.filled_at.date()) if state and state.filled_at else NOTHING}
    return _("week ending %(week)s, counted on %(date)s") % facts


# The summary ---------------------------------------------------------------------------------------


def _verdict(page: Shown) -> Said:
    if page.board is None:
        return Said("") if page.finding is None else said(page.finding)
    told = said(page.board.verdict)
    return Said(page.board.rest, told.foot)


def _way(page: Shown) -> str:
    way = page.board.way if page.board else None
    if way is None:
        return ""
    return _("%(n)s contributors over 28 days; critical mass, %(share)s, asks for %(needed)s.") % {
        "n": way.contributors, "share": way.mass, "needed": way.needed,
    }  # fmt: skip


def _changes(page: Shown, wish: Wish) -> tuple[Change, ...]:
    """The figures of both ends of the period, where both may be shown."""
    if page.series is None or page.figures is None:
        return ()
    then = scope_figures(page.series, wish.first_week, None)
    if then.week != wish.first_week:
        return ()
    found = []
    for key in COMPARED:
        before, after = tile(key, getattr(then, key)), tile(key, getattr(page.figures, key))
        if before.value != NOTHING and after.value != NOTHING and (key != "critical_mass_share" or not wish.scope_id):
            found.append(Change(str(after.metric.name), _with(before), _with(after)))
    return tuple(found)


def _with(one: Tile) -> str:
    return f"{one.value} {one.interval}".strip()


def _decide(page: Shown) -> tuple[Said, ...]:
    found = [Said(f"{act.title}. {act.why.text}", f"{_('hypothesis to test')} · {act.foot}") for act in page.acts]
    if page.board is not None and page.board.holds_back is not None:
        found.append(said(page.board.holds_back))
    return tuple(found)


def _under(answer: Answer) -> Said:
    return Said(answer.sentence.text, answer.foot)


# A figure ------------------------------------------------------------------------------------------


def _item(one: Choice, page: Shown, wish: Wish) -> Item:
    metric, chart = one.metric, _chart(one, page, wish)
    told = page.tiles.get(one.key) or _told(one, page)
    return Item(
        key=one.key, group=str(GROUPS[one.group]), name=str(metric.name), value=told.value if told else "",
        interval=told.interval if told else "", n=told.n if told else _n(chart), reason=_reason(told, chart), kind=str(KINDS[metric.kind]),
        question=str(metric.question), definition=str(metric.formula), unit=str(metric.unit), window=str(metric.window),
        threshold=str(metric.threshold), drawn=drawn(chart) if chart else None, said=_sentence(one, page),
        facts=_facts(one, page), weeks=_weeks(one, page, wish),
    )  # fmt: skip


def _chart(one: Choice, page: Shown, wish: Wish) -> Chart | None:
    if one.chart == OWN:
        return None if page.series is None else course_chart(one.key, page.series, wish.first_week, thresholds())
    return page.charts.get(one.chart)


def _told(one: Choice, page: Shown) -> Tile | None:
    """The number of what the page tells without a tile."""
    if one.key == "stage" and page.board is not None:
        return Tile(one.metric, page.board.stage_name, "", "", "")
    answer = _answer(one, page)
    return None if answer is None else Tile(one.metric, answer.head, "", "", "")


def _answer(one: Choice, page: Shown) -> Answer | None:
    named = {"forecast": "when", "switch_off": "switch-off"}.get(one.key)
    return next((answer for answer in page.answers if answer.key == named), None)


def _sentence(one: Choice, page: Shown) -> Said | None:
    answer = _answer(one, page)
    if answer is not None:
        return _under(answer)
    if one.key == "stage" and page.board is not None:
        return said(page.board.verdict)
    return said(page.finding) if one.key == "unit_share" and page.finding is not None else None


def _facts(one: Choice, page: Shown) -> tuple[tuple[str, str], ...]:
    """Rows of a small table, where a figure is made of parts: the tests of the stage, the parts of the index."""
    if page.board is None:
        return ()
    if one.key == "stage":
        words = {"passed": _("yes"), "failed": _("no"), "unknown": _("not known yet")}
        return tuple((test.label, f"{words[test.state]} ({test.value})") for test in page.board.tests)
    if one.key == "self_carrying_index":
        return tuple((part.name, part.value) for part in page.board.parts)
    answer = _answer(one, page)
    return () if answer is None else answer.more


def _n(chart: Chart | None) -> str:
    return l10n.number(chart.sentence.n) if chart is not None and chart.sentence.n else ""


def _reason(told: Tile | None, chart: Chart | None) -> str:
    if told is not None:
        return told.reason
    return "" if chart is not None else _("Not worked out yet: it takes a few weeks of life, and at least five people behind each figure.")


def _weeks(one: Choice, page: Shown, wish: Wish) -> tuple[Week, ...]:
    return () if page.series is None else course(one.key, page.series, wish.first_week)


# Stories and words ---------------------------------------------------------------------------------


def _stories(wish: Wish, reader: Person | None) -> tuple[Success, ...]:
    if reader is None or not wish.stories:
        return ()
    found = {each.post_id: each for each in access.stories_for_board(reader, wish.stories)}
    return tuple(
        Success(
            title=one.title, community=one.community, situation=one.situation, change=one.change,
            amount="" if one.amount is None else f"{l10n.number(one.amount)} {one.unit} {one.period}", basis=one.basis,
            day=l10n.day(one.happened_on), state=_state(one.state, one.confirmed_by, one.confirmed_at),
        )
        for one in (found[id_] for id_ in wish.stories if id_ in found)
    )  # fmt: skip


def _state(state: str, by: str, confirmed_at: datetime | None) -> str:
    if not by or confirmed_at is None:
        return state
    return _("Confirmed by %(name)s on %(date)s") % {"name": by, "date": l10n.day(confirmed_at.date())}


def _voices(wish: Wish, reader: Person | None) -> tuple[Voice, ...]:
    if reader is None or not wish.testimonials:
        return ()
    found = {each.testimonial_id: each for each in access.quotes_for_board(reader, wish.testimonials)}
    kept = [found[id_] for id_ in wish.testimonials if id_ in found]
    titles = {each.post_id: each.title for each in access.stories_for_board(reader, [quote.post_id for quote in kept])}
    return tuple(Voice(one.quote, one.person.name, titles.get(one.post_id, "")) for one in kept)
