"""The box of search: by the keyboard, by the mouse, on a small screen."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, expect

from communities import tasks
from tests.browser.conftest import PATIENCE
from tests.conftest import Cast
from tests.factories import make_post

pytestmark = pytest.mark.browser
expect.set_options(timeout=PATIENCE)
Enter = Callable[..., BrowserContext]


def test_what_one_begins_to_write_is_suggested_and_looked_for(cast: Cast, enter: Enter) -> None:
    post = make_post(cast.erin, cast.open, "Une girouette tourne.", title="La girouette")
    tasks.index()
    page = enter(cast.bob).new_page()
    page.goto("/")
    page.keyboard.press("/")
    box = page.get_by_role("combobox", name="Rechercher")
    expect(box).to_be_focused()
    box.press_sequentially("entr")
    option = page.get_by_role("option", name="Entraide ouverte")
    expect(option).to_be_visible()
    expect(box).to_have_attribute("aria-expanded", "true")
    box.press("ArrowUp")
    expect(option).to_have_attribute("aria-selected", "true")
    box.press("Escape")
    expect(option).to_have_count(0)
    box.fill("girouettes")
    box.press("Enter")
    page.wait_for_url("**/search/?q=girouettes")
    expect(page.locator("#q-bar")).to_have_value("girouettes")
    page.get_by_role("link", name="La girouette").click()
    page.wait_for_url(f"**/p/{post.pk}/")


def test_enter_on_a_suggestion_opens_it(cast: Cast, enter: Enter) -> None:
    page = enter(cast.bob).new_page()
    page.goto("/")
    box = page.locator("#q-bar")
    box.click()
    box.press_sequentially("entr")
    expect(page.get_by_role("option", name="Entraide ouverte")).to_be_visible()
    box.press("ArrowUp")
    box.press("Enter")
    page.wait_for_url(f"**/c/{cast.open.slug}/")


def test_the_filters_open_and_narrow_on_a_small_screen(cast: Cast, enter: Enter) -> None:
    make_post(cast.erin, cast.open, "Une girouette.", title="Ici")
    make_post(cast.bob, cast.closed, "Une girouette.", title="Ailleurs")
    tasks.index()
    page = enter(cast.bob).new_page()
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto("/search/?q=girouette")
    filters = page.get_by_role("complementary", name="Filtres")
    expect(filters).to_be_hidden()
    page.get_by_role("link", name="Filtres").click()
    expect(filters).to_be_visible()
    filters.get_by_role("link", name="Appels fermés").click()
    expect(page.get_by_role("heading", name="1 résultat")).to_be_visible()
    expect(page.get_by_role("link", name="Ailleurs")).to_be_visible()
    page.locator("a.chip", has_text="Appels fermés").click()
    expect(page.get_by_role("link", name="Ici")).to_be_visible()
