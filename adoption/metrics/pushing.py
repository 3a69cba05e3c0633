"""Candidates for the next push (adoption.md 5.25), with a gain where one can be estimated: in people who would contribute. Ours.

The gains rest on associations of this organisation (newcomers who are answered come back more often; members of open communities take
part more often): they are hypotheses to test, never promises. A push that would touch fewer than five people is not proposed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from adoption.metrics.company import Company
from adoption.metrics.evidence import Evidence
from adoption.metrics.study import Study, SwitchOff
from adoption.science.dyads import NO_UNIT
from adoption.science.figures import Figure, Ints
from adoption.science.health import Z
from adoption.science.openness import Comparison
from adoption.science.pioneers import Returns
from adoption.science.privacy import K_UNITS, K
from adoption.science.pushes import Estimate, Hypothesis, Push, next_pushes

MOST = 10
PAIRS = 60  # communities, the smallest first, among which mergers are looked for
SHARED = 0.3  # of the smaller one's members who are in the other too: ours
SMALL = (10, 50)  # members of a community that might be merged
WEAK = 0.10  # share of contributors under which a community is not alive by itself: the stage's low level


def pushes(
    evidence: Evidence, company: Company, studies: Mapping[int, Study], compared: Comparison, returns: Returns, network: SwitchOff | None
) -> tuple[Hypothesis, ...]:
    """At most ten, the largest shrunk gain first. `studies` are the communities'."""
    found = [
        *_answering(studies, returns), *_opening(company, studies, compared), *_seeding(evidence), *_inviting(evidence),
        *_merging(company, studies),
    ]  # fmt: skip
    return next_pushes([push for push in found if push.people >= K], network.verdict if network else "unknown", MOST)


def _answering(studies: Mapping[int, Study], returns: Returns) -> Iterator[Push]:
    """Newcomers who wait for an answer: those who get one come back more often, by so much."""
    gap = returns.differences[1]  # answered by a peer, against nobody
    for id_, study in studies.items():
        waiting = study.talk.newcomers_waiting.value if study.talk else None
        if waiting:
            yield Push("answer_newcomers", str(id_), int(waiting), _scaled(gap, float(waiting)))


def _opening(company: Company, studies: Mapping[int, Study], compared: Comparison) -> Iterator[Push]:
    gap = next((one.adjusted for one in compared.gaps if one.name == "c28"), Figure.none(""))
    for at, id_ in enumerate(company.places.id.tolist()):
        if not company.places.open[at] and id_ in studies:
            people = studies[id_].eligible
            yield Push("open_closed", str(id_), people, _scaled(gap, float(people)))


def _scaled(gap: Figure, people: float) -> Estimate | None:
    """A gap of shares as a number of people; None where it has no interval."""
    if gap.value is None or gap.low is None or gap.high is None or gap.high <= gap.low:
        return None
    return Estimate(gap.value * people, (gap.high - gap.low) / (2 * Z) * people)


def _by_unit(evidence: Evidence) -> tuple[Ints, Ints]:
    """People of each unit, and those of them who contributed over 28 days."""
    housed = evidence.unit != NO_UNIT
    active = evidence.total("contributions", 4) > 0
    size = np.bincount(evidence.unit[housed], minlength=len(evidence.unit_ids))
    return size, np.bincount(evidence.unit[housed & active], minlength=len(evidence.unit_ids))


def _seeding(evidence: Evidence) -> Iterator[Push]:
    """Pioneers for the unit that takes part least, among those of ten people or more."""
    size, active = _by_unit(evidence)
    large = np.flatnonzero(size >= K_UNITS)
    if len(large):
        share = active[large] / size[large]
        weakest = int(large[np.lexsort((-size[large], share))[0]])
        yield Push("seed_unit", str(int(evidence.unit_ids[weakest])), int(size[weakest] - active[weakest]))


def _inviting(evidence: Evidence) -> Iterator[Push]:
    """Colleagues of engaged people who never came, in the unit where they are most."""
    size, active = _by_unit(evidence)
    housed = evidence.unit != NO_UNIT
    absent = np.bincount(evidence.unit[housed & ~evidence.ever_visited], minlength=len(size))
    there = np.flatnonzero((size >= K_UNITS) & (active >= K) & (absent >= K))
    if len(there):
        best = int(there[np.argmax(absent[there])])
        yield Push("invite_colleagues", str(int(evidence.unit_ids[best])), int(absent[best]))


def _merging(company: Company, studies: Mapping[int, Study]) -> Iterator[Push]:
    """Two small communities under the level that lives by itself, many of whose members are in both."""
    places, last = company.places, len(company.places.y) - 1
    if last < 0:
        return
    weak = [
        (studies[id_].eligible, at)
        for at, id_ in enumerate(places.id.tolist())
        if id_ in studies and SMALL[0] <= studies[id_].eligible < SMALL[1] and places.y[last, at] < WEAK
    ]
    chosen = [at for _, at in sorted(weak)[:PAIRS]]
    for i, first in enumerate(chosen):
        for second in chosen[i + 1 :]:
            both = len(np.intersect1d(places.members[first], places.members[second]))
            smaller = min(len(places.members[first]), len(places.members[second]))
            if smaller and both / smaller >= SHARED and places.open[first] == places.open[second]:
                key = f"{int(places.id[first])}+{int(places.id[second])}"
                yield Push("merge_communities", key, len(places.members[first]) + len(places.members[second]) - both)
