"""The keyboard alone: a feed is walked through, read and written in; keys that somebody switched off do nothing."""

from collections.abc import Callable

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserContext, expect

from communities.models import Post, PostMark, Reaction, ThreadLevel
from rse.people.models import Person
from tests.browser.conftest import PATIENCE
from tests.conftest import Cast
from tests.factories import make_post

pytestmark = pytest.mark.browser
expect.set_options(timeout=PATIENCE)
Enter = Callable[..., BrowserContext]


def test_a_whole_feed_is_read_and_a_post_written_by_the_keyboard_alone(cast: Cast, enter: Enter) -> None:
    page = enter(cast.bob).new_page()
    page.goto("/")
    items = page.locator("#feed > article[data-id]")
    count = items.count()
    assert count >= 4
    for place in range(count):
        page.keyboard.press("j")
        expect(items.nth(place)).to_be_focused()
    page.keyboard.press("k")
    expect(items.nth(count - 2)).to_be_focused()
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.press("l")
    expect(items.nth(count - 2).locator("[name='kind'][aria-pressed='true']")).to_have_count(1)
    page.keyboard.press("Enter")
    page.wait_for_url("**/p/*/")
    page.keyboard.press("r")
    expect(page.locator("#reply textarea")).to_be_focused()
    page.keyboard.type("Lu j et k, au clavier.")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#thread > li[data-id]", has_text="Lu j et k")).to_have_count(1)
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("Escape")
    page.locator(".composer-input").wait_for()
    page.wait_for_load_state()
    page.keyboard.press("c")
    expect(page.locator("#id_body")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    page.locator("#id_community").focus()
    page.keyboard.press("ArrowDown")
    page.locator("#id_body").focus()
    page.keyboard.type("Sans souris.")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#feed > article[data-id]", has_text="Sans souris.")).to_have_count(1)
    assert Post.objects.filter(body="Sans souris.").count() == 1


def test_in_a_feed_page_keys_turn_its_posts_and_ctrl_end_and_home_leave_it(cast: Cast, enter: Enter) -> None:
    page = enter(cast.bob).new_page()
    page.goto("/")
    items = page.locator("#feed > article[data-id]")
    page.keyboard.press("PageDown")
    expect(page.locator("#feed :focus")).to_have_count(0)
    items.first.locator("a.pm-t, .pm-t a, a").first.focus()
    page.keyboard.press("PageDown")
    expect(items.nth(1)).to_be_focused()
    page.keyboard.press("PageDown")
    expect(items.nth(2)).to_be_focused()
    page.keyboard.press("PageUp")
    expect(items.nth(1)).to_be_focused()
    page.keyboard.press("Control+End")
    expect(page.locator("#feed:focus-within")).to_have_count(0)
    after = "document.getElementById('feed').compareDocumentPosition(document.activeElement)"
    assert page.evaluate(after) & 4
    items.nth(1).focus()
    page.keyboard.press("Control+Home")
    expect(page.locator("#feed:focus-within")).to_have_count(0)
    assert page.evaluate(after) & 2 and page.evaluate("document.activeElement !== document.body")
    page.locator(".bar summary").last.click()
    page.get_by_role("button", name="Raccourcis clavier").click()
    expect(page.get_by_role("dialog", name="Clavier")).to_contain_text("Page suiv.")


def test_the_keys_are_listed_and_lead_to_places(cast: Cast, enter: Enter) -> None:
    page = enter(cast.bob).new_page()
    page.goto("/")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Clavier")).to_contain_text("répondre")
    page.keyboard.press("j")
    expect(page.locator("#feed > article:focus")).to_have_count(0)
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.keyboard.press("g")
    page.keyboard.press("n")
    page.wait_for_url("**/notifications/")
    page.keyboard.press("g")
    page.keyboard.press("c")
    page.wait_for_url("**/c/")
    page.keyboard.press("/")
    expect(page.locator("input[type=search]").first).to_be_focused()
    page.keyboard.type("gh?")
    expect(page.locator("input[type=search]").first).to_have_value("gh?")
    page.locator(".bar summary").last.click()
    page.get_by_role("button", name="Raccourcis clavier").click()
    expect(page.get_by_role("dialog", name="Clavier")).to_be_visible()


def test_whoever_switched_the_keys_off_is_left_alone(cast: Cast, enter: Enter) -> None:
    page = enter(cast.bob).new_page()
    page.goto("/account/settings/")
    page.get_by_label("Raccourcis à une touche").uncheck()
    page.locator("main button.btn-primary").first.click()
    expect(page.locator(".toast")).to_be_visible()
    assert Person.objects.get(pk=cast.bob.pk).shortcuts is False
    page.goto("/")
    page.keyboard.press("j")
    page.keyboard.press("?")
    page.wait_for_timeout(300)
    expect(page.locator("#feed > article:focus")).to_have_count(0)
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.locator(".bar summary").last.click()
    page.get_by_role("button", name="Raccourcis clavier").click()
    expect(page.get_by_role("dialog", name="Clavier")).to_contain_text("Vous avez désactivé les raccourcis à une touche.")


def test_escape_closes_an_open_menu_and_leaves_the_page_where_it_is(cast: Cast, enter: Enter) -> None:
    page = enter(cast.bob).new_page()
    page.goto("/")
    page.goto(f"/p/{cast.closed_post.pk}/")
    menu = page.locator(".post-head details[data-menu]")
    menu.locator("summary").click()
    page.keyboard.press("Escape")
    expect(menu).not_to_have_attribute("open", "")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Clavier")).to_be_visible()
    assert page.url.endswith(f"/p/{cast.closed_post.pk}/")


# The keys of a French keyboard that are written with Shift
SHIFTED = """key => document.body.dispatchEvent(new KeyboardEvent('keydown', { key, shiftKey: true, bubbles: true, cancelable: true }))"""


def test_what_arrives_is_shown_and_reacted_to_by_the_keys_of_any_layout(cast: Cast, enter: Enter) -> None:
    page = enter(cast.bob).new_page()
    page.goto("/")
    expect(page.locator("html")).to_have_attribute("data-live", "on")
    newest = make_post(cast.erin, cast.open, "Arrivé.", at=timezone.now())
    page.locator("[data-live-show]").wait_for()
    page.evaluate(SHIFTED, ".")
    expect(page.locator("#feed > article").first).to_have_attribute("data-id", str(newest.pk))
    expect(page.locator("#feed > article").first).to_be_focused()
    page.keyboard.press("+")
    expect(page.locator(f"#r-{newest.pk}-utile")).to_have_attribute("aria-pressed", "true")
    page.evaluate("document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key: '?', shiftKey: true, bubbles: true }))")
    dialog = page.get_by_role("dialog", name="Clavier")
    expect(dialog).to_contain_text("montrer ce qui vient d’arriver")
    expect(dialog).to_contain_text("L +")


def test_a_search_begins_from_any_page(cast: Cast, enter: Enter) -> None:
    for person, key in ((cast.bob, "/"), (cast.guest, "Control+k")):
        page = enter(person).new_page()
        page.goto("/")
        page.keyboard.press(key)
        expect(page.locator("#q-bar")).to_be_focused()


def test_on_a_small_screen_a_search_begins_on_its_page(cast: Cast, enter: Enter) -> None:
    page = enter(cast.bob).new_page()
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto("/")
    page.keyboard.press("/")
    page.wait_for_url("**/search/#q")
    expect(page.locator("#q-page")).to_be_focused()


def test_a_reply_from_the_feed_begins_in_the_box_of_the_thread(cast: Cast, enter: Enter) -> None:
    page = enter(cast.bob).new_page()
    page.goto("/")
    page.keyboard.press("j")
    page.keyboard.press("r")
    page.wait_for_url("**/p/*/#reply")
    expect(page.locator("#reply textarea")).to_be_focused()


def test_muting_leaves_the_menu_closed_and_the_keys_alive(cast: Cast, enter: Enter) -> None:
    page = enter(cast.bob).new_page()
    page.goto("/")
    items = page.locator("#feed > article")
    page.keyboard.press("j")
    post_id = int(items.first.get_attribute("data-id") or 0)
    page.keyboard.press("m")
    expect(page.locator(f"#mute-{post_id}")).to_have_attribute("value", "")
    expect(page.locator(f"#menu-{post_id}")).not_to_have_attribute("open", "")
    page.keyboard.press("j")
    expect(items.nth(1)).to_be_focused()
    menu = items.nth(1).locator("details[id^='menu-']")
    menu.locator("summary").click()
    menu.locator("[id^='mute-']").click()
    expect(menu.locator("[id^='mute-']")).to_have_attribute("value", "")
    expect(menu).to_have_attribute("open", "")


def test_in_a_thread_the_keys_act_on_its_post_until_something_else_is_current(cast: Cast, enter: Enter) -> None:
    page = enter(cast.bob).new_page()
    post = cast.closed_post
    page.goto(f"/p/{post.pk}/")
    page.keyboard.press("s")
    expect(page.locator(f"#save-{post.pk}")).to_have_attribute("value", "true")  # as the server answers, not only as it shows at once
    page.keyboard.press("l")
    expect(page.locator(f"#sum-{post.pk}")).to_have_text("1 Utile")
    page.keyboard.press("m")
    expect(page.locator(f"#mute-{post.pk}")).to_have_attribute("value", "")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("l")
    expect(page.locator("#thread .react-sum")).to_have_count(1)
    assert PostMark.objects.filter(person=cast.bob, post=post).exists()
    assert ThreadLevel.objects.get(person=cast.bob, post=post).level == "mute"
    assert Reaction.objects.filter(person=cast.bob, post=post).count() == 2
