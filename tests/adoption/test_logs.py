"""Whatever bytes a log holds, each line is an event or a problem with its number, and nothing else happens."""

import json
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adoption.history.logs import ListedCommunity, ListedPerson, LogLine, Problem, Unusable, read_communities, read_log, read_people

PARIS = ZoneInfo("Europe/Paris")
NOW = datetime(2026, 11, 23, tzinfo=UTC)
VALUES = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.lists(st.integers(), max_size=2)
LINES = st.fixed_dictionaries(
    {},
    optional={
        "at": VALUES | st.datetimes().map(lambda at: at.isoformat()),
        "actor": VALUES,
        "verb": VALUES | st.sampled_from(["post", "comment", "visit"]),
        "object": VALUES,
        "target": VALUES,
    },
)


def read(*lines: bytes) -> list[LogLine | Problem]:
    return list(read_log(lines, file="log", zone=PARIS, now=NOW))


@given(st.lists(st.binary(max_size=60) | LINES.map(lambda line: json.dumps(line).encode()), max_size=5))
@settings(max_examples=300, deadline=None)
def test_any_bytes_are_read_or_refused(lines: list[bytes]) -> None:
    for found in read(*lines):
        assert 1 <= found.line <= len(lines)
        if isinstance(found, LogLine):
            assert found.at <= NOW
            found.actor.encode()


@given(st.text(max_size=300))
@settings(max_examples=200, deadline=None)
def test_any_text_is_people_and_communities_or_reasons(text: str) -> None:
    lines = ("id,slug,joined\n" + text).splitlines(keepends=True)
    for found in (*read_people(lines, file="people", zone=PARIS), *read_communities(lines, file="places")):
        assert isinstance(found, ListedPerson | ListedCommunity | Problem)
        assert found.line > 1


def test_instants_without_an_offset_are_of_the_organisation() -> None:
    (summer,) = read(b'{"at": "2026-07-01T10:00:00", "actor": "ana", "verb": "post"}')
    (winter,) = read(b'{"at": "2026-01-05", "actor": "ana", "verb": "post"}')
    assert isinstance(summer, LogLine)
    assert isinstance(winter, LogLine)
    assert summer.at == datetime(2026, 7, 1, 8, tzinfo=UTC)
    assert winter.at == datetime(2026, 1, 4, 23, tzinfo=UTC)


def test_semicolons_quotes_and_a_byte_order_mark_are_read() -> None:
    text = '\ufeffid;name;unit\n7;"Lopes; Ana";Achats\n'
    (ana,) = read_people(text.splitlines(keepends=True), file="people", zone=PARIS)
    assert isinstance(ana, ListedPerson)
    assert (ana.id, ana.name, ana.unit, ana.line) == ("7", "Lopes; Ana", "Achats", 2)


def test_a_cell_without_end_is_one_sentence() -> None:
    with pytest.raises(Unusable, match="people, line 2"):
        list(read_people(["id,name\n", f'1,"{"x" * 200_000}"\n'], file="people", zone=PARIS))
