"""What the process draws, before anything is written: plain data, the same for the same seed and end."""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime

from rse.management.demo.people import Employee
from rse.management.demo.places import Place


@dataclass
class Stay:
    """A membership: who, where, from when, until when. `role`: owner, animator or member; `by` invited them."""

    person: int
    place: str
    from_at: datetime
    to_at: datetime | None = None
    role: str = "member"
    by: int | None = None


@dataclass
class Said:
    """One turn of a conversation: a text and its reactions. `answers` is the turn it answers, None for the post."""

    by: int
    text: str
    at: datetime
    answers: int | None = None
    reactions: list[tuple[int, str, datetime]] = field(default_factory=list)


@dataclass
class Conversation:
    """A post and its answers, in the order of their dates. `accepted`: (turn, by, at)."""

    place: str
    title: str
    is_question: bool
    language: str
    said: list[Said]
    accepted: tuple[int, int, datetime] | None = None


@dataclass(frozen=True)
class Look:
    """A visit of the network (`place` empty) or of a community, or of someone's profile."""

    by: int
    at: datetime
    place: str = ""
    profile: int | None = None


@dataclass
class Plan:
    """The whole demonstration."""

    end: datetime
    people: list[Employee]
    places: list[tuple[Place, datetime, int]] = field(default_factory=list)  # opened when, by whom
    stays: list[Stay] = field(default_factory=list)
    conversations: list[Conversation] = field(default_factory=list)
    looks: list[Look] = field(default_factory=list)

    def digest(self) -> str:
        """A fingerprint: two runs with one seed and one end give the same."""
        return hashlib.sha256(repr((self.people, self.stays, self.conversations, self.looks)).encode()).hexdigest()
