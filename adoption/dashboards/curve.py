"""The adoption curve: who came, who contributed, who contributes now; the gap is those who stopped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from django.utils.translation import gettext as _

from adoption.charts import Chart, Curve, Plot, Span, Table, Tone
from adoption.dashboards.verdict import last_day
from adoption.metrics.series import Series
from adoption.science import weeks
from adoption.science.privacy import K
from adoption.science.stages import Thresholds
from rse.lib import l10n
from rse.lib.sentences import count

MONTH = 30.44 / 7  # weeks
TONES: dict[str, Tone] = {"ever_visited": "ctx", "ever_contributed": "3", "contributors28": "1"}
PRESS = ((1, 4, "peak"), (6, 9, "dip"))  # months after opening: Lecko in the press, 2014


def adoption_curve(series: Series, thresholds: Thresholds) -> Chart:
    """Cumulative first visits and first contributions, and contributors of 28 days; counts under 5 are not drawn."""
    days = [weeks.monday(week) for week in series.weeks.tolist()]
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
        _("%(share)s of the target") % {"share": l10n.percent(thresholds.enter_mass)},
    )  # fmt: skip
    came, wrote, active = (values[-1] for values in shown.values())
    facts = {
        "came": _number(came), "wrote": _number(wrote), "active": _number(active), "date": l10n.day(last_day(int(series.weeks[-1]))),
    }  # fmt: skip
    return Chart(
        key="adoption-curve",
        title=_("%(wrote)s people have contributed, %(active)s still do") % facts,
        sentence=count(
            _(
                "By %(date)s, %(came)s people had come at least once, %(wrote)s had contributed, "
                "and %(active)s had done so in the last four weeks."
            )
            % facts,
            n=series.last("ever_visited"),
        ),
        spec=plot,
        data=_table(series, names, shown),
        note=_(
            "Bands: press figures of Lecko studies (2014), enthusiasm peaking between months 2 and 4, a possible fall from month 6 to 9; "
            "a landmark, not a norm. Shaded weeks are of the low season."
        ),
    )


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
