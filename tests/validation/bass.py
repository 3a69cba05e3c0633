"""Bass's curve: the published table, the failures of its regression, and the naive forecast beside it (adoption.md 3.1)."""

from __future__ import annotations

from adoption.science import bass
from adoption.science.forecast.firsts import backtest
from tests.adoption.science.published import BACKTESTS, NO_START, PUBLISHED, STARTS, series
from tests.validation.checks import Check, Job, Section, Size, gathered, percent


def _table() -> list[Check]:
    found = []
    for name, p, q, m, decimals, peak, r2 in PUBLISHED:
        fit = bass.fit(series(name))
        curve = fit.curve
        if curve is None or fit.r2 is None:
            found.append(Check(f"{name}: fit", fit.reason, "a curve", False))
            continue
        ours = (curve.p, curve.q, curve.m, bass.peak_time(curve) or 0.0, fit.r2)
        digits = (5, 4, decimals, 2, 3)
        values = [f"{one:.{places}f}" for one, places in zip(ours, digits, strict=True)]
        targets = [f"{one:.{places}f}" for one, places in zip((p, q, m, peak, r2), digits, strict=True)]
        found.append(Check(f"{name}: p, q, m, T*, R²", ", ".join(values), ", ".join(targets), values == targets))
    return found


def _recorders() -> list[Check]:
    fit = bass.fit_density(series("video recorders"))
    assert fit.curve is not None and fit.rse is not None
    ours = [f"{one:.1f}" for one in (fit.curve.m, fit.errors[2] or 0.0, fit.rse)]
    ours += [f"{one:.{d}f}" for one, d in ((fit.curve.p, 5), (fit.errors[0] or 0.0, 5), (fit.curve.q, 4), (fit.errors[1] or 0.0, 4))]
    known = ["67980.9", "3127.5", "727.2", "0.00659", "0.00143", "0.6381", "0.0414"]
    name = "video recorders, density: m (se), residual error, p (se), q (se)"
    return [Check(name, ", ".join(ours), ", ".join(known), ours == known, "published output of Cowpertwait and Metcalfe 2009")]


def _starts() -> list[Check]:
    found = []
    for name, p, q, m in STARTS:
        start = bass.start_values(series(name))
        ours, known = f"{start.p:.4f}, {start.q:.4f}, {start.m:.0f}", f"{p:.4f}, {q:.4f}, {m}"
        found.append(Check(f"{name}: regression of Bass, p, q, m", ours, known, ours == known))
    for name in NO_START:
        try:
            value = f"p = {bass.start_values(series(name)).p:.4f}"
        except bass.NoStart as refusal:
            value = str(refusal)
        recovered = bass.fit(series(name)).reason == ""
        detail = "the fit starts elsewhere and succeeds" if recovered else "and the fit fails"
        found.append(Check(f"{name}: regression of Bass", value, "p is negative", value == "p is negative" and recovered, detail))
    return found


def _backtests() -> list[Check]:
    found = []
    for name, curve, naive in BACKTESTS:
        past = backtest(series(name))
        ours, known = [f"Bass {percent(b)}, naive {percent(n)}" for b, n in ((past.bass, past.naive), (curve / 100, naive / 100))]
        word = "the naive forecast is better" if past.naive < past.bass else "Bass is better"
        found.append(Check(f"{name}: error two periods ahead", ours, known, ours == known, f"{past.n} origins; {word}"))
    return found


def jobs(size: Size) -> list[Job]:
    return [_table, _recorders, _starts, _backtests]


SECTION = Section(
    "bass",
    "Bass's curve",
    "That the estimator is the published one, to the last printed digit. Not that the curve forecasts: on three series of four the mean of "
    "the last three periods does better, which is why it is always printed beside.",
    jobs,
    gathered,
)
