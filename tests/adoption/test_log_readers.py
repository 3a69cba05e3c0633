"""Whatever bytes a CSV or an ActivityStreams document holds, each item is an event or a problem with its number, or the file is refused."""

import io
import json
import random
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adoption.history.logs import LogLine, Problem, Unusable
from adoption.history.logs.documents import by_item
from adoption.history.logs.formats import ACTIVITIES, CSV, FORMATS, JSONL, Reading, guess, open_log
from adoption.history.logs.words import COLUMNS, VERB_OF, bare
from adoption.history.staging import RUN, Staged
from adoption.management.progress import Bar

PARIS = ZoneInfo("Europe/Paris")
NOW = datetime(2026, 11, 23, tzinfo=UTC)
IDS = st.none() | st.text(max_size=8) | st.integers() | st.booleans() | st.floats()
TYPES = st.sampled_from([
    "Create", "Like", "Announce", "Follow", "Join", "Leave", "Invite", "View", "Add", "Undo", "Delete", "Remove",
    "Note", "Group", "Person", "Image",
])  # fmt: skip
THINGS = st.recursive(
    IDS,
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(st.sampled_from(["id", "object", "inReplyTo", "tag", "href", "name", "target", "audience"]), inner, max_size=4)
        | st.fixed_dictionaries({"type": TYPES, "object": inner, "id": inner})
    ),
    max_leaves=6,
)
ACTIVITY = st.fixed_dictionaries(
    {"type": TYPES | THINGS, "actor": st.sampled_from(["ana", {"id": "ben"}]) | THINGS, "object": THINGS},
    optional={"published": st.sampled_from(["2024-09-02", 7]) | THINGS} | dict.fromkeys(("target", "audience", "context", "id"), THINGS),
)
CELLS = st.text(max_size=12) | st.sampled_from(["2024-09-02", "02/09/2024 10:00", "31/31/2024", "1725264900", "like", "ana", '"', "9" * 30])


def read_or_refused(raw: bytes, **reading: object) -> str:
    """Why the whole file is refused, empty where it is not."""
    try:
        read(raw, **reading)
    except Unusable as problem:
        return str(problem)
    return ""


def read(raw: bytes, **reading: object) -> list[LogLine | Problem]:
    log = open_log(io.BytesIO(raw), name="log", reading=Reading(**reading), zone=PARIS, now=NOW)  # type: ignore[arg-type]
    found = list(log)
    for item in found:
        assert item.line >= 1
        if isinstance(item, LogLine):
            assert item.at <= NOW
            "".join(str(field) for field in item).encode()
        else:
            assert str(item).isprintable()
    return found


@given(st.binary(max_size=300), st.sampled_from(["auto", *FORMATS]))
@settings(max_examples=150, deadline=None)
def test_any_bytes_are_read_or_refused(raw: bytes, format_: str) -> None:
    assert read_or_refused(raw, format=format_).isprintable()


ENCODINGS, ORDERS = st.sampled_from(["utf-8", "utf-16", "cp1252"]), st.sampled_from(["auto", "dmy", "mdy"])


@given(st.lists(st.lists(CELLS, max_size=6), max_size=6), ENCODINGS, ORDERS)
@settings(max_examples=150, deadline=None)
def test_any_table_is_read_or_refused(rows: list[list[str]], encoding: str, dates: str) -> None:
    text = "date;user;action;object\n" + "\n".join(";".join(row) for row in rows)
    raw = text.encode(encoding, errors="replace" if encoding == "cp1252" else "surrogatepass")
    refused = read_or_refused(raw, format=CSV, dates=dates)
    assert not refused or "--dates" in refused


@given(st.lists(ACTIVITY | THINGS, max_size=4), st.sampled_from(["array", "lines", "collection"]), st.integers(0, 40))
@settings(max_examples=200, deadline=None)
def test_any_activities_are_read_or_told(items: list[object], form: str, cut: int) -> None:
    text = {
        "array": json.dumps(items),
        "lines": "\n".join(map(json.dumps, items)),
        "collection": json.dumps({"type": "Collection", "first": None, "items": items}, indent=1),
    }[form]
    read(text.encode()[: -cut or None], format=ACTIVITIES)


def test_an_item_that_is_not_json_ends_a_document_and_says_so() -> None:
    like = '{"type": "Like", "actor": "ana", "object": "a", "published": "2024-09-02"}'
    *found, last = read(f"[{like}, {like}, {{nope}}, {like}]".encode())
    assert len(found) == 2
    assert str(last) == 'log, item 3: not JSON from here on, and the rest is not read: \'{nope}, {"type": "Like", "actor": "ana",\''
    *found, last = read(f'{{"orderedItems": [{like}, {like}'.encode(), format=ACTIVITIES)
    assert len(found) == 2
    assert str(last) == "log, item 3: the document ends before it is complete"
    first, broken, third = read(f"{like}\n{{nope\n{like}\n".encode())
    assert isinstance(first, LogLine) and isinstance(third, LogLine)
    assert str(broken) == "log, line 2: not JSON"


@pytest.mark.parametrize("size", [1, 7, 4096])
def test_documents_are_read_alike_however_they_arrive(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("adoption.history.logs.documents._CHUNK", size)
    items = [{"n": n, "été": "é\u2028" * (n % 50), "deep": [[{}]], "x": 12345} for n in range(200)]
    for raw in (json.dumps(items), json.dumps({"a": [1], "items": items, "z": 2}, ensure_ascii=False, indent=2)):
        assert [item for _, item in by_item(io.BytesIO(raw.encode()))] == items
    assert [item for _, item in by_item(io.BytesIO(b"12 34 {}[]"))] == [12, 34, {}]


@pytest.mark.parametrize(("raw", "name", "found"), [
    (b'{"at": 1, "actor": "a", "verb": "post"}\n', "x", JSONL),
    (b'\xef\xbb\xbf{"at": 1, "actor": "a", "verb": "post"}\n', "x.json", JSONL),
    (b"{broken\n" + b'{"at": 1, "actor": "a", "verb": "post"}\n', "x", JSONL),
    (b'{"type": "Like", "actor": "a", "object": "b"}\n', "x.jsonl", ACTIVITIES),
    (b'[{"type": "Like"}]', "x", ACTIVITIES),
    (b'{\n "@context": "https://www.w3.org/ns/activitystreams",\n "orderedItems": [', "x", ACTIVITIES),
    (b"date;user", "x.txt", CSV),
    (b"{a};b", "x.csv", CSV),
    (b"nonsense", "x.jsonl", JSONL),
    (b"", "x.jsonl", JSONL),
])  # fmt: skip
def test_the_format_is_guessed(raw: bytes, name: str, found: str) -> None:
    assert guess(io.BytesIO(raw), name) == found


ACTS = [
    ({"type": "Announce", "id": "s1", "object": "n1"}, [("post", "s1", "", "", "")]),
    ({"type": "Undo", "object": {"type": "Announce", "id": "s1", "object": "n1"}}, [("delete", "s1", "", "", "")]),
    ({"type": "Dislike", "object": {"id": "n1"}}, [("reaction", "n1", "", "", "")]),
    ({"type": "Follow", "object": {"type": "Group", "id": "g"}}, [("join", "", "", "", "g")]),
    ({"type": "Undo", "object": {"type": "Follow", "object": {"type": "Group", "id": "g"}}}, [("leave", "", "", "", "g")]),
    ({"type": "Invite", "object": {"type": "Person", "id": "p"}, "target": "g"}, [("invite", "", "", "p", "g")]),
    ({"type": "View", "object": {"type": "Person", "id": "p"}}, [("profile_view", "p", "", "p", "")]),
    ({"type": "View", "object": "n1", "context": {"type": "Group", "id": "g"}}, [("visit", "n1", "", "", "g")]),
    ({"type": "Remove", "object": {"type": "Person", "id": "p"}, "target": "g"}, [("remove", "", "", "p", "g")]),
    ({"type": "Create", "object": {"type": "Image", "id": "i"}, "audience": "as:Public"}, [("upload", "i", "", "", "")]),
    ({"type": "Create", "object": {"type": "Note", "id": "n", "tag": [{"type": "Mention", "href": "p"}, {"type": "Hashtag", "href": "h"}]}},
     [("post", "n", "", "", ""), ("mention", "n", "", "p", "")]),
    ({"type": "Create", "object": {"type": "Question", "id": "q"}}, [("post", "q", "", "", "")]),
    ({"type": "Like", "object": ["a", {"id": "b"}]}, [("reaction", "a", "", "", ""), ("reaction", "b", "", "", "")]),
]  # fmt: skip


@pytest.mark.parametrize(("activity", "expected"), ACTS)
def test_activities_are_read_as_events(activity: dict[str, object], expected: list[tuple[str, ...]]) -> None:
    found = read(json.dumps([activity | {"actor": "mailto:ana@example.org", "published": "2024-09-02T10:00:00Z"}]).encode())
    assert all(isinstance(one, LogLine) and one.actor == "ana@example.org" for one in found)
    assert [(one.verb, one.object, one.root, one.target, one.community) for one in found if isinstance(one, LogLine)] == expected


@pytest.mark.parametrize(("activity", "reason"), [
    ({"type": "Update", "object": "n"}, "unknown verb 'Update'"),
    ({"object": "n"}, "no type"),
    ({"type": "Like"}, "no object"),
    ({"type": "Undo", "object": "https://example.org/likes/1"}, "an Undo that does not hold what it undoes"),
    ({"type": "Add", "object": {"type": "Note", "id": "n"}}, "unknown verb 'Add Note'"),
    ({"type": "Collection", "first": "https://example.org/page1"}, "a collection that does not hold its items"),
    ({"type": "Like", "object": "n", "actor": None}, "no actor"),
    ({"type": "Like", "object": "n", "published": None}, "no date"),
    ({"type": "Like", "object": ["n"] * 1_001}, "more than 1000 in one property"),
    ({"type": "Like", "object": {"id": []}}, "object is neither a text nor a whole number"),
])  # fmt: skip
def test_activities_that_are_no_events_are_told(activity: dict[str, object], reason: str) -> None:
    (found,) = read(json.dumps([{"actor": "ana", "published": "2024-09-02T10:00:00Z"} | activity]).encode(), format=ACTIVITIES)
    assert isinstance(found, Problem)
    assert reason in str(found)


def test_words_are_folded_and_stand_for_one_verb() -> None:
    assert all(word == bare(word) for words in COLUMNS.values() for word in words)
    assert all(word == bare(word) for word in VERB_OF)
    words = {"J’aime": "reaction", "Réponse": "comment", "Log-in": "visit", "poll_vote": "poll_vote", "Dépôt": "upload"}
    assert {word: VERB_OF[bare(word)] for word in words} == words


def test_a_log_longer_than_memory_would_hold_comes_back_in_the_order_of_time(monkeypatch: pytest.MonkeyPatch) -> None:
    assert RUN >= 1_000
    monkeypatch.setattr("adoption.history.staging.RUN", 100)
    rng = random.Random(5)
    lines = [LogLine(n, datetime.fromtimestamp(rng.randrange(300) / 1_000_000 + 1e9, UTC), f"é\u2028{n}", "post") for n in range(1, 1_050)]
    with Staged() as staged:
        for line in lines:
            staged.add(line)
        expected = sorted(lines, key=lambda line: (line.at, line.line))
        assert list(staged) == expected
        assert list(staged) == expected
        assert (staged.first, staged.last, len(staged)) == (expected[0].at, expected[-1].at, 1_049)


class Screen(io.StringIO):
    """What the bar writes, as a terminal or as a file."""

    def __init__(self, *, terminal: bool) -> None:
        super().__init__()
        self.terminal = terminal

    def write(self, text: str, *, ending: str = "") -> int:
        return super().write(text + ending)

    def isatty(self) -> bool:
        return self.terminal


def test_progress_is_a_bar_on_a_terminal_and_a_line_now_and_then_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("adoption.management.progress.PAUSE", 0)
    for terminal in (True, False):
        screen = Screen(terminal=terminal)
        bar = Bar(screen)
        for done in range(5_000, 250_001, 5_000):
            bar("Reading", done, done / 250_000)
        bar.close()
        told = screen.getvalue()
        if terminal:
            assert told.count("\n") == 1
            assert told.count("\r") == 50
            assert f"[{'#' * 30}] 100%      250,000 lines" in told
        else:
            assert told == "Reading: 100,000 lines, 40%\nReading: 200,000 lines, 80%\n"
