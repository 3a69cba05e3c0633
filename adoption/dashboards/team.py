"""A manager's own page: the private guide, and what the team does as a whole where it is ten people or more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from adoption.charts import Chart, Curve, Plot
from adoption.dashboards.verdict import last_day
from adoption.dashboards.words import Tile, figure_text, interval
from adoption.fill.teams import TeamCourse, team_course
from adoption.metrics.catalogue import BY_KEY, REASONS
from adoption.metrics.team import TeamFigures
from adoption.science import weeks
from adoption.science.figures import Figure
from adoption.science.privacy import K_UNITS
from adoption.science.weeks import WINDOW
from rse.lib import l10n
from rse.lib.sentences import Sentence, count, estimate
from rse.people.models import Person, Unit


@dataclass(frozen=True)
class Act:
    """A first act of the guide: what, how, and where in the product."""

    icon: str
    name: Promise
    text: Promise
    link: Promise
    url: str


@dataclass(frozen=True)
class TeamPage:
    """Template: acts · people (text) · reason (why there are no figures, or why they are of an earlier period) · tiles · units (names)
    · chart · period_ends, ended (days)."""

    acts: tuple[Act, ...]
    reason: str
    tiles: tuple[Tile, ...] = ()
    finding: Sentence | None = None
    units: tuple[str, ...] = ()
    chart: Chart | None = None
    period_ends: date | None = None


def guide() -> tuple[Act, ...]:
    """Four first acts, in the order in which they cost least."""
    ask, thank = (f"{reverse('post-create')}?kind={kind}" for kind in ("question", "praise"))
    return (
        Act(
            "ear", gettext_lazy("Listen"),
            gettext_lazy("Ten minutes a week, read what people of your trades say, before writing anything. What comes back often is what "
                         "gets in their way."),
            gettext_lazy("Communities"), reverse("community-list"),
        ),
        Act(
            "circle-question-mark", gettext_lazy("Ask"),
            gettext_lazy("Put one question of which you do not have the answer, where everybody can read it. Whoever leads and asks "
                         "shows that asking is allowed."),
            gettext_lazy("Ask a question"), ask,
        ),
        Act(
            "heart-handshake", gettext_lazy("Thank"),
            gettext_lazy("Thank somebody for one precise thing that was of use to others, and say to whom it was. Where it can be "
                         "seen, it says what counts here."),
            gettext_lazy("Say thank you"), thank,
        ),
        Act(
            "hand-helping", gettext_lazy("Unblock"),
            gettext_lazy("When a question waits for a decision or a means that are in your hands, answer there rather than by mail: "
                         "one answer serves all who have the same question."),
            gettext_lazy("What is being said"), reverse("home"),
        ),
    )  # fmt: skip


def team_page(person: Person, *, at: datetime) -> TeamPage:
    """Of the team of this person, for them alone."""
    course = team_course(person.pk, at=at)
    if not course.figures:
        return TeamPage(guide(), _why_not(course))
    now = course.figures[-1]
    return TeamPage(
        guide(),
        _why_earlier(course, now),
        tiles=(
            _share("team_contributors", now.contributors, now.people),
            _share("team_readers", now.readers, now.people),
            _share("team_answered", now.answered, now.answered.n),
        ),
        finding=_finding(now),
        units=tuple(Unit.objects.filter(pk__in=now.units).order_by("name_key").values_list("name", flat=True)),
        chart=_chart(course.figures),
        period_ends=last_day(now.week),
    )


def _why_not(course: TeamCourse) -> str:
    if course.ended is None:
        return _("No figures yet: the first come after a whole period of four weeks.")
    facts = {"k": l10n.number(K_UNITS)}
    if course.people < K_UNITS:
        text = _("Your team has fewer than %(k)s people: a figure would speak of persons, so none is shown. The guide is yours anyway.")
        return text % facts
    return _(
        "Nothing is shown of your team for now: beside the figures of a unit or of a team around it, the difference would come down "
        "to fewer than five people."
    )


def _why_earlier(course: TeamCourse, now: TeamFigures) -> str:
    if course.ended is None or now.week == course.ended:
        return ""
    return _(
        "These figures are of an earlier period and stay as they are: since then fewer than five people have come or gone, or the "
        "difference to another team would come down to so few, and newer figures would tell of them."
    )


def _share(key: str, share: Figure, people: int) -> Tile:
    n = l10n.number(share.n) if share.n else ""
    if share.value is None or share.low is None or share.high is None:
        return Tile(BY_KEY[key], figure_text(share, people), "", n, str(REASONS.get(share.reason, share.reason)))
    return Tile(BY_KEY[key], figure_text(share, people), interval(l10n.percent(share.low), l10n.percent(share.high)), n, "")


def _finding(now: TeamFigures) -> Sentence:
    share = now.contributors
    if share.value is None or share.low is None or share.high is None:
        return count(_("Too few people contributed, or too few did not, to be told: nobody is to be recognised."))
    text = _("Share of your team who took part in these four weeks: %(share)s.") % {"share": figure_text(share, now.people)}
    return estimate(text, n=now.people, low=l10n.percent(share.low), high=l10n.percent(share.high))


def _chart(figures: Sequence[TeamFigures]) -> Chart:
    """Week by week in the last three periods shown; a period between them that was not shown is a gap."""
    first = figures[0].week - WINDOW + 1
    span = figures[-1].week - first + 1
    values: list[float | None] = [None] * span
    for one in figures:
        for i, share in enumerate(one.by_week):
            values[one.week - WINDOW + 1 + i - first] = share.value
    return Chart(
        key="team-weeks",
        title=_("Share of the team who contribute, by week"),
        sentence=count(_("Week by week, in the periods that could be shown."), n=figures[-1].people),
        spec=Plot(
            [weeks.monday(first + i) for i in range(span)],
            [Curve(_("Share who contribute"), values)],
            unit="share",
            masked=_("1 to 4 people, or a period not shown"),
        ),
        note=_("Under 50 people, shares are rounded to five points. Each period has the people of the team at its own end."),
    )
