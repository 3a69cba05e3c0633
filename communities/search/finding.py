"""A page of what search finds for a person, with how much there is of what and where."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import PurePosixPath
from typing import Any, NamedTuple

from django.core.exceptions import EmptyResultSet
from django.db import OperationalError
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from psycopg2.errors import QueryCanceled

from communities.search import statements
from communities.search.extracts import Marker
from communities.search.query import KINDS, Asked
from communities.search.statements import MANY, MAX, NEWEST, RELEVANCE
from rse.lib.fold import fold
from rse.lib.ids import first_id, instant_of
from rse.lib.pages import BadCursor
from rse.lib.text import plain
from rse.people.models import Person

SIZE = 20
WINDOWS = (500, 4_000, 30_000)  # of the newest entries: as many as it takes, a few times more each time
_KIND_OF = {shape: kind for kind, shapes in KINDS.items() for shape in shapes}


@dataclass
class Author:
    """As `avatar` wants it."""

    pk: int
    name: str
    photo_url: str


@dataclass
class Place:
    """A community, as `swatch` and links want it."""

    pk: int
    slug: str
    name: str
    access: str


@dataclass(frozen=True)
class Result:
    """A text that was found. `title` and `extract` are safe HTML, the words marked; `shape`: the kind of the post, comment or document."""

    id: int
    shape: str
    post_id: int
    comment_id: int | None
    title: SafeString
    name: str  # the title, as text
    extract: SafeString
    address: str
    author: Author
    community: Place
    at: datetime
    comments: int
    is_solved: bool
    is_answer: bool
    file_token: str
    file_kind: str
    file_name: str

    @property
    def kind(self) -> str:
        return _KIND_OF[self.shape]


class Where(NamedTuple):
    """How much was found in a community."""

    slug: str
    name: str
    number: int


@dataclass(frozen=True)
class Found:
    """A page. `count` is how much there is of what was chosen, None where it is more than MANY; `kinds` and `places` the same by
    kind and by community, empty where there is too much to count.
    """

    rows: Sequence[Result]
    next_cursor: str | None
    count: int | None
    kinds: Mapping[str, int]
    places: Sequence[Where]
    order: str
    begins: bool = False  # nothing has these words: these have one that begins like the last
    took_too_long: bool = False  # the database gave up: nothing is known


NOTHING = Found((), None, 0, {}, (), RELEVANCE)
TOOK_TOO_LONG = replace(NOTHING, took_too_long=True)


def find(person: Person, asked: Asked, *, order: str = RELEVANCE, cursor: str = "", size: int = SIZE) -> Found:
    """What `asked` finds among what this person may read. Where nothing has the last word, those that begin like it.

    Raises BadCursor on one that is not of ours.
    """
    if asked.is_empty:
        return NOTHING
    order, score, last = _read_cursor(cursor, order)
    asker = _Asker(person, asked, size)
    try:
        found = asker.find(order, score, last)
        if found.count == 0 and not asked.begins and not cursor and len(asked.terms[-1][-1]) > 1:
            found = replace(_Asker(person, replace(asked, begins=True), size).find(order, score, last), begins=True)
            return found if found.rows else replace(found, begins=False)
    except EmptyResultSet:  # a closed account reads nothing
        return NOTHING
    except OperationalError as error:
        if isinstance(error.__cause__, QueryCanceled):
            return TOOK_TOO_LONG
        raise
    return found


class _Asker:
    """One question by one person."""

    def __init__(self, person: Person, asked: Asked, size: int) -> None:
        self.asked, self.size = asked, size
        self.who = person.is_active, person.is_guest, bool(asked.without), asked.answered
        self.in_places = asked.community_ids is not None
        exact, flat = _query(asked.terms, begins=asked.begins)
        self.values: dict[str, Any] = {
            "person": person.pk, "exact": exact, "flat": flat,
            "after": first_id(asked.after) if asked.after else 0, "before": first_id(asked.before) if asked.before else MAX,
        }  # fmt: skip
        if asked.without:
            self.values["not_exact"], self.values["not_flat"] = _query(asked.without, apart=" | ")
        if self.in_places:
            self.values["places"] = list(asked.community_ids or ())

    def find(self, order: str, score: int, last: int) -> Found:
        """Count, then rank or walk. What is common everywhere is counted once more in what was chosen."""
        at = {"score": score, "last": last}
        found = self._few(order, at, marks=self._marks(narrow=False))
        if found.count is None and (self.asked.kind or self.in_places):
            found = replace(self._few(order, at, marks=self._marks(narrow=True)), kinds={}, places=())
        if found.count is not None:
            return found
        return self._walk(at if order == NEWEST else {"score": MAX, "last": MAX})

    def _marks(self, *, narrow: bool) -> str:
        marks = [_any("a", self.asked.author_ids)] if self.asked.author_ids is not None else []
        if narrow:
            marks += [_any("s", KINDS[self.asked.kind])] if self.asked.kind else []
            marks += [_any("c", self.asked.community_ids)] if self.asked.community_ids is not None else []
        return " & ".join(f"({one})" for one in marks)

    def _few(self, order: str, at: dict[str, int], *, marks: str) -> Found:
        statement = statements.few(*self.who, self.asked.kind, self.in_places, order, self.size + 1)
        ((total, count, shapes, places, rows, lexemes),) = statement.rows(**self.values, **at, marks=marks)
        if total > MANY:
            return Found((), None, None, {}, (), order)
        kinds: dict[str, int] = {}
        for shape, number in (shapes or {}).items():
            kinds[_KIND_OF[shape]] = kinds.get(_KIND_OF[shape], 0) + number
        return self._page(rows, lexemes, order, count=count, kinds=kinds, places=[Where(*each) for each in places or ()])

    def _walk(self, at: dict[str, int]) -> Found:
        """The newest: from there on, until the page is full."""
        values = self.values | {"marks": self._marks(narrow=True)}
        rows: list[dict[str, Any]] = []
        for window in WINDOWS:
            statement = statements.walk(*self.who, self.asked.kind, self.in_places, window, self.size + 1)
            ((more, end, looked_at, lexemes),) = statement.rows(**values, **at)
            rows += more or []
            if len(rows) > self.size or looked_at < window:
                return self._page(rows[: self.size + 1], lexemes, NEWEST)
            at = {"score": end[0], "last": end[1]}
        statement = statements.everything(*self.who, self.asked.kind, self.in_places, self.size + 1)
        ((more, lexemes),) = statement.rows(**values, **at)
        return self._page([*rows, *(more or [])][: self.size + 1], lexemes, NEWEST)

    def _page(
        self,
        rows: Sequence[dict[str, Any]] | None,
        lexemes: str,
        order: str,
        *,
        count: int | None = None,
        kinds: Mapping[str, int] | None = None,
        places: Sequence[Where] = (),
    ) -> Found:
        shown = list(rows or ())[: self.size]
        last = shown[-1] if rows and len(rows) > self.size else None
        cursor = f"{order[0]}{last['score']}.{last['id']}" if last else None
        marker = Marker(lexemes or "", begins=self.asked.begins)
        return Found([_result(row, marker) for row in shown], cursor, count, kinds or {}, places, order)


def _query(terms: Sequence[Sequence[str]], *, begins: bool = False, apart: str = " & ") -> tuple[str, str]:
    """These terms as the database asks for them, with their accents and without."""
    ends = [":*" if begins and number == len(terms) - 1 else "" for number in range(len(terms))]
    return (
        apart.join(_run(term, end) for term, end in zip(terms, ends, strict=True)),
        apart.join(_run([fold(word) for word in term], end) for term, end in zip(terms, ends, strict=True)),
    )


def _run(words: Sequence[str], end: str) -> str:
    """One word after the other. There is no sign in a word that could be one of the query's."""
    quoted = [f"'{word}'" for word in words]
    return f"({' <-> '.join(quoted)}{end})"


def _any(about: str, values: Sequence[int | str] | None) -> str:
    return " | ".join(f"'={about}{value}'" for value in values or ()) or "'=none'"


def _read_cursor(cursor: str, order: str) -> tuple[str, int, int]:
    if not cursor:
        return order, MAX, MAX
    score, _dot, last = cursor[1:].partition(".")
    orders = {"r": RELEVANCE, "n": NEWEST}
    if cursor[0] not in orders or not _is_number(score) or not _is_number(last):
        raise BadCursor(cursor[:40])
    return orders[cursor[0]], int(score), int(last)


def _is_number(text: str) -> bool:
    digits = text.removeprefix("-")
    return digits.isascii() and digits.isdigit() and len(digits) <= 19 and abs(int(digits)) <= MAX


def _result(row: dict[str, Any], marker: Marker) -> Result:
    is_document = row["shape"] == "document"
    text = (row["text"] or "") if is_document else plain(row["text"] or "")
    if row["beside"]:
        text = f"{text} {row['beside']}".strip()
    if is_document:
        text = " ".join(text.split())
    name = row["file"] if is_document else row["title"] or ""
    if not name and row["comment_id"] is None:
        name, text = _headed(text)
    access = "secret" if not row["listed"] else "open" if row["readers"] == "everyone" else "closed"
    photo = f"/people/{row['author_id']}/photo/{PurePosixPath(row['photo']).stem}" if row["photo"] else ""
    thread = f"/p/{row['post_id']}/"
    return Result(
        id=row["id"],
        shape=row["shape"],
        post_id=row["post_id"],
        comment_id=row["comment_id"],
        title=marker.mark(name or _("a post without a title")),
        name=name,
        extract=marker.extract(text),
        address=f"{thread}?at={row['comment_id']}#c{row['comment_id']}" if row["comment_id"] else thread,
        author=Author(row["author_id"], f"{row['first_name']} {row['last_name']}".strip(), photo),
        community=Place(row["community_id"], row["slug"], row["community"], access),
        at=instant_of(row["place"]),
        comments=row["comments"],
        is_solved=row["is_solved"],
        is_answer=bool(row["is_answer"]),
        file_token=row["token"] or "",
        file_kind=row["file_kind"] or "",
        file_name=row["file"] or "",
    )


def _headed(text: str) -> tuple[str, str]:
    """A text without a title is headed by its first sentence, or what fits of it."""
    head = text[:90]
    for end in (". ", " ? ", " ! ", "\u202f? ", "\u202f! "):
        if end in head:
            cut = head.index(end) + len(end)
            return text[:cut].strip(), text[cut:]
    if len(text) <= 90:
        return text, ""
    cut = head.rfind(" ") if " " in head else 90
    return f"{text[:cut]}…", text[cut:].strip()
