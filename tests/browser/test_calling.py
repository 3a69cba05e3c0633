"""Telling a whole community, and reading who reacted: with the mouse, the keyboard, and the outbox."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, expect

from communities.actions.reactions import react
from communities.models import Call, Post, ReactionKind
from tests.browser.conftest import PATIENCE
from tests.conftest import Cast
from tests.factories import NOW

pytestmark = pytest.mark.browser
expect.set_options(timeout=PATIENCE)
Enter = Callable[..., BrowserContext]


def test_naming_the_community_shows_how_many_are_told_and_waits_for_the_box(cast: Cast, enter: Enter) -> None:
    page = enter(cast.alice).new_page()
    page.goto("/")
    page.locator(".composer-input").click()
    page.get_by_label("Publier dans").select_option(cast.closed.slug)
    field, box = page.locator("#id_body"), page.locator("#id_confirms_mention")
    expect(box).to_be_hidden()
    field.press_sequentially("Bonjour @appels")
    expect(page.locator("#suggestions")).to_contain_text("préviendra 2 personnes")
    page.keyboard.press("Enter")
    expect(field).to_have_value(f"Bonjour @{cast.closed.name} ")
    expect(page.locator("[data-mention-says]")).to_have_text("Prévenir 2 personnes")
    field.fill("Bonjour à tous")
    expect(box).to_be_hidden()
    field.fill("")
    field.press_sequentially("Salut @appels")
    page.locator("#suggestions [aria-selected=true]").wait_for()
    page.keyboard.press("Enter")
    page.locator("[data-publish]").click()
    expect(page.locator("#id_confirms_mention_error")).to_contain_text("préviendra 2 personnes")
    expect(field).to_have_value(f"Salut @{cast.closed.name} ")
    assert not Post.objects.filter(body__startswith="Salut").exists()
    page.get_by_label("Prévenir").check()
    page.locator("[data-publish]").click()
    expect(page.locator(f"#feed > article a.mention[href='/c/{cast.closed.slug}/']")).to_have_count(1)
    assert Call.objects.count() == 1


def test_who_reacted_shows_on_hover_and_by_keyboard_and_goes_with_escape(cast: Cast, enter: Enter) -> None:
    react(by=cast.erin, post=cast.closed_post, kind=ReactionKind.objects.filter(is_active=True).earliest("position").pk, at=NOW)
    page = enter(cast.bob).new_page()
    page.goto(f"/p/{cast.closed_post.pk}/")
    sums, panel = page.locator(f"#sum-{cast.closed_post.pk}"), page.locator(".who-panel")
    sums.hover()
    expect(panel).to_contain_text(cast.erin.name)
    page.mouse.move(0, 0)
    expect(panel).to_have_count(0)
    page.get_by_role("link", name="Répondre").first.focus()
    for _ in range(6):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == f"sum-{cast.closed_post.pk}":
            break
    expect(panel).to_contain_text(cast.erin.name)
    page.keyboard.press("Escape")
    expect(panel).to_have_count(0)
    expect(sums).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Qui a réagi")).to_be_visible()
