"""The one place where a study loses what rests on too few people (adoption.md 6); the rules are of `rules`, k is 5, ours are said to be.

The whole: under k eligible people, or k contributors over 28 days, no part is left but the word of the switch-off test. Counts: 1 to
k - 1 becomes -1, with a mate where a published total would give it back. Shares of people: hidden where 1 to k - 1 people are in the
numerator or outside it, to 5 points under 50 people. Rates of threads: hidden under k authors (answers: under k distinct repliers, or
one person's pace would be read), to 5 points where 1 to k - 1 threads make the difference. Two totals 1 to k - 1 apart: the second goes.
`n` is a count like any other.

Figure by figure, where it takes more (ours):
- profiles, engagement: under 50 people a cell of more than 95 % of them goes too; the matrix shows only sums of open profiles; the
  score only with its four parts, since it would give two hidden ones away; medians, Gini, Lorenz and HHI from 20 people on;
- Lorenz: no piece between two points holds fewer than k people, nor 1 to k - 1 contributors;
- growth: new, kept, returned add up to this window's contributors, kept and left to those of the window before;
- transversality, E-I, two-way shares: the dyads of either kind rest on nobody or on k people;
- diversity: rounded under 50 contributors; the weakest unit as a share of people; the 10th percentile: 10 units, to 5 points;
- top three (loss, brokers): where k people are left beside them; top 5 %, k50 and 1 / HHI: where they count k people. The alert on
  k50 is kept, it points at nobody.

The parts `way` and `switch_off` hold shares and rates of the whole scope: they go with it. `units` come with their own `hidden`.
Masking is done once: a study already masked loses its ties and conversation, whose people are no longer known.
"""

from __future__ import annotations

from dataclasses import replace

from adoption.metrics.masking.habits import mask_habits
from adoption.metrics.masking.organisation import mask_organisation
from adoption.metrics.masking.rules import HIDDEN, few
from adoption.metrics.masking.talk import mask_talk
from adoption.metrics.masking.ties import mask_ties
from adoption.metrics.masking.units import mask_units
from adoption.metrics.study import Study, SwitchOff
from adoption.science.figures import NOT_ENOUGH_PEOPLE, Figure
from adoption.science.privacy import K
from adoption.science.switchoff.critical import Critical

__all__ = ["HIDDEN", "masked"]


def masked(study: Study) -> Study:
    """The study that may be kept and shown."""
    if study.eligible < K or study.contributors < K:
        word = _word_alone(study.switch_off) if study.eligible >= K else None
        return Study(study.community_id, study.week, _count(study.eligible), _count(study.contributors), switch_off=word)
    return replace(
        study,
        habits=study.habits and mask_habits(study.habits, study.eligible, study.contributors),
        talk=study.talk and mask_talk(study.talk),
        ties=study.ties and mask_ties(study.ties, study.eligible, study.contributors),
        units=study.units and mask_units(study.units),
        organisation=study.organisation and mask_organisation(study.organisation),
    )


def _word_alone(found: SwitchOff | None) -> SwitchOff | None:
    """That a network has gone out can be told: the word points at nobody, the shares behind it would."""
    if found is None:
        return None
    nothing = Critical(Figure.none(NOT_ENOUGH_PEOPLE), None)
    return SwitchOff(found.verdict, found.reason, None, None, None, None, nothing, None)


def _count(people: int) -> int:
    return HIDDEN if few(people) else people
