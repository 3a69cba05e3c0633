"""The adoption curve: who came, who contributed, who contributes now; the gap is those who stopped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from django.utils.translation import gettext as _

from adoption.charts import Chart, Curve, Fan, Moment, Plot, Span, Table, Tone
from adoption.dashboards.naive import naive_share
from adoption.dashboards.verdict import last_day
from adoption.metrics.series import Series
from adoption.science import weeks
from adoption.science.forecast.deadline import ALREADY, Forecast
from adoption.science.privacy import K
from adoption.science.stages import Thresholds
from rse.lib import l10n
from rse.lib.sentences import count

MONTH = 30.44 / 7  # weeks
TONES: dict[str, Tone] = {"ever_visited": "ctx", "ever_contributed": "3", "contributors28": "1"}
SHOWN_AHEAD = 40  # weeks of forecast drawn
PRESS = ((1, 4, "peak"), (6, 9, "dip"))  # months after opening: Lecko in the press, 2014


def adoption_curve(series: Series, thresholds: Thresholds, found: Forecast | None = None) -> Chart:
    """Cumulative first visits and first contributions, and contributors of 28 days; counts under 5 are not drawn.

    With a forecast, what may come of the contributors, beside "nothing changes".
    """
    fans = _fans(series, found)
    ahead = max((len(fan.median) for fan in fans), default=0)
    last = int(series.weeks[-1])
    days = [weeks.monday(week) for week in range(int(series.weeks[0]), last + 1 + ahead)]
    names = {
        "ever_visited": _("Came at least once"),
        "ever_contributed": _("Contributed at least once"),
        "contributors28": _("Contributors over 28 days"),
    }
    shown = {column: _shown(series.counts[column].tolist()) for column in names}
    curves = [Curve(names[column], values, TONES[column]) for column, values in shown.items()]
    target = series.last("target")
    plot = Plot(
        days, curves, _seasons(series), _press(), target * thresholds.enter_mass if target else None,
        _("%(share)s of the target") % {"share": l10n.percent(thresholds.enter_mass)}, fans, _today(series, fans), _reached(series, found),
    )  # fmt: skip
    came, wrote, active = (values[-1] for values in shown.values())
    facts = {
        "came": _number(came), "wrote": _number(wrote), "active": _number(active), "date": l10n.day(last_day(last)),
    }  # fmt: skip
    return Chart(
        key="adoption-curve",
        title=_("%(wrote)s people have contributed, %(active)s still do") % facts,
        sentence=count(
            _(
                "By %(date)s, %(came)s people had come at least once, %(wrote)s had contributed, and %(active)s had done so in the last "
                "four weeks."
            )
            % facts,
            n=series.last("ever_visited"),
        ),
        spec=plot,
        data=_table(series, names, shown),
        note=_(
            "Bands: press figures of Lecko studies (2014), enthusiasm peaking between months 2 and 4, a possible fall from month 6 to 9; "
            "a landmark, not a norm. Shaded weeks are of the low season."
        )
        + (f" {_forecast_note(found)}" if fans and found else ""),
    )


def _fans(series: Series, found: Forecast | None) -> list[Fan]:
    """The forecast in people, week by week: in weeks that are not judged the network is held to stand still."""
    target, share = series.last("target"), naive_share(series)
    if found is None or found.fan is None or not len(found.fan.weeks) or share is None:
        return []
    last = int(series.weeks[-1])
    coming = np.arange(last + 1, min(int(found.fan.weeks[-1]), last + SHOWN_AHEAD) + 1)
    place = np.searchsorted(found.fan.weeks, coming, side="right") - 1
    low, middle, high = (
        np.where(place < 0, share, path[np.maximum(place, 0)]) * target for path in (found.fan.low, found.fan.middle, found.fan.high)
    )
    naive = [share * target] * len(coming)
    return [
        Fan(
            _("Forecast"),
            len(series),
            low.tolist(),
            middle.tolist(),
            high.tolist(),
            naive,
            float(series.last("target28")),
            naive_name=_("nothing changes"),
        )
    ]


def _today(series: Series, fans: Sequence[Fan]) -> list[Moment]:
    return [Moment(len(series) - 1, _("now"))] if fans else []


def _reached(series: Series, found: Forecast | None) -> Span | None:
    """Between which weeks the threshold would be held, where that can be relied upon."""
    if found is None or not found.reliable or ALREADY in found.reasons or found.earliest is None or found.latest is None:
        return None
    first = int(series.weeks[0])
    return Span(found.earliest - first, found.latest - first)


def _forecast_note(found: Forecast) -> str:
    text = _("Forecast: 8 chances in 10 between its edges, if the past is a guide; dashed, what comes if nothing changes.")
    doubt = _("It is not reliable: see why at the top of the page.")
    return text if found.reliable else f"{text} {doubt}"


def _shown(values: Sequence[int]) -> list[int | None]:
    return [value if value >= K else None for value in values]


def _number(value: int | None) -> str:
    return _("fewer than %(k)s") % {"k": K} if value is None else l10n.number(value)


def _seasons(series: Series) -> list[Span]:
    low = np.flatnonzero(series.low_season).tolist()
    return [Span(first - 0.5, last + 0.5, _("low season")) for first, last in weeks.runs(low)]


def _press() -> list[Span]:
    texts = {"peak": _("enthusiasm (press)"), "dip": _("possible fall (press)")}
    return [Span(first * MONTH, last * MONTH, texts[key]) for first, last, key in PRESS]


def _table(series: Series, names: Mapping[str, str], shown: Mapping[str, Sequence[int | None]]) -> Table:
    ends = [l10n.day(last_day(week)) for week in series.weeks.tolist()]
    rows = [(end, *(_number(values[i]) for values in shown.values())) for i, end in enumerate(ends)]
    return Table((_("Week ending"), *names.values()), tuple(rows))
