"""The first visit in a real browser: from the sign-in form to a first act, and from a mail to the thread."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect

from communities.actions.thread_invitations import invite_address, link_of
from communities.models import Reaction
from rse.people.models import Person
from tests.browser.conftest import PATIENCE
from tests.conftest import Cast
from tests.factories import PASSWORD, make_community, make_person, make_post
from tests.people.pictures import picture

pytestmark = pytest.mark.browser
expect.set_options(timeout=PATIENCE)
Enter = Callable[..., BrowserContext]
MOST = 15


class Hand:
    """Somebody's hand: each click, and each field filled, is one interaction."""

    def __init__(self, page: Page) -> None:
        self.page, self.count = page, 0

    def fill(self, selector: str, words: str) -> None:
        self.page.fill(selector, words)
        self.count += 1

    def click(self, selector: str) -> None:
        self.page.locator(selector).first.click()
        self.count += 1


def test_from_the_sign_in_to_a_first_act_in_fifteen_interactions(cast: Cast, enter: Enter) -> None:
    places = [make_community(f"Atelier {letter}", owner=cast.erin) for letter in "ABC"]
    make_post(cast.erin, places[0], "Le gabarit est rangé au magasin.", title="Gabarit")
    newcomer = make_person("Lea")
    page = enter(None).new_page()
    hand = Hand(page)
    page.goto("/login/")
    hand.fill("input[name=login]", newcomer.email)
    hand.fill("input[name=password]", PASSWORD)
    hand.click("main button.btn-primary")
    page.wait_for_url("**/welcome/photo/")
    hand.click("main button.btn-primary")
    page.wait_for_url("**/welcome/skills/")
    hand.fill("#own", "TIG, MIG, inox")
    hand.click("main button.btn-primary")
    page.wait_for_url("**/welcome/communities/")
    for place in places:
        hand.click(f"input[value='{place.slug}']")
    hand.click("main button.btn-primary")
    page.wait_for_url("**/welcome/act/")
    hand.click("button[name=kind]")
    page.wait_for_url("**/welcome/done/")
    assert hand.count == 11 <= MOST
    assert Reaction.objects.filter(person=newcomer).count() == 1
    page.go_back()
    page.goto("/")
    expect(page.locator(".welcome-list .is-done")).to_have_count(3)


def test_the_photo_is_shown_as_it_will_be_cut(cast: Cast, enter: Enter) -> None:
    page = enter(cast.carol).new_page()
    page.goto("/welcome/photo/")
    expect(page.locator("[data-crop-preview]")).to_be_hidden()
    page.set_input_files("input[name=photo]", {"name": "p.png", "mimeType": "image/png", "buffer": picture()})
    expect(page.locator("[data-crop-preview]")).to_be_visible()
    page.locator("main button.btn-primary").click()
    page.wait_for_url("**/welcome/skills/")
    cast.carol.refresh_from_db()
    assert cast.carol.photo


def test_an_invitation_by_mail_lands_on_the_thread_once_the_password_is_set(cast: Cast, enter: Enter, settings: Any) -> None:
    settings.INVITED_DOMAINS = ["valdorne.example"]
    now = timezone.now()
    invitation = invite_address(by=cast.bob, post=cast.open_post, email="nina@valdorne.example", word="Viens voir.", at=now)
    page = enter(None).new_page()
    page.goto("/" + link_of(invitation).split("/", 3)[3])
    page.fill("#first_name", "Nina")
    page.fill("#last_name", "Essai")
    page.fill("#password", PASSWORD)
    page.locator("main button.btn-primary").click()
    page.wait_for_url(f"**/p/{cast.open_post.pk}/")
    expect(page.locator("h1")).to_contain_text("nacelle-ouverte")


def test_a_guest_whose_date_passes_is_out_and_their_page_is_told(cast: Cast, enter: Enter) -> None:
    Person.objects.filter(pk=cast.guest.pk).update(guest_until=timezone.now() + timedelta(days=1))
    page = enter(cast.guest).new_page()
    page.goto(f"/p/{cast.partners_post.pk}/")
    expect(page.locator("h1")).to_contain_text("bielle-partagée")
    Person.objects.filter(pk=cast.guest.pk).update(guest_until=timezone.now() - timedelta(seconds=1))
    page.reload()
    page.wait_for_url("**/login/**")
