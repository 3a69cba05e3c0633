"""Foreign logs put into this installation: its people, its communities, their memberships, and the events."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from adoption.history.clock import zone
from adoption.history.founding import Belonging, Places
from adoption.history.hands import Hand
from adoption.history.listed import Directory, number_of, take_people
from adoption.history.logs import ListedCommunity, ListedPerson, LogLine, Problem
from adoption.history.problems import Problems
from adoption.history.recording import Recorder, number63
from adoption.history.staging import Staged
from adoption.science import weeks
from rse.people.models import Person

Progress = Callable[[str, int, float], None]  # what is being done, how many lines of it are, what share of all that is


@dataclass
class Loaded:
    """What went in, and what did not."""

    lines: int = 0  # that could be read
    first: datetime | None = None  # the period they are of
    last: datetime | None = None
    people: int = 0
    known_people: int = 0  # of the list, who had an account
    strangers: set[int | None] = field(default_factory=set)  # who act in the log and are not in the list
    communities: int = 0
    known_communities: int = 0
    memberships: int = 0
    events: int = 0
    already: int = 0  # events that an earlier run had put in, or that the log holds twice
    bots: int = 0  # events of bots, left out
    read: Counter[str] = field(default_factory=Counter)  # lines, by verb
    verbs: Counter[str] = field(default_factory=Counter)  # events that went in, by verb
    problems: Problems = field(default_factory=Problems)
    only_seen: bool = False  # the people are those of the log, for want of a list
    refused: str = ""  # why the import itself, not its dry run, would be refused


def owns_people(listed: Sequence[ListedPerson]) -> bool:
    """Whether this installation has people who are not of the list."""
    return Person.objects.exclude(staff_number__in=[number_of(person.id) for person in listed]).exists()


@dataclass
class Loading:
    """A log on its way into the database. `files` name log, people and communities in problems."""

    staged: Staged
    hand: Hand
    loaded: Loaded
    files: tuple[str, str, str]
    unit: str
    nested: bool
    names: Mapping[str, str]
    progress: Progress
    directory: Directory = field(default_factory=Directory)
    places: Places | None = None

    def prepare(self, people: Sequence[ListedPerson], communities: Sequence[ListedCommunity], *, at: datetime) -> None:
        """Everything but the events: people, communities and memberships."""
        start = self.staged.first or at
        monday = weeks.starts_at(weeks.week_of(start, zone()), zone())
        self.directory = take_people(people, file=self.files[1], hand=self.hand, start=monday, problems=self.loaded.problems)
        self.loaded.people = self.directory.created
        self.loaded.known_people = len(self.directory.people) - self.directory.created
        self.places = Places(communities, self.files[2], start, self.hand, self.names)
        belonging = Belonging(self.places, self.directory, self.loaded.problems)
        for line in self._sifted():
            self.places.meet(line)
            belonging.meet(line)
        self.loaded.communities = self.places.founded
        self.loaded.known_communities = len(self.places.found) - self.places.founded
        self.loaded.memberships = self.hand.add_spells(belonging.spells())

    def record(self) -> None:
        """The events, in the order of their dates; running it again adds nothing."""
        assert self.places is not None, "prepare first"
        recorder = Recorder(
            self.directory, self.places, self.hand, self.loaded.problems, file=self.files[0], unit=self.unit, nested=self.nested
        )
        done = 0
        people = self.directory.people
        total = len(self.staged) - self.loaded.bots - self._unknown
        for taken in recorder.take(line for line in self.staged if line.actor in people):
            done += taken
            self.loaded.events, self.loaded.already, self.loaded.verbs = recorder.events, recorder.already, recorder.verbs
            self.progress("Writing", done, done / total)

    _unknown: int = 0

    def _sifted(self) -> Iterator[LogLine]:
        """The lines of people of the list; the others are told."""
        people, bots = self.directory.people, self.directory.bots
        for done, line in enumerate(self.staged, start=1):
            if done % 5_000 == 0:
                self.progress("Ordering", done, done / len(self.staged))
            if line.actor in people:
                yield line
            elif line.actor in bots:
                self.loaded.bots += 1
            else:
                self._unknown += 1
                self.loaded.strangers.add(number63(line.actor))
                self.loaded.problems.append(Problem(self.files[0], line.line, "unknown person {}", (line.actor,), self.unit))
