"""A log of JSON lines in our own words."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from adoption.history.logs.instants import instant_of
from adoption.history.logs.line import UNKNOWN_VERB, VERBS, LogLine, Problem, Read, Unusable, text_of


def read_log(lines: Iterable[bytes], *, file: str, zone: ZoneInfo, now: datetime) -> Iterator[Read]:
    """Each line of JSON as an event or a problem; instants without an offset are of `zone`, later ones than `now` refused."""
    for number, raw in enumerate(lines, start=1):
        if not raw.strip():
            continue
        try:
            yield _log_line(number, raw, zone, now)
        except Unusable as problem:
            yield Problem(file, number, problem.reason, problem.values)


def object_of(raw: bytes) -> dict[str, object]:
    """The JSON object that a line is."""
    try:
        fields = json.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise Unusable("not UTF-8") from None
    except (ValueError, RecursionError):
        raise Unusable("not JSON") from None
    if not isinstance(fields, dict):
        raise Unusable("not a JSON object")
    return fields


def _log_line(number: int, raw: bytes, zone: ZoneInfo, now: datetime) -> LogLine:
    fields = object_of(raw)
    verb, actor = text_of(fields.get("verb"), "verb"), text_of(fields.get("actor"), "actor")
    if not verb:
        raise Unusable("no verb")
    if verb not in VERBS:
        raise Unusable(UNKNOWN_VERB, verb)
    if not actor:
        raise Unusable("no actor")
    at = past(instant_of(fields.get("at"), zone), now)
    texts = (text_of(fields.get(name), name) for name in ("community", "object", "root", "target", "via"))
    return LogLine(number, at, actor, verb, *texts)


def past(at: datetime, now: datetime) -> datetime:
    if at > now:
        raise Unusable("date in the future: {}", at.isoformat())
    return at
