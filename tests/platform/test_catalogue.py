"""The catalogue of texts, on a small tree of its own: what it takes out, fills, compiles and refuses."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from rse.lib import catalogue

CODE = """
from django.utils.translation import gettext as _, ngettext, pgettext
A = _("Hello %(name)s")
B = ngettext("%(n)s post", "%(n)s posts", 2)
C = pgettext("community", "Open")
"""
PAGE = """{% load i18n %}<p>{% translate "Publish" %}</p>
{% blocktranslate trimmed count n=n %}
  {{ n }} reply
{% plural %}
  {{ n }} replies
{% endblocktranslate %}"""
FRENCH: dict[str, str | list[str]] = {
    "Hello %(name)s": "Bonjour %(name)s",
    "%(n)s post": ["%(n)s publication", "%(n)s publications"],
    "community\u0004Open": "Ouverte",
    "Publish": "Publier",
    "%(n)s reply": ["%(n)s réponse", "%(n)s réponses"],
}


@pytest.fixture
def tree(tmp_path: Path, settings: Settings) -> Path:
    settings.ROOT = tmp_path
    for name, text in {"rse/code.py": CODE, "templates/page.html": PAGE}.items():
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).write_text(text)
    return tmp_path


def run(*words: str) -> str:
    out = StringIO()
    call_command("catalogue", *words, stdout=out, stderr=out)
    return out.getvalue()


def merge(tree: Path, translations: dict[str, str | list[str]]) -> str:
    file = tree / "fr.json"
    file.write_text(json.dumps(translations))
    return run("merge", str(file))


def filled(tree: Path, **changes: str | list[str]) -> None:
    run("extract")
    merge(tree, {**FRENCH, **changes})
    run("compile")


def written(language: str, text: str, context: str | None = None) -> object:
    message = catalogue.read(language).get(text, context=context)
    return message.string if message else None


def test_texts_of_code_and_pages_are_taken_out_filled_and_compiled(tree: Path) -> None:
    filled(tree)
    assert run("check") == "The catalogue is complete.\n"
    assert written("fr", "Open", "community") == "Ouverte"
    assert written("en", "Publish") == "Publish"
    assert catalogue.mo_path("fr").stat().st_size > 200


def test_extracting_again_keeps_translations_and_drops_what_nothing_asks_for(tree: Path) -> None:
    filled(tree)
    (tree / "rse" / "code.py").write_text(CODE.replace('C = pgettext("community", "Open")', 'C = _("New")'))
    run("extract")
    assert written("fr", "Publish") == "Publier"
    assert written("fr", "Open", "community") is None
    with pytest.raises(CommandError, match="not translated: 'New'"):
        run("check")


def test_a_text_that_was_not_extracted_is_missing(tree: Path) -> None:
    filled(tree)
    (tree / "templates" / "other.txt").write_text('{% load i18n %}{% translate "Other" %}')
    with pytest.raises(CommandError, match="fr: missing, run `catalogue extract`: 'Other'"):
        run("check")


@pytest.mark.parametrize(
    ("key", "string", "problem"),
    [
        ("Hello %(name)s", "Bonjour", "placeholders differ"),
        ("Hello %(name)s", "Bonjour %(nom)s", "placeholders differ"),
        ("Publish", "Publier\u202f!", "exclamation mark"),
        ("Publish", "Publier ?", "non-breaking"),
        ("Publish", "L'envoi", "straight apostrophe"),
        ("%(n)s post", ["une publication", "des publications"], "placeholders differ"),
    ],
)
def test_a_translation_that_breaks_the_text_is_refused(tree: Path, key: str, string: str | list[str], problem: str) -> None:
    filled(tree, **{key: string})
    with pytest.raises(CommandError, match=problem):
        run("check")


def test_a_singular_may_leave_the_number_out(tree: Path) -> None:
    filled(tree, **{"%(n)s post": ["une publication", "%(n)s publications"]})
    assert "complete" in run("check")


def test_a_stale_compiled_file_is_noticed(tree: Path) -> None:
    filled(tree)
    merge(tree, {"Publish": "Envoyer"})
    with pytest.raises(CommandError, match=r"django\.mo is stale"):
        run("check")


def test_a_translation_that_no_text_asks_for_is_named(tree: Path) -> None:
    run("extract")
    assert "no text asks for 'Unknown'" in merge(tree, {"Unknown": "Inconnu"})


def test_a_file_that_is_not_json_is_one_sentence(tree: Path) -> None:
    (tree / "fr.json").write_text("{")
    with pytest.raises(CommandError, match=r"fr\.json"):
        run("merge", str(tree / "fr.json"))
