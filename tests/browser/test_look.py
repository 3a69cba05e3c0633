"""The pages as they are seen: no finding of axe, no sideways scroll, themes, languages and keyboard, in a real Chromium."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import BrowserContext, Page, ViewportSize

from rse.people.models import Person
from tests.conftest import Cast

pytestmark = pytest.mark.browser
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDTHS = (360, 390, 768, 1024, 1440)
EVERYTHING: dict[str, object] = {"runOnly": RULES}
COLOURS: dict[str, object] = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}  # all that a theme changes
SCREENS: list[tuple[str, ViewportSize, dict[str, object]]] = [
    ("light", {"width": 1440, "height": 900}, EVERYTHING),
    ("dark", {"width": 1440, "height": 900}, COLOURS),
    ("light", {"width": 390, "height": 844}, EVERYTHING),
]
OUTSIDE = [reverse("account_login"), reverse("account_reset_password")]


def inside(cast: Cast) -> list[str]:
    """The pages of an employee that hold one of each thing."""
    return [
        "/",
        reverse("community-list"),
        reverse("community-show", args=[cast.closed.slug]),
        reverse("community-members", args=[cast.closed.slug]),
        reverse("post-show", args=[cast.closed_post.pk]),
        reverse("post-create"),
        reverse("person-list"),
        reverse("person-show", args=[cast.alice.pk]),
        reverse("notification-list"),
        reverse("settings"),
        reverse("account_change_password"),
        reverse("mfa_index"),
        reverse("usersessions_list"),
        "/nowhere",
    ]


@pytest.mark.parametrize(("theme", "size", "rules"), SCREENS, ids=["wide", "dark", "phone"])
def test_axe_finds_nothing(
    cast: Cast, enter: Callable[..., BrowserContext], theme: str, size: ViewportSize, rules: dict[str, object]
) -> None:
    found = []
    for person, addresses in ((None, OUTSIDE), (cast.bob, inside(cast))):
        # axe is injected as a script, which the site's policy rightly refuses.
        page = enter(person, color_scheme=theme, viewport=size, bypass_csp=True).new_page()
        for address in addresses:
            page.goto(address)
            found += [f"{address}: {finding}" for finding in axe(page, rules)]
    assert found == []


def test_the_sponsors_pages_are_for_every_eye_and_every_width(figures: Person, enter: Callable[..., BrowserContext]) -> None:
    addresses = [reverse("adoption-network"), reverse("adoption-community", args=["atelier"]), reverse("adoption-measured")]
    found = []
    for theme, size, rules in [*SCREENS, ("dark", SCREENS[-1][1], COLOURS)]:
        page = enter(figures, color_scheme=theme, viewport=size, bypass_csp=True).new_page()
        for address in addresses:
            page.goto(address)
            found += [f"{address} ({theme}, {size['width']}): {finding}" for finding in axe(page, rules)]
    page = enter(figures).new_page()
    for address in addresses:
        page.goto(address)
        found += [f"{address} scrolls sideways at {width}" for width in too_wide(page)]
    assert found == []


def test_no_page_scrolls_sideways(cast: Cast, enter: Callable[..., BrowserContext]) -> None:
    wide = []
    for person, addresses in ((None, OUTSIDE), (cast.bob, inside(cast))):
        page = enter(person).new_page()
        for address in addresses:
            page.goto(address)
            wide += [f"{address} at {width}" for width in too_wide(page)]
    assert wide == []


def test_no_page_offends_the_security_policy_nor_fails_in_its_scripts(cast: Cast, enter: Callable[..., BrowserContext]) -> None:
    complaints: list[str] = []
    for person, addresses in ((None, OUTSIDE), (cast.bob, inside(cast))):
        page = enter(person).new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        for address in addresses:
            page.goto(address)
    assert [text for text in complaints if "404 (Not Found)" not in text] == []
    assert len(complaints) == 1, "the page that does not exist is one"


def test_the_theme_is_chosen_in_the_menu_at_once_and_follows_the_person(cast: Cast, enter: Callable[..., BrowserContext]) -> None:
    page = enter(cast.bob, color_scheme="light").new_page()
    page.goto("/")
    assert ground(page) == "rgb(242, 244, 245)"
    page.locator("details.menu-box summary.bar-btn").click()
    with page.expect_response(lambda response: response.url.endswith(reverse("theme"))):
        page.locator("button[name=theme][value=dark]").click()
    assert ground(page) == "rgb(16, 19, 25)"
    elsewhere = enter(cast.bob, color_scheme="light").new_page()
    elsewhere.goto("/")
    assert ground(elsewhere) == "rgb(16, 19, 25)"


def test_the_language_changes_from_the_bar_and_follows_the_person(cast: Cast, enter: Callable[..., BrowserContext]) -> None:
    page = enter(cast.bob, viewport={"width": 1440, "height": 900}).new_page()
    page.goto(reverse("person-list"))
    assert page.locator("html").get_attribute("lang") == "fr"
    page.locator("header button[name=language][value=en]").first.click()
    page.wait_for_url(f"**{reverse('person-list')}")
    assert page.locator("html").get_attribute("lang") == "en"


def test_the_keyboard_reaches_the_content_first_and_leaves_a_menu(cast: Cast, enter: Callable[..., BrowserContext]) -> None:
    page = enter(cast.bob, viewport={"width": 1440, "height": 900}).new_page()
    page.goto("/")
    page.keyboard.press("Tab")
    assert focused(page, "el.className") == "skip"
    page.keyboard.press("Enter")
    assert focused(page, "el.id") == "content"
    menu = page.locator(".bar details.menu-box")
    menu.locator("summary").focus()
    page.keyboard.press("Enter")
    assert menu.get_attribute("open") is not None
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    assert menu.get_attribute("open") is None
    assert focused(page, "el.tagName") == "SUMMARY"


def axe(page: Page, rules: dict[str, object]) -> list[str]:
    """The findings on a page, one line each."""
    violations = Axe().run(page, options=rules).response["violations"]
    return [f"{each['id']}: {each['help']}: {each['nodes'][0]['html'][:200]}" for each in violations]


def too_wide(page: Page) -> list[int]:
    """The widths at which the page scrolls sideways."""
    wide = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        if page.evaluate("document.documentElement.scrollWidth") > width:
            wide.append(width)
    return wide


def ground(page: Page) -> str:
    return str(page.evaluate("getComputedStyle(document.body).backgroundColor"))


def focused(page: Page, expression: str) -> str:
    return str(page.evaluate(f"((el) => {expression})(document.activeElement)"))
