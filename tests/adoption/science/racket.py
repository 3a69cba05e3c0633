"""The racket Slack as arrays: people, conversations and instants of 22,171 messages, and whom each answers."""

import csv
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from adoption.science.figures import Ints


@dataclass(frozen=True)
class Messages:
    """Shape (messages,), in the order of time; `answered`: author of the conversation's message before, -1 for none and for oneself."""

    author: Ints
    thread: Ints
    at: Ints  # milliseconds since 1970
    answered: Ints


def racket(folder: Path) -> Messages:
    with (folder / "slack-racket" / "racket-general.csv").open() as file:
        rows = list(csv.DictReader(file))
    author, thread = (np.unique([row[name] for row in rows], return_inverse=True)[1] for name in ("user", "conversation"))
    instants = [datetime.fromisoformat(row["ts"]).replace(tzinfo=UTC) for row in rows]
    at = np.array([round(instant.timestamp() * 1000) for instant in instants])
    answered, last = np.full(len(rows), -1), np.full(thread.max() + 1, -1)
    for i, place in enumerate(thread):
        answered[i] = last[place] if last[place] != author[i] else -1
        last[place] = author[i]
    return Messages(author, thread, at, answered)
