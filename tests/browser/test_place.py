"""One's place in a feed: Back returns to the item that was read, and nothing new moves it."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect, sync_playwright

from communities.actions.levels import set_level_of_person
from communities.actions.marks import save_post, unsave_post
from communities.actions.posts import delete_post
from communities.models import Post
from rse.people.actions.preferences import change_preferences
from tests.browser.conftest import PATIENCE
from tests.conftest import Cast
from tests.factories import NOW, make_comment, make_member, make_post

pytestmark = pytest.mark.browser
Enter = Callable[..., BrowserContext]
CLOSE = 2  # pixels
ASKING, KEEPING = "asks again", "keeps pages alive"
expect.set_options(timeout=PATIENCE)
# What an image without dimensions does when it comes late: each card of the first page grows, after the page is back
LATE = """addEventListener('load', () => setTimeout(() => {
  document.querySelectorAll('.feed > article').forEach((item, n) => { if (n < 15) item.style.paddingTop = '90px'; });
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


@pytest.fixture
def mixed(cast: Cast) -> list[Post]:
    """Forty-five posts of Carol and Erin, the newest first, of which bob follows Carol; kept, answered, and of many points in an order
    that is not that of their dates."""
    for member in (cast.carol, cast.max):
        make_member(member, cast.open)
    set_level_of_person(by=cast.bob, other=cast.carol, level="follow", at=NOW)
    change_preferences(by=cast.bob, person=cast.bob, feed="for_you", at=NOW)
    made = [
        make_post((cast.carol, cast.erin)[n % 2], cast.open, "mot " * (n % 40 + 1), title=f"Billet {n}", at=NOW - timedelta(hours=n))
        for n in range(45)
    ]
    for place in range(45):
        post = made[place * 7 % 45]
        save_post(by=cast.bob, post=post, at=NOW)
        make_comment(cast.bob, post, at=NOW + timedelta(seconds=place))
        if place % 2:
            make_comment(cast.max, post, at=NOW + timedelta(seconds=place))
    return made


def top_of(item: Locator) -> float:
    box = item.bounding_box()
    assert box is not None
    return box["y"]


def read_to(page: Page, number: int) -> Locator:
    """The item of that number, a third down the window, after as many pages as it takes."""
    items = page.locator(".feed > article[data-id]")
    while items.count() < number:
        held = items.count()
        page.locator(".next-page a").click()
        expect(items.nth(held)).to_be_attached()
    item = items.nth(number - 1)
    item.evaluate("item => scrollBy({ top: item.getBoundingClientRect().top - 240, behavior: 'instant' })")
    return page.locator(f'.feed > article[data-id="{item.get_attribute("data-id")}"]')


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
    paths = {"home": "/", "community": reverse("community-show", args=[cast.open.slug]), "profile": f"/people/{cast.erin.pk}/posts/"}
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


@pytest.mark.parametrize("where", ["/", "/?sort=top", "/?sort=activity", "?sort=top", "?sort=activity", "/kept/"])
def test_back_finds_the_item_in_an_order_that_is_not_of_dates(cast: Cast, mixed: list[Post], enter: Enter, where: str) -> None:
    page = enter(cast.bob).new_page()
    page.goto(reverse("community-show", args=[cast.open.slug]) + where if where.startswith("?") else where)
    item = read_to(page, 32)
    before = page.locator(".feed > article").evaluate_all("items => items.map(item => BigInt(item.dataset.id))")
    assert before != sorted(before, reverse=True)
    place = top_of(item)
    leave_by(page, item)
    back(page)
    expect_at(page, item, place)
    page.reload()
    expect_at(page, item, place)


def test_in_such_an_order_the_item_that_followed_stands_for_one_that_is_gone(cast: Cast, mixed: list[Post], enter: Enter) -> None:
    page = enter(cast.bob).new_page()
    page.goto("/kept/")
    item = read_to(page, 32)
    place, gone = top_of(item), Post.objects.get(pk=int(item.get_attribute("data-id") or 0))
    next_id = page.locator(".feed > article").nth(32).get_attribute("data-id")
    leave_by(page, item)
    unsave_post(by=cast.bob, post=gone)
    back(page)
    expect_at(page, page.locator(f'.feed > article[data-id="{next_id}"]'), place)


def test_what_comes_late_above_the_item_does_not_move_it(cast: Cast, many: list[Post], enter: Enter) -> None:
    page = enter(cast.bob).new_page()
    page.goto("/")
    item = read_to(page, 45)
    place = top_of(item)
    leave_by(page, item)
    page.add_init_script(LATE)
    back(page)
    expect_at(page, item, place)
    expect(page.locator(".feed > article").first).to_have_css("padding-top", "90px")
    expect_at(page, item, place)


def test_where_the_item_is_gone_the_next_one_takes_its_place(cast: Cast, many: list[Post], enter: Enter) -> None:
    page = enter(cast.bob).new_page()
    page.goto("/")
    item = read_to(page, 30)
    place, gone = top_of(item), Post.objects.get(pk=int(item.get_attribute("data-id") or 0))
    following = page.locator(f'.feed > article[data-id="{Post.objects.filter(pk__lt=gone.pk, community=cast.open).order_by("-pk")[0].pk}"]')
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
    expect(page.locator(".feed > article").first).to_have_attribute("data-id", str(newest.pk))


def test_a_post_that_arrives_moves_nothing_of_what_is_read(cast: Cast, many: list[Post], enter: Enter) -> None:
    page = enter(cast.bob).new_page()
    page.goto("/")
    expect(page.locator("html")).to_have_attribute("data-live", "on")
    item = read_to(page, 25)
    place = top_of(item)
    make_post(cast.erin, cast.open, "Arrivé pendant la lecture.", at=timezone.now())
    expect(page.locator("[data-live-show]")).to_have_count(1)
    expect(page).to_have_title("(1) Accueil · Maillage")
    assert top_of(item) == pytest.approx(place, abs=CLOSE)


def test_when_too_much_is_new_the_page_begins_anew_at_the_top_and_offers_the_way_back(cast: Cast, many: list[Post], enter: Enter) -> None:
    page = enter(cast.bob).new_page()
    page.goto("/")
    expect(page.locator("html")).to_have_attribute("data-live", "on")
    item = read_to(page, 25)
    place = top_of(item)
    newest = [make_post(cast.erin, cast.open, f"Neuf {n}.", at=timezone.now()) for n in range(52)][-1]
    expect(page).to_have_title("(52) Accueil · Maillage")
    page.locator("[data-live-show]").dispatch_event("click")
    first = page.locator(".feed > article").first
    expect(first).to_have_attribute("data-id", str(newest.pk))
    page.wait_for_timeout(500)
    assert page.evaluate("scrollY") == 0
    expect(item).to_have_count(0)
    page.get_by_role("button", name="Revenir où j’étais").click()
    expect_at(page, item, place)
    expect(page.get_by_role("button", name="Revenir où j’étais")).to_be_hidden()


def test_another_language_keeps_the_place_in_a_feed_and_in_a_thread(cast: Cast, many: list[Post], enter: Enter) -> None:
    page = enter(cast.bob).new_page()
    page.goto("/")
    item = read_to(page, 45)
    place = top_of(item)
    change_language(page, "en")
    expect_at(page, item, place)
    comments = [make_comment(cast.erin, many[0], f"Réponse {n}.\n\n{'mot ' * 60}", at=NOW + timedelta(seconds=n)) for n in range(30)]
    page.goto(f"/p/{many[0].pk}/?at={comments[2].pk}")
    comment = page.locator(f"#c{comments[20].pk}")
    comment.evaluate("item => scrollBy({ top: item.getBoundingClientRect().top - 84, behavior: 'instant' })")
    page.wait_for_timeout(700)  # the page may still be going to the comment of its address
    comment.evaluate("item => scrollBy({ top: item.getBoundingClientRect().top - 84, behavior: 'instant' })")
    place = top_of(comment)
    change_language(page, "fr")
    page.wait_for_timeout(700)
    expect_at(page, comment, place)


def change_language(page: Page, language: str) -> None:
    page.locator(f"header button[name=language][value={language}]").first.evaluate("button => button.click()")
    expect(page.locator(f"html[lang={language}]")).to_be_attached()
