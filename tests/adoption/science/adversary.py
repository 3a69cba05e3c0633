"""An adversary of the query ledger with plain sets and hand arithmetic, and the groups of an organisation that may be asked for."""

from collections import Counter
from collections.abc import Iterator
from itertools import combinations, product

Sets = dict[str, frozenset[int]]


def asked_of(people: dict[int, tuple[int, int, bool]], units: int, sites: int) -> Sets:
    def those(keep: list[bool]) -> frozenset[int]:
        return frozenset(person for person, kept in zip(people, keep, strict=True) if kept)

    traits = list(people.values())
    asked = {"all": those([True] * len(traits)), "half": those([unit < units / 2 for unit, _, _ in traits])}
    for unit in range(units):
        asked[f"unit {unit}"] = those([unit == mine for mine, _, _ in traits])
        asked[f"unit {unit} managers"] = those([unit == mine and manager for mine, _, manager in traits])
        asked[f"unit {unit} others"] = those([unit == mine and not manager for mine, _, manager in traits])
    for site in range(sites):
        asked[f"site {site}"] = those([site == mine for _, mine, _ in traits])
    return asked


def isolated(shown: Sets, k: int) -> Iterator[tuple[str, ...]]:
    """Names of shown groups that tell of 1 to k - 1 people: sums and differences of up to four, and two put together against a third."""
    for count in (1, 2, 3, 4):
        for names in combinations(sorted(shown), count):
            for signs in product((1, -1), repeat=count - 1):
                weight: Counter[int] = Counter(shown[names[0]])
                for name, sign in zip(names[1:], signs, strict=True):
                    weight.update(dict.fromkeys(shown[name], sign))
                if 0 < sum(value != 0 for value in weight.values()) < k:
                    yield names
    distinct = {people: name for name, people in shown.items()}
    for one, other, third in combinations(sorted(distinct.values()), 3):
        for a, b, c in ((one, other, third), (one, third, other), (other, third, one)):
            x, y, z = shown[a], shown[b], shown[c]
            if any(0 < len(made ^ z) < k for made in (x | y, x - y, y - x, x & y)):
                yield a, b, c
