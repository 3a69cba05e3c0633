"""The real logs of VALIDATION_DATA as arrays: who wrote to whom and when."""

import gzip
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from adoption.science.dyads import NO_UNIT, Dyads, dyads_of
from adoption.science.figures import Bools, Ints

INSTITUTE = 1005
WEEK_SECONDS = 604_800
MAIL_WEEKS = 75  # the e-mail log is empty after its week 74


@dataclass(frozen=True)
class Log:
    """Messages in the order of the file, shape (messages,): positions of people, and seconds."""

    source: Ints
    target: Ints
    at: Ints

    def people(self) -> Ints:
        """Everybody who ever wrote or was written to."""
        return np.unique([self.source, self.target])

    def writers(self, week: Ints) -> Bools:
        """Who wrote in which week, `week` (messages,) from 0; shape (weeks, people), nobody who is in no message."""
        active = np.zeros((int(week.max()) + 1, int(self.people()[-1]) + 1), dtype=np.bool_)
        active[week, self.source] = True
        return active[:, self.people()]


def college(folder: Path) -> Log:
    """CollegeMsg: messages of a students' network, 1,899 people, 28 weeks."""
    return Log(*np.loadtxt(folder / "collegemsg" / "CollegeMsg.txt", skiprows=1, dtype=np.int64).T)


def mail(folder: Path, part: str = "") -> Log:
    """E-mail of a research institution, weeks 0 to 74 of its log; `part`: "-Dept1" to "-Dept4", the mail inside one department."""
    with gzip.open(folder / "email-eu-core" / f"email-Eu-core-temporal{part}.txt.gz", "rt") as file:
        source, target, at = np.array([line.split() for line in file], dtype=np.int64).T
    kept = at // WEEK_SECONDS < MAIL_WEEKS
    return Log(source[kept], target[kept], at[kept])


def institute(folder: Path) -> tuple[Dyads, Ints]:
    """The same institution as one static graph: its dyads, and the department of each of the 1,005 people."""
    edges = np.loadtxt(folder / "email-eu-core" / "email-Eu-core.txt", dtype=np.int64)
    labels = np.loadtxt(folder / "email-eu-core" / "email-Eu-core-department-labels.txt", dtype=np.int64)
    unit = np.full(INSTITUTE, NO_UNIT)
    unit[labels[:, 0]] = labels[:, 1]
    return dyads_of(edges[:, 0], edges[:, 1], INSTITUTE), unit
