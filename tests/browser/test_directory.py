"""The directory by keyboard and on a phone, the chart opened without a mouse, and someone mentioned out of a suggestion."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, expect

from rse.people.actions.knowledge import change_knowledge
from rse.people.actions.profiles import change_profile
from rse.people.models import Person
from tests.browser.conftest import PATIENCE
from tests.conftest import Cast
from tests.factories import NOW, make_person

pytestmark = pytest.mark.browser
expect.set_options(timeout=PATIENCE)
Enter = Callable[..., BrowserContext]


def have(person: Person, *skills: str) -> None:
    change_profile(by=person, person=person, at=NOW, job_title="Monteur", about="", phone="", skills=skills, languages=["it"])


def test_filters_are_walked_by_keyboard_and_taken_away(cast: Cast, enter: Enter) -> None:
    have(cast.bob, "Hydraulique")
    page = enter(cast.carol).new_page()
    page.goto("/people/")
    page.get_by_role("link", name="Hydraulique 1").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/people/?skill=hydraulique")
    expect(page.locator(".person-card")).to_have_count(1)
    expect(page.locator(".person-card")).to_contain_text(cast.bob.name)
    page.get_by_role("link", name="Italien 1").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**language=it")
    page.get_by_role("link", name="Retirer le filtre Compétence").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/people/?language=it")
    expect(page.locator(".person-card")).to_have_count(1)


def test_on_a_phone_filters_are_in_a_sheet_that_escape_closes(cast: Cast, enter: Enter) -> None:
    have(cast.bob, "Hydraulique")
    page = enter(cast.carol).new_page()
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/people/")
    sheet = page.locator("#filters")
    expect(sheet).to_be_hidden()
    page.get_by_role("button", name="Filtres").press("Enter")
    expect(sheet).to_be_visible()
    page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()
    page.get_by_role("button", name="Filtres").click()
    sheet.get_by_role("link", name="Hydraulique 1").click()
    page.wait_for_url("**/people/?skill=hydraulique")
    expect(page.locator(".person-card")).to_have_count(1)
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_a_team_opens_and_closes_by_keyboard(cast: Cast, enter: Enter) -> None:
    deep = make_person("Basile", manager=cast.bob)
    page = enter(cast.carol).new_page()
    page.goto(f"/people/{cast.max.pk}/org/")
    expect(page.get_by_text(deep.name)).to_have_count(0)
    page.locator(".org-open").press("Enter")
    expect(page.get_by_role("link", name=deep.name)).to_be_visible()
    expect(page.locator(".org-open")).to_have_attribute("aria-expanded", "true")
    page.locator(".org-open").press("Enter")
    expect(page.get_by_text(deep.name)).to_have_count(0)


def test_whoever_may_know_is_mentioned_in_the_question(cast: Cast, enter: Enter) -> None:
    have(cast.bob, "Lignage laser")
    change_knowledge(by=cast.bob, person=cast.bob, is_shown=True, is_suggested=True, at=NOW)
    page = enter(cast.erin).new_page()
    page.goto(f"/p/new?kind=question&community={cast.open.slug}")
    page.locator("#id_title").press_sequentially("Un lignage laser pour la pompe ?")
    page.get_by_role("button", name=f"Mentionner {cast.bob.name}").click()
    expect(page.locator('textarea[name="body"]')).to_have_value(f"@{cast.bob.name} ")
