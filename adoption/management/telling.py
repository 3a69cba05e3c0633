"""What an import, or its dry run, says at its end. Whatever comes from the log is in quotes, its control characters escaped."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from adoption.history.clock import zone
from adoption.history.loading import Loaded
from adoption.history.logs.formats import TITLES, Log
from adoption.history.logs.line import shown
from adoption.history.problems import KEPT, Problems

WORDS = 40  # verbs named


def problems_of(problems: Problems) -> Iterator[str]:
    """The first problems, each with its line; then, when there are more, how many there are of each reason."""
    told = list(problems)[:KEPT]
    yield from map(str, told)
    if len(problems) > len(told):
        yield f"… and {len(problems) - len(told)} more lines with a problem. In all:"
        yield from (f"  {group.count:,} × {reason.replace('{}', '…')}" for reason, group in problems.by_reason()[:WORDS])
    yield from _unknown_verbs(problems)


def _unknown_verbs(problems: Problems) -> Iterator[str]:
    if problems.verbs:
        most = ", ".join(f"{shown(word)} {count:,}" for word, count in problems.verbs.most_common(WORDS))
        more = f" and {len(problems.verbs) - WORDS} others" if len(problems.verbs) > WORDS else ""
        yield f"Verbs that are not known, {_lines(problems.verbs.total())}: {most}{more}."


def doubts_of(log: Log, loaded: Loaded) -> Iterator[str]:
    """What a reader of the figures must know."""
    yield from log.doubts()
    if loaded.only_seen and loaded.lines:
        yield (
            "No list of people: they are those whom the log shows. Whoever never did anything is missing, so shares of the target, "
            "and the stages that rest on them, mean nothing; give --people to have them."
        )


def outcome(loaded: Loaded) -> str:
    return (
        f"{loaded.people} people, {loaded.communities} communities, {loaded.memberships} memberships and {loaded.events} events "
        f"went in; {loaded.already} events were already there, {loaded.bots} of bots were left out, "
        f"{len(loaded.problems)} lines had a problem."
    )


def findings(log: Log, loaded: Loaded) -> Iterator[str]:
    """What a dry run found, and what would go in."""
    yield f"{log.name}: {TITLES[log.format]}."
    yield from log.told
    if loaded.first and loaded.last:
        first, last = (at.astimezone(zone()).date() for at in (loaded.first, loaded.last))
        yield f"Events: {loaded.lines:,}, from {first} to {last}; {_lines(len(loaded.problems))} had a problem."
    if loaded.read:
        yield "Verbs: " + ", ".join(_verb(verb, count, log.words) for verb, count in loaded.read.most_common()) + "."
    yield from _unknown_verbs(loaded.problems)
    yield f"People: {loaded.known_people:,} have an account, {loaded.people:,} would be given one, {_strangers(loaded)}."
    yield f"Communities: {loaded.known_communities:,} are there, {loaded.communities:,} would be founded."
    verbs = ", ".join(f"{verb} {count:,}" for verb, count in loaded.verbs.most_common())
    yield (
        f"Would go in: {loaded.people:,} people, {loaded.communities:,} communities, {loaded.memberships:,} memberships and "
        f"{loaded.events:,} events{f' ({verbs})' if verbs else ''}; {loaded.already:,} events are already there or twice in the log, "
        f"{loaded.bots:,} are of bots."
    )
    for reason, group in loaded.problems.by_reason()[:WORDS]:
        yield f"Problem, {_lines(group.count)}: {reason.replace('{}', '…')}"
        yield from (f"  {problem}" for problem in group.first)
    if loaded.refused:
        yield loaded.refused
    yield "Nothing was written."


def _strangers(loaded: Loaded) -> str:
    return "they are those of the log" if loaded.only_seen else f"{len(loaded.strangers):,} who act in the log are not in the list"


def _verb(verb: str, count: int, words: Counter[tuple[str, str]]) -> str:
    """A verb and the words of the log that were read as it."""
    named = [(word, n) for (word, as_), n in words.most_common() if as_ == verb and word != verb]
    told = ", ".join(f"{shown(word)} {n:,}" for word, n in named[:WORDS])
    return f"{verb} {count:,}{f' ({told})' if told else ''}"


def _lines(count: int) -> str:
    return f"{count:,} line{'' if count == 1 else 's'}"
