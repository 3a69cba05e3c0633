"""The catalogue's part of the sponsor's page: what is read from a study."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from adoption.metrics.metric import Metric

PEOPLE, SHARE = _("people"), _("share, from 0 to 1")
MONTH, QUARTER, HALF_YEAR = _("28 days: the last 4 complete weeks"), _("12 weeks"), _("26 weeks")
SINCE, POSTS, YEAR_AHEAD = _("since the opening"), _("posts opened from 35 to 7 days ago"), _("52 weeks ahead")
NONE = _("none")


SPONSOR = (
    Metric(
        "switch_off",
        _("Switch-off test"),
        _("If all animation stopped today, would it be alive in a year?"),
        _(
            "Arrivals and departures by week, modelled on the recorded animation and on the share already active, fitted to 400 "
            "redrawings of past weeks and simulated over 52 weeks without animation, under two hypotheses: those who come by themselves "
            "go on, or stop too. A word only where both give more than 9 chances in 10 or less than 1, and the history allows; a real "
            "pause answers first. Hypothesis of a model, not causal."
        ),
        _("survives, dies or unknown"),
        YEAR_AHEAD,
        _("alive: 10% or more contribute (our choice)"),
        "estimate",
    ),
    Metric(
        "forecast",
        _("Forecast of critical mass"),
        _("When will critical mass hold?"),
        _(
            "The model that was least wrong on past weeks, simulated 1,000 times; its dates hold 8 simulations in 10. Not reliable where "
            "it was no better than supposing that nothing changes, where its dates are more than 26 weeks apart, or where its rates are "
            "at their bounds."
        ),
        _("two dates"),
        YEAR_AHEAD,
        _("25% of the target in 11 weeks out of 12 (our choice)"),
        "estimate",
    ),
    Metric(
        "growth",
        _("Growth accounting"),
        _("Who is new, who stays, who stops?"),
        _("Contributors of each 28 days: new, kept from the 28 days before, or back after a silence; and those who stopped."),
        PEOPLE,
        _("28 days, over a year"),
        NONE,
        "count",
    ),
    Metric(
        "profiles",
        _("Profiles of adoption"),
        _("How many people have made a habit of it?"),
        _(
            "Weeks with a visit and contributions a week: assiduous, 9 weeks of 12 and once a week or more; faithful, 9 weeks and less; "
            "compulsive, less than 9 weeks and once a week or more; irregular, 3 to 8 weeks; inactive, less."
        ),
        PEOPLE,
        QUARTER,
        _("names after Lecko, 9 weeks in 12 after Microsoft, the rest our choice"),
        "count",
    ),
    Metric(
        "response_rate",
        _("Response rate"),
        _("Are posts answered?"),
        _("Posts that somebody else commented on within 7 days, over all posts."),
        SHARE,
        POSTS,
        _("58%, the best fifth of organisations; 50% (SWOOP Analytics)"),
        "estimate",
    ),
    Metric(
        "first_reply_delay",
        _("Delay of the first answer"),
        _("How long does a post wait?"),
        _("Kaplan–Meier median in working hours, posts without an answer after 7 days counted as still waiting."),
        _("working hours"),
        POSTS,
        NONE,
        "estimate",
    ),
    Metric(
        "replies_by_animators",
        _("First answers by animators"),
        _("Who answers first?"),
        _("First answers that people who animate gave, over all first answers."),
        SHARE,
        POSTS,
        NONE,
        "estimate",
    ),
    Metric(
        "newcomers_waiting",
        _("Newcomers waiting"),
        _("How many newcomers wait for an answer?"),
        _("Very first posts of somebody, without an answer after 24 working hours."),
        _("posts"),
        _("35 days"),
        _("24 working hours (our choice, after Joyce and Kraut 2006)"),
        "count",
    ),
    Metric(
        "transversality",
        _("Transversality"),
        _("Do ties cross the organisation chart?"),
        _(
            "Share of pairs across units over the share expected if everybody kept their number of ties and chose blindly; 1 is as if "
            "the organisation chart did not exist."
        ),
        _("ratio"),
        HALF_YEAR,
        NONE,
        "estimate",
    ),
    Metric(
        "two_way",
        _("Two-way relationships"),
        _("Do people answer each other?"),
        _("Pairs of people with acts both ways, over pairs with any act."),
        SHARE,
        HALF_YEAR,
        NONE,
        "estimate",
    ),
    Metric(
        "cross_two_way",
        _("Two-way relationships across units"),
        _("Do mutual ties cross units?"),
        _("Two-way pairs whose people are of two units, over all two-way pairs."),
        SHARE,
        HALF_YEAR,
        NONE,
        "estimate",
    ),
    Metric(
        "weakest_unit",
        _("Weakest unit"),
        _("Which part of the organisation is left out?"),
        _("Smallest share of contributors among units of ten people or more (Markus 1987)."),
        SHARE,
        MONTH,
        NONE,
        "estimate",
    ),
    Metric(
        "unit_ties",
        _("Ties between units"),
        _("Who deals with whom?"),
        _(
            "Pairs of people with a reply, a reaction or a mention, by the units of both; cells of too few people are hidden, with "
            "others so that they cannot be worked out."
        ),
        _("pairs of people"),
        HALF_YEAR,
        _("10 people by unit"),
        "count",
    ),
    Metric(
        "survival",
        _("Survival of communities"),
        _("How long do communities live?"),
        _("Kaplan–Meier curve of communities; one ends when fewer than three people contribute in 28 days outside low season."),
        SHARE,
        SINCE,
        _("points of Lecko studies in the press (2014): a landmark, not a norm"),
        "estimate",
    ),
)
