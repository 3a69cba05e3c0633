"""The look holds together: icons exist, templates stay within the security policy, colours can be read, texts are complete."""

import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders

from rse.lib import catalogue
from rse.lib.sprite import ICONS, PAGE_ICONS, sprite
from rse.lib.stylesheet import SHEETS, sources, stylesheet

ROOT = Path(settings.ROOT)
TEMPLATES = sorted(path for path in (ROOT / "templates").rglob("*.html"))
TOKEN = re.compile(r"(--[\w-]+):\s*([^;]+);")
TEXT, LARGE_OR_DRAWN, LONG_TEXT = 4.5, 3.0, 7.0
GROUNDS = ("surface", "canvas")
PAIRS: list[tuple[str, str, float]] = [
    *[(ink, ground, LONG_TEXT) for ink in ("ink", "ink-2") for ground in GROUNDS],
    *[(ink, ground, TEXT) for ink in ("ink-3", "brand", "thread-ink", "ok", "bad") for ground in GROUNDS],
    *[(ink, "sunken", TEXT) for ink in ("ink", "ink-2", "ink-3")],
    *[(ink, "hover", TEXT) for ink in ("ink", "ink-2")],
    *[(drawn, ground, LARGE_OR_DRAWN) for drawn in ("line-strong", "thread", "focus") for ground in GROUNDS],
    ("on-bar", "bar", LONG_TEXT),
    ("on-bar-2", "bar", TEXT),
    ("on-bar-2", "bar-field", TEXT),
    ("thread-bar", "bar", TEXT),
    ("on-thread-bar", "thread-bar", TEXT),
    ("focus-bar", "bar", LARGE_OR_DRAWN),
    ("on-brand", "brand-fill", TEXT),
    ("on-brand", "brand-fill-hover", TEXT),
    ("on-brand", "bad-fill", TEXT),
    ("surface", "ink", TEXT),
    ("ink", "mark", TEXT),
    *[(f"{state}-soft-ink", f"{state}-soft", TEXT) for state in ("brand", "thread", "ok", "warn", "bad")],
    *[("ink", f"{state}-soft", TEXT) for state in ("brand", "thread", "ok", "warn", "bad")],
    ("brand", "brand-soft", TEXT),
    *[(f"viz-{n}", "surface", LARGE_OR_DRAWN) for n in range(1, 6)],
    ("viz-ctx", "surface", LARGE_OR_DRAWN),
    ("viz-1-ink", "viz-1", TEXT),
    ("viz-ctx-ink", "viz-ctx", TEXT),
    *[(f"heat-{n}-ink", f"heat-{n}", TEXT) for n in range(6)],
    *[(f"person-{n}-ink", f"person-{n}", TEXT) for n in range(8)],
]


def test_the_sprite_holds_every_icon_that_a_template_names() -> None:
    named = {name for path in TEMPLATES for name in re.findall(r'{% icon "([\w-]+)"', path.read_text())}
    assert len(named) > 20, "the scan sees the templates"
    assert not named - set(ICONS), "add them to PAGE_ICONS in rse/lib/sprite.py"


def test_the_sprite_is_one_drawing_per_icon_under_its_licence() -> None:
    symbols = ElementTree.fromstring(sprite()).findall("{http://www.w3.org/2000/svg}symbol")
    assert [symbol.get("id") for symbol in symbols] == list(ICONS)
    assert all(len(symbol) for symbol in symbols), "each has something to draw"
    assert "Lucide Contributors" in sprite()
    assert "Permission to use, copy, modify" in sprite()


def test_the_sprite_carries_no_icon_that_nothing_names() -> None:
    code = [path for app in ("rse", "communities", "adoption") for path in (ROOT / app).rglob("*.py")]
    texts = [path.read_text() for path in [*TEMPLATES, *code] if path.name != "sprite.py"]
    named = set(re.findall(r"[\"']([a-z][a-z0-9-]*)[\"']", "\n".join(texts)))
    assert not set(PAGE_ICONS) - named, "take them out of PAGE_ICONS in rse/lib/sprite.py"


@pytest.mark.parametrize("path", ["css/maillage.css", "img/icons.svg", "img/mark.svg", "unfold/fonts/inter/Inter-SemiBold.woff2"])
def test_static_files_that_are_built_or_borrowed_are_found(path: str) -> None:
    found = finders.find(path)
    assert found is not None
    assert Path(found).stat().st_size > 200


def test_a_static_file_that_does_not_exist_is_not_found() -> None:
    assert finders.find("css/nothing.css") is None


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_template_stays_within_the_security_policy(path: Path) -> None:
    text = re.sub(r"{%.*?%}|{#.*?#}", "", path.read_text(), flags=re.S)
    assert not re.search(r"<[^>]*\sstyle\s*=", text), "no style attribute: use a class"
    assert not re.search(r"<[^>]*\son[a-z]+\s*=", text), "no handler in the page: use a file of static/js"
    assert not re.search(r"javascript:", text)
    for script in re.findall(r"<script\b[^>]*>", text):
        assert 'nonce="{{ csp_nonce }}"' in script or "application/json" in script, f"{script} has no nonce"


def test_every_text_is_translated_and_compiled() -> None:
    assert len(list(catalogue.wanted())) > 100, "the scan sees the texts"
    assert catalogue.check() == []


def test_every_sheet_on_disk_is_in_the_stylesheet_once() -> None:
    on_disk = {path.stem for path in sources().glob("*.css")}
    assert on_disk == set(SHEETS)
    assert len(SHEETS) == len(on_disk)


@pytest.mark.parametrize("name", SHEETS)
def test_a_sheet_parses_and_stays_within_the_security_policy(name: str) -> None:
    text = re.sub(r"/\*.*?\*/", "", (sources() / f"{name}.css").read_text(), flags=re.S)
    assert "url(data:" not in text
    assert "@import" not in text
    assert text.count("{") == text.count("}")
    assert text.count("(") == text.count(")")
    for declaration in _declarations(text):
        assert re.fullmatch(r"(-?-?[a-z][\w-]*)\s*:\s*[^:;]+(?:::?[^:;]+)*", declaration, re.S), f"{name}: {declaration!r}"


def test_every_token_that_is_used_exists() -> None:
    text = stylesheet()
    used = set(re.findall(r"var\((--[\w-]+)\)", text))
    assert len(used) > 50
    assert not used - set(re.findall(r"(--[\w-]+)\s*:", text))


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("ink", "ground", "least"), PAIRS)
def test_a_colour_can_be_read_on_its_ground(theme: str, ink: str, ground: str, least: float) -> None:
    tokens = _colours(theme)
    assert contrast(tokens[ink], tokens[ground]) >= least


def test_contrast_is_measured_as_wcag_defines_it() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def contrast(one: str, other: str) -> float:
    """Ratio of WCAG 2.2 between two colours written #rrggbb."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _colours(theme: str) -> dict[str, str]:
    colours = {}
    for name, value in TOKEN.findall((sources() / "tokens.css").read_text()):
        if pair := re.fullmatch(r"light-dark\((#\w{6}), (#\w{6})\)", value):
            colours[name[2:]] = pair[1] if theme == "light" else pair[2]
        elif re.fullmatch(r"#\w{6}", value):
            colours[name[2:]] = value
    return colours


def _declarations(text: str) -> Iterator[str]:
    for body in re.findall(r"{([^{}]*)}", text):
        yield from (part.strip() for part in body.split(";") if part.strip())
