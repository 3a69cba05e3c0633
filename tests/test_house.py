"""The rules of the house that imports cannot show. Each test first says how much it looked at."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

from communities.models.event import Verb

ROOT = Path(__file__).resolve().parent.parent
TOP_LEVEL = {
    ".ci", ".docker", ".env.example", ".gitignore", ".dockerignore", ".gitattributes", ".editorconfig",
    "LICENSE", "Makefile", "README.md", "adoption", "communities", "docker-compose.yml", "docs", "manage.py",
    "pyproject.toml", "requirements-test.in", "requirements-test.txt", "requirements.in", "requirements.txt",
    "rse", "static", "templates", "tests",
}  # fmt: skip
REQUIRED = {"manage.py", "rse", "communities", "adoption", "templates", "static", "tests"}
REQUIRED |= {"pyproject.toml", "docker-compose.yml", "README.md"}

# Verbs of the history that nothing emits yet: whoever brings the feature takes its verb from here.
NOT_YET: set[str] = set()


def tracked(*patterns: str) -> list[Path]:
    """The files that git knows, or would: in an archive without git, the files that are there."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--", *patterns],
        cwd=ROOT, capture_output=True, text=True,
    )  # fmt: skip
    if listed.returncode == 0:
        return [ROOT / line for line in listed.stdout.splitlines() if (ROOT / line).exists()]
    found = [path for pattern in patterns or ("*",) for path in ROOT.rglob(pattern)]
    return [path for path in found if path.is_file() and not {".venv", "var"} & set(path.relative_to(ROOT).parts)]


def test_the_top_level_holds_the_agreed_names() -> None:
    names = {path.relative_to(ROOT).parts[0] for path in tracked()}
    assert names >= REQUIRED, f"missing: {REQUIRED - names}"
    assert names <= TOP_LEVEL, f"put it in a room, or agree on it here: {names - TOP_LEVEL}"


def test_no_template_of_the_communities_knows_adoption() -> None:
    templates = tracked("templates/communities/*.html", "templates/people/*.html")
    assert len(templates) >= 15
    for template in templates:
        assert "adoption" not in template.read_text(), f"{template}: fill a named slot of the page from adoption/apps.py"


def test_every_verb_is_emitted_or_owed() -> None:
    sources = [path for path in tracked("communities/*.py") if "migrations" not in path.parts and path.name != "event.py"]
    assert len(sources) >= 25
    text = "\n".join(path.read_text() for path in sources)
    emitted = {verb.value for verb in Verb if f"Verb.{verb.name}" in text}
    assert {verb.value for verb in Verb} - emitted == NOT_YET


def test_content_never_has_a_back_door() -> None:
    """Post, Comment and Event are in no Django admin, and no relation leads back to them."""
    from django.apps import apps
    from django.contrib import admin

    models = [model for model in apps.get_models() if model.__module__.startswith(("communities", "rse"))]
    assert len(models) >= 20
    registered = {model.__name__ for model in admin.site._registry}
    assert not {"Post", "Comment", "Event", "Notification", "Membership"} & registered
    for model in models:
        for field in model._meta.get_fields():
            remote = getattr(field, "remote_field", None)
            if field.concrete and remote is not None and model.__module__.startswith("communities"):
                assert remote.related_name == "+", f"{model.__name__}.{field.name}: related_name='+' (communities/access/ is the way)"


def test_files_open_with_a_sentence() -> None:
    files = [
        path
        for path in tracked("rse/*.py", "communities/*.py", "adoption/*.py", "tests/*.py")
        if "migrations" not in path.parts and path.name not in ("__init__.py", "apps.py", "admin.py") and path.read_text().strip()
    ]
    assert len(files) >= 60
    silent = [str(path.relative_to(ROOT)) for path in files if not ast.get_docstring(ast.parse(path.read_text()))]
    assert not silent, f"say in one sentence what this room is for: {silent}"


def test_lock_files_name_no_host() -> None:
    locks = [ROOT / "requirements.txt", ROOT / "requirements-test.txt"]
    for lock in locks:
        text = lock.read_text()
        assert text.count("--hash=sha256:") > 50
        assert "://" not in text and "--index-url" not in text, f"{lock.name}: hashes without addresses"


def test_no_page_carries_inline_code_or_style() -> None:
    templates = tracked("templates/*.html")
    assert len(templates) >= 30
    for template in templates:
        if "emails" in template.parts:
            continue  # mail programs read no style sheet
        text = template.read_text()
        assert not re.search(r"\sstyle=|\son(click|load|submit|change|error)=|javascript:", text), template
        for script in re.findall(r"<script(?![^>]*(src=|application/json))[^>]*>", text):
            pytest.fail(f"{template}: {script} belongs in static/js")


def test_migrations_are_named_for_what_they_do() -> None:
    migrations = [path.stem for path in tracked("*/migrations/0*.py", "rse/*/migrations/0*.py")]
    assert len(migrations) >= 6
    vague = [name for name in migrations if re.fullmatch(r"\d{4}_(initial|auto.*)", name)]
    assert not vague, f"name them for what they do: {vague}"
