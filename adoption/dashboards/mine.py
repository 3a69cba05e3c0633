"""One's own mirror in words, for oneself alone; it compares with nobody and gives no score."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from adoption.access import Waiting, waiting_posts
from adoption.charts import Chart, Curve, Plot
from adoption.dashboards.verdict import last_day
from adoption.history.clock import present, zone
from adoption.metrics.mirror import Mirror, mirror
from adoption.models import FillState
from adoption.science import weeks
from adoption.science.segments import QUARTER
from rse.lib import l10n
from rse.lib.sentences import count
from rse.people.models import Person, PersonSpell

SHOWN = 8  # posts without an answer


@dataclass(frozen=True)
class Portrait:
    """A name and what it means; `note` says when it is to be taken lightly."""

    name: str
    meaning: str
    note: str = ""


@dataclass(frozen=True)
class MinePage:
    """Template: mirror (None: nothing counted yet, `reason` says why) · persona · profile · chart · circle (sentence) · waiting · more ·
    week_ends."""

    mirror: Mirror | None
    reason: str = ""
    persona: Portrait | None = None
    profile: Portrait | None = None
    chart: Chart | None = None
    circle: str = ""
    waiting: tuple[Waiting, ...] = ()
    more: int = 0
    week_ends: date | None = None


PERSONAS: dict[str, tuple[Promise, Promise]] = {
    "observer": (
        pgettext_lazy("persona", "Observer"),
        gettext_lazy("You read more than you write these days. Reading is a way of taking part: it is how answers travel."),
    ),
    "engager": (
        pgettext_lazy("persona", "Go-between"),
        gettext_lazy("You give about as much as you get back: your posts and answers keep conversations going both ways."),
    ),
    "catalyst": (
        pgettext_lazy("persona", "Spark"),
        gettext_lazy("What you write sets others talking: you get more than twice as many answers and reactions as you give."),
    ),
    "responder": (
        pgettext_lazy("persona", "Answerer"),
        gettext_lazy("You answer and react to others more than you open threads: they find somebody when they ask."),
    ),
    "broadcaster": (
        pgettext_lazy("persona", "Teller"),
        gettext_lazy("You mostly publish, and little comes back so far. A question at the end often opens a conversation."),
    ),
}
PROFILES: dict[str, tuple[Promise, Promise]] = {
    "never_came": (pgettext_lazy("profile", "Not come yet"), gettext_lazy("No visit has been counted for you yet.")),
    "newcomer": (
        pgettext_lazy("profile", "Newcomer"),
        gettext_lazy("You arrived less than four weeks ago: it is too early to see a habit."),
    ),
    "inactive": (pgettext_lazy("profile", "Away"), gettext_lazy("You came in fewer than a quarter of these weeks.")),
    "irregular": (
        pgettext_lazy("profile", "Now and then"),
        gettext_lazy("You come some weeks and not others, and take part now and then."),
    ),
    "faithful": (
        pgettext_lazy("profile", "Faithful reader"),
        gettext_lazy("You come nearly every week, and take part less than once a week."),
    ),
    "bursting": (pgettext_lazy("profile", "By bursts"), gettext_lazy("You take part once a week or more on average, by periods.")),
    "assiduous": (pgettext_lazy("profile", "Regular"), gettext_lazy("You come nearly every week and take part once a week or more.")),
}


def mine_page(person: Person, *, at: datetime) -> MinePage:
    """For this person about themselves: nobody else may be given it."""
    if person.is_guest:
        return MinePage(None, _("Guests are in no figure: nothing is counted about you."))
    state = FillState.objects.filter(pk=1).values_list("through", flat=True).first()
    if state is None:
        return MinePage(None, _("Nothing has been counted yet: the first figures come after the first complete week."))
    week = min(state, weeks.last_complete_week(present(at), zone()))
    found = mirror(person.pk, week, _since(person))
    waiting = waiting_posts(person, found.waiting)
    return MinePage(
        found,
        persona=_persona(found),
        profile=_profile(found),
        chart=_chart(found),
        circle=_circle(found),
        waiting=waiting[:SHOWN],
        more=len(waiting[SHOWN:]),
        week_ends=last_day(week),
    )


def _since(person: Person) -> int:
    """The week they became an employee of the directory."""
    first = PersonSpell.objects.filter(person=person, is_guest=False).order_by("from_at").values_list("from_at", flat=True).first()
    return weeks.week_of(first or person.joined_at, zone())


def _persona(found: Mirror) -> Portrait:
    name, meaning = PERSONAS[found.persona]
    facts = {"made": l10n.number(found.made), "received": l10n.number(found.received)}
    note = _("Over the last 28 days, posts, answers and reactions from you: %(made)s; answers and reactions to you: %(received)s.") % facts
    return Portrait(str(name), str(meaning), note)


def _profile(found: Mirror) -> Portrait:
    name, meaning = PROFILES[found.profile]
    span = max(min(found.weeks_known, QUARTER), found.came)
    note = _("Weeks in which you came: %(came)s of %(span)s.") % {"came": l10n.number(found.came), "span": l10n.number(span)}
    return Portrait(str(name), str(meaning), note)


def _chart(found: Mirror) -> Chart:
    made, answers = int(found.contributions_by_week.sum()), found.answers
    days = [weeks.monday(found.week - QUARTER + 1 + i) for i in range(QUARTER)]
    facts = {"made": l10n.number(made), "answers": l10n.number(answers)}
    return Chart(
        key="my-weeks",
        title=_("My last twelve weeks"),
        sentence=count(_("In twelve weeks, contributions: %(made)s; answers received: %(answers)s.") % facts, n=made),
        spec=Plot(
            days,
            [
                Curve(_("My contributions"), found.contributions_by_week.tolist(), "1"),
                Curve(_("Answers received"), found.answers_by_week.tolist(), "3"),
            ],
        ),
        half=True,
        note=_("Contributions: posts, comments, reactions, mentions, votes and files. A quiet week is nothing to make up for."),
    )


def _circle(found: Mirror) -> str:
    if not found.circle.people:
        return _("In six months, nobody with whom you have exchanged both ways yet. An answer to a question is enough to begin.")
    people = ngettext("%(n)s colleague", "%(n)s colleagues", found.circle.people) % {"n": l10n.number(found.circle.people)}
    if not found.circle.units:
        return _("In six months you have exchanged both ways with %(people)s.") % {"people": people}
    units = ngettext("%(n)s unit", "%(n)s units", found.circle.units) % {"n": l10n.number(found.circle.units)}
    return _("In six months you have exchanged both ways with %(people)s, of %(units)s.") % {"people": people, "units": units}
