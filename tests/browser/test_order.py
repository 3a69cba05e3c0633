"""Order through real browsers: a post pinned in one and seen in another, a report from its sender to its decision, a share."""

from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import BrowserContext, Page, expect

from communities.actions.notifications import notify, waiting
from communities.models import Post, Report
from tests.browser.conftest import PATIENCE
from tests.browser.test_journey import open_live
from tests.conftest import Cast
from tests.factories import NOW, make_post

pytestmark = pytest.mark.browser
expect.set_options(timeout=PATIENCE)
Enter = Callable[..., BrowserContext]


def choose(page: Page, post: Post, entry: str) -> None:
    """Open the menu of a post and take that entry."""
    menu = page.locator(f"#p{post.pk} .post-head .menu-box")
    menu.locator("summary").click()
    menu.get_by_role("link", name=entry).click()


def test_a_post_is_pinned_in_one_browser_and_stands_first_in_another(cast: Cast, enter: Enter) -> None:
    post = make_post(cast.bob, cast.open, "Le planning de l’arrêt.", at=NOW)
    make_post(cast.bob, cast.open, "Autre chose.", at=NOW)
    place = reverse("community-show", args=[cast.open.slug])
    erin, bob = enter(cast.erin).new_page(), enter(cast.bob).new_page()
    open_live(bob, place)
    erin.goto(place)
    choose(erin, post, "Épingler…")
    erin.locator("dialog").get_by_role("button", name="Épingler").click()
    expect(erin.locator("#pins .pin-list > li")).to_have_count(1)
    expect(bob.locator("#pins")).to_contain_text("Le planning de l’arrêt.")
    expect(bob.locator(f'#feed [data-id="{post.pk}"]')).to_have_count(0)
    expect(bob.get_by_role("button", name="Ne plus épingler")).to_have_count(0)
    erin.get_by_role("button", name="Ne plus épingler").click()
    expect(bob.locator("#pins .pin-list > li")).to_have_count(0)


def test_a_report_goes_to_who_decides_and_its_sender_is_told(cast: Cast, enter: Enter) -> None:
    post = make_post(cast.bob, cast.closed, "Propos déplacé.", at=NOW)
    alice, erin = enter(cast.alice).new_page(), enter(cast.erin).new_page()
    alice.goto(reverse("post-show", args=[post.pk]))
    choose(alice, post, "Signaler")
    dialog = alice.locator("dialog")
    dialog.get_by_label("Blessant ou hostile").check()
    dialog.get_by_label("Avec vos mots").fill("Cela vise un collègue.")
    dialog.get_by_role("button", name="Envoyer le signalement").click()
    expect(alice.locator(".toast")).to_contain_text("votre signalement est parti")
    report = Report.objects.get(post=post)

    erin.goto(reverse("community-show", args=[cast.closed.slug]))
    erin.get_by_role("link", name="Signalements").first.click()
    case = erin.locator(".report").first
    expect(case).to_contain_text("Cela vise un collègue.")
    case.locator("summary").click()
    case.get_by_label("Retirer, et dire pourquoi à qui l’a écrit").check()
    case.get_by_label("Pourquoi", exact=True).fill("On ne vise personne ici.")
    case.get_by_role("button", name="Décider").click()
    expect(erin.locator("#reports-decided")).to_be_visible()
    while ids := waiting(at=NOW.replace(year=NOW.year + 1), older_than=NOW - NOW):
        for event_id in ids:
            notify(event_id=event_id, at=NOW)
    alice.goto("/notifications/")
    alice.get_by_role("link", name="a une réponse").first.click()
    alice.wait_for_url(f"**{reverse('report-show', args=[report.pk])}")
    expect(alice.locator("main")).to_contain_text("On ne vise personne ici.")
    bob = enter(cast.bob).new_page()
    bob.goto(reverse("report-show", args=[report.pk]))
    expect(bob.locator("main")).to_contain_text("On ne vise personne ici.")
    expect(bob.locator("main")).not_to_contain_text(cast.alice.name)


def test_a_share_shows_its_original_to_who_may_read_it(cast: Cast, enter: Enter) -> None:
    bob, carol = enter(cast.bob).new_page(), enter(cast.carol).new_page()
    bob.goto(reverse("post-show", args=[cast.closed_post.pk]))
    choose(bob, cast.closed_post, "Partager dans…")
    dialog = bob.locator("dialog")
    dialog.get_by_label("Partager dans").select_option(label=cast.open.name)
    dialog.get_by_label("Pourquoi vous la partagez").fill("À lire.")
    dialog.get_by_role("button", name="Partager").click()
    expect(bob.locator(".shared")).to_contain_text("turbine-fermée")
    carol.goto(reverse("community-show", args=[cast.open.slug]))
    expect(carol.locator(".shared")).to_contain_text("que vous ne pouvez pas lire")
    expect(carol.locator("body")).not_to_contain_text("turbine-fermée")
