"""Two real networks read as event logs: one that bloomed and died, one that lives small. Weeks are those computed here, and explained.

The folder of the data comes from VALIDATION_DATA; where it is absent these tests are skipped and say so.
"""

import csv
from collections.abc import Iterator
from datetime import UTC, date, datetime
from itertools import groupby
from pathlib import Path

import numpy as np
import pytest

from adoption.history.clock import public_holidays
from adoption.metrics.series import Series, load_series
from adoption.models import NETWORK
from adoption.science import weeks
from adoption.science.stages import classify
from tests.adoption.logs import Line, put_in, report, write
from tests.adoption.science import real
from tests.adoption.science.networks import course_of

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def college(folder: Path) -> Iterator[Line]:
    """CollegeMsg: `src dst time`, each message a post towards its reader."""
    for number, text in enumerate((folder / "collegemsg" / "CollegeMsg.txt").read_text().splitlines()[1:]):
        author, reader, seconds = text.split()
        yield {
            "at": int(seconds), "actor": f"s{author}", "verb": "post", "community": "college",
            "object": f"m{number}", "target": f"s{reader}",
        }  # fmt: skip


def racket(folder: Path) -> Iterator[Line]:
    """The racket Slack: the first message of a conversation is a post, the others answer it; mentions are events of their own."""
    roots: dict[str, str] = {}
    with (folder / "slack-racket" / "racket-general.csv").open() as file:
        for number, row in enumerate(csv.DictReader(file)):
            message = {"at": f"{row['ts']}+00:00", "actor": row["user"], "community": "racket", "object": f"m{number}"}
            root = roots.setdefault(row["conversation"], message["object"])
            yield message | ({"verb": "post"} if root == message["object"] else {"verb": "comment", "root": root})
            for person in row["mentions"].split():
                yield message | {"verb": "mention", "target": person}


def load(folder: Path, lines: list[Line]) -> Series:
    people = sorted({str(one[name]) for one in lines for name in ("actor", "target") if name in one})
    _, problems = put_in(*write(folder, lines, people))
    assert problems == ""
    return load_series(public_holidays())[NETWORK]


def runs(figures: dict[str, list[dict[str, str]]]) -> list[tuple[str, str, int]]:
    """(stage, first week, how many weeks) of each stretch of the same label."""
    stretches = [list(group) for _, group in groupby(figures["stages"], key=lambda week: week["stage"])]
    return [(stretch[0]["stage"], stretch[0]["week"], len(stretch)) for stretch in stretches]


def ratios(series: Series) -> dict[int, float]:
    """Entrants over leavers of each week from the eighth, counted from 1: both ends of the comparison are then 28 days of life."""
    return {
        int(age) + 1: float(e / n)
        for age, e, n in zip(series.counts["age"], series.counts["entrants"], series.counts["leavers"], strict=True)
        if age >= 7 and n
    }


def test_college_messages_never_reach_critical_mass_and_are_seen_declining(validation_data: Path, tmp_path: Path) -> None:
    series = load(tmp_path, list(college(validation_data)))
    found = report(weekly=True)
    organisation, (community,) = found["organisation"], found["communities"]
    assert organisation["eligible"]["value"] == 1899
    assert len(series) == 28
    for figures in (organisation, community):
        assert {"critical_mass", "self_carrying"}.isdisjoint(week["stage"] for week in figures["stages"])
    # The fall shows in the three last judged weeks before the low season (12 July to 1 August) and in the first one after it
    # (27 September, the first whose four weeks hold no day of August): the fourth in a row changes the label, 21 weeks after the peak.
    assert runs(organisation) == [("insufficient", "2004-W16", 7), ("transition", "2004-W23", 17), ("decline", "2004-W40", 4)]
    assert runs(community)[-1] == ("decline", "2004-W40", 4)
    share = series.counts["target28"] / series.counts["target"]
    assert share.max() == pytest.approx(0.539, abs=0.001)
    assert int(share.argmax()) == 7  # the 8th week: the peak that proves nothing
    ratio = ratios(series)
    assert ratio[8] == pytest.approx(3.64, abs=0.01)
    assert ratio[9] == pytest.approx(2.29, abs=0.01)
    later = [ratio[week] for week in range(11, 29)]
    assert [min(later), max(later)] == pytest.approx([0.07, 0.90], abs=0.01)
    assert organisation["momentum"]["high"] < 0
    assert organisation["replacement_ratio"]["value"] < 1


def test_replacement_of_college_messages_in_weeks_counted_from_the_first_message(validation_data: Path) -> None:
    """2.66 at week 8, then .10 to .89, are of weeks that begin with the first message, a Thursday, looked at every other week."""
    seen = [(int(one["at"]), one["actor"]) for one in college(validation_data)]
    start = min(at for at, _ in seen)
    active = [{who for at, who in seen if (at - start) // 604_800 == week} for week in range(28)]
    month = [set().union(*active[max(0, week - 3) : week + 1]) for week in range(28)]
    ratio = {week + 1: len(month[week] - month[week - 4]) / len(month[week - 4] - month[week]) for week in range(7, 28)}
    assert ratio[8] == pytest.approx(2.66, abs=0.01)
    later = [ratio[week] for week in range(12, 29, 2)]
    assert [min(later), max(later)] == pytest.approx([0.10, 0.89], abs=0.005)


def test_the_racket_slack_goes_from_launch_to_transition_and_stays(validation_data: Path, tmp_path: Path) -> None:
    series = load(tmp_path, list(racket(validation_data)))
    found = report(weekly=True)["organisation"]
    assert found["eligible"]["value"] == 327
    assert [stage for stage, _, _ in runs(found)] == ["insufficient", "launch", "transition"]
    assert [week for _, week, _ in runs(found)] == ["2017-W19", "2017-W26", "2017-W42"]
    assert len(series) == 108
    low, high = found["replacement_ratio"]["low"], found["replacement_ratio"]["high"]
    assert low < 1 < high  # it stays as large as it is
    assert np.isfinite([found["momentum"]["low"], found["momentum"]["high"]]).all()
    assert weeks.monday(int(series.weeks[0])) == date(2017, 5, 8)


def test_the_end_of_a_log_is_the_present_of_its_figures(validation_data: Path, tmp_path: Path) -> None:
    lines = [one for one in college(validation_data) if int(str(one["at"])) < datetime(2004, 5, 30, 12, tzinfo=UTC).timestamp()]
    load(tmp_path, lines)
    found = report(weekly=True)
    assert found["at"].startswith("2004-05-30")
    assert found["organisation"]["stages"][-1]["week"] == "2004-W21"
    whole = report(at="2004-05-30", weekly=True)["organisation"]["stages"]
    assert whole == [*found["organisation"]["stages"], {"week": "2004-W22", "stage": "insufficient"}]


@pytest.mark.parametrize("start", [date(2003, 9, 29), date(2004, 1, 5)])
def test_a_dip_before_a_year_of_reference_is_no_decline(validation_data: Path, start: date) -> None:
    """E-mail of a research institution, weeks 0 to 74: 270 writers where there were 440, then as many as before."""
    log = real.mail(validation_data)
    first = weeks.week_of_day(start)
    judged = classify(course_of(np.arange(first, first + real.MAIL_WEEKS), log.writers(log.at // real.WEEK_SECONDS)))
    shown = [judgement.shown for judgement in judged]
    assert list(dict.fromkeys(shown)) == ["insufficient", "transition", "critical_mass"]
    assert shown[-1] == "critical_mass"
