"""Reading without losing one's place: what was in view is read, the line stays, nothing is lost when the connection goes."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, Route, expect

from communities import tasks
from communities.actions.posts import edit_post
from communities.actions.reads import mark_all_read
from communities.models import Membership, PendingEvent, Post
from tests.browser.conftest import PATIENCE
from tests.conftest import Cast
from tests.factories import NOW, make_comment, make_post

pytestmark = pytest.mark.browser
Enter = Callable[..., BrowserContext]
expect.set_options(timeout=PATIENCE)


@pytest.fixture
def posts(cast: Cast) -> list[Post]:
    """Six posts of Erin's, the newest first; bob has read what is older."""
    mark_all_read(by=cast.bob, at=NOW)
    made = [
        make_post(cast.erin, cast.open, f"Ligne {n}.\n\n{'mot ' * 120}", title=f"Billet {n}", at=NOW + timedelta(seconds=n))
        for n in range(1, 7)
    ]
    return made[::-1]


def unread(page: Page) -> list[int]:
    items = page.locator(".feed > article[data-unread]")
    return [int(item.get_attribute("data-id") or 0) for item in items.all()]


def mark_of(cast: Cast) -> tuple[int, list[int] | None]:
    membership = Membership.objects.get(person=cast.bob, community=cast.open)
    return membership.last_read_id, membership.read_ids


def wait_for_mark(page: Page, cast: Cast, expected: tuple[int, list[int] | None]) -> None:
    for _turn in range(40):
        if mark_of(cast) == expected:
            return
        page.wait_for_timeout(250)
    assert mark_of(cast) == expected


def wait_for_read(page: Page, cast: Cast, post: Post) -> None:
    """Held above older ones that wait."""
    for _turn in range(60):
        if post.pk in (mark_of(cast)[1] or []):
            return
        page.wait_for_timeout(250)
    assert post.pk in (mark_of(cast)[1] or [])


def test_two_seconds_in_view_read_a_post_and_the_line_stays(cast: Cast, posts: list[Post], enter: Enter) -> None:
    page = enter(cast.bob, viewport={"width": 1280, "height": 700}).new_page()
    page.goto("/")
    line = page.locator(".seen-line")
    expect(line).to_have_text("Déjà vu jusqu’ici")
    assert unread(page) == [post.pk for post in posts]
    page.wait_for_timeout(900)
    assert unread(page) == [post.pk for post in posts], "a glance is not reading"
    first = page.locator(f'.feed > article[data-id="{posts[0].pk}"]')
    expect(first).not_to_have_attribute("data-unread", "unread")
    expect(first.get_by_text("non lu", exact=True)).to_have_count(0)
    assert {post.pk for post in posts[3:]} <= set(unread(page)), "what is further down was not in view"
    wait_for_read(page, cast, posts[0])
    following = line.evaluate("line => line.nextElementSibling.dataset.id")
    for post in posts:
        item = page.locator(f'.feed > article[data-id="{post.pk}"]')
        item.evaluate("item => scrollBy({ top: item.getBoundingClientRect().top - 100, behavior: 'instant' })")
        expect(item).not_to_have_attribute("data-unread", "unread")
    wait_for_mark(page, cast, (posts[0].pk, None))
    assert line.evaluate("line => line.nextElementSibling.dataset.id") == following
    expect(page.locator(f'[data-community="{cast.open.pk}"]')).not_to_have_class("unread")


def test_marking_all_is_taken_back_from_the_toast(cast: Cast, posts: list[Post], enter: Enter) -> None:
    page = enter(cast.bob, viewport={"width": 1280, "height": 400}).new_page()
    page.goto("/")
    before = mark_of(cast)
    page.get_by_role("button", name="Tout marquer comme lu").click()
    page.get_by_role("button", name="Annuler").wait_for()
    assert mark_of(cast) == (posts[0].pk, None)
    assert unread(page) == []
    page.get_by_role("button", name="Annuler").click()
    expect(page.locator(f'[data-community="{cast.open.pk}"]')).to_have_class("unread")
    assert mark_of(cast) == before
    assert unread(page) == [post.pk for post in posts]


def test_marking_all_is_taken_back_without_a_script(cast: Cast, posts: list[Post], enter: Enter) -> None:
    page = enter(cast.bob, java_script_enabled=False).new_page()
    page.goto(f"/c/{cast.open.slug}/")
    before = mark_of(cast)
    page.get_by_role("button", name="Tout marquer comme lu").click()
    assert mark_of(cast) == (posts[0].pk, None)
    page.get_by_role("button", name="Annuler").click()
    assert page.url.endswith(f"/c/{cast.open.slug}/")
    assert mark_of(cast) == before


def test_a_cut_in_mid_read_loses_nothing_doubles_nothing_and_moves_nothing(cast: Cast, posts: list[Post], enter: Enter) -> None:
    context = enter(cast.bob, viewport={"width": 1280, "height": 700})
    page = context.new_page()
    page.goto("/")
    expect(page.locator("html")).to_have_attribute("data-live", "on")
    context.set_offline(True)
    middle = page.locator(f'.feed > article[data-id="{posts[3].pk}"]')
    middle.evaluate("item => scrollBy({ top: item.getBoundingClientRect().top - 200, behavior: 'instant' })")
    expect(middle).not_to_have_attribute("data-unread", "unread")
    make_post(cast.erin, cast.open, "Écrit pendant la coupure.", at=timezone.now() + timedelta(minutes=1))
    place = middle.evaluate("item => item.getBoundingClientRect().top")
    start = mark_of(cast)
    assert start[1] is None
    context.set_offline(False)
    wait_for_read(page, cast, posts[3])
    expect(page).to_have_title("(1) Accueil · Maillage")
    assert middle.evaluate("item => item.getBoundingClientRect().top") == pytest.approx(place, abs=2)
    items = page.locator(".feed > article[data-id]").evaluate_all("items => items.map(item => item.dataset.id)")
    assert len(items) == len(set(items))


def test_a_link_to_a_comment_of_a_long_thread_leads_to_it(cast: Cast, enter: Enter) -> None:
    post = make_post(cast.erin, cast.open, "Qui sait ?", title="Longue question")
    comments = [make_comment(cast.bob, post, f"Réponse {n}.", at=NOW + timedelta(seconds=n + 1)) for n in range(120)]
    sought = comments[80]
    for has_script, anchor in ((True, ""), (True, f"#c{sought.pk}"), (False, f"#c{sought.pk}")):
        page = enter(cast.bob, java_script_enabled=has_script).new_page()
        page.goto(f"/p/{post.pk}/?at={sought.pk}{anchor}")
        item = page.locator(f"#c{sought.pk}")
        expect(item).to_be_in_viewport()
        expect(item.locator(".cm-main")).to_have_css("outline-style", "solid")
    page = enter(cast.bob).new_page()
    page.goto(f"/p/{post.pk}/?at={sought.pk}#c{sought.pk}")
    page.get_by_role("link", name="Voir les réponses précédentes").click()
    expect(page.locator(f"#c{comments[20].pk}")).to_be_attached()
    page.get_by_role("link", name="Voir les réponses précédentes").click()
    expect(page.locator(f"#c{comments[0].pk}")).to_be_attached()
    expect(page.locator("#earlier")).to_have_count(0)
    shown = page.locator("#thread > li").evaluate_all("items => items.map(item => item.id)")
    assert shown == [f"c{comment.pk}" for comment in comments]


def test_a_changed_post_is_renewed_in_the_feed_but_not_under_the_hand(cast: Cast, posts: list[Post], enter: Enter) -> None:
    page = enter(cast.bob, viewport={"width": 1280, "height": 700}).new_page()
    page.goto("/")
    expect(page.locator("html")).to_have_attribute("data-live", "on")
    item = page.locator(f'.feed > article[data-id="{posts[0].pk}"]')
    below = page.locator(f'.feed > article[data-id="{posts[2].pk}"]')
    below.evaluate("item => scrollBy({ top: item.getBoundingClientRect().top - 200, behavior: 'instant' })")
    place = below.evaluate("item => item.getBoundingClientRect().top")
    edit_post(by=cast.erin, post=posts[0], title="Titre revu", body="Plus long.\n\n" * 12, at=timezone.now())
    expect(item.locator(".post-title")).to_have_text("Titre revu")
    assert below.evaluate("item => item.getBoundingClientRect().top") == pytest.approx(place, abs=2)
    below.locator("summary").first.click()
    edit_post(by=cast.erin, post=posts[2], title="Sous la main", body="Revu.", at=timezone.now())
    page.wait_for_timeout(4000)
    expect(below.locator(".post-title")).not_to_have_text("Sous la main")
    page.keyboard.press("Escape")
    page.locator("body").evaluate("() => document.activeElement.blur()")
    expect(below.locator(".post-title")).to_have_text("Sous la main")


def test_after_the_pill_one_may_go_back_to_where_one_was(cast: Cast, posts: list[Post], enter: Enter) -> None:
    page = enter(cast.bob, viewport={"width": 1280, "height": 700}).new_page()
    page.goto("/")
    expect(page.locator("html")).to_have_attribute("data-live", "on")
    item = page.locator(f'.feed > article[data-id="{posts[4].pk}"]')
    item.evaluate("item => scrollBy({ top: item.getBoundingClientRect().top - 90, behavior: 'instant' })")
    newest = make_post(cast.erin, cast.open, "Tout neuf.", at=timezone.now() + timedelta(minutes=1))
    page.locator("[data-live-show]").wait_for()
    place = item.evaluate("item => item.getBoundingClientRect().top")
    page.locator("[data-live-show]").dispatch_event("click")  # a click of the robot would scroll the pill into its view first
    expect(page.locator(f'.feed > article[data-id="{newest.pk}"]')).to_be_in_viewport()
    page.get_by_role("button", name="Revenir où j’étais").dispatch_event("click")
    page.wait_for_timeout(700)
    assert item.evaluate("item => item.getBoundingClientRect().top") == pytest.approx(place, abs=2)
    expect(page.get_by_role("button", name="Revenir où j’étais")).to_be_hidden()


def test_each_item_says_its_place_in_the_feed_also_after_more_and_what_is_new(cast: Cast, enter: Enter) -> None:
    for n in range(25):
        make_post(cast.erin, cast.open, f"Ligne {n}.", at=timezone.now() - timedelta(seconds=n))
    page = enter(cast.bob).new_page()
    page.goto("/")
    expect(page.locator("html")).to_have_attribute("data-live", "on")
    feed = page.get_by_role("feed", name="Publications")
    items = feed.get_by_role("article")
    expect(items).to_have_count(20)
    expect(items.first).to_have_accessible_name(f"Message de {cast.erin.name}")
    more = page.get_by_role("link", name="Voir la suite")
    more.click()
    expect(more).to_have_count(0)
    count = items.count()
    assert count > 25
    assert places(page) == [str(place + 1) for place in range(count)]
    make_post(cast.erin, cast.open, "Neuf.", at=timezone.now() + timedelta(minutes=1))
    page.locator("[data-live-show]").click()
    expect(items).to_have_count(count + 1)
    assert places(page) == [str(place + 1) for place in range(count + 1)]
    assert set(feed.locator("> article").evaluate_all("items => items.map(item => item.ariaSetSize)")) == {"-1"}


def places(page: Page) -> list[str]:
    found: list[str] = page.locator(".feed > article").evaluate_all("items => items.map(item => item.ariaPosInSet)")
    return found


def test_what_fails_is_said_in_words_with_its_reference(cast: Cast, posts: list[Post], enter: Enter) -> None:
    page = enter(cast.bob, viewport={"width": 1280, "height": 400}).new_page()
    page.goto("/")
    expect(page.locator("html")).to_have_attribute("data-live", "on")
    make_post(cast.erin, cast.open, "Neuf.", at=timezone.now() + timedelta(minutes=1))
    pill, toasts = page.locator("[data-live-show]"), page.locator(".toast")
    pill.wait_for()
    page.route("**/*after=*", broken)
    pill.click()
    expect(toasts).to_contain_text("Référence 7F3K-2Q9D")
    expect(toasts).to_contain_text("a été notée")
    page.unroute("**/*after=*")
    pill.click()
    expect(page.locator(".feed > article", has_text="Neuf.")).to_have_count(1)
    page.route("**/read/all", broken)
    page.get_by_role("button", name="Tout marquer comme lu").click()
    expect(toasts.filter(has_text="Référence 7F3K-2Q9D")).to_have_count(2)
    page.unroute("**/read/all")
    page.get_by_role("button", name="Tout marquer comme lu").click()
    page.route("**/read/undo", broken)
    page.get_by_role("button", name="Annuler").click()
    expect(toasts.filter(has_text="Référence 7F3K-2Q9D")).to_have_count(3)


def broken(route: Route) -> None:
    route.fulfill(status=500, headers={"X-Request-Id": "7F3K-2Q9D"}, body="")


def test_the_tab_counts_posts_and_notifications_and_marks_its_icon(cast: Cast, enter: Enter) -> None:
    tell()
    page = enter(cast.bob).new_page()
    page.goto("/notifications/")
    page.get_by_role("button", name="Tout marquer comme lu").click()
    page.goto("/")
    expect(page.locator("html")).to_have_attribute("data-live", "on")
    expect(page).to_have_title("Accueil · Maillage")
    icon = page.locator("link[rel=icon]")
    plain = icon.get_attribute("href")
    make_post(cast.erin, cast.open, f"@{cast.bob.name}, une chose.", at=timezone.now() + timedelta(minutes=1))
    expect(page).to_have_title("(1) Accueil · Maillage")
    tell()
    expect(page).to_have_title("(2) Accueil · Maillage")
    marked = icon.get_attribute("href")
    assert marked and marked != plain
    assert page.request.get(marked).headers["content-type"].startswith("image/svg+xml")
    page.locator("[data-live-show]").click()
    expect(page).to_have_title("(1) Accueil · Maillage")
    page.reload()
    expect(page).to_have_title("(1) Accueil · Maillage")
    page.goto("/notifications/")
    page.get_by_role("button", name="Tout marquer comme lu").click()
    page.goto("/")
    expect(page).to_have_title("Accueil · Maillage")
    expect(icon).to_have_attribute("href", plain or "")


def tell() -> None:
    """Write the notifications that wait."""
    for event_id in PendingEvent.objects.values_list("event_id", flat=True):
        tasks.notify(event_id=event_id)
