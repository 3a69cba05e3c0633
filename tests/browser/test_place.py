"""One's place in a feed: Back returns to the item that was read, and nothing new moves it."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect, sync_playwright

from communities.actions.posts import delete_post
from communities.models import Post
from tests.browser.conftest import PATIENCE
from tests.conftest import Cast
from tests.factories import NOW, make_post

pytestmark = pytest.mark.browser
Enter = Callable[..., BrowserContext]
CLOSE = 2  # pixels
ASKING, KEEPING = "asks again", "keeps pages alive"
expect.set_options(timeout=PATIENCE)
# What an image without dimensions does when it comes late: each card of the first page grows, after the page is back
LATE = """addEventListener('load', () => setTimeout(() => {
  document.querySelectorAll('.feed > li').forEach((item, n) => { if (n < 15) item.style.paddingTop = '90px'; });
}, 700))"""


@pytest.fixture(scope="module")
def browser(chromium: str, request: pytest.FixtureRequest) -> Iterator[Browser]:
    """A Chromium that asks again for the pages it comes back to; KEEPING, one that keeps them alive as those of people do."""
    flags = ["--no-sandbox", "--disable-gpu", "--disable-quic"]
    not_for_people = ["--disable-back-forward-cache"] if getattr(request, "param", "") == KEEPING else []
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=flags, ignore_default_args=not_for_people)
        yield started
        started.close()


@pytest.fixture
def many(cast: Cast) -> list[Post]:
    """Seventy posts of Erin's, the newest first."""
    return [
        make_post(cast.erin, cast.open, f"Ligne\n\n{'mot ' * (n % 40)}", title=f"Billet {n}", at=NOW - timedelta(hours=n))
        for n in range(70)
    ]


def top_of(item: Locator) -> float:
    box = item.bounding_box()
    assert box is not None
    return box["y"]


def read_to(page: Page, number: int) -> Locator:
    """The item of that number, a third down the window, after as many pages as it takes."""
    items = page.locator(".feed > li[data-id]")
    while items.count() < number:
        held = items.count()
        page.locator(".next-page a").click()
        expect(items.nth(held)).to_be_attached()
    item = items.nth(number - 1)
    item.evaluate("item => scrollBy({ top: item.getBoundingClientRect().top - 240, behavior: 'instant' })")
    return page.locator(f'.feed > li[data-id="{item.get_attribute("data-id")}"]')


def leave_by(page: Page, item: Locator) -> None:
    item.locator(".post-title a").click()
    page.wait_for_url("**/p/*/")


def back(page: Page) -> None:
    page.go_back(wait_until="commit")  # a page kept alive loads nothing


def expect_at(page: Page, item: Locator, place: float) -> None:
    expect(item).to_be_visible()
    page.wait_for_timeout(300)
    assert top_of(item) == pytest.approx(place, abs=CLOSE)


@pytest.mark.parametrize(
    ("browser", "where"),
    [(ASKING, "home"), (ASKING, "community"), (ASKING, "profile"), (KEEPING, "home"), (KEEPING, "community")],
    indirect=["browser"],
)
def test_back_from_the_sixtieth_item_returns_to_it(
    cast: Cast, many: list[Post], enter: Enter, request: pytest.FixtureRequest, browser: Browser, where: str
) -> None:
    page = enter(cast.bob).new_page()
    paths = {"home": "/", "community": reverse("community-show", args=[cast.open.slug]), "profile": f"/people/{cast.erin.pk}/"}
    page.goto(paths[where])
    item = read_to(page, 60)
    place = top_of(item)
    page.evaluate("window.isSame = true")
    leave_by(page, item)
    make_post(cast.erin, cast.open, "Arrivé entre-temps.", at=timezone.now())
    back(page)
    expect_at(page, item, place)
    assert bool(page.evaluate("window.isSame")) is (request.node.callspec.params["browser"] == KEEPING)
    page.reload()
    expect_at(page, item, place)


def test_what_comes_late_above_the_item_does_not_move_it(cast: Cast, many: list[Post], enter: Enter) -> None:
    page = enter(cast.bob).new_page()
    page.goto("/")
    item = read_to(page, 45)
    place = top_of(item)
    leave_by(page, item)
    page.add_init_script(LATE)
    back(page)
    expect_at(page, item, place)
    expect(page.locator(".feed > li").first).to_have_css("padding-top", "90px")
    expect_at(page, item, place)


def test_where_the_item_is_gone_the_next_one_takes_its_place(cast: Cast, many: list[Post], enter: Enter) -> None:
    page = enter(cast.bob).new_page()
    page.goto("/")
    item = read_to(page, 30)
    place, gone = top_of(item), Post.objects.get(pk=int(item.get_attribute("data-id") or 0))
    following = page.locator(f'.feed > li[data-id="{Post.objects.filter(pk__lt=gone.pk, community=cast.open).order_by("-pk")[0].pk}"]')
    leave_by(page, item)
    delete_post(by=cast.erin, post=gone, at=timezone.now())
    back(page)
    expect_at(page, following, place)
    expect(page.locator(f'[data-id="{gone.pk}"]')).to_have_count(0)


def test_a_fresh_visit_and_a_reload_at_the_top_begin_with_the_newest(cast: Cast, many: list[Post], enter: Enter) -> None:
    page = enter(cast.bob).new_page()
    page.goto("/")
    leave_by(page, read_to(page, 30))
    page.goto("/")
    page.wait_for_timeout(300)
    assert page.evaluate("scrollY") == 0
    newest = make_post(cast.erin, cast.open, "Le dernier.", at=timezone.now())
    page.reload()
    page.wait_for_timeout(300)
    assert page.evaluate("scrollY") == 0
    expect(page.locator(".feed > li").first).to_have_attribute("data-id", str(newest.pk))


def test_a_post_that_arrives_moves_nothing_of_what_is_read(cast: Cast, many: list[Post], enter: Enter) -> None:
    page = enter(cast.bob).new_page()
    page.goto("/")
    expect(page.locator("html")).to_have_attribute("data-live", "on")
    item = read_to(page, 25)
    place = top_of(item)
    make_post(cast.erin, cast.open, "Arrivé pendant la lecture.", at=timezone.now())
    expect(page.locator(".live-pill")).to_have_count(1)
    expect(page).to_have_title("(1) Accueil · Maillage")
    assert top_of(item) == pytest.approx(place, abs=CLOSE)
