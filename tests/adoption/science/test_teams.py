"""Teams of the reporting lines, side by side."""

import numpy as np

from adoption.science.figures import Bools, Ints
from adoption.science.teams import DEEPEST, Team, side_by_side, teams

NONE = -1


def lines(*sizes: int, boss: bool = True) -> Ints:
    """A director (0), a manager (1, 2…) for each size, each with so many people under them."""
    managers = np.full(1 + len(sizes), 0)
    managers[0] = NONE
    return np.concatenate([managers, *(np.full(size, i + 1) for i, size in enumerate(sizes))]).astype(np.int64)


def there(manager: Ints, *gone: int) -> Bools:
    present = np.ones(len(manager), dtype=np.bool_)
    present[list(gone)] = False
    return present


def nowhere(manager: Ints) -> Ints:
    return np.full(len(manager), NONE)


def shown(manager: Ints, former: dict[int, list[Ints]] | None = None, unit: Ints | None = None, extra: int = 0) -> list[int]:
    whole = np.concatenate([manager, np.full(extra, NONE)])
    units = np.full(len(whole), NONE) if unit is None else unit
    return [one.manager for one in side_by_side(teams(whole, there(whole)), there(whole), units, former or {})]


def test_a_team_is_its_manager_and_everyone_under_them() -> None:
    manager = lines(12, 9, 20)
    found = {team.manager: team.people.tolist() for team in teams(manager, there(manager))}
    assert list(found) == [0, 3, 1, 2]
    assert found[0] == list(range(45)) and len(found[2]) == 10
    assert found[1] == [1, *range(4, 16)]


def test_who_is_not_there_is_not_counted_but_lines_run_through_them() -> None:
    manager = lines(12, 12)
    found = {team.manager: len(team) for team in teams(manager, there(manager, 1, 5))}
    assert found == {0: 25, 1: 11, 2: 13}


def test_nobody_and_loops_are_harmless() -> None:
    assert teams(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.bool_)) == []
    assert teams(np.full(30, NONE), np.ones(30, dtype=np.bool_)) == []
    loop = np.array([1, 0, *[0] * 12])
    assert {team.manager for team in teams(loop, there(loop))} == {0, 1}
    long = np.arange(DEEPEST + 30) - 1
    assert teams(long, there(long))[0].manager == 0


def test_the_rest_of_a_team_beside_the_shown_ones_is_nobody_or_five_people() -> None:
    assert shown(lines(20, 15, 12), extra=10) == [0, 1, 2]  # the director and the last team stay together
    assert shown(lines(20, 15, 4), extra=10) == [0, 1, 2]  # the rest: the director, a manager and four people
    assert shown(lines(20), extra=10) == [0]  # beside the team of 21, its director would be alone
    assert shown(lines(20, 15), extra=3) == [1]  # all together less the director's team: three people; less both teams: four


def test_a_team_that_is_its_units_people_but_for_a_few_is_hidden() -> None:
    manager, outside = lines(20, 15), np.full(30, NONE)
    whole = np.concatenate([manager, outside])
    unit = np.full(len(whole), NONE)
    unit[[1, *range(3, 23)]] = 0
    assert 1 in shown(manager, unit=unit, extra=30)
    unit[40] = 0
    assert 1 not in shown(manager, unit=unit, extra=30)
    unit[41:45] = 0
    assert 1 in shown(manager, unit=unit, extra=30)


def test_a_team_stays_as_shown_until_five_people_have_come_or_gone() -> None:
    manager = lines(20, 15)
    now = {team.manager: team.people for team in teams(manager, there(manager))}
    for gone, expected in ((0, True), (1, False), (4, False), (5, True)):
        former = {1: [now[1][: len(now[1]) - gone]]}
        assert (1 in shown(manager, former, extra=30)) is expected, gone


def test_no_difference_of_shown_teams_ever_holds_one_to_four_people() -> None:
    for seed in range(40):
        rng = np.random.default_rng(seed)
        manager = np.array([NONE, *(int(rng.integers(0, max(1, i // 3))) for i in range(1, 150))])
        found = side_by_side(teams(manager, there(manager)), there(manager), nowhere(manager), {})
        _check(found, len(manager))


def _check(found: list[Team], everyone: int) -> None:
    """Whatever readers add and subtract, what they can tell apart is what each holds beside those within it."""
    groups = [set(range(everyone)), *(set(team.people.tolist()) for team in found)]
    for group in groups:
        within = [other for other in groups if other < group]
        rest = group - set().union(*within)
        assert len(rest) == 0 or len(rest) >= 5
