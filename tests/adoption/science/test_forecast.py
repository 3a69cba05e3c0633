"""The deadline of critical mass: what each model draws, what chooses among them, when it is believed, and simulated launches."""

from datetime import date

import numpy as np
import pytest
from scipy.optimize import nnls
from scipy.special import expit

from adoption.science import weeks as calendar
from adoption.science.figures import NOT_ENOUGH_WEEKS, Floats
from adoption.science.forecast import candidates, deadline, logistic, origins, reached
from adoption.science.forecast.candidates import Churn, Damped, Logistic
from adoption.science.forecast.deadline import Forecast
from adoption.science.forecast.trial import Launch, simulate, trial

FIRST = calendar.week_of_day(date(2026, 1, 5))


def s_curve(n: int, ceiling: float = 0.6, pace: float = 0.15, middle: float = 35) -> Floats:
    return np.asarray(ceiling * expit(pace * (np.arange(n) - middle)))


def noisy(share: Floats, seed: int, size: float = 0.03) -> Floats:
    return np.asarray(share * np.exp(np.random.default_rng(seed).normal(0, size, len(share))))


def ask(share: Floats, draws: int = 1000, seed: int = 1) -> Forecast:
    """Every week clean, past and to come, from Monday 5 January 2026."""
    n = len(share)
    return deadline.forecast(share, FIRST + np.arange(n), np.ones(n, dtype=bool), np.ones(52, dtype=bool), seed, draws=draws)


def test_reached_is_eleven_of_twelve_and_not_the_first_passage() -> None:
    above = np.zeros(40, dtype=bool)
    above[5] = True  # a passage
    above[20:] = True
    above[24] = False  # one miss is allowed
    assert reached.first_held(above) == 31
    above[25] = False  # two are not: eleven of twelve only from 26 on
    assert reached.first_held(above) == 36
    assert reached.first_held(np.ones(11, dtype=bool)) == -1
    assert reached.first_held(np.stack([above, np.zeros(40, dtype=bool), np.ones(40, dtype=bool)])).tolist() == [36, -1, 11]


def test_the_transition_lasts_from_ten_percent_to_twenty_five() -> None:
    share = np.concatenate([np.full(10, 0.05), np.full(15, 0.12), np.full(25, 0.3)])
    number, clean = np.arange(100, 150), np.ones(50, dtype=bool)
    assert reached.weeks_between(share, number, clean).value == 15
    clean[20:24] = False  # a low season in between: calendar weeks go on, clean ones do not
    figure = reached.weeks_between(share, number, clean)
    assert figure.value == 15 and figure.n == 46
    assert reached.weeks_between(share[:25], number[:25], np.ones(25, dtype=bool)).reason == reached.NOT_REACHED
    assert reached.weeks_between(np.full(30, 0.4), number[:30], np.ones(30, dtype=bool)).reason == NOT_ENOUGH_WEEKS
    assert reached.weeks_between(share[:9], number[:9], np.ones(9, dtype=bool)).reason == NOT_ENOUGH_WEEKS


def test_damped_growth_slows_down_and_stops() -> None:
    odds = -3 + 0.1 * np.arange(20)
    model, count, share = Damped(), np.array([20]), expit(odds)[None, :]
    path = model.ahead(model.fit(share, count), share, count, np.zeros((1, 200)))[0]
    steps = np.diff(candidates.odds(np.concatenate([[expit(odds[-1])], path])))
    assert steps[:3] == pytest.approx([0.09, 0.081, 0.0729])
    assert candidates.odds(path[-1:])[0] == pytest.approx(odds[-1] + 0.9, abs=1e-6)


def test_a_logistic_curve_is_found_again_with_its_ceiling() -> None:
    share = s_curve(50)
    found = logistic.fit(share[None, :], np.array([50]))
    assert logistic.curve(found, np.arange(90.0)[None, :])[0] == pytest.approx(s_curve(90), abs=1e-4)
    model = Logistic()
    assert model.ahead(found, share[None, :], np.array([50]), np.zeros((1, 40)))[0] == pytest.approx(s_curve(90)[50:], abs=1e-4)


def test_rows_of_different_lengths_are_fitted_as_if_alone() -> None:
    share = noisy(s_curve(50), seed=3)
    rows, count = np.repeat(share[None, :], 3, axis=0), np.array([20, 35, 50])
    for model in candidates.CANDIDATES:
        together = model.ahead(model.fit(rows, count), rows, count, np.zeros((3, 12)))
        for row, n in zip(together, count, strict=True):
            some, one = share[None, :n], np.array([n])
            assert row == pytest.approx(model.ahead(model.fit(some, one), some, one, np.zeros((1, 12)))[0], abs=1e-4)


def test_churn_finds_the_rates_of_a_path_without_noise() -> None:
    share = [0.01]
    for _ in range(40):
        share.append(share[-1] + (0.004 + 0.3 * share[-1]) * (1 - share[-1]) - 0.12 * share[-1])
    rows, count = np.array([share]), np.array([41])
    model = Churn()
    assert model.fit(rows, count)[0] == pytest.approx([0.004, 0.3, 0.12], abs=1e-5)
    assert model.residuals(model.fit(rows, count)[0], rows[0]) == pytest.approx(np.zeros(40), abs=1e-6)
    fading = np.array([0.3 * 0.9 ** np.arange(30)])
    found = model.fit(fading, np.array([30]))[0]
    assert (found >= 0).all() and found[2] - found[1] == pytest.approx(0.1, abs=0.02)


@pytest.mark.parametrize("seed", range(40))
def test_no_least_squares_is_better_without_a_negative_rate(seed: int) -> None:
    """The seven sets of free rates against scipy's own non-negative least squares."""
    rng = np.random.default_rng(seed)
    table, y = rng.normal(size=(15, 3)), rng.normal(size=15)
    assert candidates.not_negative(table[None], y[None])[0] == pytest.approx(nnls(table, y)[0], abs=1e-6)


def test_origins_choose_on_the_past_and_report_on_what_came_later() -> None:
    share = noisy(s_curve(60), seed=5, size=0.01)
    past = origins.look_back(share)
    assert past.chosen.name == "logistic" or past.mase < 1
    scores = {(score.candidate, score.horizon): score for score in past.scores}
    assert set(scores) == {(name, h) for name in ("damped", "logistic", "churn", "naive") for h in (4, 12)}
    # origins 8 to 56; the later half is 32 to 56, of which 32 to 48 know what came twelve weeks after
    assert scores["naive", 4].n == 25 and scores["naive", 12].n == 17
    wrong = [abs(share[t - 3 : t].mean() - share[t + 3]) for t in range(32, 57)]
    assert scores["naive", 4].error == pytest.approx(float(np.median(wrong)))
    assert scores[past.chosen.name, 12].error < scores["naive", 12].error


def test_the_naive_forecast_is_the_best_of_a_network_that_stands_still() -> None:
    rng = np.random.default_rng(2)
    past = origins.look_back(0.15 + rng.normal(0, 0.01, 60))
    assert past.mase >= 0.9
    assert origins.look_back(np.full(30, 0.15)).mase == pytest.approx(1)
    with pytest.raises(ValueError, match="too few"):
        origins.look_back(np.full(19, 0.2))


def test_a_clear_launch_has_its_weeks() -> None:
    share = noisy(s_curve(90, ceiling=0.5, pace=0.13, middle=32), seed=8, size=0.02)
    found = ask(share[:28])
    truth = FIRST + int(reached.first_held(share >= 0.25))
    assert found.reliable and found.reasons == () and found.mase is not None and found.mase < 1
    assert found.earliest is not None and found.latest is not None
    assert found.earliest <= truth <= found.latest <= found.earliest + 26
    assert found.p_not_reached == 0 and found.n == 28
    assert found.as_dict() == {
        "earliest": calendar.label(found.earliest),
        "latest": calendar.label(found.latest),
        "p_not_reached_52w": 0.0,
        "reliable": True,
        "reason": "",
    }
    assert {score.candidate for score in found.scores} == {"damped", "logistic", "churn", "naive"}  # the naive one is never left out
    assert found.fan is not None and (found.fan.low <= found.fan.middle).all() and (found.fan.middle <= found.fan.high).all()
    assert found.fan.weeks.tolist() == list(range(FIRST + 28, FIRST + 80))


def test_the_same_seed_gives_the_same_weeks() -> None:
    share = noisy(s_curve(30), seed=8, size=0.1)
    first, again, other = ask(share, seed=4), ask(share, seed=4), ask(share, seed=5)
    assert first.fan and again.fan and other.fan
    assert (first.fan.high == again.fan.high).all() and first.as_dict() == again.as_dict()
    assert (first.fan.high != other.fan.high).any()


def test_what_is_not_to_be_relied_upon_says_why() -> None:
    rng = np.random.default_rng(9)
    few = ask(s_curve(19))
    assert (few.earliest, few.latest, few.reliable) == (None, None, False)
    assert few.as_dict()["reason"] == NOT_ENOUGH_WEEKS and few.as_dict()["p_not_reached_52w"] is None
    still = ask(0.1 + rng.normal(0, 0.004, 60))
    assert not still.reliable and deadline.BEYOND in still.reasons
    assert still.earliest is None and still.p_not_reached is not None and still.p_not_reached > 0.9
    wandering = ask(expit(-2.4 + np.cumsum(rng.normal(0, 0.12, 60))))
    assert not wandering.reliable and wandering.reasons


def test_rates_at_their_bounds_are_not_believed() -> None:
    past = origins.Past(Churn(), 0.5, (), np.full(2, np.nan))
    fan = deadline.Fan(np.arange(3), np.zeros(3), np.zeros(3), np.zeros(3))
    dates = np.full(100, 3005.0)
    for rates, sure in (((0.01, 0.3, 0.1), True), ((0.0, 0.3, 0.1), False), ((0.01, 0.0, 0.1), False), ((0.01, 1.2, 0.9), False)):
        found = deadline.judged(dates, past, np.array(rates), 40, fan)
        assert found.reliable is sure and (found.reasons == ()) is sure
        assert sure or found.reasons == (deadline.AT_BOUNDS,)


def test_an_interval_wider_than_26_weeks_or_open_is_not_believed() -> None:
    past = origins.Past(Damped(), 0.5, (), np.full(2, np.nan))
    fan = deadline.Fan(np.arange(3), np.zeros(3), np.zeros(3), np.zeros(3))
    wide = deadline.judged(np.linspace(3000, 3040, 100), past, np.zeros(2), 40, fan)
    assert wide.reasons == (deadline.TOO_WIDE,) and wide.latest is not None and not wide.reliable
    narrow = deadline.judged(np.linspace(3000, 3030, 100), past, np.zeros(2), 40, fan)
    assert narrow.reliable and (narrow.earliest, narrow.latest) == (3002, 3026)  # 80 % of the simulations
    open_ended = deadline.judged(np.where(np.arange(100) < 80, 3010, np.inf), past, np.zeros(2), 40, fan)
    assert (open_ended.earliest, open_ended.latest) == (3010, None)
    assert open_ended.reasons == (deadline.TOO_WIDE,) and open_ended.p_not_reached == pytest.approx(0.2)
    worse = deadline.judged(np.full(9, 3010.0), origins.Past(Damped(), 1.0, (), np.full(2, np.nan)), np.zeros(2), 40, fan)
    assert worse.reasons == (deadline.NO_BETTER_THAN_NAIVE,)


def test_a_level_held_already_is_no_forecast() -> None:
    share = np.concatenate([np.full(10, 0.1), np.full(20, 0.3)])
    found = ask(share)
    assert found.earliest == found.latest == FIRST + 20  # the first of 10 held weeks closes with the eleventh above the level
    assert found.reasons == (deadline.ALREADY,) and found.p_not_reached == 0.0


def test_low_weeks_are_neither_learnt_from_nor_promised() -> None:
    share = noisy(s_curve(40, middle=40), seed=3, size=0.02)
    clean = np.ones(40, dtype=bool)
    clean[30:34] = False
    dipped = share.copy()
    dipped[30:34] = 0.01
    coming = np.ones(52, dtype=bool)
    coming[4:16] = False
    number = FIRST + np.arange(40)
    found, same = (deadline.forecast(x, number, clean, coming, seed=1) for x in (share, dipped))
    assert found.as_dict() == same.as_dict() and found.n == 36
    assert found.earliest is not None and not FIRST + 44 <= found.earliest < FIRST + 56
    assert found.fan is not None and len(found.fan.weeks) == 40
    nothing = deadline.forecast(share, number, clean, np.zeros(52, dtype=bool), seed=1)
    assert nothing.p_not_reached == 1.0 and nothing.reasons[-1] == deadline.BEYOND


def test_simulated_launches_fall_between_their_weeks() -> None:
    """About as often as the 80 % that the interval claims, and few are called reliable; the full run is larger."""
    found = trial(runs=80, seed=7, draws=200)
    assert found.n > 30 and 0 < found.reliable < found.n / 2
    assert found.held >= 0.7
    assert found.held_reliable is not None and found.held_reliable >= 0.7
    grown = simulate(Launch(0.003, 0.2, 0.05), 90, np.random.default_rng(0))
    assert grown[0] < 0.05 and grown[-1] > 0.25
