"""The conversations: read from texts/*.txt, and told again with other machines, suppliers and figures.

A file holds threads separated by blank lines. A thread opens with "? title" (question), "! title" or "!" (message), then has
one line per turn: "A: …" is the post, "B: …" an answer, "B*: …" the accepted one, "A>: …" an answer to the last answer. Letters are
people, M the community's animator, and "@B" mentions one of them. "¶" starts a paragraph, "↵" a line. `{machine}` draws from
slots.py and keeps its value in the thread; `{a=3-9}` draws a number and `{x=one|two}` a choice, which `{a}` and `{x}` repeat;
`{site}` is where the author works, `{site B}` where B does; `{mois}` is a month just past, `{mois suivant}` one to come. A head like
"! [11-1] title" is only told from November to January.
"""

import re
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from pathlib import Path
from random import Random

from rse.management.demo.slots import SLOTS

FOLDER = Path(__file__).parent / "texts"
ENGLISH = {"halden"}
_HEAD = re.compile(r"^([?!])(?: \[(\d+)-(\d+)\])?(.*)$")
_TURN = re.compile(r"^([A-Z])(\*?)(>?): (.+)$")
_SLOT = re.compile(r"\{([^{}=]+)(?:=([^{}]+))?\}")
_SITE = re.compile(r"\{site ([A-Z])\}")
_MENTION = re.compile(r"@([A-Z])\b")
_DRAWN = "\ue000"  # marks the beginning of a drawn value until its sentence is set
_MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip
_NARROW, _WIDE = "\u202f", "\u00a0"


@dataclass(frozen=True)
class Turn:
    speaker: str
    text: str
    accepted: bool = False
    is_reply: bool = False


@dataclass(frozen=True)
class Thread:
    """One conversation to tell: the first turn is the post."""

    title: str
    is_question: bool
    turns: tuple[Turn, ...]
    language: str = "fr"
    months: tuple[int, int] = (1, 12)  # first and last month of the year in which it can be told

    def suits(self, at: datetime) -> bool:
        first, last = self.months
        return first <= at.month <= last if first <= last else not last < at.month < first

    @property
    def speakers(self) -> list[str]:
        """Every letter in it, in the order of appearance, those who are only mentioned included."""
        letters = [turn.speaker for turn in self.turns] + [m for turn in self.turns for m in _MENTION.findall(turn.text)]
        return list(dict.fromkeys(letters))

    @property
    def author(self) -> str:
        return self.turns[0].speaker

    @property
    def elsewhere(self) -> set[str]:
        """Letters whose site is named beside the author's: they work somewhere else."""
        return {letter for turn in self.turns for letter in _SITE.findall(turn.text)}


@cache
def threads(file: str) -> tuple[Thread, ...]:
    """The conversations of one file of texts/."""
    blocks = re.split(r"\n\s*\n", (FOLDER / f"{file}.txt").read_text(encoding="utf-8").strip())
    return tuple(_parsed(block, "en" if file in ENGLISH else "fr") for block in blocks)


def files() -> list[str]:
    return sorted(path.stem for path in FOLDER.glob("*.txt"))


def tell(thread: Thread, rng: Random, *, at: datetime, names: dict[str, str], sites: dict[str, str]) -> Thread:
    """The same conversation with its slots filled, its people named and its typography set."""
    drawn = {"mois": _month(at, -rng.randint(1, 4)), "mois suivant": _month(at, rng.randint(1, 2))}

    def fill(match: re.Match[str]) -> str:
        name, choices = match.groups()
        if name.startswith("site"):
            return sites[name[5:] or thread.author]
        if name not in drawn:
            drawn[name] = _draw(rng, name, choices)
        return _DRAWN + drawn[name]

    def write(text: str) -> str:
        text = _MENTION.sub(lambda m: f"@{names[m[1]]}" if m[1] in names else m[0], _SLOT.sub(fill, text))
        text = _contract(text).replace("¶", "\n\n").replace("↵", "\n")
        return typeset(text) if thread.language == "fr" else text

    title = write(thread.title)
    turns = tuple(Turn(t.speaker, write(t.text), t.accepted, t.is_reply) for t in thread.turns)
    return replace(thread, title=title, turns=turns)


def typeset(text: str) -> str:
    """French typography: apostrophes, and the spaces that must not break."""
    text = text.replace("'", "’")
    text = re.sub(r" ([?;%€])", rf"{_NARROW}\1", text)
    text = re.sub(r" :(?= |$|\n)", f"{_WIDE}:", text)
    text = text.replace("« ", f"«{_WIDE}").replace(" »", f"{_WIDE}»")
    return re.sub(r"(?<=\d) (?=\d{3}\b|(?:h|mm|cm|m|kg|t|bar|min|kW|kWh|°C|Nm|µm)\b)", _NARROW, text)


def _contract(text: str) -> str:
    """A drawn value in its sentence: a capital at the beginning, "de le" and "à le" contracted."""
    text = re.sub(rf"\b([Dd])e {_DRAWN}le ", r"\1u ", text)
    text = re.sub(rf"\b(À|à) {_DRAWN}le ", r"au ", text)
    text = re.sub(rf"\b([Dd])e {_DRAWN}(?=[aeiouyéèêîAEIOUÉÈÊ])", r"\1'", text)
    text = re.sub(rf"(^|[.?] |¶){_DRAWN}(\w)", lambda match: match[1] + match[2].upper(), text)
    return text.replace(_DRAWN, "")


def _parsed(block: str, language: str) -> Thread:
    head, *lines = block.splitlines()
    if (opening := _HEAD.match(head)) is None:
        raise ValueError(f"a thread opens with ? or !: {head}")
    mark, first, last, title = opening.groups()
    turns = []
    for line in lines:
        if (match := _TURN.match(line)) is None:
            raise ValueError(f"not a turn: {line}")
        speaker, accepted, reply, text = match.groups()
        turns.append(Turn(speaker, text, bool(accepted), bool(reply)))
    return Thread(title.strip(), mark == "?", tuple(turns), language, (int(first or 1), int(last or 12)))


def _number(number: int) -> str:
    """1 204, but 2019: what could be a year has no space."""
    return str(number) if 1_900 <= number <= 2_100 else f"{number:,}".replace(",", _NARROW)


def _month(at: datetime, later: int) -> str:
    return _MONTHS[(at.month - 1 + later) % 12]


def _draw(rng: Random, name: str, choices: str | None) -> str:
    if choices is None:
        return rng.choice(SLOTS[name.rstrip("0123456789")])
    if span := re.fullmatch(r"(\d+)-(\d+)", choices):
        return _number(rng.randint(int(span[1]), int(span[2])))
    return rng.choice(choices.split("|"))
