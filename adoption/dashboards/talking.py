"""Are posts answered (adoption.md 5.12): figures and the delays of first answers."""

from __future__ import annotations

from django.utils.translation import gettext as _

from adoption.charts import Bar, Bars, Chart
from adoption.dashboards.hidden import counts, total
from adoption.dashboards.words import Tile, tile
from adoption.metrics.study import Talk
from rse.lib import l10n
from rse.lib.sentences import count

LATE = 3  # buckets from which a delay is drawn as falling behind


def talk_tiles(talk: Talk | None) -> tuple[Tile, ...]:
    """Response rate, delay, and the part of animators in first answers."""
    if talk is None:
        return ()
    return (
        tile("response_rate", talk.response_rate), tile("first_reply_delay", talk.delay), tile("replies_by_animators", talk.by_animators),
        tile("newcomers_waiting", talk.newcomers_waiting),
    )  # fmt: skip


def delays_chart(talk: Talk | None) -> Chart | None:
    """How long posts wait; None without a post to judge."""
    if talk is None or not total(talk.buckets):
        return None
    names = (
        _("under 1 working hour"), _("1 to 4 working hours"), _("4 to 24 working hours"), _("later, within 7 days"),
        _("no answer within 7 days"),
    )  # fmt: skip
    values = counts(talk.buckets)
    bars = [Bar(name, value, low=i >= LATE) for i, (name, value) in enumerate(zip(names, values, strict=True))]
    never, n = values[-1], total(talk.buckets)
    facts = {"never": _("a few") if never is None else l10n.number(never), "n": l10n.number(n)}
    return Chart(
        "delays",
        _("%(never)s of %(n)s posts had no answer within a week") % facts,
        count(
            _("Posts opened between 35 and 7 days ago, by the time of their first answer by somebody else; reactions are no answers."), n=n
        ),
        Bars(bars, masked=_("too few to show")),
    )
