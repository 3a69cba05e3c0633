"""What is kept about a person, for that person alone: their acts, their weekly counts, their roles, and until when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import connection
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from adoption.access import names_for
from adoption.history import places
from adoption.history.own import OwnActs, own_acts
from adoption.history.purging import months_after
from adoption.models import NETWORK, PersonFirst, Pioneer
from adoption.models.pseudonyms import pseudonym_of
from adoption.science import weeks
from rse.people.models import Person, Role

Text = str | Promise
VERBS: dict[str, Text] = {
    "visit": _("Visits"), "profile_view": _("Profiles looked at"), "search": _("Searches"), "post": _("Posts"), "comment": _("Comments"),
    "reaction": _("Reactions"), "mention": _("Mentions of colleagues"), "poll_vote": _("Votes"), "upload": _("Files"),
    "join": _("Communities joined"), "leave": _("Communities left"), "follow": _("Subscriptions"), "invite": _("Invitations"),
    "delete": _("Deletions"), "unreact": _("Reactions taken back"), "unfollow": _("Subscriptions ended"), "edit": _("Edits"),
    "announce": _("Announcements"), "request": _("Requests to join"), "decide": _("Decisions"), "accept": _("Answers accepted"),
    "report": _("Reports"), "remove": _("Removals"), "move": _("Posts moved"),
}  # fmt: skip
COUNTS = (
    "visits", "profile_views", "searches", "posts", "comments", "reactions", "mentions", "poll_votes", "uploads", "follows", "invites",
)  # fmt: skip


@dataclass(frozen=True)
class Acts:
    """Acts kept one by one: what they are, how many, the day of the oldest, and the day after which that one is gone."""

    name: Text
    count: int
    oldest: date
    until: date


@dataclass(frozen=True)
class Weeks:
    """Weekly counts in one place: how many weeks, how many acts in them, the first day of the oldest, the day after which it is gone."""

    name: Text
    weeks: int
    acts: int
    oldest: date
    until: date


@dataclass(frozen=True)
class Kept:
    """Template: acts · total · places · linked (rows by what they say) · before (communities) · roles · pioneer (spells) · views_counted
    · months and weeks kept."""

    acts: tuple[Acts, ...]
    places: tuple[Weeks, ...]
    linked: tuple[tuple[Text, int], ...]
    before: int
    roles: tuple[Text, ...]
    pioneer: tuple[Pioneer, ...]
    views_counted: bool
    months: int
    weeks: int

    @property
    def total(self) -> int:
        return sum(one.count for one in self.acts)


def kept_page(person: Person, *, at: datetime) -> Kept:
    """For this person about themselves: nobody else may be given it. `at`: what is due to go goes the night after."""
    tomorrow = timezone.localdate(at) + timedelta(days=1)
    own = pseudonym_of(person.pk)
    return Kept(
        acts=tuple(_acts(one, tomorrow) for one in own_acts(person.pk)),
        places=_places(person, own, tomorrow),
        linked=tuple((words, _linked(sql, own)) for words, sql in LINKED.items()),
        before=PersonFirst.objects.filter(community_id__in=[NETWORK, *places()], person=own, kind=PersonFirst.CAME).count(),
        roles=tuple(label for role, label in Role.choices if role in person.roles),
        pioneer=tuple(Pioneer.objects.filter(person_id=person.pk).order_by("from_at")),
        views_counted=person.views_counted,
        months=settings.EVENTS_KEPT_MONTHS,
        weeks=settings.PERSON_WEEKS_KEPT,
    )


def _acts(one: OwnActs, tomorrow: date) -> Acts:
    oldest = timezone.localtime(one.oldest)
    until = months_after(oldest, settings.EVENTS_KEPT_MONTHS)
    return Acts(VERBS.get(one.verb, _("Other acts")), one.count, oldest.date(), max(until.date(), tomorrow))


def place_names(person: Person, ids: list[int]) -> dict[int, Text]:
    """Names of communities, as far as this person may still know of them; what happened outside of any has a word of its own."""
    known: dict[int, Text] = dict.fromkeys(ids, _("A community that you cannot see any more"))
    return known | names_for(person, ids) | {NETWORK: _("Outside any community")}


_COUNTED = "week IN (SELECT week FROM adoption_weekmark)"  # one look into the index for each


def _places(person: Person, own: int, tomorrow: date) -> tuple[Weeks, ...]:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT community_id, count(*), sum({' + '.join(COUNTS)}), min(week) FROM adoption_personweek WHERE person = %s "
            f"AND {_COUNTED} GROUP BY community_id ORDER BY 2 DESC, 1",
            [own],
        )
        found = cursor.fetchall()
    names = place_names(person, [community for community, *_ in found])
    lasts = timedelta(weeks=settings.PERSON_WEEKS_KEPT + 1)
    return tuple(
        Weeks(names[community], kept, acts, weeks.monday(oldest), max(weeks.monday(oldest) + lasts, tomorrow))
        for community, kept, acts, oldest in found
    )


_OWN_WEEKS = f"SELECT week, community_id FROM adoption_personweek WHERE person = %(own)s AND {_COUNTED}"
LINKED: dict[Text, str] = {
    _("Colleagues answered, by week"): f"SELECT count(*) FROM ({_OWN_WEEKS}) p JOIN adoption_tieweek t USING (week, community_id) "
    "WHERE t.person = %(own)s",
    _("Threads opened: when they were first answered, and how"): f"SELECT count(*) FROM ({_OWN_WEEKS}) p JOIN adoption_threadlife t "
    "ON t.opened_week = p.week AND t.community_id = p.community_id WHERE t.author = %(own)s",
    _("My first contribution, and what may have led to it"): "SELECT count(*) FROM adoption_recruit WHERE person = %(own)s "
    f"AND week IN (SELECT week FROM ({_OWN_WEEKS}) p)",
}


def _linked(sql: str, own: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql, {"own": own})
        return int(cursor.fetchone()[0])
