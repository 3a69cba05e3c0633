"""A link with scripts: shown while one writes, taken away or published, seen by somebody else without loading the page again."""

import threading
import time
from collections.abc import Callable, Iterator

import pytest
from django.db import connection
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect

from communities.actions import links
from communities.models import Post
from tests.conftest import Cast
from tests.web import Web

pytestmark = pytest.mark.browser
Enter = Callable[..., BrowserContext]
URL = "https://atelier.example/roulements"
TITLE = "Roulements et paliers"
PASTE = """(text) => {
  const carried = new DataTransfer();
  carried.setData('text/plain', text);
  const field = document.activeElement;
  if (field.dispatchEvent(new ClipboardEvent('paste', { clipboardData: carried, bubbles: true, cancelable: true }))) {
    document.execCommand('insertText', false, text);
  }
}"""


@pytest.fixture
def worker(site: str, web: Web) -> Iterator[Web]:
    """What the worker does, for as long as the test lasts."""
    ended = threading.Event()

    def work() -> None:
        while not ended.is_set():
            at = timezone.now()
            for page_id in links.links_due(at):
                links.fetch_link(page_id=page_id, at=at)
            time.sleep(0.1)
        connection.close()

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    yield web
    ended.set()
    thread.join(10)


def _open_composer(page: Page, cast: Cast) -> None:
    page.goto("/")
    page.locator(".composer-input").click()
    page.locator("#id_community").select_option(cast.closed.slug)
    page.locator("#id_body").focus()


def test_a_pasted_link_is_shown_published_and_seen_by_others(cast: Cast, enter: Enter, worker: Web) -> None:
    worker.put(URL, shot="teal")
    other = enter(cast.alice).new_page()
    other.goto(f"/c/{cast.closed.slug}/")
    page = enter(cast.bob).new_page()
    _open_composer(page, cast)
    page.evaluate(PASTE, f"À lire : {URL}")
    card = page.locator("#composer .link-card")
    expect(card.locator(".link-title")).to_have_text(TITLE)
    picture = card.locator("img")
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") == 480
    page.locator("#composer button.btn-primary").click()
    shown = page.locator("#feed > article").first.locator(".link-card")
    expect(shown.locator(".link-title")).to_have_text(TITLE)
    assert shown.locator("a").get_attribute("rel") == "noopener noreferrer nofollow"
    other.locator("[data-live-show]").click()
    seen = other.locator("#feed > article").first.locator(".link-card")
    expect(seen.locator(".link-title")).to_have_text(TITLE)
    assert seen.locator("img").evaluate("image => image.decode().then(() => image.naturalWidth)") == 480
    other.evaluate("document.activeElement.blur()")  # a card that one is in is left to them
    shown.locator(".link-drop button").click()
    expect(shown).to_have_count(0)
    expect(seen).to_have_count(0, timeout=20_000)


def test_a_card_taken_away_while_writing_is_not_published_and_may_come_back(cast: Cast, enter: Enter, worker: Web) -> None:
    worker.put(URL)
    page = enter(cast.bob).new_page()
    _open_composer(page, cast)
    page.keyboard.type(f"À lire : {URL} ")
    page.locator("#composer [data-link-drop]").click()
    expect(page.locator("#composer .link-card")).to_have_count(0)
    page.locator("#composer [data-link-again]").click()
    expect(page.locator("#composer .link-card")).to_have_count(1)
    page.locator("#composer [data-link-drop]").click()
    page.locator("#composer button.btn-primary").click()
    expect(page.locator("#feed > article[data-id]").first).to_contain_text("À lire")
    expect(page.locator("#feed > article").first.locator(".link-card")).to_have_count(0)
    post = Post.objects.get(body__startswith="À lire")
    page.goto(f"/p/{post.pk}/edit")
    page.locator("[data-link-again]").click()
    expect(page.locator(".link-field .link-card")).to_have_count(1)
    page.locator("main form button.btn-primary").click()
    expect(page.locator(".post .link-card")).to_have_count(1)


def test_a_link_found_after_publishing_comes_to_open_pages(cast: Cast, enter: Enter, web: Web) -> None:
    web.put(URL)
    page = enter(cast.alice).new_page()
    page.goto(f"/p/{cast.closed_post.pk}/")
    page.locator("#reply textarea").fill(f"Voir {URL}")
    page.locator("#reply button.btn-primary").click()
    expect(page.locator(".thread > .cm[data-id]").last).to_contain_text("Voir")
    other = enter(cast.bob).new_page()
    other.goto(f"/p/{cast.closed_post.pk}/")
    expect(other.locator(".link-card")).to_have_count(0)
    expect(other.locator("html")).to_have_attribute("data-live", "on")
    at = timezone.now()
    for page_id in links.links_due(at):
        links.fetch_link(page_id=page_id, at=at)
    for each in (page, other):
        expect(each.locator(".cm .link-card .link-title")).to_have_text(TITLE)
