"""What was wrong in a log, however much: counted by reason, the first of each kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from adoption.history.logs import Problem
from adoption.history.logs.line import UNKNOWN_VERB

KEPT = 200
EXAMPLES = 3
MANY = 1_000  # reasons and words that are told apart


@dataclass
class Group:
    """A reason: how often, and the first times."""

    count: int = 0
    first: list[Problem] = field(default_factory=list)


class Problems:
    """A million problems take no more room than some hundreds."""

    def __init__(self, found: Iterable[Problem] = ()) -> None:
        self.count = 0
        self.groups: dict[str, Group] = {}
        self.verbs: Counter[str] = Counter()  # the verbs that are not known
        self._kept: dict[str, list[Problem]] = {}  # by file
        self.extend(found)

    def __len__(self) -> int:
        return self.count

    def __iter__(self) -> Iterator[Problem]:
        """The first ones of each file, in its order."""
        for file in sorted(self._kept):
            yield from sorted(self._kept[file], key=lambda problem: problem.line)[:KEPT]

    def append(self, problem: Problem) -> None:
        self.count += 1
        reason = problem.reason if problem.reason in self.groups or len(self.groups) < MANY else "other reasons"
        group = self.groups.setdefault(reason, Group())
        group.count += 1
        if len(group.first) < EXAMPLES:
            group.first.append(problem)
        if problem.reason == UNKNOWN_VERB:
            word = str(problem.values[0])[:80]
            self.verbs[word if word in self.verbs or len(self.verbs) < MANY else "…"] += 1
        kept = self._kept.setdefault(problem.file, [])
        kept.append(problem)
        if len(kept) >= 2 * KEPT:
            kept.sort(key=lambda one: one.line)
            del kept[KEPT:]

    def extend(self, found: Iterable[Problem]) -> None:
        for problem in found:
            self.append(problem)

    def by_reason(self) -> list[tuple[str, Group]]:
        """Reasons, the most frequent first."""
        return sorted(self.groups.items(), key=lambda item: (-item[1].count, item[0]))
