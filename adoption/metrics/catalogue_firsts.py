"""The catalogue's part of the expert's page: first contributions."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from adoption.metrics.metric import Metric

PEOPLE, SHARE, NUMBER = _("people"), _("share, from 0 to 1"), _("number")
SINCE = _("since the opening")
NONE = _("none")


FIRSTS = (
    Metric(
        "bass_p",
        _("Bass: push from outside"),
        _("How many begin by themselves?"),
        _(
            "p of the curve of Bass (1969) on first contributions by week, by least squares. It speaks of beginnings only: it cannot "
            "see people leave."
        ),
        _("share a week"),
        SINCE,
        NONE,
        "estimate",
    ),
    Metric(
        "bass_q",
        _("Bass: pull of those who began"),
        _("How many follow the others?"),
        _("q of the same curve. Its usual errors are far too small (Boswijk and Franses 2005)."),
        _("share a week"),
        SINCE,
        NONE,
        "estimate",
    ),
    Metric(
        "bass_m",
        _("Bass: ceiling"),
        _("How many would begin in the end?"),
        _("m of the same curve, which hugs the last point seen (Van den Bulte and Lilien 1997): a shape, never the only forecast."),
        PEOPLE,
        SINCE,
        NONE,
        "estimate",
    ),
    Metric(
        "contagion",
        _("Threshold of the own unit"),
        _("Does one begin when one’s unit has?"),
        _(
            "Logarithm of the hazard ratio of a first contribution, whole unit active against nobody, each week with its own level; only "
            "where it beats a shuffle of units within weeks. No cause: a keener unit begins sooner."
        ),
        NUMBER,
        _("52 weeks"),
        NONE,
        "estimate",
    ),
    Metric(
        "recruits",
        _("Recruits of those who were active"),
        _("How many did each bring, at most?"),
        _(
            "First contributions of weeks 1 to 8 shared among those who had invited, mentioned or answered the newcomer in the two weeks "
            "before, per person active in the base week. It describes, and proves no cause."
        ),
        NUMBER,
        _("8 weeks"),
        NONE,
        "estimate",
    ),
    Metric(
        "spontaneous",
        _("Spontaneous beginnings"),
        _("How many came without anybody?"),
        _("First contributions without anybody who had invited, mentioned or answered the newcomer, over all."),
        SHARE,
        _("8 weeks"),
        NONE,
        "estimate",
    ),
)
