"""Posts of each kind through two real browsers: asked in one, seen and answered in the other."""

from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import BrowserContext, expect

from communities.models import PollOption, Post
from tests.browser.conftest import PATIENCE
from tests.browser.test_journey import open_live
from tests.conftest import Cast

pytestmark = pytest.mark.browser
expect.set_options(timeout=PATIENCE)
Enter = Callable[..., BrowserContext]


def test_a_poll_is_asked_seen_live_and_voted_in_by_two(cast: Cast, enter: Enter) -> None:
    bob, erin = enter(cast.bob).new_page(), enter(cast.erin).new_page()
    open_live(erin, "/")
    bob.goto("/")
    bob.locator("#composer").get_by_role("link", name="Sondage").click()
    bob.get_by_label("Publier dans").select_option(label=cast.open.name)
    bob.get_by_label("En une phrase").fill("Quel jour ?")
    bob.get_by_label("Choix", exact=True).fill("Mardi\nJeudi")
    bob.get_by_role("button", name="Publier").click()
    erin.locator(".live-pill").click()
    post = Post.objects.get(title="Quel jour ?")

    erin.goto(reverse("post-show", args=[post.pk]))
    open_live(bob, reverse("post-show", args=[post.pk]))
    erin.get_by_label("Jeudi").check()
    erin.get_by_role("button", name="Voter").click()
    expect(erin.get_by_role("button", name="Changer mon vote")).to_be_focused()
    expect(bob.locator(".poll-foot")).to_contain_text("1 vote")
    expect(bob.get_by_label("Jeudi")).not_to_be_checked()
    bob.get_by_label("Mardi").check()
    bob.get_by_role("button", name="Voter").click()
    expect(bob.locator(".poll-foot")).to_contain_text("2 votes")
    assert list(PollOption.objects.filter(poll=post.pk).order_by("position").values_list("votes", flat=True)) == [1, 1]


def test_a_praise_is_written_and_read_by_those_it_names(cast: Cast, enter: Enter) -> None:
    bob, erin = enter(cast.bob).new_page(), enter(cast.erin).new_page()
    open_live(erin, "/")
    bob.goto("/")
    bob.locator("#composer").get_by_role("link", name="Merci").click()
    bob.get_by_label("Publier dans").select_option(label=cast.open.name)
    bob.get_by_label("Qui vous remerciez").fill(cast.erin.name)
    bob.get_by_label("Pourquoi").fill("Le dépannage de nuit")
    bob.get_by_label("Votre texte").fill("Bravo.")
    bob.get_by_role("button", name="Publier").click()
    erin.locator(".live-pill").click()
    expect(erin.locator("#feed .praise").first).to_contain_text("Le dépannage de nuit")
    erin.locator("#feed .praise").first.get_by_role("link", name=cast.erin.name).click()
    expect(erin.get_by_role("link", name="Le dépannage de nuit")).to_be_visible()
