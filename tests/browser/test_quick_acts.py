"""Acts on a card's bar, one right after the other: all of them arrive and show, though each answer replaces the bar."""

import threading
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from communities.models import PostMark, Reaction
from tests.browser.conftest import PATIENCE
from tests.browser.test_journey import wait_until
from tests.conftest import Cast

pytestmark = pytest.mark.browser
expect.set_options(timeout=PATIENCE)
Enter = Callable[..., BrowserContext]


class Held:
    """The first request to an address waits until it is let go."""

    def __init__(self, page: Page, address: str) -> None:
        self.route: Route | None = None
        self.lock = threading.Lock()
        page.route(address, self._hold)

    def _hold(self, route: Route) -> None:
        with self.lock:
            if self.route is None:
                self.route = route
                return
        route.continue_()

    def let_go(self, *, broken: bool = False) -> None:
        assert self.route is not None
        if broken:
            self.route.fulfill(status=500)
        else:
            self.route.continue_()


@pytest.mark.parametrize("broken", [False, True])
def test_a_reaction_given_right_after_keeping_a_post_is_not_lost(cast: Cast, enter: Enter, broken: bool) -> None:
    page = enter(cast.bob).new_page()
    page.goto("/")
    post = cast.open_post
    foot = page.locator(f"#foot-{post.pk}")
    save, react = foot.locator(".post-save"), foot.locator("button[data-first]")
    held = Held(page, f"**/p/{post.pk}/saved")
    save.click()
    expect(save).to_have_attribute("aria-pressed", "true")
    wait_until(page, lambda: held.route is not None)
    react.click()
    expect(react).to_have_attribute("aria-pressed", "true")
    assert not Reaction.objects.filter(post=post, person=cast.bob).exists()
    held.let_go(broken=broken)
    wait_until(page, lambda: Reaction.objects.filter(post=post, person=cast.bob, comment=None).exists())
    expect(react).to_have_attribute("aria-pressed", "true")
    expect(save).to_have_attribute("aria-pressed", "false" if broken else "true")
    assert PostMark.objects.filter(post=post, person=cast.bob).exists() != broken


def test_a_button_pressed_again_before_the_answer_of_another_asks_nothing(cast: Cast, enter: Enter) -> None:
    page = enter(cast.bob).new_page()
    page.goto("/")
    post = cast.open_post
    foot = page.locator(f"#foot-{post.pk}")
    held = Held(page, f"**/p/{post.pk}/saved")
    foot.locator(".post-save").click()
    wait_until(page, lambda: held.route is not None)
    foot.locator("button[data-first]").click()
    foot.locator("button[data-first]").click()
    expect(foot.locator("button[data-first]")).to_have_attribute("aria-pressed", "false")
    held.let_go()
    wait_until(page, lambda: PostMark.objects.filter(post=post, person=cast.bob).exists())
    page.reload()
    expect(foot.locator("button[data-first]")).to_have_attribute("aria-pressed", "false")
    expect(foot.locator(".post-save")).to_have_attribute("aria-pressed", "true")
