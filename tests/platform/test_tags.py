"""The shared tags: what each writes, in both languages."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest
from django.template import Context, Template
from django.urls import NoReverseMatch, reverse
from django.utils import translation

from rse.lib.sprite import UnknownIcon
from rse.templatetags import maillage

AT = datetime(2027, 3, 12, 8, 30, tzinfo=UTC)  # 9:30 in Paris


@dataclass
class Somebody:
    pk: int
    name: str


def write(text: str, **context: object) -> str:
    return Template("{% load maillage %}" + text).render(Context(context))


@pytest.mark.parametrize(
    ("language", "text", "value", "written"),
    [
        ("fr", "{{ v|number }}", 1204, "1\u202f204"),
        ("en", "{{ v|number }}", 1204, "1,204"),
        ("fr", "{{ v|number:1 }}", 3.25, "3,2"),
        ("fr", "{{ v|number:2 }}", -1.5, "\u22121,50"),
        ("fr", "{{ v|percent }}", 0.62, "62\u202f%"),
        ("en", "{{ v|percent }}", 0.62, "62%"),
        ("en", "{{ v|percent:1 }}", 0.0625, "6.2%"),
        ("fr", "{{ v|signed }}", 3, "+3"),
        ("fr", "{{ v|signed }}", -3, "\u22123"),
        ("fr", "{{ v|signed }}", 0, "0"),
        ("fr", "{{ v|day }}", date(2027, 3, 12), "12 mars 2027"),
        ("fr", "{{ v|day }}", date(2027, 3, 1), "1er mars 2027"),
        ("en", "{{ v|day }}", date(2027, 3, 12), "12 March 2027"),
        ("en", "{{ v|day }}", date(2027, 3, 1), "1 March 2027"),
        ("fr", "{{ v|hour }}", AT, "9\u00a0h\u00a030"),
        ("en", "{{ v|hour }}", AT, "9:30"),
        ("fr", "{{ v|hour }}", AT.replace(minute=0), "9\u00a0h"),
    ],
)
def test_numbers_dates_and_hours_are_written_as_the_language_does(language: str, text: str, value: object, written: str) -> None:
    with translation.override(language):
        assert write(text, v=value) == written


def test_a_moment_is_absolute_for_who_has_no_script() -> None:
    with translation.override("fr"):
        assert write("{% reltime v %}", v=AT) == '<time datetime="2027-03-12T08:30:00+00:00" data-rel>12 mars 2027, 9\u00a0h\u00a030</time>'


def test_an_icon_refers_to_the_sprite_and_says_nothing() -> None:
    assert write('{% icon "bell" "i-sm" %}') == '<svg class="i i-sm" aria-hidden="true"><use href="/static/img/icons.svg#bell"/></svg>'


def test_an_unknown_icon_says_where_to_add_it() -> None:
    with pytest.raises(UnknownIcon, match=r"rse/lib/sprite\.py"):
        write('{% icon "no-such-icon" %}')


def test_an_avatar_is_initials_on_a_tint_that_never_changes() -> None:
    person = Somebody(7, "Mathilde Le Goff")
    first, second = write("{% avatar p 32 %}", p=person), write("{% avatar p 32 %}", p=person)
    assert first == second
    assert ">MG</span>" in first
    assert 'aria-hidden="true"' in first
    assert {maillage.avatar_class(n) for n in range(200)} == {f"av-{n}" for n in range(8)}


@pytest.mark.parametrize(("name", "letters"), [("Aïssatou Diallo", "AD"), ("Élodie", "É"), ("", ""), ("Rachid El Amrani", "RA")])
def test_initials_are_the_first_and_the_last_word(name: str, letters: str) -> None:
    assert maillage.initials(name) == letters


def test_a_name_cannot_bring_markup() -> None:
    assert "<b>" not in write("{% avatar p %}", p=Somebody(1, "<b>Eve</b> <i>"))


def test_sixty_four_cloths_are_all_used() -> None:
    assert len({maillage.swatch_class(n) for n in range(2000)}) == 64


@pytest.mark.parametrize(
    ("access", "word", "drawing"), [("open", "Ouverte", "globe"), ("closed", "Fermée", "lock"), ("secret", "Secrète", "eye-off")]
)
def test_access_is_a_word_and_an_icon(access: str, word: str, drawing: str) -> None:
    with translation.override("fr"):
        badge = write("{% access_badge a %}", a=access)
    assert word in badge
    assert f"#{drawing}" in badge


@pytest.mark.parametrize(("share", "on", "half"), [(0, 0, 0), (0.62, 31, 0), (0.63, 31, 1), (1, 50, 0), (1.7, 50, 0), (-1, 0, 0)])
def test_stitches_show_the_share_to_half_a_stitch(share: float, on: int, half: int) -> None:
    drawn = write("{% stitches s 50 %}", s=share)
    assert drawn.count("<i") == 50
    assert drawn.count('class="on"') == on
    assert drawn.count('class="half"') == half


def test_scripts_carry_the_nonce_of_the_request() -> None:
    drawn = write("{% scripts 'js/menu.js' 'js/time.js' %}", csp_nonce='a"b')
    assert drawn.count('<script type="module"') == 2
    assert 'src="/static/js/menu.js" nonce="a&quot;b"' in drawn


def test_an_address_is_that_of_the_page() -> None:
    assert write("{% address 'account_login' %}") == reverse("account_login")
    with pytest.raises(NoReverseMatch):
        write("{% address 'no-such-page' %}")
