"""What happens to words after, and before, they are published, in a real browser: changed, deleted and taken back, scheduled."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserContext, expect

from communities.models import Draft, Post, Removal
from tests.browser.conftest import PATIENCE
from tests.browser.test_journey import open_live
from tests.conftest import Cast

pytestmark = pytest.mark.browser
expect.set_options(timeout=PATIENCE)
Enter = Callable[..., BrowserContext]


def test_what_was_changed_is_one_click_away(cast: Cast, enter: Enter) -> None:
    bob, address = enter(cast.bob).new_page(), f"/p/{cast.closed_post.pk}/"
    bob.goto(f"{address}edit")
    bob.locator("textarea").fill("Le repère ouvert est turbine-fermée.")
    bob.get_by_role("button", name="Enregistrer").click()
    bob.get_by_role("link", name="modifié").click()
    expect(bob.locator(".versions del").first).to_contain_text("fermé")
    expect(bob.locator(".versions ins").first).to_contain_text("ouvert")
    expect(bob.locator(".versions del").first).to_have_css("text-decoration-line", "line-through")


def test_a_deletion_is_taken_back_with_the_button_or_a_key_and_others_see_it_come_back(cast: Cast, enter: Enter) -> None:
    bob, alice = enter(cast.bob).new_page(), enter(cast.alice).new_page()
    address = f"/p/{cast.closed_post.pk}/"
    open_live(alice, f"/c/{cast.closed.slug}/")
    shown = alice.locator(f"#p{cast.closed_post.pk}")
    expect(shown).to_be_visible()
    by_button: Callable[[], None] = lambda: bob.get_by_role("button", name="Annuler").click()  # noqa: E731
    by_key: Callable[[], None] = lambda: bob.keyboard.press("Control+z")  # noqa: E731
    for take_back in (by_button, by_key):
        bob.goto(address)
        bob.locator("article summary").first.click()
        bob.get_by_role("link", name="Supprimer").first.click()
        bob.get_by_role("dialog").get_by_role("button", name="Supprimer").click()
        expect(bob.locator(".toast")).to_contain_text("supprimée")
        expect(bob.locator("#announcements")).to_contain_text("Annuler")
        expect(shown).to_have_count(0)
        take_back()
        expect(bob.locator("main")).to_contain_text("turbine-fermée")
        expect(shown).to_be_visible()
    assert Post.objects.get(pk=cast.closed_post.pk).deleted_at is None
    assert not Removal.objects.filter(post=cast.closed_post).exists()


def test_a_toast_waits_while_it_is_looked_at(cast: Cast, enter: Enter) -> None:
    bob = enter(cast.bob).new_page()
    bob.clock.install()
    bob.goto("/")
    bob.evaluate("maillage.toast('Un mot.')")
    toast = bob.locator(".toast")
    toast.hover()
    bob.clock.run_for(20_000)
    expect(toast).to_be_visible()
    toast.get_by_role("button", name="Fermer").focus()
    bob.mouse.move(700, 300)
    bob.clock.run_for(20_000)
    expect(toast).to_be_visible()
    bob.keyboard.press("Escape")
    expect(toast).to_have_count(0)
    expect(bob.locator("#content")).to_be_focused()


def test_a_post_is_scheduled_found_in_the_list_and_published_at_once(cast: Cast, enter: Enter) -> None:
    bob = enter(cast.bob).new_page()
    bob.goto("/p/new")
    bob.get_by_label("Publier dans").select_option(label=cast.open.name)
    bob.get_by_label("Votre texte").fill("Rendez-vous lundi.")
    bob.get_by_text("Publier plus tard").click()
    hour = timezone.localtime(timezone.now() + timedelta(days=2)).strftime("%Y-%m-%dT09:30")
    bob.get_by_label("Jour et heure").fill(hour)
    bob.get_by_role("button", name="Programmer").click()
    expect(bob.locator("main")).to_contain_text("heure de Paris")
    assert Draft.objects.get().publish_at is not None
    bob.get_by_role("link", name="Rendez-vous lundi.").click()
    expect(bob.get_by_label("Jour et heure")).to_have_value(hour)
    bob.go_back()
    bob.get_by_role("button", name="Publier maintenant").click()
    expect(bob.locator(".post-body")).to_contain_text("Rendez-vous lundi.")
    assert Post.objects.filter(body="Rendez-vous lundi.").count() == 1
    assert not Draft.objects.exists()
