"""The catalogue of texts: taken out of Python and templates, translated in .po files, compiled, and checked complete.

Texts are written in English in the code. French is translated; English repeats its key, so that both files list the
same texts.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import TypeAlias

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract as extract_messages
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

Translations: TypeAlias = Mapping[str, str | list[str]]
LANGUAGES = ("fr", "en")
APPLICATIONS = ("rse", "communities", "adoption")
CONTEXT_MARK = "\u0004"
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "_": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
_PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w+\}")
_ORDINARY_SPACE = re.compile(r" [?!;:%»]|« ")
_STRAIGHT_APOSTROPHE = re.compile(r"\w'\w")


def po_path(language: str) -> Path:
    return Path(settings.ROOT) / "rse" / "locale" / language / "LC_MESSAGES" / "django.po"


def mo_path(language: str) -> Path:
    return po_path(language).with_suffix(".mo")


def wanted() -> Catalog:
    """Every text that the code and the templates ask for."""
    catalog = _empty(None)
    for path, source in _sources():
        found = extract_messages("python", BytesIO(source.encode()), keywords=KEYWORDS, options={"encoding": "utf-8"})
        for line, text, _comments, context in found:
            where = (path.relative_to(settings.ROOT).as_posix(), line)
            catalog.add(text, locations=[where], context=context)
    return catalog


def read(language: str) -> Catalog:
    """The translations of a language as the .po file has them; empty when there is no file yet."""
    if not po_path(language).exists():
        return _empty(language)
    with po_path(language).open("rb") as file:
        return read_po(file, locale=language)


def refresh() -> None:
    """Bring both .po files to the texts of the code: new ones empty in French, those no longer asked for left out."""
    texts = wanted()
    for language in LANGUAGES:
        old, new = read(language), _empty(language)
        for message in _messages(texts):
            known = old.get(message.id, context=message.context)
            string = _repeat(message) if language == "en" else known.string if known else _blank(message)
            new.add(message.id, string, locations=message.locations, context=message.context)
        _write(language, new)


def merge(translations: Translations, language: str = "fr") -> list[str]:
    """Fill the .po file from `translations`; answers the keys that no text has. A list is [singular, plural]."""
    catalog, unknown = read(language), []
    for key, string in translations.items():
        context, _, text = key.rpartition(CONTEXT_MARK)
        message = catalog.get(text, context=context or None)
        if message is None:
            unknown.append(key)
            continue
        message.string = tuple(string) if isinstance(string, list) else (string, string) if message.pluralizable else string
    _write(language, catalog)
    return unknown


def compile_all() -> None:
    """Write the .mo files that Django reads."""
    for language in LANGUAGES:
        mo_path(language).write_bytes(_compiled(read(language)))


def check() -> list[str]:
    """What is wrong with the catalogue, one sentence each; empty when it is complete."""
    texts = {_key(message): message for message in _messages(wanted())}
    problems = []
    for language in LANGUAGES:
        catalog = read(language)
        known = {_key(message): message for message in _messages(catalog)}
        problems += [f"{language}: missing, run `catalogue extract`: {key!r}" for key in texts.keys() - known.keys()]
        problems += [f"{language}: no longer asked for: {key!r}" for key in known.keys() - texts.keys()]
        problems += [f"{language}: {wrong}: {key!r}" for key, message in known.items() for wrong in _wrong(message, language)]
        if not mo_path(language).exists() or mo_path(language).read_bytes() != _compiled(catalog):
            problems.append(f"{language}: django.mo is stale, run `catalogue compile`")
    return sorted(problems)


def _sources() -> Iterator[tuple[Path, str]]:
    root = Path(settings.ROOT)
    for application in APPLICATIONS:
        for path in sorted((root / application).rglob("*.py")):
            yield path, path.read_text(encoding="utf-8")
    for path in sorted((root / "templates").rglob("*.*")):
        if path.suffix in {".html", ".txt"}:
            source = templatize(path.read_text(encoding="utf-8"), origin=str(path))
            # One call a line; the indentation of the page is not Python's.
            yield path, "\n".join(line.lstrip() for line in source.splitlines())


def _messages(catalog: Catalog) -> Iterator[Message]:
    return (message for message in catalog if message.id)


def _key(message: Message) -> str:
    text = message.id if isinstance(message.id, str) else message.id[0]
    return f"{message.context}{CONTEXT_MARK}{text}" if message.context else text


def _strings(message: Message) -> tuple[str, ...]:
    strings = message.string if isinstance(message.string, list | tuple) else (message.string,)
    return tuple(string or "" for string in strings)


def _wrong(message: Message, language: str) -> Iterator[str]:
    strings = _strings(message)
    if message.fuzzy:
        yield "fuzzy"
    if not all(strings):
        yield "not translated"
        return
    asked = set(_PLACEHOLDER.findall(message.id if isinstance(message.id, str) else message.id[1]))
    given = [set(_PLACEHOLDER.findall(string)) for string in strings]
    if given[-1] != asked or any(not found <= asked for found in given):
        yield f"placeholders differ, {sorted(asked)} asked"
    if any("!" in re.sub(r"<!|!=", "", string) for string in strings):
        yield "has an exclamation mark"
    if language == "fr" and any(_ORDINARY_SPACE.search(_PLACEHOLDER.sub("x", string)) for string in strings):
        yield "has an ordinary space where French wants a non-breaking one"
    if language == "fr" and any(_STRAIGHT_APOSTROPHE.search(string) for string in strings):
        yield "has a straight apostrophe"


def _empty(language: str | None) -> Catalog:
    moment = datetime(2026, 11, 23, tzinfo=UTC)  # fixed, so that a file changes only when its texts do
    return Catalog(
        locale=language,
        project="Maillage",
        version="1",
        header_comment="# Texts of Maillage.",
        msgid_bugs_address="maintainers",
        last_translator="maintainers",
        language_team="maintainers",
        creation_date=moment,
        revision_date=moment,
        fuzzy=False,
    )


def _repeat(message: Message) -> str | tuple[str, ...]:
    return message.id if isinstance(message.id, str) else tuple(message.id)


def _blank(message: Message) -> str | tuple[str, str]:
    return ("", "") if message.pluralizable else ""


def _write(language: str, catalog: Catalog) -> None:
    po_path(language).parent.mkdir(parents=True, exist_ok=True)
    with po_path(language).open("wb") as file:
        write_po(file, catalog, width=100, sort_output=True, include_lineno=False)


def _compiled(catalog: Catalog) -> bytes:
    buffer = BytesIO()
    write_mo(buffer, catalog)
    return buffer.getvalue()
