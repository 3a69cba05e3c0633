"""Quiet hours: when a message may reach somebody, over nights in which clocks change, public holidays and leaves."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from rse.lib.refusal import Refused
from rse.people import quiet
from rse.people.actions.mailboxes import change_rest
from rse.people.models import Pattern, Rest
from rse.people.quiet import Quiet, allowed_from
from tests.factories import NOW, make_person

PARIS = ZoneInfo("Europe/Paris")
OFFICE = Quiet(PARIS)


def paris(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=PARIS)


@pytest.mark.parametrize(
    ("at", "allowed"),
    [
        ("2027-03-10T07:59", "2027-03-10T08:00"),
        ("2027-03-10T08:00", "2027-03-10T08:00"),
        ("2027-03-10T18:59", "2027-03-10T18:59"),
        ("2027-03-10T19:00", "2027-03-11T08:00"),
        ("2027-03-12T19:30", "2027-03-15T08:00"),  # Friday evening
        ("2027-03-13T11:00", "2027-03-15T08:00"),  # Saturday
        ("2027-07-13T20:00", "2027-07-15T08:00"),  # the 14th of July
        ("2027-12-31T23:59", "2028-01-03T08:00"),  # the first of January, then a week-end
    ],
)
def test_evenings_week_ends_and_public_holidays_are_quiet(at: str, allowed: str) -> None:
    assert allowed_from(OFFICE, paris(at)) == paris(allowed)


def test_eight_in_the_morning_is_eight_after_both_nights_in_which_clocks_change() -> None:
    spring = allowed_from(OFFICE, paris("2027-03-26T19:00"))  # they go forward on Sunday the 28th, and Monday is Easter’s
    assert (spring, spring.astimezone(UTC).hour) == (datetime(2027, 3, 30, 6, tzinfo=UTC), 6)
    autumn = allowed_from(OFFICE, paris("2027-10-29T19:00"))  # and back on Sunday the 31st
    assert (autumn, autumn.astimezone(UTC).hour) == (datetime(2027, 11, 2, 7, tzinfo=UTC), 7)  # the first of November is a holiday
    week = Quiet(PARIS, tuple((day, 8 * 60, 19 * 60) for day in range(7)), holidays=False)
    assert allowed_from(week, datetime(2027, 3, 27, 20, tzinfo=UTC)) == datetime(2027, 3, 28, 6, tzinfo=UTC)
    assert allowed_from(week, datetime(2027, 10, 30, 20, tzinfo=UTC)) == datetime(2027, 10, 31, 7, tzinfo=UTC)


def test_an_hour_that_clocks_skip_is_the_moment_of_the_skip() -> None:
    week = Quiet(PARIS, ((6, 2 * 60 + 30, 12 * 60),), holidays=False)  # Sundays from 2:30
    assert allowed_from(week, datetime(2027, 3, 27, 23, tzinfo=UTC)) == datetime(2027, 3, 28, 1, tzinfo=UTC)
    early = Quiet(PARIS, ((5, 20 * 60, 2 * 60 + 30),), holidays=False)  # until 2:30 on Sunday
    last = datetime(2027, 3, 28, 0, 59, tzinfo=UTC)
    assert allowed_from(early, last) == last
    assert allowed_from(early, last + timedelta(minutes=1)) > last + timedelta(days=5)


def test_an_hour_that_clocks_show_twice_leaves_the_person_alone_in_doubt() -> None:
    opening = Quiet(PARIS, ((6, 2 * 60 + 30, 12 * 60),), holidays=False)
    assert allowed_from(opening, datetime(2027, 10, 30, 22, tzinfo=UTC)) == datetime(2027, 10, 31, 1, 30, tzinfo=UTC)  # the second 2:30
    closing = Quiet(PARIS, ((5, 20 * 60, 2 * 60 + 30),), holidays=False)
    first = datetime(2027, 10, 31, 0, 30, tzinfo=UTC)  # the first 2:30
    assert allowed_from(closing, first - timedelta(minutes=1)) == first - timedelta(minutes=1)
    assert allowed_from(closing, first) > first + timedelta(days=5)


def test_whoever_works_nights_hears_at_night(db: None) -> None:
    nights = Quiet(PARIS, quiet.NIGHTS)
    assert allowed_from(nights, paris("2027-03-10T12:00")) == paris("2027-03-10T20:00")
    assert allowed_from(nights, paris("2027-03-11T05:00")) == paris("2027-03-11T05:00")
    assert allowed_from(nights, paris("2027-03-13T05:00")) == paris("2027-03-13T05:00")  # the night that began on Friday
    assert allowed_from(nights, paris("2027-03-13T21:00")) == paris("2027-03-15T20:00")


def test_a_leave_ends_in_the_morning_after_its_last_day() -> None:
    away = Quiet(PARIS, away_until=date(2027, 8, 20))
    assert allowed_from(away, paris("2027-08-04T10:00")) == paris("2027-08-23T08:00")
    anytime = Quiet(PARIS, None, holidays=False, away_until=date(2027, 8, 20))
    assert allowed_from(anytime, paris("2027-08-04T10:00")) == paris("2027-08-21T00:00")


def test_the_zone_is_the_persons_and_the_choice_their_own(db: None) -> None:
    here, there = make_person("Ici"), make_person("Ailleurs")
    there.time_zone = "America/Cayenne"
    at = datetime(2027, 3, 10, 8, tzinfo=UTC)
    assert quiet.next_allowed_of([here, there], at) == {here.pk: at, there.pk: datetime(2027, 3, 10, 11, tzinfo=UTC)}
    change_rest(by=here, person=here, pattern=Pattern.OWN, hours=[[2, 22 * 60, 60]], holidays=False, away_until=None, at=NOW)
    assert quiet.next_allowed(here, at) == datetime(2027, 3, 10, 21, tzinfo=UTC)
    change_rest(by=here, person=here, pattern=Pattern.ALWAYS, holidays=True, away_until=None, at=NOW)
    assert quiet.next_allowed(here, at) == at


def test_what_is_no_choice_is_refused(db: None) -> None:
    person = make_person("Ici")
    bad: list[tuple[str, list[list[int]]]] = [("x", []), ("own", []), ("own", [[7, 0, 60]]), ("own", [[0, 60, 60]])]
    for pattern, hours in bad:
        with pytest.raises(Refused):
            change_rest(by=person, person=person, pattern=pattern, hours=hours, holidays=True, away_until=None, at=NOW)
    with pytest.raises(Refused):
        change_rest(by=person, person=person, pattern="office", holidays=True, away_until=NOW.date() + timedelta(days=500), at=NOW)
    assert not Rest.objects.exists()
