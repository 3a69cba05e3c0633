"""Who comes in and who goes out from one week to the next: of the 28 days without the animators, and of the single week."""

from __future__ import annotations

import numpy as np

from adoption.fill.crowds import Crowd
from adoption.fill.population import Population
from adoption.science.figures import Ints


class Flows:
    """Remembers the engaged people of the week before; `contributors28` are those of the 28 days that end with `week`."""

    def __init__(self, population: Population, ids: Ints, week: int, contributors28: Crowd) -> None:
        self.population, self.ids = population, ids
        self.before = contributors28.within(self._peers(week))

    def animators(self, week: int) -> Crowd:
        """Distinct people who animate each scope when a week ends; the project team animates the network."""
        community, person = self.population.animators(week)
        return Crowd.of(np.searchsorted(self.ids, community), self.population.pseudonym(person))

    def of(self, week: int, contributors: Crowd, earlier: Crowd, contributors28: Crowd) -> dict[str, Ints]:
        """Counts by scope; `contributors` of the week, `earlier` those of the week before."""
        count, peers = len(self.ids), self._peers(week)
        engaged, before = contributors28.within(peers), self.before
        self.before = engaged
        return {
            "peers": peers.sizes(count),
            "engaged28": engaged.sizes(count),
            "arrived": engaged.sizes(count) - engaged.common(before, count),
            "gone": before.sizes(count) - before.common(engaged, count),
            "begun": contributors.sizes(count) - contributors.common(earlier, count),
            "paused": earlier.sizes(count) - earlier.common(contributors, count),
        }

    def _peers(self, week: int) -> Crowd:
        """Eligible people of each scope who do not animate it."""
        _, opened, _ = self.population.network(week)
        community, member = self.population.communities(week)
        scope = np.concatenate([np.zeros(len(opened), np.int64), np.searchsorted(self.ids, community)])
        everyone = Crowd.of(scope, self.population.pseudonym(np.concatenate([opened, member])))
        return everyone.without(self.animators(week))
