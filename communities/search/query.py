"""What somebody asks of search, read from what they typed: words, phrases, what is not to be there, and what narrows it.

Nothing that is typed is an error: what cannot be taken is left out, and said.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from communities import access
from communities.models import MAX_SEARCH
from rse.lib.fold import fold
from rse.lib.search_words import words_of
from rse.people.models import Person

MAX_TERMS = 16
MAX_AUTHORS = 20
FIRST_YEAR = 1970

# Name in addresses -> the shapes of entries that it holds.
KINDS: dict[str, tuple[str, ...]] = {
    "post": ("message", "poll", "praise", "announcement", "share"),
    "question": ("question",),
    "story": ("story",),
    "comment": ("comment",),
    "document": ("document",),
}
_NAMES_OF_KINDS = {
    "publication": "post", "message": "post", "post": "post", "question": "question", "reussite": "story", "succes": "story",
    "story": "story", "commentaire": "comment", "reponse": "comment", "comment": "comment", "answer": "comment", "reply": "comment",
    "document": "document", "fichier": "document", "file": "document",
}  # fmt: skip
_FILTERS = {
    "de": "from", "from": "from", "dans": "in", "in": "in", "type": "type", "avant": "before", "before": "before",
    "apres": "after", "after": "after", "est": "is", "is": "is",
}  # fmt: skip
_QUOTES = str.maketrans({"«": '"', "»": '"', "“": '"', "”": '"', "„": '"', "’": "'", "\u00a0": " ", "\u202f": " "})
_TERM = re.compile(r'(?P<minus>-?)(?:(?P<name>[^\W\d_]{2,6}):(?=\S))?(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))')


@dataclass(frozen=True)
class Asked:
    """What to look for. `terms` and `without` are runs of words, each to be found in its order; `notes` say what was left out.

    `author_ids` and `community_ids`, None where nothing was asked; `after` and `before`: instants, the second not included.
    """

    words: str  # as typed, on one line
    terms: Sequence[tuple[str, ...]] = ()
    without: Sequence[tuple[str, ...]] = ()
    begins: bool = False  # the last term is the beginning of a word
    kind: str = ""
    author_ids: Sequence[int] | None = None
    community_ids: Sequence[int] | None = None
    after: datetime | None = None
    before: datetime | None = None
    answered: bool = False
    notes: Sequence[str] = ()

    @property
    def is_empty(self) -> bool:
        """Nothing to look for."""
        return not self.terms

    @property
    def plain_words(self) -> str:
        """The words alone, for names of people and communities and for the question one might ask."""
        return " ".join(word for term in self.terms for word in term)


@dataclass
class _Reading:
    """What was read so far."""

    person: Person
    terms: list[tuple[str, ...]] = field(default_factory=list)
    without: list[tuple[str, ...]] = field(default_factory=list)
    begins: bool = False
    kind: str = ""
    authors: list[int] | None = None
    communities: list[int] | None = None
    after: datetime | None = None
    before: datetime | None = None
    answered: bool = False
    notes: list[str] = field(default_factory=list)

    def note(self, message: str, typed: str) -> None:
        self.notes.append(message % {"typed": typed[:60]})


def read(person: Person, typed: str, *, to_the_end: bool = False) -> Asked:
    """What this person asks. With `to_the_end`, the last word is taken for a beginning, as one is still writing it."""
    line = " ".join(typed.translate(_QUOTES).split())
    cut = line[:MAX_SEARCH]
    reading = _Reading(person)
    if len(line) > MAX_SEARCH:
        reading.notes.append(_("This is long: only the first %(count)s characters were looked for.") % {"count": MAX_SEARCH})
    for found in _TERM.finditer(cut):
        _take(reading, found)
    if len(reading.terms) + len(reading.without) > MAX_TERMS:
        reading.notes.append(_("Only the first %(count)s words were looked for.") % {"count": MAX_TERMS})
    begins = reading.begins or (to_the_end and bool(reading.terms))
    return Asked(
        words=cut, terms=tuple(reading.terms[:MAX_TERMS]), without=tuple(reading.without[: max(0, MAX_TERMS - len(reading.terms))]),
        begins=begins, kind=reading.kind, author_ids=reading.authors, community_ids=reading.communities, after=reading.after,
        before=reading.before, answered=reading.answered, notes=tuple(reading.notes),
    )  # fmt: skip


def _take(reading: _Reading, found: re.Match[str]) -> None:
    typed = found["phrase"] if found["phrase"] is not None else found["word"]
    name = _FILTERS.get(fold(found["name"] or ""))
    if name and not found["minus"]:
        _TAKES[name](reading, typed)
        return
    if found["name"]:
        typed = f"{found['name']} {typed}"
    words = tuple(words_of(typed))
    if not words:
        return
    if found["minus"]:
        reading.without.append(words)
    else:
        reading.terms.append(words)
        reading.begins = found["phrase"] is None and typed.endswith("*")


def _take_author(reading: _Reading, typed: str) -> None:
    if fold(typed) in ("moi", "me"):
        reading.authors = [reading.person.pk]
        return
    people = access.people(reading.person)
    for word in fold(typed).replace(".", " ").split():
        people = people.filter(name_key__regex=rf"(^|[ -]){re.escape(word)}")
    ids = list(people.order_by("name_key", "pk").values_list("pk", flat=True)[:MAX_AUTHORS]) if fold(typed) else []
    if not ids:
        reading.note(_("Nobody whom you see is called “%(typed)s”: this part was left out."), typed)
        return
    reading.authors = ids


def _take_place(reading: _Reading, typed: str) -> None:
    key = fold(typed)
    known = access.readable_communities(reading.person)
    ids = list(known.filter(slug=key.replace(" ", "-")).values_list("pk", flat=True)[:1])
    ids = ids or list(known.filter(name_key__startswith=key).order_by("name_key").values_list("pk", flat=True)[:MAX_AUTHORS])
    ids = ids or list(known.filter(name_key__contains=key).order_by("name_key").values_list("pk", flat=True)[:MAX_AUTHORS])
    if not ids or not key:
        reading.note(_("No community that you read is called “%(typed)s”: this part was left out."), typed)
        return
    reading.communities = ids


def _take_kind(reading: _Reading, typed: str) -> None:
    kind = _NAMES_OF_KINDS.get(fold(typed)) or _NAMES_OF_KINDS.get(fold(typed).removesuffix("s"))
    if kind is None:
        reading.note(_("“%(typed)s” is no kind of text: this part was left out."), typed)
        return
    reading.kind = kind


def _take_before(reading: _Reading, typed: str) -> None:
    if (day := _day(reading, typed)) is not None:
        reading.before = midnight(day)


def _take_after(reading: _Reading, typed: str) -> None:
    """From that day on."""
    if (day := _day(reading, typed)) is not None:
        reading.after = midnight(day)


def _take_state(reading: _Reading, typed: str) -> None:
    if fold(typed) in ("resolu", "resolue", "solved", "answered"):
        reading.answered = True
        return
    reading.note(_("“%(typed)s” is not a state that can be asked for: this part was left out."), typed)


_TAKES = {
    "from": _take_author, "in": _take_place, "type": _take_kind, "before": _take_before, "after": _take_after, "is": _take_state,
}  # fmt: skip


def day_of(typed: str) -> date | None:
    """2026, 2026-11, 2026-11-30, 30/11/2026: the first day of it; None when it is no day."""
    parts = [int(part) for part in re.findall(r"\d+", typed)[:3] if len(part) <= 4]
    if not parts or re.search(r"[^\d/.-]", typed):
        return None
    if parts[0] <= 31 and len(parts) == 3:
        parts.reverse()
    year, month, day = (*parts, 1, 1)[:3]
    try:
        return date(year, month, day) if FIRST_YEAR <= year <= 9000 else None
    except ValueError:
        return None


def _day(reading: _Reading, typed: str) -> date | None:
    if (day := day_of(typed)) is None:
        reading.note(_("“%(typed)s” is not a date: write it as 2026-11-30. This part was left out."), typed)
    return day


def midnight(day: date) -> datetime:
    """The beginning of that day of the organisation."""
    return timezone.make_aware(datetime(day.year, day.month, day.day))  # noqa: DTZ001


SINCE = {"week": timedelta(days=7), "month": timedelta(days=31), "quarter": timedelta(days=92), "year": timedelta(days=366)}
